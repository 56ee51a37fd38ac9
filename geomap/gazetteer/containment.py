"""Names that say where they lie: "Paris, Texas", "Dhaka's Keraniganj", "Mooroopna in Victoria"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from geomap.gazetteer.derive import derived_keys
from geomap.gazetteer.geometry import distance_km
from geomap.models import Candidate

# Longer "names" are sentences.
_MOST_WORDS = 8
# Words between a place and what holds it; after an "s" (of a possessive) the place comes second.
_WITHIN, _OWNS = frozenset({"in", "of", "near"}), "s"
# Kilometres from the place that is said to hold it: "Zakho, Dohuk" names the city of Dohuk for the province around it.
_BESIDE_KM = 120.0


def splits(key: str) -> Iterator[tuple[str, str]]:
    """Ways to read a key as a place and what holds it, the longest place first.

    Examples
    --------
    >>> list(splits("paris texas"))
    [('paris', 'texas')]
    >>> list(splits("dhaka s keraniganj"))[-1]
    ('keraniganj', 'dhaka')
    """
    words = key.split()
    if len(words) > _MOST_WORDS:
        return
    for cut in range(len(words) - 1, 0, -1):
        before, after = words[:cut], words[cut:]
        if len(after) > 1 and after[0] in _WITHIN:
            yield " ".join(before), " ".join(after[1:])
        elif len(after) > 1 and after[0] == _OWNS:
            yield " ".join(after[1:]), " ".join(before)
        else:
            yield " ".join(before), " ".join(after)


def holding_keys(key: str) -> Iterator[str]:
    """Keys of what a name says to hold it, by a word between them or a possessive; the shortest first.

    Examples
    --------
    >>> list(holding_keys("southern boundary of ghana")), list(holding_keys("wuhan s optics valley")), list(holding_keys("new york"))
    (['ghana'], ['wuhan'], [])
    """
    words = key.split()
    if len(words) > _MOST_WORDS:
        return
    for i in range(len(words) - 2, 0, -1):
        if words[i] in _WITHIN:
            yield " ".join(words[i + 2 :] if words[i + 1] == "the" else words[i + 1 :])
        elif words[i] == _OWNS:
            yield " ".join(words[:i])


def contained(key: str, exact: Callable[[Sequence[str]], Mapping[str, Sequence[Candidate]]]) -> list[Candidate]:
    """Candidates of the place in a key that also names what holds it, those only that lie in it, else in its country close to it.

    Parameters
    ----------
    key
        Made by `geomap.gazetteer.keys.key_of`, of two words or more.
    exact
        Gives the candidates of those keys that are known.
    """
    pairs = list(splits(key))
    forms = {part: (part, *derived_keys(part)) for pair in pairs for part in pair}
    known = exact(sorted({form for several in forms.values() for form in several})) if pairs else {}
    named = {part: next((known[form] for form in several if form in known), ()) for part, several in forms.items()}
    for part, whole in pairs:
        if found := [candidate for candidate in named[part] if _inside(candidate, named[whole])]:
            return found
    for part, whole in pairs:
        if found := [candidate for candidate in named[part] if _beside(candidate, named[whole])]:
            return found
    return []


def _inside(candidate: Candidate, holders: Sequence[Candidate]) -> bool:
    return any(holder.place.id in candidate.place.parents for holder in holders)


def _beside(candidate: Candidate, holders: Sequence[Candidate]) -> bool:
    place = candidate.place
    return any(
        holder.place.country == place.country and 0 < distance_km(place.point, holder.place.point) <= _BESIDE_KM for holder in holders
    )
