"""The map as plain data for the page's own script: what the files of `geomap/rendering/assets/map` read, and nothing else."""

from __future__ import annotations

from math import ceil, log10

import numpy as np
import numpy.typing as npt
import shapely

from geomap.models import Point
from geomap.rendering.context import ContextName
from geomap.rendering.geometry import Bounds, distance_km, encoded, lines_of
from geomap.rendering.ground import Ground
from geomap.rendering.layout import Layout, PlacedView
from geomap.rendering.view import AlternativeView, MapView, MentionView, PlaceView
from geomap.rendering.words import DOUBTFUL_BELOW, ROLE_WORDS, TONE_WORDS, confidence_words

Json = dict[str, object]
Parts = npt.NDArray[np.object_]

# Width for which outlines are drawn without a visible corner; a wider screen or a closer look shows some.
PIXELS = 1000
# Letters that the detailed ground may take; detail is halved until it fits.
GROUND_BUDGET = 80_000
# The whole world at about half a pixel of a map 1,200 pixels wide.
FAR_TOLERANCE = 0.2
# Sentences in a popup, and how many facts and other readings stand under "why" and "what else".
SNIPPETS, FACTS, ALTERNATIVES = 5, 6, 4


def payload(view: MapView, layout: Layout) -> Json:
    """Return the map of ``view`` as JSON-ready data.

    The keys are always the same, whatever the article holds. Texts that many mentions share stand once in ``facts``.
    """
    facts: dict[str, int] = {}
    fine = layout.extent.size / PIXELS
    return {
        "name": view.title,
        "extent": _box(layout.extent),
        "everything": _box(layout.everything),
        "reach": _box(layout.reach),
        "ground": _ground(layout.ground, fine),
        "far": _far(layout.far),
        "names": [_name(name) for name in layout.names],
        "places": [_place(place, fine, facts) for place in layout.places],
        "mentions": [_mention(mention, facts) for mention in view.mentions],
        "facts": list(facts),
        "tones": dict(TONE_WORDS),
        "roles": dict(ROLE_WORDS),
    }


def _box(bounds: Bounds) -> list[list[float]]:
    return [[round(bounds.south, 4), round(bounds.west, 4)], [round(bounds.north, 4), round(bounds.east, 4)]]


def _at(point: Point) -> list[float]:
    return [round(point.latitude, 5), round(point.longitude, 5)]


def _ground(ground: Ground, fine: float) -> Json:
    """Detailed ground, as detailed as the budget allows, at least to the pixel of the first view."""
    parts = _parts(ground)
    for finer in (8, 4, 2, 1):
        # Each step goes on from the one before it: a corner that the finer map can do without the coarser can too.
        parts = _simplified(parts, fine / finer)
        # Two coordinates of a point take about four letters between them.
        if 4 * sum(shapely.get_num_coordinates(found).sum() for found in parts.values()) <= GROUND_BUDGET:
            break
    return _encoded_ground(parts, fine / finer)


def _far(ground: Ground) -> Json:
    return _encoded_ground(_simplified(_parts(ground), FAR_TOLERANCE), FAR_TOLERANCE)


def _parts(ground: Ground) -> dict[str, Parts]:
    return {
        "land": shapely.get_parts(np.array([land.geometry for land in ground.land], dtype=object)),
        "borders": shapely.get_parts(ground.borders),
        "disputed": shapely.get_parts(ground.disputed),
        "divisions": shapely.get_parts(ground.divisions),
        "lakes": shapely.get_parts(ground.lakes),
        "rivers": shapely.get_parts(ground.rivers),
    }


def _simplified(parts: dict[str, Parts], tolerance: float) -> dict[str, Parts]:
    return {kind: _simple(found, tolerance) for kind, found in parts.items()}


def _encoded_ground(parts: dict[str, Parts], tolerance: float) -> Json:
    decimals = _decimals(tolerance)
    return {"scale": 10**decimals, **{kind: encoded(lines_of(found), decimals=decimals) for kind, found in parts.items()}}


