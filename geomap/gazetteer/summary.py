"""What is known of a key without reading its places: one whole number beside its first name."""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

from geomap.gazetteer.schema import MatchKind

_MOST_CANDIDATES = 1023


@dataclass(frozen=True, slots=True)
class KeySummary:
    """What is known of a key.

    Attributes
    ----------
    candidates
        Number of places that bear the name; 1,023 stands for that many or more.
    population_log10
        Decades of the largest population among them, in tenths; 0 when none is known.
    prior
        Prior of the likeliest place, in hundredths.
    kinds
        Kinds of all places and names of the key.
    """

    candidates: int
    population_log10: float
    prior: float
    kinds: MatchKind


def pack(candidates: int, population: int, prior: float, kinds: int) -> int:
    """Pack a summary into 37 bits: kinds, prior, population, candidates from the highest bit down."""
    decades = round(10 * log10(population)) if population > 1 else 0
    return ((kinds << 7 | round(100 * prior)) << 7 | decades) << 10 | min(candidates, _MOST_CANDIDATES)


def unpack(packed: int) -> KeySummary:
    """Undo `pack`.

    Examples
    --------
    >>> unpack(pack(3, 1_000_000, 0.5, 4))
    KeySummary(candidates=3, population_log10=6.0, prior=0.5, kinds=<MatchKind.CITY: 4>)
    """
    return KeySummary(packed & 1023, (packed >> 10 & 127) / 10, (packed >> 17 & 127) / 100, MatchKind(packed >> 24))
