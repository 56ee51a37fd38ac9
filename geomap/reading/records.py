"""JSON lines → Documents, with the mentions that the record gives; one bad line is reported and the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from geomap.errors import InputError
from geomap.models import Document, Span
from geomap.reading.metadata import parse_date
from geomap.reading.plain import document_from_text


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a JSON lines file.

    Attributes
    ----------
    line
        Its number, from 1.
    document
        The document; None when the line cannot be used.
    mentions
        Spans that the record gives, in its order; None when it gives none.
    error
        Why the line cannot be used.
    """

    line: int
    document: Document | None = None
    mentions: tuple[Span, ...] | None = None
    error: InputError | None = None


def read_records(lines: Iterable[str], *, name: str) -> Iterator[Record]:
    """Records of JSON lines, in order, one for each line that is not blank.

    Parameters
    ----------
    lines
        Lines with ``id``, ``text`` and perhaps ``title``, ``published``, ``source``, ``publisher``, ``language``, ``mentions``.
    name
        What to call the source in an error.

    Notes
    -----
    An error is a value here: a batch reports it and goes on.
    """
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = _parse(line)
            document = _document(record)
            if document.id in seen:
                raise InputError(f"id {document.id!r} already stands on line {seen[document.id]}; give every record an id of its own")
            seen[document.id] = number
            yield Record(number, document, _mentions(record, document.text))
        except InputError as error:
            yield Record(number, error=InputError(f"{name}, line {number}: {error}"))


def _parse(line: str) -> dict[str, Any]:
    try:
        record = json.loads(line.lstrip("\ufeff"))
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(f'broken JSON ({error}); expected one object a line, such as {{"id": "1", "text": "…"}}') from error
    if not isinstance(record, dict):
        raise InputError(f'found {type(record).__name__}, expected an object such as {{"id": "1", "text": "…"}}')
    return record


def _document(record: dict[str, Any]) -> Document:
    if not isinstance(record.get("id"), str | int):
        raise InputError('field "id" is missing or no string; every record needs one')
    for field in ("text", "title", "published", "source", "publisher", "language"):
        if not isinstance(record.get(field) or "", str):
            raise InputError(f'field "{field}" is {type(record[field]).__name__}, expected a string')
    if not isinstance(record.get("text"), str):
        raise InputError('field "text" is missing; every record needs the text of the article')
    published = record.get("published") or ""
    if published and not parse_date(published):
        raise InputError(f'field "published" is {published!r}, expected a date such as 2023-09-25')
    return document_from_text(
        record["text"],
        id=str(record["id"]),
        source=record.get("source") or "",
        title=record.get("title") or "",
        published=parse_date(published),
        publisher=record.get("publisher") or "",
        language=record.get("language") or "",
    )


def _mentions(record: dict[str, Any], text: str) -> tuple[Span, ...] | None:
    given = record.get("mentions")
    if given is None:
        return None
    if not isinstance(given, list):
        raise InputError('field "mentions" is no list; expected [{"start": 0, "end": 5}, …]')
    return tuple(_span(mention, index, text) for index, mention in enumerate(given))


def _span(mention: object, index: int, text: str) -> Span:
    start, end = (mention.get("start"), mention.get("end")) if isinstance(mention, dict) else (None, None)
    if type(start) is not int or type(end) is not int:
        raise InputError(f'mention {index} has no "start" and "end"; expected offsets such as {{"start": 0, "end": 5}}')
    if not 0 <= start < end <= len(text):
        raise InputError(f"mention {index} is {start} to {end}, expected 0 <= start < end <= {len(text)} (code points of the text)")
    return Span(start, end)
