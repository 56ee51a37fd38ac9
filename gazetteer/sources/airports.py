"""Airports with a public code, under their full name and the short ones that news uses ("Heathrow", "JFK")."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files

from geomap.gazetteer.geometry import distance_km
from geomap.gazetteer.keys import key_of
from geomap.gazetteer.rows import NameRow, PlaceRow, SourceNote
from geomap.models import Point

_KIND = re.compile(r" (Airport|International|Intl|Regional|Municipal|County|Airfield|Field|Air Base|Air Force Base|Airpark|Heliport)\b.*")
# Codes that people say; all others would turn words and initials of a text into airports.
_SPOKEN = frozenset({"JFK", "LAX", "SFO", "DFW", "BWI", "LGA", "EWR"})
_SHORTEST = 5
# A settlement that its airport is called after lies about as far from it; a town of the name this close is the same.
_TOWN_KM, _SAME_KM = 8.0, 60.0
# Two towns in one field, and what is no settlement.
_NO_TOWN = re.compile(r"[/,&(\d-]| (Lake|Island|Islands|Mine|Ranch|Farm|Farms|Lodge|Camp|Rig|Base|Field)$")


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

    note = SourceNote(
        "airportsdata",
        "MIT",
        "https://github.com/mborsetti/airportsdata",
        "2025-06",
        "airports with an IATA code, settlements called like theirs",
    )

    def rows(self) -> Iterator[PlaceRow]:
        """Airports by ICAO code."""
        for airport in _read():
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


class AirportTowns:
    """Settlements too small for the lists of towns that have an airport called after them: most of the Arctic, mission stations, atolls.

    Parameters
    ----------
    known
        Places of other sources; a settlement that they have is not told again.
    """

    def __init__(self, known: Iterable[PlaceRow]) -> None:
        self._known: dict[tuple[str, str], list[Point]] = defaultdict(list)
        for row in known:
            if row.feature_class in "PA" and row.latitude is not None and row.longitude is not None:
                for name in (row.name, *(other.text for other in row.names)):
                    self._known[row.country, key_of(name)].append(Point(row.latitude, row.longitude))

    def rows(self) -> Iterator[PlaceRow]:
        """Settlements by the ICAO code of their first airport, at the airport."""
        given = set()
        for airport in _read():
            if airport["icao"].startswith("_"):
                continue  # not in service yet, at a point that is a guess
            town, country = airport["city"].strip(), airport["country"]
            point = Point(float(airport["lat"]), float(airport["lon"]))
            begins = f"{key_of(airport['name'])} ".startswith(f"{key_of(town)} ")
            known = self._known.get((country, key_of(town)), [])
            if not begins or len(town) < _SHORTEST or _NO_TOWN.search(town) or any(distance_km(point, other) < _SAME_KM for other in known):
                continue
            if (country, town) not in given:
                given.add((country, town))
                yield PlaceRow(
                    id=f"icao-town:{airport['icao']}",
                    name=town,
                    latitude=point.latitude,
                    longitude=point.longitude,
                    feature_class="P",
                    feature_code="PPLL",
                    country=country,
                    radius_km=_TOWN_KM,
                    source=Airports.note.name,
                )


def _read() -> list[dict[str, str]]:
    with (files("airportsdata") / "airports.csv").open(encoding="utf8") as lines:
        return sorted(csv.DictReader(lines), key=lambda row: row["icao"])
