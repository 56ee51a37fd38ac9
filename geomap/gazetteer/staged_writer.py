"""A gazetteer file written in stages: killed at any moment, it goes on from its last checkpoint.

The draft is a database with transactions. Every checkpoint commits the rows so far together with what the writer holds in memory, so
that the two never disagree. Names wait in a file of their own, which is thrown away in the end: nothing need be compacted.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from geomap.errors import GazetteerError
from geomap.gazetteer.geometry import distance_km
from geomap.gazetteer.import_report import cannot_write
from geomap.gazetteer.key_rows import KeyRow
from geomap.gazetteer.keys import key_of
from geomap.gazetteer.ranking import STEPS, strength
from geomap.gazetteer.rows import NameRow, PlaceRow
from geomap.gazetteer.schema import DEGREE, FIRST_OTHER, SCHEMA
from geomap.gazetteer.writer import GazetteerWriter
from geomap.models import Place, Point

# Names that a misspelled one may be meant for: of places stronger than a populated place of unknown size. A spelling search over the
# hamlets of the world would find one for every slip.
_SPELLING_WEIGHT = round(STEPS * strength("P", "", 0)) + 1
# As in `geomap.gazetteer.merge`: how far apart the points of one place may be in two sources, for towns and for all else.
SAME_TOWN_KM, SLACK_KM = 15.0, 25.0
# SQLite's page cache in KiB: sorting 30 million names spills to disk anyway.
_CACHE_KIB = 256 * 1024


class StagedWriter(GazetteerWriter):
    """Writes one gazetteer file and can go on where it was stopped.

    Parameters
    ----------
    target
        The file to make; one that exists is replaced at the end.
    job
        What the file is made from; a draft of another job is thrown away.
    lower
        Places of lower layers that have no id of GeoNames: those that the new file knows too are noted as the same.

    Attributes
    ----------
    state
        What the caller gave `checkpoint` last; empty for a new draft.
    """

    _least_spelled = _SPELLING_WEIGHT

    def __init__(self, target: Path, *, job: str, lower: Sequence[Place] = ()) -> None:
        super().__init__(target)
        self._draft = target.with_name(f".{target.name}.draft")
        self._stage = target.with_name(f".{target.name}.names")
        self._job = job
        self._lower = lower
        self._complete = False
        self.state: dict[str, Any] = {}

    def __enter__(self) -> StagedWriter:
        self._target.parent.mkdir(parents=True, exist_ok=True)
        if not self._resumed():
            self.discard()
            self._open(new=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if error is None and not self._complete:
                self._finish()
        except sqlite3.OperationalError as problem:
            raise cannot_write(self._target, problem) from problem
        finally:
            self._db.close()
        if error is None:
            self._draft.replace(self._target)
            self.discard()
        elif isinstance(error, GazetteerError):
            self.discard()
        elif isinstance(error, sqlite3.OperationalError):
            raise cannot_write(self._target, error) from error

    def discard(self) -> None:
        """Throw the draft away."""
        for path in (self._draft, self._stage):
            for suffix in ("", "-journal"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)

    def checkpoint(self, state: dict[str, Any]) -> None:
        """Make what was added so far safe against a kill, with the position that the caller has reached."""
        self.state = state
        self._flush()
        memory = {
            "job": self._job,
            "state": state,
            "features": [[*feature, number] for feature, number in self._features.items()],
            "languages": self._languages,
            "sources": self._sources,
            "counts": self._counts,
            "others": self._others,
        }
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('checkpoint', ?)", (json.dumps(memory),))
        self._db.commit()

    def places_added(self) -> Iterator[int]:
        """Numbers of the places that stand in the draft."""
        return (number for (number,) in self._db.execute("SELECT id FROM places"))

    def add_name(self, number: int, name: NameRow) -> None:
        """Add a name to a place that was added before; one of a place that was not is passed over."""
        row = self._db.execute(
            "SELECT p.name, f.class, f.code, p.population FROM places p JOIN features f ON f.id = p.feature WHERE p.id = ?", (number,)
        ).fetchone()
        if row and name.text != row[0]:
            place = PlaceRow(f"geonames:{number}", row[0], 0.0, 0.0, row[1], row[2] or "", population=row[3] or 0, names=(name,))
            itself = sum(1 for _ in self._name_rows(replace(place, names=()), number))
            for key, weight, _, kind, written, match in list(self._name_rows(place, number))[itself:]:
                # A preferred name in another language is not the one that the place is shown by: it has to be written.
                self._names.append((key, weight, number, kind, written or name.text, match))

    def store_features(self) -> None:
        """Write the features so far, so that `add_name` can read them."""
        self._db.executemany("INSERT OR IGNORE INTO features VALUES (?, ?, ?)", [(n, *feature) for feature, n in self._features.items()])

    def _resumed(self) -> bool:
        """Open the draft of the same job at its last checkpoint; False when there is none, or a damaged one."""
        if not (self._draft.is_file() and self._stage.is_file()):
            return False
        self._open(new=False)
        try:
            meta = {name: json.loads(value) for name, value in self._db.execute("SELECT name, value FROM meta")}
        except (sqlite3.DatabaseError, ValueError):
            meta = {}
        memory = meta.get("checkpoint", {})
        if memory.get("job") != self._job:
            self._db.close()
            return False
        self._complete = "format" in meta
        self.state = memory["state"]
        self._features = {(class_, code): number for class_, code, number in memory["features"]}
        self._languages, self._sources = memory["languages"], memory["sources"]
        self._counts, self._others = memory["counts"], memory["others"]
        return True

    def _open(self, *, new: bool) -> None:
        self._db = sqlite3.connect(self._draft)
        # A kill leaves the system's buffers whole: only a power cut could lose more than the last checkpoint.
        self._db.executescript(
            f"PRAGMA page_size = 4096; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE_KIB};"
        )
        self._db.execute("ATTACH ? AS stage", (str(self._stage),))
        self._db.executescript("PRAGMA stage.journal_mode = TRUNCATE; PRAGMA stage.synchronous = OFF;")
        if new:
            self._db.executescript(SCHEMA)
            self._db.execute("CREATE TABLE stage.waiting (key TEXT, weight INTEGER, place INTEGER, kind INTEGER, name TEXT, match INTEGER)")
            self._db.commit()

    def _conclude(self) -> None:
        """Note what lower layers know too, and commit; the file needs no compacting, since its tables were filled in their order."""
        same = {low.id: high for low in self._lower if (high := self._same_place(low))}
        self.meta("same_as", same)
        self._db.commit()

    def _same_place(self, low: Place) -> str:
        """Id under which this file knows a place of a lower layer: same name and class, nearest of those within reach."""
        reach = SAME_TOWN_KM if low.feature_class == "P" else SLACK_KM + low.radius_km
        row = self._db.execute("SELECT * FROM names WHERE key = ?", (key_of(low.name),)).fetchone()
        bearers = json.dumps([number for number, _, _ in KeyRow(*row).bearers] if row else [])
        query = (
            "SELECT p.id, p.latitude, p.longitude FROM json_each(?) j JOIN places p ON p.id = j.value JOIN features f ON f.id = p.feature "
            "WHERE f.class = ?"
        )
        rows = self._db.execute(query, (bearers, low.feature_class))
        near = [(distance_km(low.point, Point(north / DEGREE, east / DEGREE)), number) for number, north, east in rows]
        return min(((km, f"geonames:{number}") for km, number in near if km <= reach and number < FIRST_OTHER), default=(0.0, ""))[1]
