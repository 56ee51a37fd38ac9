"""What would have made the runner-up the answer: the evidence without which the ranker would have chosen it.

::

    groups that speak for the answer, strongest first      containment  document  prominence
    left out one at a time                                       no         no         no
    left out together, one more each time                    containment + document           → the order turns: this is said

Leaving a group out is not arithmetic on the contributions: both places go down the trees again, without the group. What a place is by
itself (its name, how well known it is) cannot be absent, so there it is made equal: both have what the answer has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from geomap.resolution.features import FEATURES, GROUP_OF, GROUPS
from geomap.resolution.ranker import Forest
from geomap.resolution.scene import Bools, Floats, Ints

_MADE_EQUAL: Mapping[str, str] = {"name": "the name fitted both alike", "prominence": "both were equally well known"}
_LEFT_OUT: Mapping[str, str] = {
    "cues": "the words beside the name",
    "containment": "what the text says lies in what",
    "document": "the other places of the story",
    "same_name": "the other mentions of the name",
    "publisher": "what is known of the publisher",
    "dateline": "the dateline",
    "role": "the role of the name",
}
# What a feature says when there is nothing to say, where that is not 0: no other place within half the Earth, a name said once.
_NOTHING: Mapping[str, float] = {"closest": float(np.log10(20_001.0)), "mentions": float(np.log1p(1.0))}
_AT_REST: Floats = np.array([_NOTHING.get(feature, 0.0) for feature in FEATURES])
_ORDER = tuple(GROUPS)
_GROUP_AT: Ints = np.array([_ORDER.index(group) for group in GROUP_OF])
# A lead that is made equal is none.
_IS_EQUAL: Bools = np.array([group in _MADE_EQUAL for group in GROUP_OF]) & ~np.array([name.endswith("_lead") for name in FEATURES])


def decisive_groups(answers: Floats, rivals: Floats, favors: Floats, forest: Forest) -> list[tuple[str, ...]]:
    """Groups of evidence without which each rival would have a higher score than its answer.

    Parameters
    ----------
    answers, rivals
        Features of the place chosen and of the other one, shape (pairs, features) each.
    favors
        How much more each feature adds to the score of the answer than to that of the rival, shape (pairs, features).
    forest
        The trees that chose.

    Returns
    -------
    list of tuple of str
        For each pair: of the groups that turn the order by themselves the one that speaks most strongly for the answer; else as many of
        the strongest as it takes together. Empty when all together do not turn it, or none speaks more for the answer than for the rival.
    """
    favor = np.stack([favors[:, number == _GROUP_AT].sum(axis=1) for number in range(len(_ORDER))], axis=1)
    count = (favor > 0).sum(axis=1)
    rank = np.argsort(np.argsort(-favor, axis=1, kind="stable"), axis=1, kind="stable")
    found: list[tuple[str, ...]] = [()] * len(answers)
    waiting = list(range(len(answers)))
    for together in (False, True):
        asked = [(pair, place) for pair in waiting for place in range(int(together), int(count[pair]))]
        if not asked:
            break
        pairs, places = (np.array(column) for column in zip(*asked, strict=True))
        own = rank[pairs][:, _GROUP_AT]
        absent = own <= places[:, None] if together else own == places[:, None]
        nothing = np.where(_IS_EQUAL, answers[pairs], _AT_REST)
        rows = [np.where(absent, nothing, features[pairs]) for features in (answers, rivals)]
        of_answer, of_rival = forest.scores(np.concatenate(rows)).reshape(2, -1)
        turned = of_rival > of_answer
        for pair, place in zip(pairs[turned].tolist(), places[turned].tolist(), strict=True):
            left_out = rank[pair] <= place if together else rank[pair] == place
            found[pair] = found[pair] or tuple(group for group, own in zip(_ORDER, left_out, strict=True) if own)
        waiting = [pair for pair in waiting if not found[pair]]
    return found


def clause_of(groups: Sequence[str]) -> str:
    """Groups of evidence as a condition in English; empty for none.

    Examples
    --------
    >>> clause_of(["cues"]), clause_of(["prominence", "dateline", "publisher"])
    ('without the words beside the name', 'if both were equally well known and without the dateline and what is known of the publisher')
    """
    equal = [_MADE_EQUAL[group] for group in groups if group in _MADE_EQUAL]
    absent = [_LEFT_OUT[group] for group in groups if group in _LEFT_OUT]
    parts = [f"if {_and(equal)}"] if equal else []
    parts += [f"without {_and(absent)}"] if absent else []
    return " and ".join(parts)


def _and(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + f" and {words[-1]}" if len(words) > 1 else words[0]
