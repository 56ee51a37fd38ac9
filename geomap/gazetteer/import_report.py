"""What an import says when it is done, and what holds two imports apart."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from geomap.errors import GazetteerError, OutputError

# Problems kept with their lines; of the rest only the number is told.
_KEPT_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was left out, or that looks wrong.

    Attributes
    ----------
    line
        Line of the file, from 1.
    text
        What is wrong, as a clause.
    """

    line: int
    text: str


@dataclass(slots=True)
class ImportReport:
    """What an import did.

    Attributes
    ----------
    layer
        File of the layer.
    places
        Places in it.
    left_out
        Rows that could not be used.
    strange
        Rows that were used and look wrong.
    problems
        The first of both, each with file and line.
    seconds
        How long it took.
    """

    layer: Path
    places: int = 0
    left_out: int = 0
    strange: int = 0
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def leave_out(self, path: Path, problem: Problem) -> None:
        """Note a row that could not be used."""
        self.left_out += 1
        self._keep(path, problem)

    def doubt(self, path: Path, problem: Problem) -> None:
        """Note a row that was used and looks wrong."""
        self.strange += 1
        self._keep(path, problem)

    def _keep(self, path: Path, problem: Problem) -> None:
        if len(self.problems) < _KEPT_PROBLEMS:
            self.problems.append(f"{path}, line {problem.line}: {problem.text}")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder of the layers: one import at a time.

    Raises
    ------
    GazetteerError
        When another one is running.
    OutputError
        When the folder cannot be written, or its disk is full.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".import.lock", timeout=0)
        lock.acquire()
    except Timeout as error:
        raise GazetteerError(f"{folder}: another import is running; wait for it, or stop it: it goes on when it is run again") from error
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror or error}); name another folder in GEOMAP_DATA") from error
    try:
        yield
    except sqlite3.OperationalError as error:
        raise cannot_write(folder, error) from error
    finally:
        lock.release()


def cannot_write(path: Path, error: Exception) -> OutputError:
    """Error for a disk that is full, or that refuses to be written."""
    return OutputError(f"{path}: cannot be written ({error}); what was there is whole; make room and run the command again, it goes on")
