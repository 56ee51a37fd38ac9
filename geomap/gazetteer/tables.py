"""Reads the tables of ``gazetteer/``: tab-separated, UTF-8, a header of ``# field: text`` lines, one line of column names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.gazetteer.rows import NameRow
from geomap.models import NameKind

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]+)?")
# Prefixes of a name in a list of names that say its kind instead of its language.
_KINDS: dict[str, NameKind] = {"adj": "demonym", "abbr": "abbreviation", "former": "former"}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table with where it stands, for messages."""

    path: Path
    number: int
    fields: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.fields[column]

    def error(self, problem: str) -> GazetteerError:
        """Make an error that says where the problem is."""
        return GazetteerError(f"{self.path}, line {self.number}: {problem}")

    def number_in(self, column: str, low: float, high: float) -> float:
        """Read a number and check its range, both ends included.

        Raises
        ------
        GazetteerError
            When it is no number, or out of range.
        """
        text = self.fields[column]
        try:
            value = float(text)
        except ValueError:
            raise self.error(f"{column} is {text!r}, a number was expected") from None
        if not low <= value <= high:
            raise self.error(f"{column} is {text}, a number from {low:g} to {high:g} was expected")
        return value


def read_header(path: Path) -> dict[str, str]:
    """Read the fields of a table's header: ``source``, ``licence``, ``date`` and what else stands there."""
    fields = {}
    with path.open(encoding="utf8") as lines:
        for line in lines:
            if not line.startswith("#"):
                break
            name, colon, text = line[1:].partition(":")
            if colon and not name.startswith("   "):
                fields[name.strip()] = text.strip()
    return fields


def read_table(path: Path, columns: Sequence[str] = ()) -> Iterator[Line]:
    """Read the rows of a table in their order; empty lines are passed over.

    Parameters
    ----------
    path
        The table.
    columns
        Columns that must be there.

    Raises
    ------
    GazetteerError
        When the table is missing, is no UTF-8, lacks a column, or a row has too few or too many fields.
    """
    try:
        text = path.read_text(encoding="utf8")
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(f"{path}: the table cannot be read as UTF-8 text ({error})") from error
    names: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip("\r") or line.startswith("#"):
            continue
        fields = line.rstrip("\r").split("\t")
        if not names:
            names = fields
            if missing := [column for column in columns if column not in names]:
                raise GazetteerError(f"{path}, line {number}: columns {', '.join(missing)} are missing")
            continue
        if len(fields) != len(names):
            raise GazetteerError(f"{path}, line {number}: {len(fields)} fields, the header has {len(names)}; one tab stands between two")
        yield Line(path, number, dict(zip(names, fields, strict=True)))


def parse_names(text: str) -> Iterator[NameRow]:
    """Read a list of names: ``|``-separated, each with an optional ``xx:`` language, or ``adj:`` for a demonym.

    Examples
    --------
    >>> list(parse_names("de:Rhein|adj:Rhenish"))[1]
    NameRow(text='Rhenish', kind='demonym', language='')
    """
    for part in text.split("|"):
        kind: NameKind = "alternate"
        language = ""
        prefix, colon, rest = part.strip().partition(":")
        name = part.strip()
        if colon and prefix in _KINDS:
            kind, name = _KINDS[prefix], rest.strip()
        elif colon and _LANGUAGE.fullmatch(prefix):
            language, name = prefix.partition("-")[0], rest.strip()
        if name:
            yield NameRow(name, kind, language)
