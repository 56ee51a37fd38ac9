"""How likely a name means a place when nothing else is known.

The strength of a place is a number of decades: of two places that share a name, the one that is stronger by 1 is meant ten
times as often. It follows from class and population; the name takes something off when it is not the place's usual one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log10
from typing import Literal

from geomap.models import NameKind

Kinship = Literal["kin", "cousin", "stranger"]

# Strength of a place without population, and decades for each tenfold of population (or of radius in kilometres, for classes
# whose places have extent rather than inhabitants), by feature code, then by class.
# Chosen so that the first candidate is most often the right one on the development corpora (benchmarks/lookup.py --first).
_BY_CODE = {
    "CONT": (7.5, 0.0),
    "PCL": (3.6, 0.45),
    # Behind a living city that bears its name: "Gold Coast" is seldom the colony.
    "PCLH": (2.9, 0.45),
    "ADM1": (1.6, 0.58),
    "ADM2": (0.3, 0.64),
    "ADM": (0.2, 0.6),
    "PPLC": (1.9, 0.74),
    "AIRF": (2.0, 0.0),
    "AIRP": (2.4, 0.0),
    # Seats of power stand for governments: "the White House" is hardly ever the town in Tennessee.
    "GOVL": (4.4, 0.0),
}
_BY_CLASS = {"A": (0.3, 0.6), "P": (0.0, 0.84), "S": (3.4, 0.0), "R": (3.0, 0.0)}
_BY_EXTENT = {"L": (4.0, 0.55), "H": (2.6, 0.9), "T": (3.4, 0.7), "V": (3.0, 0.7)}
# A long river gives its bare name to the states and provinces on its banks: "Yukon", "Missouri".
_STREAM = (3.0, 0.45)
_OTHER = (3.0, 0.0)
# A place whose population is unknown counts as one of this many inhabitants, fewer than any of the source.
_UNKNOWN_POPULATION = 100
# A place that was written into a curated table is one that news names: as often as a town of this size, when its population is unknown.
_CURATED_POPULATION = 5_000
_NAME_KIND: dict[NameKind, float] = {"preferred": 0.0, "demonym": -0.1, "abbreviation": -0.2, "alternate": -0.5, "former": -0.8}
# Shares of common pairs of letters from which two names are alike, and somewhat alike.
_KIN, _COUSIN = 0.5, 0.25
# Share of a name that a part of it must make up to be like it: "Mitrovica" is half of "Sremska Mitrovica".
_WHOLE = 0.6
# Decades that an alternate name takes off beside the 0.5 of every alternate name.
_KINSHIP: dict[Kinship, float] = {"kin": 0.0, "cousin": 0.7, "stranger": 1.9}
# Strength of "means no place that we know": keeps the prior of a lone hamlet below that of a lone metropolis.
_BACKGROUND = 1.5
# Weights are stored as whole steps of a twentieth of a decade.
STEPS = 20
# What a stored weight, one byte, stands for as a number of times; asked for with each candidate.
POWERS = tuple(10.0 ** (weight / STEPS) for weight in range(256))


def strength(feature_class: str, feature_code: str, population: int, *, radius_km: float | None = None, curated: bool = False) -> float:
    """Strength of a place in decades; ``curated`` for one that stands in a table because news names it.

    Examples
    --------
    >>> strength("P", "PPLC", 10_000_000) > strength("P", "PPL", 10_000)
    True
    >>> strength("H", "SEA", 0, radius_km=900) > strength("A", "ADM1", 500_000) > strength("H", "LK", 0, radius_km=5)
    True
    """
    if feature_class in _BY_EXTENT and feature_code[:4] not in _BY_CODE:
        base, slope = _STREAM if feature_code.startswith("STM") else _BY_EXTENT[feature_class]
        return base + slope * log10(max(1.0, radius_km or default_radius_km(feature_class, feature_code, population)))
    base, slope = _BY_CLASS.get(feature_class, _OTHER)
    for length in (len(feature_code), 4, 3):
        if feature_code[:length] in _BY_CODE:
            base, slope = _BY_CODE[feature_code[:length]]
            break
    return base + slope * log10(population or (_CURATED_POPULATION if curated else _UNKNOWN_POPULATION))


def name_weight(place_strength: float, kind: NameKind, kinship: Kinship) -> int:
    """Stored weight of one name of a place, in steps of 1/20 decade, never below 0.

    Parameters
    ----------
    place_strength
        What `strength` gives.
    kind
        Kind of the name.
    kinship
        How like it is to the name that the place is shown by; it counts for alternate and former names only.
    """
    off = _NAME_KIND[kind] - (_KINSHIP[kinship] if kind in ("alternate", "former") else 0)
    return max(0, round(STEPS * (place_strength + off)))


def kinship(key: str, shown: str) -> Kinship:
    """How like a name is to the one that its city or division is shown by: those that are not are mostly names of old.

    GeoNames does not say which of its names are out of use: Philadelphia was Amman, Berea was Aleppo. A name in another script
    counts as kin: no namesake competes with it.

    Examples
    --------
    >>> kinship("philadelphia", "amman"), kinship("cologne", "koln"), kinship("sevilla", "seville")
    ('stranger', 'cousin', 'kin')
    """
    if not key.isascii() or key == shown:
        return "kin"
    if key in shown or shown in key:
        return "kin" if min(len(key), len(shown)) >= _WHOLE * max(len(key), len(shown)) else "cousin"
    pairs = set(pairwise(key)), set(pairwise(shown))
    shared = len(pairs[0] & pairs[1]) / max(1, min(map(len, pairs)))
    return "kin" if shared >= _KIN else "cousin" if shared >= _COUSIN else "stranger"


def total_weight(weights: Iterable[float]) -> float:
    """Sum of the weights of all candidates of a name, in decades; with a share for "none of them"."""
    return log10(sum(10.0 ** (weight / STEPS) for weight in weights) + 10.0**_BACKGROUND)


def prior_of(weight: float, total: float) -> float:
    """Prior of a candidate from its weight in steps and the `total_weight` of its name."""
    return float(min(1.0, 10.0 ** (weight / STEPS - total)))


def priors(weights: Sequence[float]) -> list[float]:
    """Prior of each candidate of one name from their weights in steps; with what is left over for "none of them".

    Examples
    --------
    >>> [round(prior, 2) for prior in priors([100, 80])]
    [0.91, 0.09]
    """
    total = total_weight(weights)
    return [prior_of(weight, total) for weight in weights]


def default_radius_km(feature_class: str, feature_code: str, population: int) -> float:
    """Radius of a circle about as large as a place of which only class and population are known.

    A town of 1,000 gets 0.6 km and one of a million 13 km, which fits the built-up areas of the world's cities within a
    factor of two; divisions get the median of those whose outline is known.
    """
    if feature_class == "P":
        return min(40.0, max(0.5, 0.6 * (population / 1000) ** 0.45)) if population else 0.5
    if feature_class == "A":
        return {"ADM1": 60.0, "ADM2": 20.0, "ADM3": 8.0}.get(feature_code[:4], 100.0 if feature_code.startswith("PCL") else 8.0)
    return {"S": 0.5, "R": 2.0, "T": 10.0, "H": 20.0, "L": 50.0}.get(feature_class, 5.0)
