"""Names of inhabitants and adjectives, with the plurals that news writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from geomap.gazetteer.rows import NameRow
from geomap.gazetteer.tables import Line

# Words that are their own plural: "the Swiss", "three Japanese", "the British".
_INVARIABLE = ("ese", "ish", "ch", "sh", "ss", "ois", "ais", "x")


def plural(noun: str) -> str:
    """Plural of an English demonym.

    Examples
    --------
    >>> plural("Kosovar"), plural("Frenchman"), plural("Chinese"), plural("Texan")
    ('Kosovars', 'Frenchmen', 'Chinese', 'Texans')
    """
    if noun.endswith("man") and noun[-4:-3] not in ("r", "o", "h"):
        return noun[:-3] + "men"
    if noun.endswith(("Frenchman", "Irishman", "Scotsman", "Welshman", "Dutchman", "Manxman", "Englishman", "woman")):
        return noun[:-3] + "men"
    return noun if noun.endswith(_INVARIABLE) else noun + "s"


def with_plurals(names: Iterable[NameRow]) -> Iterator[NameRow]:
    """Names with the plural after each demonym."""
    for name in names:
        yield name
        if name.kind == "demonym" and (more := plural(name.text)) != name.text:
            yield NameRow(more, "demonym", name.language)


def demonyms_of(line: Line) -> Iterator[NameRow]:
    """Demonyms of a line of ``demonyms.tsv``: adjectives as they are, nouns with their plurals."""
    for adjective in line["adjectives"].split("|"):
        if adjective:
            yield NameRow(adjective, "demonym", "en")
    for noun in line["nouns"].split("|"):
        singular, slash, irregular = noun.partition("/")
        if singular:
            yield NameRow(singular, "demonym", "en")
            yield NameRow(irregular if slash else plural(singular), "demonym", "en")
