"""Finds the dateline of an article: "PARIS, Ky. (AP) — ", "MOSCOW, Sept 25 (Reuters) - ", "NEW DELHI: "."""

from __future__ import annotations

import re

from geomap.models import Span

_WORD = r"[^\W\d_a-z][\w'’.-]*"
_CAPITALS = r"[^\W\d_a-z](?:[^\W\d_a-z]|['’.])+"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATELINE = re.compile(
    rf"""
    (?P<places>
        {_CAPITALS}(?:[ -]{_CAPITALS}){{0,3}}(?:[,/][ ]?{_WORD}(?:[ ]{_WORD}){{0,3}}){{0,2}}   # PARIS, Ky.
      | {_WORD}(?:[ -]{_WORD}){{0,3}}(?:,[ ]{_WORD}(?:[ ]{_WORD}){{0,2}}){{0,2}}(?=\s*(?:,\s*{_MONTH}\s*\d+)?\s*\([A-Z])   # Paris (CNN)
    )
    (?P<date>,?\s*(?:{_MONTH}\s*\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:,?\s*\d{{4}})?)?
    \s*(?P<agency>\((?:[A-Z][\w.’'/& -]{{1,40}})\))?
    \s*(?:—|–|--|-(?=\s)|(?<!\s):(?=\s))\s*(?=\S)
    """,
    re.VERBOSE,
)
# A colon or a hyphen also ends a label ("LIVE: ", "EDITOR'S NOTE: "); after capitals alone these words are no place.
_NO_PLACE = re.compile(
    r"\b(?:LIVE|STORY|By|BREAKING|UPDATE|UPDATED|EDITOR|NOTE|OPINION|WATCH|VIDEO|PHOTOS?|EXCLUSIVE|ANALYSIS|CORRECTION|FACTBOX|Q|A)\b"
)
# The dateline stands at the head of one of the first paragraphs, after headline, caption and byline.
_PARAGRAPHS = 6


def find_dateline(text: str, furniture: tuple[Span, ...] = ()) -> Span | None:
    """Span of the places that the dateline names, or None.

    Examples
    --------
    >>> text = "Mayor quits\\n\\nPARIS, Ky. (AP) — The mayor quit."
    >>> span = find_dateline(text)
    >>> text[span.start:span.end]
    'PARIS, Ky.'
    >>> find_dateline("LIVE: the mayor speaks") is None
    True
    """
    seen = 0
    for paragraph in re.finditer(r"^[ \t]*(?=\S)", text, re.MULTILINE):
        if any(span.start <= paragraph.end() < span.end for span in furniture):
            continue
        found = _DATELINE.match(text, paragraph.end())
        if found and not _NO_PLACE.search(found["places"]) and _is_plausible(found):
            return Span(*found.span("places"))
        seen += 1
        if seen >= _PARAGRAPHS:
            return None
    return None


def _is_plausible(found: re.Match[str]) -> bool:
    """Whether more than a colon after a word speaks for a dateline."""
    return bool(found["date"] or found["agency"] or found["places"].split(",")[0].isupper())
