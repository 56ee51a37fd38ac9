"""Rows → one SQLite file, in bytes that depend on the rows alone.

Names wait in a side table until all rows are in, then one sort puts those of a key side by side: memory stays flat whatever
the number of rows. The file appears under its name when it is whole.
"""

from __future__ import annotations

import json
import os
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from functools import cached_property
from itertools import groupby
from pathlib import Path
from types import TracebackType

from geomap.errors import GazetteerError
from geomap.gazetteer import bloom, spelling
from geomap.gazetteer.key_rows import SHORTENED, KeyRow, Named, key_row
from geomap.gazetteer.keys import key_of
from geomap.gazetteer.ranking import Kinship, kinship, name_weight, strength
from geomap.gazetteer.rows import NameRow, PlaceRow, SourceNote
from geomap.gazetteer.schema import (
    CELL,
    CITY_INDEX,
    DEGREE,
    FLAG_CLAIM,
    FLAG_HELD,
    FLAG_OUTLINE,
    FORMAT,
    NAME_KINDS,
    SCHEMA,
    MatchKind,
    match_kind,
    other_number,
)

# Rows sent to SQLite at once.
_BATCH = 20_000
_ARTICLE = int(MatchKind.ARTICLE)
_PREFERRED = NAME_KINDS.index("preferred")
# Longer "names" in the sources are descriptions or addresses.
_LONGEST_NAME = 80


