"""Compiles ``tables/country_names.tsv``: names of countries and territories in other languages, from Unicode CLDR.

usage:  python gazetteer/scripts/country_names.py CLDR_LOCALENAMES_FULL/package/main
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from geomap.gazetteer.keys import key_of
from geomap.gazetteer.tables import read_table

TABLES = Path(__file__).parents[1] / "tables"
# Languages with a two-letter code, without variants of a country or a script: what the variants add are spellings of the same.
LOCALE = re.compile(r"[a-z]{2}|zh-Hant|sr-Latn|pa-Arab|uz-Cyrl|az-Cyrl")


def main(folder: Path) -> None:
    """Write the table: for each country its names, a key only once, in the first language that has it."""
    codes = [line["country"] for line in read_table(TABLES / "countries.tsv")]
    names: dict[str, dict[str, str]] = defaultdict(dict)
    locales = sorted((path.parent.name for path in folder.glob("*/territories.json")), key=lambda name: (name != "en", name))
    for locale in filter(LOCALE.fullmatch, locales):
        document = json.loads((folder / locale / "territories.json").read_text("utf8"))
        territories = document["main"][locale]["localeDisplayNames"]["territories"]
        for code, name in territories.items():
            country, _, variant = code.partition("-alt-")
            if country in codes and name != country and variant != "short" and not (len(name) == 2 and name.isascii()):
                names[country].setdefault(key_of(name), f"{locale[:2]}:{name}")
    head = "# country_names: names of countries and territories in the languages of Unicode CLDR 48\n"
    head += "# source: Unicode CLDR through cldr-localenames-full 48.2.0\n# licence: Unicode-3.0\n# date: 2026-11-24\n"
    rows = (f"{code}\t{'|'.join(sorted(names[code].values()))}\n" for code in codes)
    (TABLES / "country_names.tsv").write_text(head + "country\tnames\n" + "".join(rows), "utf8")
    print(sum(map(len, names.values())), "names")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
