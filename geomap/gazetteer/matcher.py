"""Every run of words that is a name, found without a query for each run.

In a picture: each word is hashed once; the hashes of all runs of 1 to 7 words follow from them, length by length, for the
whole text at a time; the Bloom filter throws out nearly all; what is left is spelled out and asked for in one query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.bloom import PRIMES, BloomFilter, key_hash
from geomap.gazetteer.keys import key_words, long_form
from geomap.gazetteer.schema import MatchKind
from geomap.gazetteer.summary import KeySummary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Longest run looked for; 99.9 % of the packaged keys have at most this many words.
LONGEST_RUN = 7
# Words without letters that may stand inside a name ("Guinea - Bissau", "L ' Aquila"); others end it.
_INSIDE = frozenset("-‐‑–'’.·")
# A tokenizer cuts these off, but some names hold them: "St. John's", "King's Lynn".
POSSESSIVES = frozenset({"'s", "’s", "'S", "’S"})
# Distinct words kept with their hashes: a large vocabulary of news; 40 MB of text has fewer.
_CACHED_WORDS = 200_000


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A run of words that is a name in the gazetteer.

    Attributes
    ----------
    start, end
        Indices into the words, end exclusive. "The" is part of the run when the source writes it ("The Hague").
    key
        The key that matched.
    summary
        Number of candidates, decades of the largest population, best prior, kinds of places and names.
    """

    start: int
    end: int
    key: str
    summary: KeySummary


def with_possessives(words: Sequence[str]) -> tuple[list[str], list[tuple[int, int]]]:
    """Words around each possessive, with it put back, and the range of words that each stands for; other stretches are left out.

    Examples
    --------
    >>> with_possessives(["King", "'s", "Lynn"])
    (["King's", 'Lynn', ','], [(0, 2), (2, 3), (1, 1)])
    """
    joined: list[str] = []
    numbers: list[tuple[int, int]] = []
    for at, word in enumerate(words):
        if at and word in POSSESSIVES:
            before = range(max(0, at - LONGEST_RUN), at - 1)
            after = range(at + 1, min(len(words), at + LONGEST_RUN))
            joined += [*(words[i] for i in before), words[at - 1] + word, *(words[i] for i in after), ","]
            numbers += [*((i, i + 1) for i in before), (at - 1, at + 1), *((i, i + 1) for i in after), (at, at)]
    return joined, numbers


class _Word(NamedTuple):
    """A word: `_numbers` of its key inside a run and at its end, 64 bytes; and these keys."""

    numbers: bytes
    inside: str
    last: str


# The hashes of a key, and 256 to the power of its bytes modulo each prime: what joining needs.
_FOUR = Struct("=4Q")


def _numbers(key: str) -> bytes:
    size = len(key.encode())
    return _FOUR.pack(*key_hash(key), pow(256, size, PRIMES[0]), pow(256, size, PRIMES[1]))


