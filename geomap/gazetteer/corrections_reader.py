"""The corrections file read: every mistake is named by line, because people edit it by hand."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from geomap.errors import GazetteerError
from geomap.gazetteer.corrections import SCOPES, Correction
from geomap.gazetteer.keys import key_of
from geomap.gazetteer.toml_lines import line_of, parse_toml, read_text
from geomap.models import Point

BLOCK = re.compile(r"^\[\[\s*correction\s*\]\][^\n]*$", re.MULTILINE)
"""First line of a correction."""

_KEYS = ("name", "scope", "document", "text", "publisher", "place", "at", "not_a_place", "who", "when", "why")


def read_corrections(path: Path) -> list[Correction]:
    """Read a corrections file, in its order; one that does not exist holds none.

    Raises
    ------
    GazetteerError
        When it is no UTF-8 or no TOML, or a correction is not as described; with file and line.
    """
    return parse_corrections(text_of(path), path)


def text_of(path: Path) -> str:
    """Text of a corrections file; empty when there is none."""
    return read_text(path, GazetteerError, "a corrections file") if path.exists() else ""


def parse_corrections(text: str, path: Path) -> list[Correction]:
    """Read the text of a corrections file; ``path`` is for messages."""
    data = parse_toml(text, path, GazetteerError)
    starts = [text.count("\n", 0, match.start()) + 1 for match in BLOCK.finditer(text)]
    if unknown := sorted(set(data) - {"correction"}):
        raise GazetteerError(f"{path}, line {line_of(text, unknown[0])}: unknown key {unknown[0]!r}; expected only blocks [[correction]]")
    blocks = data.get("correction", [])
    if not isinstance(blocks, list) or len(starts) != len(blocks):
        raise GazetteerError(f"{path}: expected every correction as a block that begins with a line [[correction]]")
    return [_correction(block, _Where(path, text, start)) for block, start in zip(blocks, starts, strict=True)]


class _Where:
    """Position of a block, to name the line of a key in a message."""

    def __init__(self, path: Path, text: str, start: int) -> None:
        self._path, self._text, self._start = path, text, start

    def error(self, problem: str, key: str = "") -> GazetteerError:
        line = line_of(self._text, key, self._start) if key else self._start
        return GazetteerError(f"{self._path}, line {line}: {problem}")


def _correction(block: dict[str, Any], where: _Where) -> Correction:
    if unknown := sorted(set(block) - set(_KEYS)):
        raise where.error(f"unknown key {unknown[0]!r}; expected {', '.join(_KEYS)}", unknown[0])
    for key in set(_KEYS) - {"at", "when", "not_a_place"}:
        if not isinstance(block.get(key, ""), str):
            raise where.error(f"{key} is {block[key]!r}, expected a text in quotes", key)
    if not key_of(block.get("name", "")):
        raise where.error(f"name is {block.get('name', '')!r}, expected the name that is corrected", "name")
    if block.get("scope") not in SCOPES:
        raise where.error(f"scope is {block.get('scope')!r}, expected one of {', '.join(SCOPES)}", "scope")
    _check_target(block, where)
    return Correction(
        name=block["name"],
        scope=block["scope"],
        when=_when(block, where),
        place_id=block.get("place", ""),
        point=_point(block, where),
        not_a_place=block.get("not_a_place", False),
        **{key: block.get(key, "") for key in ("document", "text", "publisher", "why", "who")},
    )


def _check_target(block: dict[str, Any], where: _Where) -> None:
    """A correction says one thing, and where it holds."""
    if sum((bool(block.get("place")), "at" in block, block.get("not_a_place") is True)) != 1:
        raise where.error("expected exactly one of place, at and not_a_place = true")
    if block["scope"] == "document" and not (block.get("document") or block.get("text")):
        raise where.error("the scope document needs document or text", "scope")
    if block["scope"] == "publisher" and not block.get("publisher"):
        raise where.error("the scope publisher needs publisher", "scope")


def _point(block: dict[str, Any], where: _Where) -> Point | None:
    value = block.get("at")
    if value is None:
        return None
    if not (isinstance(value, list) and len(value) == 2 and all(isinstance(part, int | float) for part in value)):
        raise where.error(f"at is {value!r}, expected [latitude, longitude]", "at")
    if not (-90 <= value[0] <= 90 and -180 <= value[1] <= 180):
        raise where.error(f"at is {value!r}, out of range; expected [latitude, longitude] in degrees", "at")
    return Point(float(value[0]), float(value[1]))


def _when(block: dict[str, Any], where: _Where) -> datetime:
    value = block.get("when")
    if not isinstance(value, datetime):
        raise where.error(f"when is {value!r}, expected a date and time such as 2026-11-24T06:10:00Z", "when")
    return value if value.tzinfo else value.replace(tzinfo=UTC)
