"""Marks what stands on a page but is not the article: navigation, labels, bylines, dates, captions, credits.

Every rule looks at one line, and only at lines that are no running text: a sentence in the article is never marked. The text
itself is not changed, so that offsets hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geomap.models import Span

_LABELS = frozenset(
    label.strip()
    for label in """
    contact us|contact|about us|about|subscribe|subscribe now|sign in|sign up|log in|login|register |
    my account|home|menu|search|share|share this|share this article|share on facebook|share on twitter|tweet |
    email|e-mail|print|copy link|whatsapp|facebook|twitter|x|linkedin|telegram|reddit|instagram|youtube |
    follow us|newsletter|newsletters|sign up for our newsletter|advertisement|ad|sponsored|sponsored content |
    read more|read also|see also|more|more news|related|related news|related stories|related articles |
    related topics|recommended|most read|trending|latest news|breaking news|top stories|comments|comment |
    leave a comment|view comments|show comments|skip to content|skip to main content|skip navigation|privacy policy |
    privacy|terms|terms of use|terms of service|terms and conditions|cookie policy|cookies|accept cookies|careers |
    help|faq|sitemap|site map|donate|support us|shop|e-paper|epaper|archive|archives|listen|watch |
    video|videos|photos|gallery|live|opinion|back to top|next|previous|tags|topics|edition|advertise |
    advertise with us|download the app|get the app|continue reading|story continues below|scroll to continue |
    listen to this article|follow|save|bookmark|close|open menu|corrections|permissions|editorial|exclusive |
    analysis|feature
    """.split("|")
)
_SECTIONS = frozenset(
    """world news politics business economy sport sports culture science technology tech health lifestyle entertainment arts travel weather
    local national international regional europe asia africa americas america middle east mideast oceania asia-pacific uk us u.s. usa
    eurasia balkans metro nation crime education environment climate money markets obituaries magazine""".split()
)
_AGENCY = re.compile(
    r"\b(?:AFP|Reuters|Associated Press|AP|UPI|TASS|Interfax|Xinhua|ANSA|EFE|dpa|PTI|Bloomberg|Kyodo|Yonhap|\w+ (?:News )?Agency|"
    r"Press Association|News Service|Newspapers?|Herald|Tribune|Gazette|Times|Post|Courier|Chronicle|Press|News|Media|Staff)\b"
)
_CAPTION = re.compile(
    r"\((?:[^()]{0,40}\b)?(?:file|handout|photo|image|picture|illustration|courtesy)\b[^()]*\)\s*$"
    r"|\((?:AFP|AP|Reuters|Getty|EPA|AA|Xinhua|TASS)[^()]{0,40}\)\s*$"
    r"|^(?:photo(?:graph)?|image|picture|credit|caption|video|graphic|map|source|illustration)s?(?: credit| by)?\s*:"
    r"|\b(?:getty images|shutterstock|file photo|handout photo|stock photo)\b.{0,30}$"
    r"|^(?:.{0,120}\s)?(?:©|copyright\s(?:\(c\)|©|\d{4}))|^\(c\)\s",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:by|story by|words by|reporting by|additional reporting by|edited by|editing by|written by|posted by|from our)"
    r"\s+\S+(?:\s+\S+){0,11}$"
    r"|^(?:\S+\s+){1,4}(?:staff writer|staff reporter|correspondent|editor|contributor)s?$",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE_LINE = re.compile(
    r"^(?:(?:first |last )?(?:published|updated|posted|modified|created|date|last updated|issued)(?: on| at)?\s*:?\s*)?"
    rf"(?:\w+day,?\s*)?(?:{_MONTH}\s+\d{{1,2}},?\s*\d{{4}}|\d{{1,2}}\.?\s+{_MONTH}\s+\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
    r"[\s\d:,.|·@()TZapm–-]*(?:[A-Z]{2,4}|GMT[+-]?\d*)?$"
    r"|^(?:first |last )?(?:published|updated|posted|modified)\b.{0,60}$",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"(?<=\]\()[^)\s]+|<https?://[^>]+>|^\[[^\]]+\]:.*$|\A---\n.*?\n---\n|^```.*?^```", re.MULTILINE | re.DOTALL)
# An address begins after white space: anything looser is quadratic on a text without any.
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"]+|(?<!\S)[^\s@]{1,64}@[^\s@]+\.\w+")
_SENTENCE_END = re.compile(r"[.!?:;…][\"”’')\]]*\s*$")
_MAX_LABEL_WORDS = 7
# A longer line is a paragraph.
_MAX_CHARACTERS = 240


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text without its line end.

    Attributes
    ----------
    span
        Where it stands, white space at its ends left out.
    text
        The same as a string.
    """

    span: Span
    text: str


