"""What a story is about: the places that most of its weight falls on, as country, division and place.

Each resolution weighs by the role of its mention, by where it stands and by how sure it is; what it adds to its place it also adds to
the division and the country that contain it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, get_args

from geomap.gazetteer import Gazetteer
from geomap.models import Document, Focus, Place, Resolution, Role

Level = Literal["country", "division", "place"]

# What happens somewhere says more of the place than who acts. Chosen, not fitted: on lgl-dev all roles alike do as well (docs/placing.md).
_BY_ROLE: dict[Role, float] = {"literal": 1.0, "dateline": 1.0, "metonymic": 0.6, "modifier": 0.7, "demonym": 0.6, "embedded": 0.5}
# A name in the title or in the first two paragraphs tells the subject more often than one further down.
_IN_TITLE, _IN_LEAD = 2.0, 1.5
_LEAD_PARAGRAPHS = 2
# A lead is at most this long: texts without line breaks are all one paragraph.
_LEAD_LENGTH = 500
# A place with a smaller share is named, but the story is not about it; more than three is no focus.
LEAST_SHARE = 0.1
_MOST = 3
# Never weigh a resolution as nothing: its confidence is low also where the story itself is hard.
_LEAST_CONFIDENCE = 0.1


def find_focus(resolutions: Sequence[Resolution], document: Document, gazetteer: Gazetteer) -> tuple[Focus, ...]:
    """Places that a story is about.

    Parameters
    ----------
    resolutions
        Of the document's mentions, in any order.
    document
        The document.
    gazetteer
        Knows the countries and divisions that contain a place.

    Returns
    -------
    tuple of Focus
        Countries, then divisions, then places, each by share, largest first; at most three of a level, none below a tenth. Empty when
        nothing is resolved.
    """
    placed = [(resolution.place, _weight(resolution, document)) for resolution in resolutions if resolution.place]
    containers = gazetteer.places(sorted({parent for place, _ in placed for parent in place.parents}))
    weights: dict[Level, dict[str, float]] = {level: defaultdict(float) for level in get_args(Level)}
    known: dict[str, Place] = {}
    for place, weight in placed:
        for level, holder in _levels(place, containers, gazetteer):
            weights[level][holder.id] += weight
            known[holder.id] = holder
    return tuple(focus for level in get_args(Level) for focus in _foremost(level, weights[level], known))


def _foremost(level: Level, weights: dict[str, float], known: dict[str, Place]) -> Iterator[Focus]:
    total = sum(weights.values())
    ordered = sorted(weights, key=lambda place_id: (-weights[place_id], -known[place_id].population, place_id))
    for place_id in ordered[:_MOST]:
        if weights[place_id] >= LEAST_SHARE * total:
            yield Focus(level, known[place_id], round(weights[place_id] / total, 4))


def _levels(place: Place, containers: dict[str, Place], gazetteer: Gazetteer) -> Iterable[tuple[Level, Place]]:
    """Country, division and place that a place counts for, those that there are."""
    if place.feature_code.startswith("PCL"):
        return [("country", place)]
    parents = [containers[parent] for parent in place.parents if parent in containers]
    found: list[tuple[Level, Place]] = [("country", parent) for parent in parents if parent.feature_code.startswith("PCL")][:1]
    if not found and place.country and (country := gazetteer.country(place.country)):
        found.append(("country", country))
    if place.feature_code == "ADM1":
        return [*found, ("division", place)]
    found += [("division", parent) for parent in parents if parent.feature_code == "ADM1"][:1]
    # A region that reaches over borders, a continent or a sea is no place that a story plays in.
    return [*found, ("place", place)] if found else []


def _weight(resolution: Resolution, document: Document) -> float:
    confidence = 1.0 if resolution.status == "corrected" else max(_LEAST_CONFIDENCE, resolution.confidence)
    return _BY_ROLE[resolution.mention.role] * confidence * _standing(resolution.mention.start, document)


def _standing(start: int, document: Document) -> float:
    """Weight of a position in the text."""
    head = document.text.find(document.title) if document.title else -1
    if head >= 0 and head <= start < head + len(document.title):
        return _IN_TITLE
    if start >= _LEAD_LENGTH + max(0, head) + len(document.title):
        return 1.0
    paragraphs = sum(1 for line in document.text[:start].split("\n")[:-1] if line.strip())
    return _IN_LEAD if paragraphs < _LEAD_PARAGRAPHS + (head >= 0) else 1.0
