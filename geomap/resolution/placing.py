"""Approximate placing: where a name lies by the words of the text, never given as exact.

Each phrase is a field (`geomap.resolution.fields`); the narrowest gives the map to compute on, the others narrow it further as long as they
do not contradict it. The center is the mean of the density, the radius holds .8 of it, the shape is the smallest region that does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from geomap.gazetteer.geometry import distance_km
from geomap.models import Area, Document, Mention, Place, Span, SpatialPhrase
from geomap.resolution.fields import field_of
from geomap.resolution.ground import Ground
from geomap.resolution.shapes import Floats, Grid, LocalPlane
from geomap.resolution.spread import ELSEWHERE, Field
from geomap.resolution.waters import on_land

# What the circle and the shape hold, as `geomap.models.Area` promises.
SHARE = 0.8
# A shape that differs from the circle by less than this share of it is given as the circle.
_CIRCLE = 0.12
# Less than this left of the density by another phrase: the two contradict each other, and the narrower one holds.
_CONTRADICTION = 1e-12
# Smallest radius: nobody points at a place in words to less than this.
_LEAST_RADIUS_KM = 0.5
# Half the side of the largest square that still fits on the Earth, corner to corner.
_WORLD_KM = 14_000.0
# Words before a phrase that can change its sense: "in the | north of Kosovo", "just | outside".
_BEFORE = 12
# A place within this many radii of the center still agrees with the words: 361 of the 362 true places of the tables do.
AGREES_WITHIN = 2.0


def place_by_words(
    mention: Mention,
    anchors: Mapping[Span, Place],
    *,
    document: Document,
    ground: Ground,
    within: Sequence[Place] = (),
) -> Area | None:
    """Where the words of the text place a mention.

    Parameters
    ----------
    mention
        The mention; its phrases that have it as their own anchor ("fighting 20 km north of Kherson") say nothing of where it is.
    anchors
        Places of the names that the phrases refer to, by their spans; those that are not known are left out.
    document
        The document, for the words.
    ground
        Outlines, land, rivers.
    within
        Places that the text names as containing it ("Banjska, Kosovo").

    Returns
    -------
    Area or None
        None when no phrase has an anchor that is known, or what it says is nowhere ("30,000 km north of Oslo").
    """
    own = Span(mention.start, mention.end)
    return _area([phrase for phrase in mention.spatial if own not in phrase.anchors], anchors, document, ground, within)


def gap_km(area: Area, place: Place) -> float:
    """Kilometres between an area and a place, each taken as a circle; 0 when they touch."""
    return max(0.0, distance_km(area.center, place.point) - area.radius_km - place.radius_km)


def consistent(area: Area, place: Place) -> bool:
    """Whether a place lies where the words say, with the tolerance that such words need.

    Examples
    --------
    >>> from geomap.models import Point
    >>> area = Area(Point(43.06, 20.87), 6.0, "20 km north of Mitrovica")
    >>> [consistent(area, Place("geonames:1", "A", point, "P")) for point in (Point(43.08, 20.95), Point(41.8, 23.5))]
    [True, False]
    """
    return gap_km(area, place) <= (AGREES_WITHIN - 1) * area.radius_km


def _area(
    phrases: Sequence[SpatialPhrase], anchors: Mapping[Span, Place], document: Document, ground: Ground, within: Sequence[Place]
) -> Area | None:
    read = [(field, words) for phrase in phrases for field, words in _read(phrase, anchors, document, ground)]
    if not read:
        return None
    read.sort(key=lambda pair: pair[0].reach_km)
    narrowest = read[0][0]
    grid = Grid(LocalPlane(narrowest.origin), min(_WORLD_KM, max(narrowest.reach_km, 2 * _LEAST_RADIUS_KM)))
    mass, used = _mass(grid, read, ground, within)
    if mass is None:
        return None
    # Not a matrix product: for this little, the threads of BLAS wait for one another longer than they compute.
    x, y = float((mass * grid.x).sum()), float((mass * grid.y).sum())
    distance = np.hypot(grid.x - x, grid.y - y)
    order = np.argsort(distance, kind="stable")
    held = int(np.searchsorted(np.cumsum(mass[order]), SHARE))
    radius = max(_LEAST_RADIUS_KM, float(distance[order[min(held, len(order) - 1)]]))
    chosen = grid.likeliest(mass, SHARE)
    # Cells that the circle and the shape do not share say whether the shape is worth drawing.
    circular = np.count_nonzero(chosen != (distance <= radius)) < _CIRCLE * np.count_nonzero(chosen)
    return Area(grid.plane.point(x, y), round(radius, 1), "; ".join(used), "" if circular else grid.wkt(grid.contour(chosen)))


def _read(phrase: SpatialPhrase, anchors: Mapping[Span, Place], document: Document, ground: Ground) -> list[tuple[Field, str]]:
    places = [anchors[span] for span in phrase.anchors if span in anchors]
    if not places:
        return []
    start, end = phrase.span.start, max([phrase.span.end, *(span.end for span in phrase.anchors)])
    field = field_of(phrase, places, document.text[max(0, start - _BEFORE) : max(phrase.span.end, phrase.anchors[0].start)], ground)
    return [(field, " ".join(document.text[start:end].split()))] if field else []


def _mass(grid: Grid, read: Sequence[tuple[Field, str]], ground: Ground, within: Sequence[Place]) -> tuple[Floats | None, list[str]]:
    """Density of all phrases together, with sum 1, and the words of those that went into it; None when the narrowest is nowhere."""
    mass, used = _normal(read[0][0].density(grid)), [read[0][1]]
    if mass is None:
        return None, []
    factors: list[tuple[Floats, str]] = [(field.density(grid), words) for field, words in read[1:]]
    land = on_land(grid, ground) if all(field.on_land for field, _ in read) else None
    factors += [(factor, "") for factor in (land, *_inside(grid, ground, within)) if factor is not None]
    for factor, words in factors:
        narrowed = _normal(mass * factor)
        if narrowed is not None:
            mass = narrowed
            used += [words] if words else []
    return mass, used


def _normal(mass: Floats) -> Floats | None:
    total = float(mass.sum())
    return mass / total if np.isfinite(total) and total > _CONTRADICTION else None


def _inside(grid: Grid, ground: Ground, within: Sequence[Place]) -> list[Floats]:
    outlines = [ground.area_of(place) for place in within]
    return [np.where(grid.inside(grid.plane.flat(outline)), 1.0, ELSEWHERE) for outline in outlines if outline is not None]
