"""Manners towards a free service: one request a second over all processes, and no question asked twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from filelock import FileLock

from geomap.geocoding.answers import Answer

# https://operations.osmfoundation.org/policies/nominatim/: at most one request a second.
_SECONDS_BETWEEN_REQUESTS = 1.0
# A found place moves rarely; a name not found may be mapped next week.
_FOUND_EXPIRES_SECONDS = 180 * 86_400
_NOT_FOUND_EXPIRES_SECONDS = 14 * 86_400


class Throttle:
    """Lets one request a second pass over all processes that share the file."""

    def __init__(self, path: Path, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._path = path
        self._clock = clock
        self._sleep = sleep

    def wait(self) -> None:
        """Return when the next request may be sent."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{self._path}.lock"):
            try:
                last = float(self._path.read_text(encoding="ascii"))
            except (OSError, ValueError):
                last = 0.0
            wait = min(last + _SECONDS_BETWEEN_REQUESTS - self._clock(), _SECONDS_BETWEEN_REQUESTS)
            if wait > 0:
                self._sleep(wait)
            self._path.write_text(repr(self._clock()), encoding="ascii")


class Cache:
    """Answers on disk, found and not found with an expiry each."""

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self._path = path
        self._clock = clock

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=30)
        connection.execute("CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, answers TEXT NOT NULL, at REAL NOT NULL)")
        return connection

    def get(self, key: str) -> list[Answer] | None:
        """Answers kept under ``key``; None when there are none or they have expired."""
        with closing(self._connect()) as connection:
            found = connection.execute("SELECT answers, at FROM answers WHERE key = ?", (key,)).fetchone()
        if found is None:
            return None
        answers = [Answer(**answer) for answer in json.loads(found[0])]
        lasts = _FOUND_EXPIRES_SECONDS if answers else _NOT_FOUND_EXPIRES_SECONDS
        return answers if self._clock() - found[1] < lasts else None

    def put(self, key: str, answers: list[Answer]) -> None:
        """Keep ``answers`` under ``key``."""
        text = json.dumps([asdict(answer) for answer in answers])
        with closing(self._connect()) as connection, connection:
            connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (key, text, self._clock()))
