"""Title, date and publisher of a plain text, taken from what stands at its head."""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import urlsplit

from geomap.models import Span
from geomap.reading.furniture import is_agency_line, is_date_line, lines_of

# Metadata stands at the head of the page.
_HEAD_LINES = 15
_MAX_TITLE_CHARACTERS = 250
_FORMATS = ("%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d", "%d.%m.%Y")
_DATE = re.compile(
    r"([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s*(\d{4})"
    r"|(\d{1,2})\.?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})"
    r"|(\d{4}-\d\d-\d\d)|(\d{1,2}\.\d{1,2}\.\d{4})"
)
_SECTION_TAIL = re.compile(r"(?:\s+[A-Z]{3,})+$")


def find_title(text: str, furniture: tuple[Span, ...]) -> str:
    """First line that is no furniture, when it is a headline and not the first paragraph; else an empty string.

    Examples
    --------
    >>> find_title("Mayor quits after storm\\n\\nThe mayor of Paris quit on Monday.", ())
    'Mayor quits after storm'
    >>> find_title("The mayor of Paris quit on Monday.", ())
    ''
    """
    body = [line for line in lines_of(text) if not any(span.start <= line.span.start < span.end for span in furniture)]
    if len(body) < 2 or len(body[0].text) > _MAX_TITLE_CHARACTERS:
        return ""
    title = body[0].text.lstrip("# ").strip()
    return "" if title.endswith((".", ":", ";", ",")) else title


def find_date(text: str) -> date | None:
    """Day that a line of the page's head says the article was published on, or None.

    Examples
    --------
    >>> find_date("Published September 25,2023")
    datetime.date(2023, 9, 25)
    """
    for line in list(lines_of(text))[:_HEAD_LINES]:
        if is_date_line(line.text) and (found := parse_date(line.text)):
            return found
    return None


def parse_date(text: str) -> date | None:
    """First calendar date written in ``text`` (English month names, ISO 8601, or day.month.year), or None.

    Examples
    --------
    >>> parse_date("2023-09-25T10:00:00Z"), parse_date("soon")
    (datetime.date(2023, 9, 25), None)
    """
    for found in _DATE.finditer(text):
        written = " ".join(group for group in found.groups() if group)
        for layout in _FORMATS:
            try:
                return datetime.strptime(written.replace("Sept ", "Sep "), layout).date()  # noqa: DTZ007 - a calendar day has no zone
            except ValueError:
                continue
    return None


def find_publisher(text: str, source: str = "") -> str:
    """Name of the agency or paper in the page's head, else the host of the source's URL without ``www.``, else empty.

    Examples
    --------
    >>> find_publisher("Anadolu Agency EUROPE\\nTalks go on."), find_publisher("Talks.", "https://www.example.org/a.html")
    ('Anadolu Agency', 'example.org')
    """
    for line in list(lines_of(text))[:_HEAD_LINES]:
        if is_agency_line(line.text) and not line.text.startswith("("):
            return _SECTION_TAIL.sub("", line.text)
    return host_of(source)


def host_of(source: str) -> str:
    """Host of a URL without ``www.``, empty for anything else."""
    try:
        return (urlsplit(source).hostname or "").removeprefix("www.") if "://" in source else ""
    except ValueError:
        return ""
