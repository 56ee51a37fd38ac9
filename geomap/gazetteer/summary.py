"""What is known of a key without reading its places: one whole number beside its first name.

From the highest bit down: total (10, for keys of several places), kinds (12), prior (5), population (5), candidates (9). A million keys
have such a number, most of them one of 31 bits, which the file stores in 4 bytes. The total is the sum of all weights in hundredths of
a decade: with it the prior of the first few places is known without reading the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import log10

from geomap.gazetteer.schema import MatchKind

_MOST_CANDIDATES = 511
# Steps of the prior from 0 to 1, and steps of a decade of population.
_PRIOR_STEPS, _DECADE_STEPS = 31, 3
# Steps of a decade of the total.
_TOTAL_STEPS = 100


@dataclass(frozen=True, slots=True)
class KeySummary:
    """What is known of a key.

    Attributes
    ----------
    candidates
        Number of places that bear the name; 511 stands for that many or more.
    population_log10
        Decades of the largest population among them, in thirds; 0 when none is known.
    prior
        Prior of the likeliest place, in steps of 1/31.
    kinds
        Kinds of all places and names of the key.
    """

    candidates: int
    population_log10: float
    prior: float
    kinds: MatchKind


def pack(candidates: int, population: int, prior: float, kinds: int, total: float = 0.0) -> int:
    """Pack a summary into one number; ``total`` counts in decades."""
    decades = round(_DECADE_STEPS * log10(population)) if population > 1 else 0
    high = (round(_TOTAL_STEPS * total) << 12 | kinds) << 5 | round(_PRIOR_STEPS * prior)
    return (high << 5 | decades) << 9 | min(candidates, _MOST_CANDIDATES)


def total_of(packed: int) -> float:
    """Total of a packed summary in decades; 0 for a key of one place."""
    return (packed >> 31) / _TOTAL_STEPS


@lru_cache(50_000)
def unpack(packed: int) -> KeySummary:
    """Undo `pack`.

    Examples
    --------
    >>> unpack(pack(3, 1_000_000, 1.0, 4))
    KeySummary(candidates=3, population_log10=6.0, prior=1.0, kinds=<MatchKind.CITY: 4>)
    """
    kinds = MatchKind(packed >> 19 & 0xFFF)
    return KeySummary(packed & 511, (packed >> 9 & 31) / _DECADE_STEPS, (packed >> 14 & 31) / _PRIOR_STEPS, kinds)
