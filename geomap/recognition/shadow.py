"""The text as the recognizer reads it: without invisible characters, with plain spaces and quotes, hashtags as words.

Web pages hide soft hyphens, zero-width spaces and writing-direction marks inside names, write "é" as two characters, and leave
tags behind. The shadow has none of that and remembers where each of its characters stood, so that every mention still points
into the text as it was given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

import numpy as np
from numpy.typing import NDArray

# Soft hyphen, zero-width space to right-to-left mark, embeddings and isolates, word joiner, byte order mark.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
# One character for one: kinds of space, typographic quotes, and what UTF-8 cannot carry.
_PLAIN = {
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f", " "),
    **dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4\u0060", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
    **dict.fromkeys("\u2028\u2029\u0085\r", "\n"),
    "\x00": " ",
    "\u2011": "-",
}
_TABLE = str.maketrans(_PLAIN)
_UNUSUAL = re.compile(f"[{''.join(map(re.escape, _PLAIN))}{_INVISIBLE}\ud800-\udfff]")
_MARKS = "\u0300-\u036f"
# What changes the length: an invisible character; a letter with its marks behind it; a hashtag; what HTML left behind.
_LENGTH = re.compile(
    rf"(?P<hidden>[{_INVISIBLE}])|(?P<marked>[^\W\d_][{_MARKS}]+)|(?<![\w&#])#(?P<tag>[^\W\d_]\w+)"
    r"|(?P<element></?[A-Za-z][^<>\n]{0,300}>)|(?P<entity>&(?:[A-Za-z]{2,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)"
)
# Longer than any name, and than most addresses of web pages.
_LONGEST_WORD = 250
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")
_PIECE = re.compile(rf"\S{{1,{_LONGEST_WORD}}}(?![\w{_MARKS}])|\S{{{_LONGEST_WORD}}}[{_MARKS}]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
# A line break in running text: the next line goes on in the middle of the sentence, is long, or is the short end of a paragraph.
_WRAP = re.compile(
    r"(?<=[^\n.!?:;\"')\]])\n"
    r"(?=[^\W\d_A-Z]|[A-Z][^\n]{40}|[A-Z][^\n]{0,39}(?<=[.!?\"')\]])[ \r]*(?:\n[ \r]*\n|\n?\Z))"
)
# Lines shorter than this are headings or rows of a table, not wrapped prose.
_SHORTEST_WRAPPED_LINE = 50


@dataclass(frozen=True, slots=True)
class Shadow:
    """A text to recognize in.

    Attributes
    ----------
    text
        The cleaned text.
    places, ends
        Where each of its characters began and ended in the original; None when the two have the same length.
    """

    text: str
    places: NDArray[np.int64] | None = None
    ends: NDArray[np.int64] | None = None

    def start(self, offset: int) -> int:
        """Offset in the original of the character that stands at ``offset``."""
        return offset if self.places is None else int(self.places[offset])

    def end(self, offset: int) -> int:
        """Offset in the original just behind the character that stands before ``offset``."""
        return offset if self.ends is None else int(self.ends[offset - 1])

    def offset(self, original: int) -> int:
        """Offset in the shadow of an offset in the original, the next one when that character was left out."""
        return original if self.places is None else int(np.searchsorted(self.places, original))


def cast(text: str) -> Shadow:
    """Clean a text.

    Examples
    --------
    >>> cast("Nov\u00adgorod").text, cast("Nov\u00adgorod").end(8)
    ('Novgorod', 9)
    >>> cast("#SierraLeone").text
    'Sierra Leone'
    >>> cast("")
    Shadow(text='', places=None, ends=None)
    """
    plain = _SURROGATE.sub("\ufffd", text.translate(_TABLE)) if _UNUSUAL.search(text) else text
    plain = _WRAP.sub(_join, plain) if "\n" in plain else plain
    edits = sorted([*_edits(plain), *_cuts(plain)])
    if not edits:
        return Shadow(plain)
    pieces: list[str] = []
    places: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, new in [*edits, (len(plain), len(plain), "")]:
        if start < done:
            # A cut that would part a letter from its mark.
            continue
        pieces += [plain[done:start], new]
        places += [*range(done, start), *([start] * len(new))]
        ends += [*range(done + 1, start + 1), *([end] * len(new))]
        done = end
    return Shadow("".join(pieces), np.array(places, np.int64), np.array(ends, np.int64))


def _edits(plain: str) -> Iterator[tuple[int, int, str]]:
    """Parts of the text and the one character, or none, that stands in the shadow for each, in order.

    The mark of a hashtag goes; between hashtags a comma takes its place, for they are a list.
    """
    last_tag = -1
    for found in _LENGTH.finditer(plain):
        start, end = found.span()
        if found["tag"] is not None:
            yield start, start + 1, "," if last_tag >= 0 and plain[last_tag:start].isspace() else ""
            yield from _between_words(found["tag"], start + 1)
            last_tag = end
        else:
            new = _in_place_of(found)
            if len(new) < 2:
                yield start, end, new


def _in_place_of(found: re.Match[str]) -> str:
    """What stands for an invisible character, a letter with marks, an HTML element or entity; an unknown entity stays what it is."""
    if found["marked"]:
        return unicodedata.normalize("NFC", found["marked"])[0]
    if found["element"]:
        return " "
    return unescape(found["entity"]).translate(_TABLE) if found["entity"] else ""


def _cuts(plain: str) -> Iterator[tuple[int, int, str]]:
    """A blank now and then in what goes on without one, before a mark where there is one: tokenizing takes the square of a word."""
    for word in _LONG_WORD.finditer(plain):
        for piece in _PIECE.finditer(plain, *word.span()):
            if piece.end() < word.end():
                yield piece.end(), piece.end(), " "


def _between_words(tag: str, offset: int) -> Iterator[tuple[int, int, str]]:
    """A blank between the words of a hashtag that is written in camel case, and in the place of each low line."""
    for place in range(1, len(tag)):
        if tag[place] == "_":
            yield offset + place, offset + place + 1, " "
        elif _opens_word(tag[place - 1 : place + 2]):
            yield offset + place, offset + place, " "


def _opens_word(letters: str) -> bool:
    """Whether the second of two or three letters opens a word: "aB", "a1", "1a", "ABc"."""
    before, letter, after = letters[0], letters[1], letters[2:]
    if before.isdigit() != letter.isdigit():
        return before != "_"
    return letter.isupper() and (before.islower() or (before.isupper() and after.islower()))


def _join(found: re.Match[str]) -> str:
    line_start = found.string.rfind("\n", 0, found.start()) + 1
    return " " if found.start() - line_start >= _SHORTEST_WRAPPED_LINE else "\n"
