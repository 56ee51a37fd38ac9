"""Names of the formats of a map, and how a file's name says its format. Imports nothing heavy: the command line reads it first."""

from __future__ import annotations

from pathlib import Path

FORMATS = ("html", "fragment", "iframe", "png", "svg", "pdf", "docx", "md")
# How the name of a file of a format ends; an embed code is no page, and its name says so.
ENDINGS = {"fragment": "fragment.html", "iframe": "iframe.html"}
_SAME = {"htm": "html", "markdown": "md"}


def format_of(path: Path) -> str:
    """Format that a file's name asks for; empty when its ending says nothing.

    Examples
    --------
    >>> format_of(Path("a/b.svg")), format_of(Path("b.fragment.html")), format_of(Path("b"))
    ('svg', 'fragment', '')
    """
    for format_, ending in ENDINGS.items():
        if path.name.lower().endswith(f".{ending}"):
            return format_
    ending = path.suffix.removeprefix(".").lower()
    return _SAME.get(ending, ending)


def ending_of(format_: str) -> str:
    """How the name of a file of a format ends: ``png``, ``fragment.html``."""
    return ENDINGS.get(format_, format_)
