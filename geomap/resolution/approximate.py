"""Where the words of the text place a name, held against what the gazetteer says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from geomap.models import Alternative, Area, Candidate, Document, Evidence, Place, Resolution, Span
from geomap.resolution.ground import Ground
from geomap.resolution.placing import consistent, gap_km, place_by_words

# A place believed more strongly than this is not given up for the words of one phrase, which may be misread.
_SURE = 0.85
# Words that leave more open than this cannot contradict a candidate.
_DECISIVE_RADIUS_KM = 80.0
_WITHOUT = "without the words that say where it lies"
# How sure a reader of the words can be that the place lies in the area: `Area` holds it with .8.
_IN_AREA = 0.8


def place_approximately(
    resolution: Resolution,
    candidates: Sequence[Candidate],
    places: Mapping[Span, Place],
    document: Document,
    ground: Ground,
    within: Sequence[Place] = (),
) -> Resolution:
    """Resolution of a mention that the text places by its words.

    Parameters
    ----------
    resolution
        What the ranker says.
    candidates
        All candidates of the mention, most believed first.
    places
        Places of the names in the text, by their spans.
    document, ground, within
        As `place_by_words` takes them.

    Returns
    -------
    Resolution
        The candidate that lies where the words say, else an approximate place, else the resolution as it was: when no anchor is
        known, the words are vague, or the ranker is sure.
    """
    mention = resolution.mention
    anchors = {span: places[span] for phrase in mention.spatial for span in phrase.anchors if span in places}
    area = place_by_words(mention, anchors, document=document, ground=ground, within=within)
    if area is None:
        return resolution
    if resolution.place and (consistent(area, resolution.place) or resolution.confidence >= _SURE or _is_area(resolution.place)):
        return _supported(resolution, area)
    fitting = next((c for c in candidates if c.rule in {"exact", "derived"} and c.kind != "demonym" and consistent(area, c.place)), None)
    if fitting:
        evidence = Evidence("words", f"it lies where the text says: '{area.words}'", 1.0)
        own = (Alternative(resolution.place, 1.0 - _IN_AREA, _WITHOUT),) if resolution.place else ()
        others = (replace(other, chosen_if="") for other in resolution.alternatives if other.place.id != fitting.place.id)
        return replace(
            resolution,
            status="resolved",
            place=fitting.place,
            matched=fitting,
            confidence=_IN_AREA,
            evidence=(evidence,),
            alternatives=(*own, *others),
            reason="",
        )
    if resolution.place and area.radius_km > _DECISIVE_RADIUS_KM:
        return resolution
    return _approximate(resolution, area, anchors)


def _supported(resolution: Resolution, area: Area) -> Resolution:
    if resolution.place is None or gap_km(area, resolution.place) > 0:
        return resolution
    return replace(resolution, evidence=(*resolution.evidence, Evidence("words", f"it lies where the text says: '{area.words}'", 0.0)))


def _is_area(place: Place) -> bool:
    """Whether a place is so large that a phrase about it says where something else lies."""
    return place.radius_km > _DECISIVE_RADIUS_KM


def _approximate(resolution: Resolution, area: Area, anchors: Mapping[Span, Place]) -> Resolution:
    name = " ".join(resolution.mention.text.split())
    nearest = next(iter(anchors.values()))
    place = Place(
        f"text:{name}",
        name,
        area.center,
        "P",
        country=nearest.country if len({anchor.country for anchor in anchors.values()}) == 1 else "",
        parents=nearest.parents[:1],
        radius_km=area.radius_km,
        source="the article",
    )
    evidence = (Evidence("words", f"the text says '{area.words}'", 1.0),)
    return Resolution(resolution.mention, "approximate", place, _IN_AREA, evidence, resolution.alternatives, area)