def _decimals(tolerance: float) -> int:
    return max(1, ceil(-log10(tolerance)))


def _simple(parts: Parts, tolerance: float) -> Parts:
    """Lines and polygons without corners finer than the tolerance, and without islands smaller than a dot of it."""
    west, south, east, north = shapely.bounds(parts).T
    large = parts[np.maximum(east - west, north - south) >= 1.5 * tolerance]
    simple: Parts = shapely.simplify(large, tolerance, preserve_topology=False)
    return simple


def _name(name: ContextName) -> list[object]:
    return [name.text, _at(name.point), "capital" if name.capital else name.kind, name.rank]


def _place(placed: PlacedView, fine: float, facts: dict[str, int]) -> Json:
    place = placed.view
    outline: list[object] | None = None
    if placed.outline is not None:
        west, south, east, north = placed.outline.bounds
        # As fine as the ground, but a continent need not be finer than what a screen shows of it.
        tolerance = max(fine / 2, max(east - west, north - south) / 2500)
        decimals = _decimals(tolerance)
        lines = encoded(lines_of(_simple(shapely.get_parts(placed.outline), tolerance)), decimals=decimals)
        # An islet may be smaller than what the map shows; it is drawn as a circle then.
        outline = [10**decimals, lines] if lines else None
    return {
        "number": place.number,
        "name": place.place.name,
        "kind": place.kind,
        "where": place.where,
        "at": _at(placed.point),
        "anchor": _at(placed.anchor),
        "inside": placed.inside,
        "shape": place.shape,
        "tone": place.tone,
        "weight": round(place.weight, 2),
        "outline": outline,
        "radius": round(placed.radius_km, 2),
        "certainty": _tier(place.confidence),
        "confidence": confidence_words(place.confidence),
        "words": place.area.words if place.area else "",
        "claim": _claim(place),
        "why": [_fact(text, facts) for text in place.evidence[:FACTS]],
        "others": [_other(other, place) for other in place.alternatives[:ALTERNATIVES]],
        "snippets": place.snippets[:SNIPPETS],
        "rest": max(0, len(place.snippets) - SNIPPETS),
        "mentions": place.mentions,
        "coordinates": f"{place.place.point.latitude:.4f}, {place.place.point.longitude:.4f}",
        "source": f"{place.place.source}, {place.place.licence}".strip(", "),
        "id": place.place.id,
        "link": place.link,
    }


def _tier(confidence: float) -> str:
    """Return ``sure``, ``likely`` or ``doubtful``: the three that a mark on the map can tell apart."""
    return "sure" if confidence >= 0.75 else "likely" if confidence >= DOUBTFUL_BELOW else "doubtful"


def _claim(place: PlaceView) -> list[list[str]]:
    """What is asserted of a contested place, as headed lines; empty for every other place."""
    claim = place.claim
    if claim is None:
        return []
    lines = [
        ("", claim.wording),
        ("Administered by", claim.administers),
        ("Claimed by", "; ".join(claim.claims)),
        ("Recognition", claim.recognition),
    ]
    return [[head, text] for head, text in lines if text]


def _other(other: AlternativeView, place: PlaceView) -> Json:
    return {
        "name": other.place.name,
        "kind": other.kind,
        "where": other.where,
        "at": _at(other.place.point),
        "confidence": confidence_words(other.confidence),
        "distance": round(distance_km(place.place.point, other.place.point)),
    }


def _mention(mention: MentionView, facts: dict[str, int]) -> list[object]:
    return [
        mention.text,
        mention.place,
        mention.role,
        mention.status,
        round(mention.confidence, 3),
        [_fact(text, facts) for text in mention.evidence[:3]],
        mention.reason,
    ]


def _fact(text: str, facts: dict[str, int]) -> int:
    return facts.setdefault(text, len(facts))
