"""The import of GeoNames: files → rows → a layer, in stages, beside what is there, renamed when it is whole.

::

    first pass     divisions and number of lines (and the checksum of a zip file)
    rows           a checkpoint every 200,000 lines
    alternates     names with languages and flags, when that table is given; checkpoints too
    finish         names sorted, filter, index: in one transaction
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.gazetteer.geonames import AlternateName, alternate_of, divisions_of, note, numbered, row_of
from geomap.gazetteer.geonames_files import Progress, lines_of, require_space, silent
from geomap.gazetteer.import_report import ImportReport, Problem, locked
from geomap.gazetteer.position_check import PositionCheck
from geomap.gazetteer.rows import PlaceRow
from geomap.gazetteer.staged_writer import StagedWriter
from geomap.gazetteer.store import Gazetteer
from geomap.models import Place

CHECKPOINT_LINES = 200_000
"""Lines between two checkpoints: some seven seconds of work that a kill loses."""

# A table with more rows than this share that cannot be used is no table of GeoNames.
_MOST_PROBLEMS = 0.05
# Bytes on disk for a byte of text, draft and names included (measured on the Netherlands: 3.1).
_DISK_FACTOR = 4
# Numbers of GeoNames in 2026 are below 14 million; the map of those seen grows when needed.
_FIRST_NUMBERS = 1 << 24


def import_geonames(
    tables: Sequence[Path],
    layer: Path,
    base: Gazetteer,
    *,
    alternates: Sequence[Path] = (),
    date: str = "",
    progress: Progress = silent,
    checkpoint_lines: int = CHECKPOINT_LINES,
) -> ImportReport:
    """Make a layer of tables of GeoNames.

    Parameters
    ----------
    tables
        Tables of places, ``.txt`` or ``.zip``.
    layer
        File to make; one that exists stays in use until the new one is whole.
    base
        The packaged gazetteer: its countries, and the places that the layer may know too.
    alternates
        Tables of alternate names with languages and flags; they take the place of the names in ``tables``.
    date
        Day of the data, ISO 8601.
    progress
        Told how far the work is.
    checkpoint_lines
        Lines between two checkpoints.

    Returns
    -------
    ImportReport
        What was imported and what was left out.

    Raises
    ------
    GazetteerError
        When a file is damaged or no table of GeoNames, or another import is running.
    OutputError
        When the layer cannot be written, or the disk is full; running the import again goes on where it stopped.
    """
    began = time.monotonic()
    with locked(layer.parent):
        require_space(layer.parent, _DISK_FACTOR * sum(map(_text_size, (*tables, *alternates))))
        job = hashlib.sha256("\n".join(map(_fingerprint, (*tables, *alternates))).encode()).hexdigest()
        with StagedWriter(layer, job=job, lower=places_without_geonames(base)) as writer:
            run = _Run(writer, base, ImportReport(layer), progress, checkpoint_lines)
            run.rows(tables, date, alternates=not alternates)
            run.names(alternates)
            progress("sorting names", 0, 0)
    run.report.seconds = time.monotonic() - began
    return run.report


class _Run:
    """One import at work."""

    def __init__(self, writer: StagedWriter, base: Gazetteer, report: ImportReport, progress: Progress, every: int) -> None:
        self._writer, self.report, self._progress, self._every = writer, report, progress, every
        self._countries = dict(base.countries)
        self._check = PositionCheck.packaged()
        self._seen = _Numbers(writer.places_added())

    def rows(self, tables: Sequence[Path], date: str, *, alternates: bool) -> None:
        """Add the places of every table that is not yet added."""
        state = self._writer.state or {"phase": "rows", "table": 0, "line": 0}
        self._writer.note(note(date, ", ".join(table.name for table in tables)))
        self._writer.add_countries(self._countries)
        if state["phase"] == "rows":
            divisions, total = self._first_pass(tables)
            for index in range(state["table"], len(tables)):
                start = state["line"] if index == state["table"] else 0
                self._table(tables[index], index, start, divisions, total, alternates=alternates)
        self.report.places = self._seen.count

    def _first_pass(self, tables: Sequence[Path]) -> tuple[dict[str, str], int]:
        divisions: dict[str, str] = {}
        total = 0
        for table in tables:
            with lines_of(table) as lines:
                counted = _Counted(lines)
                divisions |= divisions_of(counted)
                total += counted.count
        return divisions, total

    def _table(self, table: Path, index: int, start: int, divisions: Mapping[str, str], total: int, *, alternates: bool) -> None:
        bad = used = 0
        with lines_of(table) as lines:
            for number, line in numbered(lines, start):
                row = row_of(line, number, divisions, alternates=alternates)
                problem = row if isinstance(row, Problem) else self._add(row, number, table)
                if problem:
                    bad += 1
                    self.report.leave_out(table, problem)
                used += 1
                if number % self._every == 0:
                    _check_share(table, bad, used, problem or Problem(number, "too many rows cannot be used"))
                    self._writer.checkpoint({"phase": "rows", "table": index, "line": number})
                    self._progress(f"reading {table.name}", number, total)
        if bad:
            _check_share(table, bad, used, Problem(used, f"{bad} of {used} rows cannot be used"))
        self._writer.checkpoint({"phase": "rows", "table": index + 1, "line": 0})

    def _add(self, row: PlaceRow, number: int, table: Path) -> Problem | None:
        """Add a place; the problem when it cannot be added."""
        geonameid = int(row.id.partition(":")[2])
        if not self._seen.add(geonameid):
            return Problem(number, f"id {geonameid} ({row.name}) stands in the table twice; the first row is kept")
        if row.country and row.country not in self._countries:
            text = f"country code {row.country!r} of {row.name!r} is unknown; the place is kept without a country"
            self.report.doubt(table, Problem(number, text))
            row = replace(row, country="")
        strange = self._check.strange(row.name, row.latitude or 0.0, row.longitude or 0.0, row.country, row.feature_class)
        if strange:
            self.report.doubt(table, Problem(number, strange))
        self._writer.add(row)
        return None

    def names(self, tables: Sequence[Path]) -> None:
        """Add the names of every table of alternate names that is not yet added."""
        state = self._writer.state
        first = state["table"] if state["phase"] == "names" else 0
        self._writer.store_features()
        for index in range(first, len(tables)):
            start = state["line"] if state["phase"] == "names" and index == first else 0
            with lines_of(tables[index]) as lines:
                for number, line in numbered(lines, start):
                    found = alternate_of(line, number)
                    if isinstance(found, AlternateName):
                        self._writer.add_name(found.geonameid, found.name)
                    elif found:
                        self.report.leave_out(tables[index], found)
                    if number % self._every == 0:
                        self._writer.checkpoint({"phase": "names", "table": index, "line": number})
                        self._progress(f"reading {tables[index].name}", number, 0)
            self._writer.checkpoint({"phase": "names", "table": index + 1, "line": 0})


class _Numbers:
    """Set of whole numbers as a map of bits: 12 million take two megabytes."""

    def __init__(self, numbers: Iterator[int]) -> None:
        self._bits = bytearray(_FIRST_NUMBERS // 8)
        self.count = 0
        for number in numbers:
            self.add(number)

    def add(self, number: int) -> bool:
        """Add a number; False when it was there."""
        place, bit = divmod(number, 8)
        if place >= len(self._bits):
            self._bits.extend(bytes(place + 1 - len(self._bits)))
        if self._bits[place] >> bit & 1:
            return False
        self._bits[place] |= 1 << bit
        self.count += 1
        return True


class _Counted:
    """Lines that count themselves."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.count = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.count += 1
            yield line


