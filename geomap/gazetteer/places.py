"""Rows of the gazetteer file → places; each is made once and kept."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from geomap.gazetteer.ranking import default_radius_km
from geomap.gazetteer.schema import DEGREE, FIRST_OTHER, FLAG_HELD, FLAG_OUTLINE, other_number
from geomap.models import Claim, Place, Point

# Columns of a place, in the order of `PlaceRecord`.
COLUMNS = "p.id, p.name, p.latitude, p.longitude, p.feature, p.country, p.admin1, p.admin2, p.population, p.radius, p.source, p.flags"
_MANY = f"SELECT {COLUMNS} FROM json_each(?) j JOIN places p ON p.id = j.value"  # noqa: S608 - constant
_ONE = f"SELECT {COLUMNS} FROM places p WHERE p.id = ?"  # noqa: S608 - constant
# Up to so many places are read one by one: a query for many costs as much to begin.
_FEW = 4
# Distinct places kept as objects; a long session of news stays below. A place takes some 600 bytes.
_CACHED = 20_000


class PlaceRecord(NamedTuple):
    """A place as the file stores it."""

    number: int
    name: str
    latitude: int
    longitude: int
    feature: int
    country: str | None
    admin1: int | None
    admin2: int | None
    population: int | None
    radius: int | None
    source: int
    flags: int | None


class PlaceReader:
    """Makes places of the rows of one file.

    Parameters
    ----------
    db
        The open file.
    adjusted
        Gives a contested place, what the file says of viewpoints and the id of the contested territory, as the caller wants to see it.
    """

    def __init__(self, db: sqlite3.Connection, adjusted: Callable[[Place, str, str], Place]) -> None:
        self._db = db
        self._adjusted = adjusted
        self._features = {row[0]: (row[1], row[2]) for row in db.execute("SELECT id, class, code FROM features")}
        self._sources = {row[0]: (row[1], row[2]) for row in db.execute("SELECT id, name, licence FROM sources")}
        self._known: dict[int, Place] = {}
        self._name_of = lru_cache(_CACHED)(self._read_name)
        self._id_of = lru_cache(_CACHED)(self._read_id)

    def place(self, row: Sequence[object]) -> Place:
        """Give the place of a row of `COLUMNS`."""
        known = self._known.get(row[0])  # type: ignore[call-overload]
        return known or self._make(PlaceRecord(*row))  # type: ignore[arg-type]

    def by_number(self, numbers: Sequence[int]) -> Mapping[int, Place]:
        """Give the places of those row ids that exist, and perhaps others; good until the next call."""
        known = self._known
        missing = [number for number in numbers if number not in known]
        if not missing:
            return known
        found = {number: known[number] for number in numbers if number in known}
        if len(missing) > _FEW:
            rows = self._db.execute(_MANY, (json.dumps(missing),)).fetchall()
        else:
            rows = [row for number in missing for row in self._db.execute(_ONE, (number,))]
        return found | {row[0]: self._make(PlaceRecord(*row)) for row in rows}

    def number_of(self, place_id: str) -> int | None:
        """Give the row id of an id; None for one that can be in no file or is not in this one."""
        source, _, number = place_id.partition(":")
        if source == "geonames" and number.isdigit() and number.isascii():
            return int(number) if len(number) < 12 else None
        row = other_number(place_id)
        while (held := self._read_id(row)) != place_id:
            if not held:
                return self.number_of(self.aliases[place_id]) if place_id in self.aliases else None
            row += 1
        return row

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """Ids that were given up for another one of the same place: "geomap:crimea" for that of GeoNames."""
        row = self._db.execute("SELECT value FROM meta WHERE name = 'aliases'").fetchone()
        return dict(json.loads(row[0])) if row else {}

    @cached_property
    def countries(self) -> Mapping[str, int]:
        """Row id of each country by its code."""
        return dict(self._db.execute("SELECT code, place FROM countries ORDER BY code"))

    def _make(self, row: PlaceRecord) -> Place:
        feature_class, code = self._features[row.feature]
        source, licence = self._sources[row.source]
        population, flags = row.population or 0, row.flags or 0
        parents = (self.countries.get(row.country or ""), row.admin1, row.admin2)
        place = Place(
            id=self._id_of(row.number),
            name=row.name,
            point=Point(row.latitude / DEGREE, row.longitude / DEGREE),
            feature_class=feature_class,
            feature_code=code,
            country=row.country or "",
            admin1=self._name_of(row.admin1) if row.admin1 else "",
            parents=tuple(self._id_of(number) for number in parents if number and number != row.number),
            population=population,
            radius_km=row.radius / 10 if row.radius else default_radius_km(feature_class, code, population),
            has_outline=bool(flags & FLAG_OUTLINE),
            source=source,
            licence=licence,
        )
        if self._claims:
            # A town in a contested territory is as contested as the territory: the nearest one that holds it speaks.
            held = self._held(row.number) if flags & FLAG_HELD else None
            holders = (row.number, held, row.admin2, row.admin1, self.countries.get(row.country or ""))
            if territory := next((number for number in holders if number in self._claims), None):
                place = self._contested(territory, place)
        if len(self._known) >= _CACHED:
            # The oldest half goes: what a run of texts names again is soon back.
            for number in list(self._known)[: _CACHED // 2]:
                del self._known[number]
        self._known[row.number] = place
        return place

    def _read_name(self, number: int) -> str:
        row = self._db.execute("SELECT name FROM places WHERE id = ?", (number,)).fetchone()
        return row[0] if row else ""

    def _read_id(self, number: int) -> str:
        """Id of a row; empty for a number that is of no place without GeoNames."""
        if number < FIRST_OTHER:
            return f"geonames:{number}"
        row = self._db.execute("SELECT id FROM other_ids WHERE place = ?", (number,)).fetchone()
        return row[0] if row else ""

    def _held(self, number: int) -> int | None:
        """Row id of the contested territory whose outline holds a place."""
        row = self._db.execute("SELECT territory FROM held WHERE place = ?", (number,)).fetchone()
        return row[0] if row else None

    def _contested(self, number: int, place: Place) -> Place:
        claim, viewpoints = self._claims[number]
        return self._adjusted(replace(place, claim=claim), viewpoints, self._id_of(number))

    @cached_property
    def _claims(self) -> Mapping[int | None, tuple[Claim, str]]:
        """What is claimed of each contested territory, and what viewpoints say of it."""
        query = "SELECT place, administers, claims, recognition, wording, viewpoints FROM claims"
        return {
            number: (Claim(administers, tuple(json.loads(claims)), recognition, wording), viewpoints or "")
            for number, administers, claims, recognition, wording, viewpoints in self._db.execute(query)
        }
