"""Names that say where they lie: "Paris, Texas", "Dhaka's Keraniganj", "Mooroopna in Victoria"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from geomap.models import Candidate

# Longer "names" are sentences.
_MOST_WORDS = 8
# Words between a place and what holds it; after an "s" (of a possessive) the place comes second.
_WITHIN, _OWNS = frozenset({"in", "of", "near"}), "s"


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


def contained(key: str, exact: Callable[[Sequence[str]], Mapping[str, Sequence[Candidate]]]) -> list[Candidate]:
    """Candidates of the place in a key that also names what holds it, those only that lie in it.

    Parameters
    ----------
    key
        Made by `geomap.gazetteer.keys.key_of`, of two words or more.
    exact
        Gives the candidates of those keys that are known.
    """
    pairs = list(splits(key))
    known = exact(sorted({part for pair in pairs for part in pair})) if pairs else {}
    for part, whole in pairs:
        holders = {candidate.place.id for candidate in known.get(whole, ())}
        found = [candidate for candidate in known.get(part, ()) if holders.intersection(candidate.place.parents)]
        if found:
            return found
    return []