class Matcher:
    """Finds names in words.

    Parameters
    ----------
    keys
        The Bloom filter of all keys.
    fetch
        Gives the summaries of those of some keys that exist.
    """

    def __init__(self, keys: BloomFilter, fetch: Callable[[Sequence[str]], Mapping[str, KeySummary]]) -> None:
        self._filter = keys
        self._fetch = fetch
        self._words: dict[str, _Word | None] = {}

    def match(self, words: Sequence[str], *, cased: bool = False) -> tuple[NameMatch, ...]:
        """Give every run of words whose key is in the gazetteer, overlapping ones too, by start, then end.

        Parameters
        ----------
        words
            As a tokenizer gives them; punctuation other than hyphens, dots and apostrophes ends a run.
        cased
            Leave out runs in which no word begins with a capital (a letter without case counts as one).
        """
        found = self._match(words, cased=cased)
        if not any(word in POSSESSIVES for word in words):
            return found
        joined, numbers = with_possessives(words)
        further = [(match, numbers[match.start : match.end]) for match in self._match(joined, cased=cased)]
        more = [replace(match, start=at[0][0], end=at[-1][1]) for match, at in further if len(at) > 1 and any(b - a > 1 for a, b in at)]
        return tuple(sorted((*found, *more), key=lambda match: (match.start, match.end)))

    def _match(self, words: Sequence[str], *, cased: bool) -> tuple[NameMatch, ...]:
        import numpy as np

        at, known, breaks = self._prepare(words)
        if not known:
            return ()
        capital = np.array([not "a" <= words[i][:1] <= "z" for i in at]) if cased else None
        runs = self._runs(known, np.array(breaks), capital)
        spelled = [(start, end, self._spell(known[start:end])) for start, end in runs]
        found = self._fetch(sorted({key for _, _, key in spelled}))
        return tuple(self._extended(words, at[s], at[e - 1] + 1, key, found[key]) for s, e, key in spelled if key in found)

    @staticmethod
    def _extended(words: Sequence[str], start: int, end: int, key: str, summary: KeySummary) -> NameMatch:
        if start and words[start - 1].lower() == "the" and summary.kinds & MatchKind.ARTICLE:
            start -= 1
        return NameMatch(start, end, key, summary)

    def _prepare(self, words: Sequence[str]) -> tuple[list[int], list[_Word], list[int]]:
        """Positions of the words that carry letters, the words, and the number of breaks before each."""
        at: list[int] = []
        known: list[_Word] = []
        breaks: list[int] = []
        broken = 0
        for i, word in enumerate(words):
            entry = self._words[word] if word in self._words else self._learn(word)
            if entry:
                at.append(i)
                known.append(entry)
                breaks.append(broken)
            elif word not in _INSIDE:
                broken += 1
        return at, known, breaks

    def _learn(self, word: str) -> _Word | None:
        if len(self._words) >= _CACHED_WORDS:
            self._words.clear()
        parts = key_words(word)
        entry = None
        if parts:
            inside = " ".join(map(long_form, parts))
            last = " ".join([*map(long_form, parts[:-1]), parts[-1]])
            entry = _Word(_numbers(inside) + _numbers(last), inside, last)
        self._words[word] = entry
        return entry

    @staticmethod
    def _spell(run: Iterable[_Word]) -> str:
        *inside, last = run
        return " ".join([*(word.inside for word in inside), last.last])

    def _runs(self, known: Sequence[_Word], breaks: NDArray[np.int64], capital: NDArray[np.bool_] | None) -> list[tuple[int, int]]:
        """Runs that pass the filter, as ranges of ``known``, by start, then end."""
        import numpy as np

        numbers = np.frombuffer(b"".join(word.numbers for word in known), dtype=np.uint64).reshape(-1, 8)
        inside, last = numbers[:, :4], numbers[:, 4:]
        primes, space = np.array(PRIMES, dtype=np.uint64), np.uint64(ord(" "))
        capitals = None if capital is None else np.concatenate([[0], np.cumsum(capital)])
        # A leading "the" is no part of a key, so no run starts with it.
        starts = np.flatnonzero((last[:, :2] != np.array(key_hash("the"), dtype=np.uint64)).any(axis=1))
        # The hash, modulo each prime, of the run so far that starts at each of the starts.
        hashes = np.zeros((len(starts), 2), dtype=np.uint64)
        found: list[tuple[int, int]] = []
        for length in range(1, min(LONGEST_RUN, len(known)) + 1):
            inner = starts + (length - 1)
            kept = inner < len(known)
            kept[kept] = breaks[inner[kept]] == breaks[starts[kept]]
            starts, inner, hashes = starts[kept], inner[kept], hashes[kept]
            if length > 1:
                hashes = (hashes * np.uint64(256) + space) % primes
            whole = (hashes * last[inner, 2:] + last[inner, :2]) % primes
            passed = self._filter.may_hold(whole[:, 0], whole[:, 1])
            if capitals is not None:
                passed &= capitals[inner + 1] > capitals[starts]
            found.extend((start, start + length) for start in starts[passed].tolist())
            hashes = (hashes * inside[inner, 2:] + inside[inner, :2]) % primes
        return sorted(found)