def lines_of(text: str) -> Iterator[Line]:
    """Non-empty lines of ``text``, in order."""
    for found in re.finditer(r"\S(?:[^\n]*\S)?", text):
        yield Line(Span(found.start(), found.end()), found[0])


def is_date_line(line: str) -> bool:
    """Whether ``line`` says only when the article was published.

    Examples
    --------
    >>> is_date_line("Published September 25,2023"), is_date_line("May met the president on 3 June 2023 in Kyiv.")
    (True, False)
    """
    return bool(_DATE_LINE.match(line))


def is_agency_line(line: str) -> bool:
    """Whether ``line`` is only an agency's or a paper's name, perhaps with a section ("Anadolu Agency EUROPE").

    Examples
    --------
    >>> is_agency_line("Anadolu Agency EUROPE"), is_agency_line("The agency left Europe")
    (True, False)
    """
    words = line.split()
    named = _AGENCY.search(line)
    if not named or len(words) > _MAX_LABEL_WORDS or _SENTENCE_END.search(line):
        return False
    return all(word[:1].isupper() or not word[:1].isalpha() or word.lower() in {"of", "the", "and", "for", "with"} for word in words)


def is_label(line: str) -> bool:
    """Whether ``line`` is navigation, a button or a section's name.

    Examples
    --------
    >>> is_label("Contact Us"), is_label("EUROPE"), is_label("Home > World > Asia"), is_label("Europe waits")
    (True, True, True, False)
    """
    plain = line.strip(" \t|>›»·•*#-—:").casefold()
    if plain in _LABELS:
        return True
    parts = [part.strip().casefold() for part in re.split(r"[|>›»·•/]", plain) if part.strip()]
    words = plain.split()
    if len(parts) > 1 and all(part in _LABELS or part in _SECTIONS for part in parts):
        return True
    return line.isupper() and 0 < len(words) <= 3 and all(word.strip(",&") in _SECTIONS or word == "&" for word in words)


def find_furniture(text: str, *, markdown: bool = False) -> tuple[Span, ...]:
    """Spans of ``text`` that are page furniture, in order, not overlapping.

    Parameters
    ----------
    text
        The article as it was read.
    markdown
        Whether link targets, code blocks and front matter of Markdown are furniture too.

    Examples
    --------
    >>> find_furniture("Contact Us\\n\\nTalks go on in Baku.")
    (Span(start=0, end=10),)
    >>> find_furniture("")
    ()
    """
    spans = [line.span for line in lines_of(text) if _is_furniture(line.text)]
    patterns = (_URL, _MARKDOWN) if markdown else (_URL,)
    spans += [Span(*found.span()) for pattern in patterns for found in pattern.finditer(text)]
    return _merge(spans)


def _is_furniture(line: str) -> bool:
    if len(line) > _MAX_CHARACTERS:
        return False
    if is_label(line) or is_date_line(line) or (_BYLINE.match(line) and not _SENTENCE_END.search(line)):
        return True
    return bool(_CAPTION.search(line)) or is_agency_line(line)


def _merge(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
