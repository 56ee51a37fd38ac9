"""Every run of words that is a name, found without a query for each run.

In a picture: each word is hashed once; the hashes of all runs of 1 to 7 words follow from them, length by length, for the
whole text at a time; the Bloom filter throws out nearly all; what is left is spelled out and asked for in one query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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


class _Word(NamedTuple):
    """Hashes of a word inside a run and at its end, each with 256 to the power of its bytes; and the key words themselves."""

    inside: tuple[int, int, int, int]
    last: tuple[int, int, int, int]
    inside_text: str
    last_text: str


def _hashed(text: str) -> tuple[int, int, int, int]:
    size = len(text.encode())
    return (*key_hash(text), pow(256, size, PRIMES[0]), pow(256, size, PRIMES[1]))


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
        import numpy as np

        at, known, breaks = self._prepare(words)
        if not known:
            return ()
        capital = np.array([words[i][:1] != words[i][:1].lower() or not words[i][:1].isascii() for i in at])
        runs = self._runs(known, np.array(breaks), capital if cased else None)
        spelled = [(start, end, self._spell(known[start:end])) for start, end in runs]
        found = self._fetch(sorted({key for _, _, key in spelled}))
        return tuple(self._extended(words, at[s], at[e - 1] + 1, key, found[key]) for s, e, key in spelled if key in found)

    @staticmethod
    def _extended(words: Sequence[str], start: int, end: int, key: str, summary: KeySummary) -> NameMatch:
        if start and summary.kinds & MatchKind.ARTICLE and words[start - 1].lower() == "the":
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
            entry = _Word(_hashed(inside), _hashed(last), inside, last)
        self._words[word] = entry
        return entry

    @staticmethod
    def _spell(run: Iterable[_Word]) -> str:
        *inside, last = run
        return " ".join([*(word.inside_text for word in inside), last.last_text])

    def _runs(
        self, known: Sequence[_Word], breaks: NDArray[np.int64], capital: NDArray[np.bool_] | None
    ) -> list[tuple[int, int]]:
        """Runs that pass the filter, as ranges of ``known``, by start, then end."""
        import numpy as np

        inside = np.array([word.inside for word in known], dtype=np.uint64)
        last = np.array([word.last for word in known], dtype=np.uint64)
        primes = np.array(PRIMES, dtype=np.uint64)
        count = len(known)
        # Column 0 and 1: the hash of the run so far modulo each prime, for the run that starts at each word.
        hashes = np.zeros((count, 2), dtype=np.uint64)
        capitals = None if capital is None else np.concatenate([[0], np.cumsum(capital)])
        # A leading "the" is no part of a key, so no run of two starts with it.
        article = np.array([word.last_text == "the" for word in known])
        found: list[tuple[int, int]] = []
        for length in range(1, min(LONGEST_RUN, count) + 1):
            starts = count - length + 1
            ends = np.arange(length - 1, count)
            hashes = hashes[:starts]
            spaced = hashes if length == 1 else (hashes * np.uint64(256) + np.uint64(32)) % primes
            whole = (spaced * last[ends, 2:] + last[ends, :2]) % primes
            passed = self._filter.may_hold(whole[:, 0], whole[:, 1]) & (breaks[ends] == breaks[:starts]) & ~article[:starts]
            if capitals is not None:
                passed &= capitals[length:] > capitals[:starts]
            found.extend((start, start + length) for start in np.flatnonzero(passed).tolist())
            hashes = (spaced * inside[ends, 2:] + inside[ends, :2]) % primes
        return sorted(found)
