"""Populated places around a point, over an index of whole degrees."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from math import ceil, cos, radians
from typing import Any

from geomap.gazetteer.geometry import distance_km
from geomap.gazetteer.places import COLUMNS, PlaceReader, PlaceRecord
from geomap.gazetteer.schema import CELL, CITY, DEGREE
from geomap.models import Place, Point

# Kilometres of a degree of latitude, a little less than anywhere.
_DEGREE_KM = 110.5
_TOWNS = f"SELECT {COLUMNS} FROM json_each(?) j JOIN places p ON p.id = j.value WHERE COALESCE(p.population, 0) >= ?"  # noqa: S608 - constant
# The literal lets SQLite see that its index of cities suffices.
_CITIES = f"SELECT {COLUMNS} FROM places p WHERE {CELL} BETWEEN ? AND ? AND p.population >= {CITY} AND p.population >= ?"  # noqa: S608


def places_near(
    db: sqlite3.Connection, reader: PlaceReader, point: Point, radius_km: float, min_population: int, limit: int | None
) -> tuple[Place, ...]:
    """Give populated places, largest first, then nearest; see `geomap.gazetteer.Gazetteer.near`."""
    found = []
    for record in map(PlaceRecord._make, _in_cells(db, cell_ranges(point, radius_km), min_population)):
        km = distance_km(point, Point(record.latitude / DEGREE, record.longitude / DEGREE))
        if km <= radius_km:
            found.append((-(record.population or 0), km, record.number, record))
    # Of a thousand towns in reach a map names a few: only those become places.
    places = (reader.place(record) for *_, record in sorted(found, key=lambda entry: entry[:3]))
    return tuple(islice((place for place in places if place.feature_class == "P"), limit))


def _in_cells(db: sqlite3.Connection, ranges: Iterable[tuple[int, int]], min_population: int) -> Iterator[tuple[Any, ...]]:
    """Rows of the towns in some ranges of cells; when cities are asked for, perhaps of what else is as large."""
    if min_population >= CITY:
        return (row for cells in ranges for row in db.execute(_CITIES, (*cells, min_population)))
    numbers = array("I")
    for cells in ranges:
        for (towns,) in db.execute("SELECT towns FROM cells WHERE cell BETWEEN ? AND ?", cells):
            numbers.frombytes(towns)
    return iter(db.execute(_TOWNS, (json.dumps(numbers.tolist()), min_population)))


def cell_ranges(point: Point, radius_km: float) -> Iterator[tuple[int, int]]:
    """Ranges of cells (360 to a degree of latitude, from the south pole and the date line on) that a circle may touch.

    Examples
    --------
    >>> list(cell_ranges(Point(0.5, 179.5), 60))
    [(32398, 32399), (32040, 32040), (32758, 32759), (32400, 32400), (33118, 33119), (32760, 32760)]
    """
    reach = radius_km / _DEGREE_KM
    width = ceil(reach / max(0.001, cos(radians(min(89.9, abs(point.latitude) + reach)))))
    column = int(point.longitude + 180)
    for row in range(max(0, int(point.latitude + 90 - reach)), min(180, int(point.latitude + 90 + reach)) + 1):
        start = row * 360
        if width >= 180:
            yield start, start + 360
            continue
        west, east = column - width, column + width
        yield start + max(0, west), start + min(359, east)
        if west < 0:
            yield start + west + 360, start + 359
        if east > 359:
            yield start, start + east - 360