class GazetteerWriter:
    """Writes one gazetteer file; use it in a ``with`` block, which leaves nothing behind when it fails.

    Parameters
    ----------
    target
        The file to make; one that exists is replaced at the end.
    outlines
        Ids of places for which an outline is stored elsewhere.

    Examples
    --------
    >>> with GazetteerWriter(path) as writer:  # doctest: +SKIP
    ...     writer.note(note)
    ...     for row in rows:
    ...         writer.add(row)
    """

    # Least weight of a name that a misspelled one may be meant for.
    _least_spelled = 0

    def __init__(self, target: Path, *, outlines: Iterable[str] = ()) -> None:
        self._target = target
        self._draft = target.with_name(target.name + f".{os.getpid()}.part")
        self._outlines = frozenset(outlines)
        self._features: dict[tuple[str, str], int] = {}
        self._languages: dict[str, int] = {"": 0}
        self._sources: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        self._others: dict[str, int] = {}
        self._spelled: list[str] = []
        self._places: list[tuple[object, ...]] = []
        self._names: list[tuple[object, ...]] = []

    def __enter__(self) -> GazetteerWriter:
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self._draft.unlink(missing_ok=True)
        self._db = sqlite3.connect(self._draft)
        # The draft is thrown away when anything fails, so nothing need be safe on disk before the end.
        self._db.executescript("PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
        self._db.execute("CREATE TEMP TABLE waiting (key TEXT, weight INTEGER, place INTEGER, kind INTEGER, name TEXT, match INTEGER)")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if error is None:
                self._finish()
        finally:
            self._db.close()
            if error is None:
                self._draft.replace(self._target)
            else:
                self._draft.unlink(missing_ok=True)

    def note(self, note: SourceNote) -> None:
        """Register a source; every row's ``source`` names one that was registered."""
        number = self._sources.setdefault(note.name, len(self._sources) + 1)
        self._db.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, 0)", (number, *astuple(note)))

    def meta(self, name: str, value: object) -> None:
        """Store a fact about the file, such as the hash of what it was made from."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, json.dumps(value, sort_keys=True)))

    def add_countries(self, countries: Mapping[str, int]) -> None:
        """Name the countries that lower layers know, so that places of this file have parents."""
        self._db.executemany("INSERT OR IGNORE INTO countries VALUES (?, ?)", sorted(countries.items()))

    def add(self, row: PlaceRow) -> None:
        """Take a place; its id must be new, its point known, its source registered.

        Raises
        ------
        GazetteerError
            When the row has no point, or names a source that was not registered.
        """
        if row.latitude is None or row.longitude is None:
            raise GazetteerError(f"{row.id} ({row.name}) has no point; every place needs one from some source")
        if row.source not in self._sources:
            raise GazetteerError(f"{row.id} ({row.name}) comes from {row.source!r}, which was not registered with its licence")
        self._counts[row.source] = self._counts.get(row.source, 0) + 1
        number = self._number(row.id)
        flags = (FLAG_OUTLINE if row.id in self._outlines else 0) | (FLAG_CLAIM if row.claim else 0) | (FLAG_HELD if row.territory else 0)
        self._places.append((
            number, row.name, round(row.latitude * DEGREE), round(row.longitude * DEGREE), self._feature(row), row.country or None,
            self._number(row.admin1) if row.admin1 else None, self._number(row.admin2) if row.admin2 else None, row.population or None,
            max(1, round(row.radius_km * 10)) if row.radius_km else None, self._sources[row.source], flags or None,
        ))  # fmt: skip
        if row.territory:
            self._db.execute("INSERT INTO held VALUES (?, ?)", (number, self._number(row.territory)))
        if row.claim:
            claim = row.claim
            claims = json.dumps(claim.claims, ensure_ascii=False)
            values = (number, claim.administers, claims, claim.recognition, claim.wording, row.viewpoints)
            self._db.execute("INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?)", values)
        if row.feature_code in ("PCLI", "PCLD", "PCLS", "PCLF", "PCL", "PCLIX", "TERR") and row.country:
            self._db.execute("INSERT OR IGNORE INTO countries VALUES (?, ?)", (row.country, number))
        self._names.extend(self._name_rows(row, number))
        if len(self._names) >= _BATCH:
            self._flush()

    def _name_rows(self, row: PlaceRow, number: int) -> Iterator[tuple[object, ...]]:
        curated = row.id.startswith("geomap:")
        place_strength = strength(row.feature_class, row.feature_code, row.population, radius_km=row.radius_km, curated=curated)
        shown = key_of(row.name)
        for name in (NameRow(row.name, "preferred"), *row.names):
            key = key_of(name.text)
            if not key or len(name.text) > _LONGEST_NAME:
                continue
            language = self._languages.setdefault(name.language, len(self._languages))
            match = int(match_kind(row.feature_class, row.feature_code, name.kind)) | (_ARTICLE if name.text.startswith("The ") else 0)
            match |= SHORTENED if name.shortened else 0
            written = None if name.kind == "preferred" or name.text == key.title() else name.text
            weight = name_weight(place_strength, name.kind, self._kinship(row, name, key, shown))
            yield (key, weight, number, NAME_KINDS.index(name.kind) + 8 * language, written, match)

    @staticmethod
    def _kinship(row: PlaceRow, name: NameRow, key: str, shown: str) -> Kinship:
        if row.feature_class == "P" or row.feature_code.startswith("ADM"):
            return kinship(key, shown) if name.kind == "alternate" else "kin"
        # "Kota" is Qatar in some language, and "Gold Coast" was Ghana: no city of that name stands behind them.
        foreign = name.kind == "former" or name.language not in ("", "en")
        return "stranger" if row.feature_code.startswith("PCL") and foreign and key.isascii() and key != shown else "kin"

    @cached_property
    def _held(self) -> set[int]:
        """Numbers that are given away."""
        return set(self._others.values())

    def _feature(self, row: PlaceRow) -> int:
        return self._features.setdefault((row.feature_class, row.feature_code), len(self._features) + 1)

    def _number(self, place_id: str) -> int:
        source, _, number = place_id.partition(":")
        if source == "geonames" and number.isdigit():
            return int(number)
        found = self._others.get(place_id)
        if found is None:
            found = other_number(place_id)
            while found in self._held:
                found += 1
            self._others[place_id] = found
            self._held.add(found)
        return found

    def _flush(self) -> None:
        try:
            self._db.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._places)
        except sqlite3.IntegrityError as error:
            raise GazetteerError(f"two places share one of the ids of a batch that ends with {self._places[-1][:2]}") from error
        self._db.executemany("INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?)", self._names)
        self._places.clear()
        self._names.clear()

    def _finish(self) -> None:
        self._flush()
        db = self._db
        db.executemany("INSERT OR IGNORE INTO features VALUES (?, ?, ?)", ((n, *feature) for feature, n in self._features.items()))
        db.executemany("INSERT INTO languages VALUES (?, ?)", ((n, code) for code, n in self._languages.items()))
        db.executemany("INSERT INTO other_ids VALUES (?, ?)", ((n, place_id) for place_id, n in self._others.items()))
        db.executemany("UPDATE sources SET places = ? WHERE name = ?", [(n, name) for name, n in self._counts.items()])
        self._spelled.clear()
        db.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", self._key_rows())
        keys = db.execute("SELECT COUNT(*) FROM names").fetchone()[0]
        distinct = (key for (key,) in db.execute("SELECT key FROM names ORDER BY key"))
        self._blob("bloom", bloom.build(distinct, keys))
        for name, data in spelling.build(self._spelled):
            self._blob(name, data)
        self.meta("format", FORMAT)
        self.meta("keys", keys)
        db.executemany("INSERT INTO cells VALUES (?, ?)", self._cells())
        db.execute(CITY_INDEX)
        db.execute("ANALYZE")
        self._conclude()

    def _conclude(self) -> None:
        self._db.commit()
        self._db.execute("VACUUM")

    def _key_rows(self) -> Iterator[KeyRow]:
        """Keys in the order of the file, with each place that bears them once."""
        rows = self._db.cursor().execute(
            "SELECT w.key, w.place, w.weight, w.kind, w.name, w.match, p.population, p.admin1, p.admin2 "
            "FROM waiting w JOIN places p ON p.id = w.place ORDER BY w.key, w.weight DESC, w.place, w.kind, w.name"
        )
        for key, group in groupby(rows, key=lambda row: row[0]):
            best: dict[int, Named] = {}
            for row in group:
                named = Named(*row[1:])
                best.setdefault(named.place, named)
            # A misspelled name is meant for one that places are shown by, not for every transcription.
            if any(named.kind % 8 == _PREFERRED and named.weight >= self._least_spelled for named in best.values()):
                self._spelled.append(key)
            yield key_row(key, list(best.values()))

    def _cells(self) -> Iterator[tuple[int, bytes]]:
        """Numbers of the towns of each whole degree."""
        query = f"SELECT {CELL}, p.id FROM places p JOIN features f ON f.id = p.feature WHERE f.class = 'P' ORDER BY 1, 2"  # noqa: S608 - constant
        for cell, rows in groupby(self._db.cursor().execute(query), key=lambda row: row[0]):
            yield cell, array("I", (number for _, number in rows)).tobytes()

    def _blob(self, name: str, data: bytes) -> None:
        self._db.execute("INSERT INTO blobs VALUES (?, ?)", (name, data))
