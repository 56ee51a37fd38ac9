"""Which part of the world a map shows: the places where the story happens, not every country that it names.

Each place weighs by what is said of it. From the box around all of them, places at one edge are let go as long as the map
gains more from the closer look than the story loses: a publisher's country or a spokesman's capital far away becomes one of
the names "beyond this map", a click away. Longitudes are unrolled first, so that Fiji and Samoa lie side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from geomap.models import Point
from geomap.rendering.geometry import KM_PER_DEGREE, Bounds, around, mercator_y

# At most this share of the story's weight may lie beyond the map.
LARGEST_LOSS = 0.35
# The map must shrink by a seventh, and by three times the share of weight that it loses (tuned by eye on the gallery).
LEAST_GAIN, GAIN_PER_LOSS = 0.15, 3.0
# Smallest map: a village and the towns around it, about as far as one drives in an hour.
SMALLEST_KM = 110.0
MARGIN = 0.14
# A map is rolled when that makes it narrower by a seventh: a world map is read with the Pacific at its edges, yet a story on both
# sides of the antimeridian would be torn in two (of the gallery the tour is rolled to .69, the voyage to .83 of its width).
LEAST_ROLL = 0.85
WORLD = Bounds(-58.0, -170.0, 78.0, 190.0)


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a place asks of the map: its point, its weight, and the box that it fills when it is an area."""

    point: Point
    weight: float
    box: Bounds | None = None


def unrolled(longitudes: Sequence[float]) -> float:
    """Return the longitude where the world is cut open: the west end of the widest gap between ``longitudes``.

    Longitudes less than the cut are to be drawn 360 degrees further east. -180 when the world need not be rolled.

    Examples
    --------
    >>> unrolled([178.0, -172.0])
    178.0
    >>> unrolled([20.0, 46.0])
    -180.0
    """
    ordered = sorted(set(longitudes))
    if len(ordered) < 2:
        return -180.0
    gaps = [(after - before, after) for before, after in pairwise(ordered)]
    widest, after = max(gaps)
    return after if 360 - widest < (ordered[-1] - ordered[0]) * LEAST_ROLL else -180.0


def extent_of(footprints: Sequence[Footprint]) -> Bounds:
    """Return the box that the map shows first; the world when there is no place.

    Parameters
    ----------
    footprints
        Places, with longitudes unrolled.
    """
    if not footprints:
        return WORLD
    kept = _let_go(list(footprints))
    points = _around_points(kept)
    box = points
    smallest = max(box.size, SMALLEST_KM / KM_PER_DEGREE)
    for footprint in kept:
        # An area shows itself whole when the map stays of the same order; a larger one is seen in part.
        if footprint.box and (len(kept) == 1 or footprint.box.size <= 2.5 * smallest):
            box = box.union(footprint.box)
    stays = {id(footprint) for footprint in kept}
    box = _taken_back(box, [footprint for footprint in footprints if id(footprint) not in stays])
    return _one_turn(_at_least(box.padded(MARGIN), SMALLEST_KM), points.center.longitude)


def _taken_back(box: Bounds, gone: Sequence[Footprint]) -> Bounds:
    """Grow a box to the places that were let go but lie so near to what it shows by now that nothing is gained without them."""
    for footprint in sorted(gone, key=lambda footprint: box.union(_around_points([footprint])).size):
        grown = box.union(_around_points([footprint]))
        if grown.size <= box.size * (1 + LEAST_GAIN):
            box = grown
    return box


def _one_turn(box: Bounds, middle: float) -> Bounds:
    """Box of at most one turn around the Earth; what would be more is margin on both sides of the world."""
    return box if box.east - box.west <= 360 else replace(box, west=middle - 180, east=middle + 180)


def _let_go(kept: list[Footprint]) -> list[Footprint]:
    total = sum(footprint.weight for footprint in kept) or 1.0
    lost = 0.0
    while len(kept) > 1:
        best = _best_cut(kept, total, LARGEST_LOSS * total - lost)
        if best is None:
            return kept
        lost += sum(footprint.weight for footprint in kept) - sum(footprint.weight for footprint in best)
        kept = best
    return kept


def _best_cut(kept: list[Footprint], total: float, budget: float) -> list[Footprint] | None:
    """Best of all ways to let go of some places at one edge; None when none is worth it."""
    size = _around_points(kept).size
    best: tuple[float, list[Footprint]] | None = None
    for edge in range(4):
        ordered = sorted(kept, key=lambda footprint: _toward(footprint.point, edge), reverse=True)
        # Boxes around all places from one on, grown from the far end: each cut costs one look.
        boxes = list(accumulate((_around_points([footprint]) for footprint in reversed(ordered)), Bounds.union))
        loss = 0.0
        for number, footprint in enumerate(ordered[:-1], 1):
            loss += footprint.weight
            if loss > budget:
                break
            gain = 1 - boxes[len(ordered) - number - 1].size / size if size else 0.0
            score = gain - LEAST_GAIN - GAIN_PER_LOSS * loss / total
            if score >= 0 and (best is None or score > best[0]):
                best = (score, ordered[number:])
    return best[1] if best else None


def _toward(point: Point, edge: int) -> float:
    return (point.latitude, point.longitude, -point.latitude, -point.longitude)[edge]


def _around_points(footprints: Sequence[Footprint]) -> Bounds:
    latitudes = [footprint.point.latitude for footprint in footprints]
    longitudes = [footprint.point.longitude for footprint in footprints]
    return Bounds(min(latitudes), min(longitudes), max(latitudes), max(longitudes))


def _at_least(box: Bounds, smallest_km: float) -> Bounds:
    """Grow a box that is smaller than ``smallest_km`` on both sides around its middle."""
    if max(box.width_km, box.height_km) >= smallest_km:
        return box if box.north > box.south and box.east > box.west else box.union(around(box.center, smallest_km / 8))
    return box.union(around(box.center, smallest_km / 2))


def rolled(point: Point, cut: float) -> Point:
    """Point as the unrolled map draws it: 360 degrees further east when it lies west of the cut."""
    return replace(point, longitude=point.longitude + 360) if point.longitude < cut else point


def aspect(box: Bounds) -> float:
    """Width of a box on the map by its height."""
    return (box.east - box.west) / max(mercator_y(box.north) - mercator_y(box.south), 1e-9)
