"""What a gazetteer file holds and where it comes from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geomap.gazetteer.key_rows import BEARER
from geomap.gazetteer.rows import SourceNote


@dataclass(frozen=True, slots=True)
class GazetteerInfo:
    """A gazetteer file described.

    Attributes
    ----------
    path
        The file.
    size_bytes
        Its size.
    format
        Format of the file.
    places, keys, names
        Numbers of places, of distinct keys, of pairs of key and place.
    sources
        Each source with the number of its places, in the order of the recipe.
    """

    path: Path
    size_bytes: int
    format: int
    places: int
    keys: int
    names: int
    sources: tuple[tuple[SourceNote, int], ...]


def read_info(path: Path, db: sqlite3.Connection) -> GazetteerInfo:
    """Describe an open gazetteer file."""
    meta = {name: json.loads(value) for name, value in db.execute("SELECT name, value FROM meta")}
    places = db.execute("SELECT COUNT(*) FROM places").fetchone()[0]
    names = db.execute("SELECT SUM(LENGTH(bearers)) FROM names").fetchone()[0] // BEARER.size
    rows = db.execute("SELECT name, licence, url, date, note, places FROM sources ORDER BY id")
    sources = tuple((SourceNote(*row[:5]), row[5]) for row in rows)
    return GazetteerInfo(path, path.stat().st_size, meta["format"], places, meta["keys"], names, sources)


# Keys whose places are looked for at once.
_BATCH = 20_000
# What must be empty in a whole file, and what it means when it is not.
_CHECKS = (
    ("places out of range", "SELECT COUNT(*) FROM places WHERE ABS(latitude) > 9000000 OR ABS(longitude) > 18000000"),
    ("places of an unknown source", "SELECT COUNT(*) FROM places WHERE source NOT IN (SELECT id FROM sources)"),
    ("sources without a licence", "SELECT COUNT(*) FROM sources WHERE COALESCE(licence, '') = ''"),
)


def problems_of(db: sqlite3.Connection) -> Iterator[str]:
    """Say what is wrong with an open gazetteer file; nothing when it is whole."""
    try:
        for (line,) in db.execute("PRAGMA quick_check(5)"):
            if line != "ok":
                yield line
        for what, query in _CHECKS:
            if count := db.execute(query).fetchone()[0]:
                yield f"{count} {what}"
        if count := _nameless(db):
            yield f"{count} names of places that are missing"
    except sqlite3.DatabaseError as error:
        yield str(error)


def _nameless(db: sqlite3.Connection) -> int:
    """Number of names whose place is missing."""
    rows = db.cursor().execute("SELECT bearers FROM names")
    found = 0
    while several := rows.fetchmany(_BATCH):
        numbers = [number for (packed,) in several for number, _, _ in BEARER.iter_unpack(packed)]
        query = "SELECT COUNT(*) FROM json_each(?) j WHERE NOT EXISTS (SELECT 1 FROM places p WHERE p.id = j.value)"
        found += db.execute(query, (json.dumps(numbers),)).fetchone()[0]
    return found