def places_without_geonames(base: Gazetteer) -> list[Place]:
    """Places of a gazetteer that have no id of GeoNames: the curated ones."""
    with closing(sqlite3.connect(f"{base.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        ids = [row[0] for row in db.execute("SELECT o.id FROM other_ids o JOIN places p ON p.id = o.place ORDER BY o.id")]
    return list(base.places(ids).values())


def _check_share(table: Path, bad: int, used: int, problem: Problem) -> None:
    if bad > _MOST_PROBLEMS * used:
        raise GazetteerError(f"{table}, line {problem.line}: {problem.text}; is this a table of places of GeoNames, tab-separated?")


def _text_size(path: Path) -> int:
    """Bytes of a table; a zip file holds some four times its own."""
    if not path.is_file():
        raise GazetteerError(f"{path}: no such file; expected a table of GeoNames, .txt or .zip")
    return path.stat().st_size * (4 if path.suffix.lower() == ".zip" else 1)


def _fingerprint(path: Path) -> str:
    """What tells one version of a file from another: name, size, its beginning and its end."""
    with path.open("rb") as file:
        begin = file.read(1 << 16)
        file.seek(max(0, path.stat().st_size - (1 << 16)))
        return f"{path.name} {path.stat().st_size} {hashlib.sha256(begin + file.read()).hexdigest()}"
