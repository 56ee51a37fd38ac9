"""TOML that people write by hand: every mistake is named with its file and line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from geomap.errors import GeomapError

_LINE = re.compile(r"line (\d+)")


def parse_toml(text: str, path: Path, error: type[GeomapError]) -> dict[str, Any]:
    """Parse the text of a file.

    Parameters
    ----------
    text, path
        The text, and where it stands, for messages.
    error
        What to raise.

    Raises
    ------
    GeomapError
        Of the type asked for, when the text is no TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        found = _LINE.search(str(problem))
        line = int(found.group(1)) if found else text.count("\n") + 1
        raise error(f"{path}, line {line}: no TOML ({str(problem).partition(' (at')[0]}); mend or delete this line") from problem


def read_text(path: Path, error: type[GeomapError], expected: str) -> str:
    """Read a text file.

    Parameters
    ----------
    path
        The file.
    error
        What to raise.
    expected
        What the file should be, for the message.

    Raises
    ------
    GeomapError
        Of the type asked for, when the file is missing, cannot be read or is no UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise error(f"{path}: cannot be read as UTF-8 text ({reason}); expected {expected}") from problem


def line_of(text: str, key: str, start: int = 1) -> int:
    """Line on which a key or a table begins, from the line ``start`` on; ``start`` when it is not found.

    Examples
    --------
    >>> line_of('a = 1\\n[places."x:y"]\\nwording = ""', "x:y")
    2
    """
    pattern = re.compile(rf"\s*(\[\[?\s*([\w\"'-]+\s*\.\s*)*)?[\"']?{re.escape(key)}[\"']?\s*[\]=.]")
    for number, line in enumerate(text.split("\n")[start - 1 :], start):
        if pattern.match(line):
            return number
    return start
