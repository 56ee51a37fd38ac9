"""Plain text for formats that are no HTML: nothing in it that a picture, a DOCX file or a Markdown file could not hold."""

from __future__ import annotations

import re
import unicodedata

# What XML 1.0 cannot hold (section 2.2): control characters, halves of surrogate pairs, two non-characters.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
# What turns the reading order of the text that follows it round; closed at the end of the string that holds it.
_OPENERS = {
    "\u202a": "\u202c",
    "\u202b": "\u202c",
    "\u202d": "\u202c",
    "\u202e": "\u202c",
    "\u2066": "\u2069",
    "\u2067": "\u2069",
    "\u2068": "\u2069",
}


def one_line(text: str) -> str:
    r"""Return ``text`` on one line, what no file can hold shown as the replacement character.

    Examples
    --------
    >>> one_line("Novi\nSad \x07")
    'Novi Sad \ufffd'
    >>> one_line("")
    ''
    """
    return _IMPOSSIBLE.sub("\ufffd", _BREAKS.sub(" ", text))


def isolated(text: str) -> str:
    """Return `one_line` of ``text`` with every change of reading order in it ended, so that it turns nothing that follows."""
    line = one_line(text)
    open_: list[str] = []
    for character in line:
        if character in _OPENERS:
            open_.append(_OPENERS[character])
        elif open_ and character == open_[-1]:
            open_.pop()
    return line + "".join(reversed(open_))


def cut(text: str, longest: int) -> str:
    """Return `one_line` of ``text`` cut at a word border, never inside a letter with its accents.

    Examples
    --------
    >>> cut("The Danube crests in Passau", 12)
    'The Danube …'
    """
    line = one_line(text).strip()
    if len(line) <= longest:
        return line
    short = line[:longest].rsplit(" ", 1)[0]
    while short and unicodedata.combining(line[len(short)]):
        short = short[:-1]
    return short.rstrip() + " …"
