"""A gazetteer of some forty names, so that recognition is tested without the packaged one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from geomap.gazetteer import open_gazetteer
from geomap.gazetteer.keys import join_words, key_words
from geomap.gazetteer.matcher import NameMatch
from geomap.gazetteer.schema import MatchKind
from geomap.gazetteer.summary import KeySummary
from geomap.recognition import Recognizer

COUNTRIES = (
    "russia",
    "serbia",
    "kosovo",
    "armenia",
    "france",
    "ukraine",
    "chad",
    "us",
    "turkey",
    "guinea bissau",
    "sierra leone",
    "germany",
)
DEMONYMS = "russian,serbs,serbian,armenian,armenians,french,kosovar".split(",")
CITIES = (
    "moscow",
    "paris",
    "london",
    "mitrovica",
    "kherson",
    "lille",
    "toronto",
    "washington",
    "hill",
    "lee",
    "new york",
    "pristina",
    "kyiv",
    "leposavic",
    "zubin potok",
    "springfield",
    "madison",
)
OTHERS = {
    "texas": MatchKind.DIVISION,
    "kentucky": MatchKind.DIVISION,
    "wva": MatchKind.DIVISION | MatchKind.ABBREVIATION,
    "ky": MatchKind.DIVISION | MatchKind.ABBREVIATION,
    "lake chad": MatchKind.WATER,
    "south carolina": MatchKind.DIVISION,
}


class TinyGazetteer:
    """Matches names the way the gazetteer does."""

    def __init__(self) -> None:
        self._known = {name: KeySummary(2, 7.0, 1.0, MatchKind.COUNTRY) for name in COUNTRIES}
        self._known |= {name: KeySummary(1, 7.0, 1.0, MatchKind.COUNTRY | MatchKind.DEMONYM) for name in DEMONYMS}
        self._known |= {name: KeySummary(9, 5.5, 0.9, MatchKind.CITY) for name in CITIES}
        self._known |= {name: KeySummary(1, 6.0, 1.0, kind) for name, kind in OTHERS.items()}

    def match(self, words: Sequence[str], *, cased: bool = False) -> list[NameMatch]:
        """Every run of up to four words that is a name."""
        found = []
        for start in range(len(words)):
            parts: list[str] = []
            for end in range(start + 1, min(len(words), start + 4) + 1):
                if not key_words(words[end - 1]) and words[end - 1] not in "-'.":
                    break
                parts += key_words(words[end - 1])
                summary = self._known.get(join_words(parts)) if parts else None
                if summary and key_words(words[start]) and key_words(words[end - 1]):
                    capital = any(word[:1].isupper() or not word[:1].isascii() for word in words[start:end])
                    found += [NameMatch(start, end, join_words(parts), summary)] if capital or not cased else []
        return found


@pytest.fixture(scope="session")
def tiny() -> TinyGazetteer:
    """Give the small gazetteer."""
    return TinyGazetteer()


@pytest.fixture(scope="session")
def recognizer(tiny: TinyGazetteer) -> Recognizer:
    """Give the packaged recognizer over the small gazetteer."""
    return Recognizer(tiny)


@pytest.fixture(scope="session")
def packaged() -> Recognizer:
    """Give the packaged recognizer over the packaged gazetteer."""
    return Recognizer(open_gazetteer())
