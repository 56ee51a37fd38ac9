"""Compares rows of every source, and curated ones, with a second source; prints every row whose points lie too far apart.

usage:  python gazetteer/scripts/compare_sources.py [--rows 10] [--curated 100] [--seed 1]

A row is compared where the second source has one place of its name in its country (towns: in its first-order division): with
several, the nearest would always agree. What is too far depends on what is compared: a town and its airport lie apart, the middle of
a country is not the middle of its cities.
"""

# ruff: noqa: E402 - run as a script, the repository is put on the path first.
from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from math import sqrt
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parents[1]
sys.path[:0] = [str(FOLDER.parent), str(FOLDER)]

import airportsdata
from sources.airports import Airports
from sources.cities import Cities
from sources.countries import Countries
from sources.curated import Curated
from sources.divisions import Divisions
from sources.postal import PostalPlaces
from sources.waters import Waters

from geomap.gazetteer.geometry import distance_km, middle
from geomap.gazetteer.keys import key_of
from geomap.gazetteer.rows import PlaceRow
from geomap.models import Point

# Kilometres that the points of one place may lie apart: two points in a town, a town and its airport, two middles of an area.
TOWN_KM, AIRPORT_KM, AREA_KM = 15.0, 40.0, 100.0

# Name and country → points of a second source.
_Points = Mapping[tuple[str, str], list[Point]]


class Compared(NamedTuple):
    """One row and how far the second source puts it."""

    source: str
    second: str
    name: str
    country: str
    apart_km: float
    tolerance_km: float


def points_by_name(rows: Iterable[tuple[str, str, Point]]) -> _Points:
    """Points by key of the name and country."""
    found: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for name, country, point in rows:
        found[key_of(name), country].append(point)
    return found


def point_of(row: PlaceRow) -> Point | None:
    """Point of a row; None for one that only adds names."""
    return None if row.latitude is None or row.longitude is None else Point(row.latitude, row.longitude)


def with_points(rows: Iterable[PlaceRow]) -> Iterator[tuple[str, str, Point]]:
    """Name, country and point of the rows that have one."""
    for row in rows:
        if point := point_of(row):
            yield row.name, row.country, point


def compared(source: str, second: str, rows: Iterable[PlaceRow], others: _Points, tolerance_km: float) -> Iterator[Compared]:
    """Compare the rows whose name belongs to one place of their country in the second source."""
    for row in rows:
        points, point = others.get((key_of(row.name), row.country), []), point_of(row)
        if point and len(points) == 1:
            tolerance = max(tolerance_km, row.radius_km or 0)
            yield Compared(source, second, row.name, row.country, distance_km(point, points[0]), tolerance)


def with_middles(source: str, rows: Iterable[PlaceRow], cities: Mapping[str, list[Point]], ids: Mapping[str, str]) -> Iterator[Compared]:
    """Compare areas with the middle of their cities; the tolerance is their radius, else how far their cities are spread."""
    for row in rows:
        members, point = cities.get(ids.get(row.id, row.id), []), point_of(row)
        if point and members:
            center = middle(members)
            spread = sqrt(sum(distance_km(center, city) ** 2 for city in members) / len(members))
            yield Compared(
                source, "middle of its cities", row.name, row.country, distance_km(point, center), max(AREA_KM, row.radius_km or spread)
            )


def everything() -> Iterator[list[Compared]]:
    """All rows of each source that can be compared, the curated ones last."""
    tables = FOLDER / "tables"
    cities = list(Cities(tables).rows())
    divisions = list(Divisions(tables, cities).rows())
    countries = [row for row in Countries(tables).rows() if row.feature_code.startswith("PCL")]
    waters, airports, postal = list(Waters(tables).rows()), list(Airports().rows()), list(PostalPlaces(tables).rows())
    curated = list(Curated(FOLDER / "curated").rows())
    members: dict[str, list[Point]] = defaultdict(list)
    for city in cities:
        if point := point_of(city):
            for area in {city.country, city.admin1, city.admin2} - {""}:
                members[area].append(point)
    # States by name: airportsdata knows no ids.
    states = {row.id: key_of(row.name) for row in divisions if row.feature_code == "ADM1"}
    fields = [row for row in airportsdata.load("ICAO").values() if row["iata"] and row["city"]]
    served = points_by_name((row["city"], f"{row['country']} {key_of(row['subd'])}", Point(row["lat"], row["lon"])) for row in fields)
    yield list(compared("cities", "airportsdata", (_in_state(row, states) for row in cities), served, AIRPORT_KM))
    yield list(with_middles("divisions", divisions, members, {}))
    yield list(with_middles("countries", countries, members, {row.id: row.country for row in countries}))
    yield list(compared("postal", "airportsdata", (_in_state(row, states) for row in postal), served, AIRPORT_KM))
    by_city = points_by_name(with_points(cities))
    named = [row for row in airports if row.name]
    towns = {row["icao"]: (key_of(row["city"]), row["country"]) for row in fields}
    by_point = {(round(row["lat"], 4), round(row["lon"], 4)): row["icao"] for row in fields}
    yield list(_airports(named, by_point, towns, by_city))
    seas = points_by_name((row.name, "", point) for row in curated if row.feature_class == "H" and (point := point_of(row)))
    yield list(compared("waters", "curated", (replace(row, country="") for row in waters), seas, AREA_KM))
    second = points_by_name(with_points([*cities, *divisions, *airports]))
    yield list(compared("curated", "cities, divisions, airports", curated, second, TOWN_KM))


def _in_state(row: PlaceRow, states: Mapping[str, str]) -> PlaceRow:
    """Row with the name of its state beside its country: US towns share their names with those of other states."""
    return replace(row, country=f"{row.country} {states.get(row.admin1, '')}")


def _airports(
    rows: Iterable[PlaceRow], icao: Mapping[tuple[float, float], str], towns: Mapping[str, tuple[str, str]], cities: _Points
) -> Iterator[Compared]:
    """Compare airports with the town that they name as theirs."""
    for row in rows:
        point = point_of(row)
        code = icao.get((round(point.latitude, 4), round(point.longitude, 4)), "") if point else ""
        points = cities.get(towns.get(code, ("", "")), [])
        if point and len(points) == 1:
            yield Compared("airports", "cities", row.name, row.country, distance_km(point, points[0]), AIRPORT_KM)


def main(rows: int, curated: int, seed: int) -> None:
    """Print how many of each sample agree, and those that do not; the curated rows too of which the second source has one place."""
    chosen = random.Random(seed)
    for every in everything():
        if not every:
            continue
        count = curated if every[0].source == "curated" else rows
        sample = chosen.sample(every, min(count, len(every)))
        far = [row for row in sample if row.apart_km > row.tolerance_km]
        wide = sum(row.apart_km > row.tolerance_km for row in every)
        agree = len(sample) - len(far)
        print(f"{sample[0].source}: {agree} of {len(sample)} agree with {sample[0].second}; {wide} of all {len(every)} do not")
        for row in sorted(far, key=lambda row: -row.apart_km):
            print(f"  {row.name} ({row.country or '-'}): {row.apart_km:.0f} km apart, {row.tolerance_km:.0f} allowed")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10)
    parser.add_argument("--curated", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    main(options.rows, options.curated, options.seed)
