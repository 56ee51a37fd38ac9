"""Airports with a public code, under their full name and the short ones that news uses ("Heathrow", "JFK")."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from importlib.resources import files

from geomap.gazetteer.keys import key_of
from geomap.gazetteer.rows import NameRow, PlaceRow, SourceNote

_KIND = re.compile(r" (Airport|International|Intl|Regional|Municipal|County|Airfield|Field|Air Base|Air Force Base|Airpark|Heliport)\b.*")
# Codes that people say; all others would turn words and initials of a text into airports.
_SPOKEN = frozenset({"JFK", "LAX", "SFO", "DFW", "BWI", "LGA", "EWR"})
_SHORTEST = 5


def short_names(name: str, city: str) -> Iterator[str]:
    """Names without "International Airport" and without the city, unless nothing else is left.

    Examples
    --------
    >>> list(short_names("London Heathrow Airport", "London"))
    ['London Heathrow', 'Heathrow', 'Heathrow Airport']
    >>> list(short_names("Denver International Airport", "Denver"))
    ['Denver Airport']
    """
    plain = _KIND.sub("", name)
    if key_of(plain) == key_of(city):
        yield f"{plain} Airport"
        return
    if plain != name:
        yield plain
    own = plain.removeprefix(city).strip(" -/")
    if own not in (plain, "") and len(own) >= _SHORTEST:
        yield own
        yield f"{own} Airport"
    elif plain != name:
        yield f"{plain} Airport"


class Airports:
    """Reads airportsdata."""

    note = SourceNote("airportsdata", "MIT", "https://github.com/mborsetti/airportsdata", "2025-06", "airports with an IATA code")

    def rows(self) -> Iterator[PlaceRow]:
        """Airports by ICAO code."""
        with (files("airportsdata") / "airports.csv").open(encoding="utf8") as lines:
            for airport in sorted(csv.DictReader(lines), key=lambda row: row["icao"]):
                if airport["iata"]:
                    yield self._row(airport)

    def _row(self, airport: dict[str, str]) -> PlaceRow:
        names = [NameRow(name) for name in short_names(airport["name"], airport["city"])]
        if airport["iata"] in _SPOKEN:
            names.append(NameRow(airport["iata"], "abbreviation"))
        # A field without "International" is one that news seldom names; it must not outrank a town.
        code = "AIRP" if "International" in airport["name"] or airport["iata"] in ("LHR", "LGW", "CDG", "ORY", "STN", "LTN") else "AIRF"
        return PlaceRow(
            id=f"icao:{airport['icao']}",
            name=airport["name"],
            latitude=float(airport["lat"]),
            longitude=float(airport["lon"]),
            feature_class="S",
            feature_code=code,
            country=airport["country"],
            radius_km=3.0,
            names=tuple(names),
            source=self.note.name,
        )
