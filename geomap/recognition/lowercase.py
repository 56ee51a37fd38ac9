"""Texts without capitals: names that may be meant get theirs, so that everything behind reads them as it reads any other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from geomap.gazetteer.matcher import NameMatch
from geomap.recognition.shadow import Shadow
from geomap.recognition.tagger import Reading
from geomap.recognition.tokens import Tokens

# Least probability of a name of any kind, in the mean over the words: on TR-News and GeoWebNews in lower case .5 finds less,
# .1 is less precise.
_LEAST_NAMED = 0.2
# Single words of fewer letters stay words: "us", "la", "of".
_SHORTEST = 4
# Hashtags keep their capitals in tweets that have no others, and so does "I".
_WORD = re.compile(r"(?<![\w#@])\w{2,}")


def is_lower_case(text: str) -> bool:
    """Whether no word of a text has a capital, hashtags and single letters apart.

    Examples
    --------
    >>> is_lower_case("rain in lille, said I #PrayForLille"), is_lower_case("rain in Lille"), is_lower_case("")
    (True, False, False)
    """
    words = (found.group() for found in _WORD.finditer(text))
    first = next(words, "")
    return bool(first) and first == first.lower() and all(word == word.lower() for word in words)


def with_capitals(shadow: Shadow, reading: Reading, matches: Sequence[NameMatch]) -> Shadow:
    """The shadow of a text in lower case, of the same length, with capitals where known names may be meant.

    Parameters
    ----------
    shadow, reading
        The text and what the tagger, which has learnt from tweets too, makes of it as it stands.
    matches
        The gazetteer's matches over its tokens, in lower case.
    """
    named = 1 - reading.tags[:, 0]
    letters = list(shadow.text)
    for match in matches:
        if float(named[match.start : match.end].mean()) >= _LEAST_NAMED:
            for place in _initials(reading.tokens, match):
                capital = letters[place].upper()
                letters[place] = capital if len(capital) == 1 else letters[place]
    return Shadow("".join(letters), shadow.places, shadow.ends)


def _initials(tokens: Tokens, match: NameMatch) -> Iterator[int]:
    words = range(match.start, match.end)
    if len(words) == 1 and len(tokens.words[match.start]) < _SHORTEST:
        return
    yield from (int(tokens.starts[word]) for word in words if tokens.words[word] not in ("of", "the", "and"))
