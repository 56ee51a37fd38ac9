"""Shapes of the world as lines on paper: clipped to the frame, no finer than ink, turned so that holes stay empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from geomap.models import Point
from geomap.rendering.context import middle_of_land
from geomap.rendering.figure.frame import Frame, Positions
from geomap.rendering.geometry import lines_of

# Finer than this an outline is a tremor, not a coast: half the width of a border's line.
FINE_MM = 0.1
# A piece of coast or an islet smaller than this is a speck.
SPECK_MM = 0.35
# Distance of the lines that hatch a contested area.
HATCH_MM = 1.15


def rings(geometries: Iterable[BaseGeometry], frame: Frame) -> list[Positions]:
    """Rings to fill: each turned against the one it lies in, so that a lake's island stays land."""
    parts = _simple([part for geometry in geometries for part in _parts(geometry) if part.geom_type == "Polygon"], frame)
    lines = lines_of(parts)
    if not lines:
        return []
    depths = _depths(lines)
    return [frame.along(_turned(line, inward=depth % 2 == 1)) for line, depth in zip(lines, depths, strict=True)]


def strokes(geometry: BaseGeometry, frame: Frame) -> list[Positions]:
    """Lines to draw, the edges of polygons among them."""
    return [frame.along(line) for line in lines_of(_simple(_parts(geometry), frame))]


def clipped(geometry: BaseGeometry, frame: Frame) -> BaseGeometry:
    """Part of a geometry that the frame shows, a little beyond its edge, so that no edge of an area lies on the frame."""
    window = frame.bounds.padded(0.03)
    part: BaseGeometry = shapely.clip_by_rect(geometry, *window.box)
    return part


def hatching(geometry: BaseGeometry, frame: Frame) -> list[Positions]:
    """Parallel lines at half a right angle across a shape on paper, `HATCH_MM` apart."""
    shape = shapely.union_all([shapely.make_valid(shapely.Polygon(ring)) for ring in rings([geometry], frame)])
    if shape.is_empty:
        return []
    left, top, right, bottom = shape.bounds
    step = HATCH_MM * 2**0.5
    # Counted from the corner of the paper: hatches of two neighbours meet.
    first, last = int((left + top) // step), int((right + bottom) // step) + 1
    lines = [LineString([(at * step - top, top), (at * step - bottom, bottom)]) for at in range(first, last + 1)]
    inside = MultiLineString(lines).intersection(shape)
    return lines_of([inside])


def middle_of(geometry: BaseGeometry, frame: Frame) -> Point | None:
    """Where a name lies well on the part of an area that the frame shows; None when it shows nothing of it."""
    seen = shapely.clip_by_rect(geometry, *frame.bounds.box)
    parts = [part for part in _parts(seen) if not part.is_empty]
    if not parts:
        return None
    part = max(parts, key=lambda one: (one.area, one.length, one.bounds))
    if part.geom_type != "Polygon":
        point = part.interpolate(0.5, normalized=True) if part.length else part.centroid
        return Point(point.y, point.x)
    return middle_of_land(part)


def is_closed(geometry: BaseGeometry) -> bool:
    """Whether a geometry has an inside: a country has one, a river has none."""
    return any(part.geom_type == "Polygon" for part in _parts(geometry))


def size_mm(geometry: BaseGeometry, frame: Frame) -> float:
    """Longer side of the part that the frame shows."""
    seen = shapely.clip_by_rect(geometry, *frame.bounds.box)
    if seen.is_empty:
        return 0.0
    west, south, east, north = seen.bounds
    (left, bottom), (right, top) = frame.along([(west, south), (east, north)])
    return float(max(right - left, bottom - top))


def _parts(geometry: BaseGeometry) -> list[BaseGeometry]:
    return [part for part in shapely.get_parts(geometry) for part in shapely.get_parts(part)]


def _simple(parts: Sequence[BaseGeometry], frame: Frame) -> list[BaseGeometry]:
    if not parts:
        return []
    west, south, east, north = shapely.bounds(parts).T
    large = np.asarray(parts, dtype=object)[np.maximum(east - west, north - south) * frame.scale >= SPECK_MM]
    simple: list[BaseGeometry] = list(shapely.simplify(large, FINE_MM / frame.scale, preserve_topology=False))
    return [part for part in simple if not part.is_empty]


def _depths(lines: Sequence[Positions]) -> list[int]:
    """How many other rings each ring lies in."""
    polygons = np.array([shapely.Polygon(line) for line in lines], dtype=object)
    tree = shapely.STRtree(polygons)
    points = shapely.points([line[0] for line in lines])
    areas = shapely.area(polygons)
    inner, outer = tree.query(points, predicate="within")
    depths = np.zeros(len(lines), dtype=int)
    for one, other in zip(inner, outer, strict=True):
        depths[one] += bool(areas[other] > areas[one])
    return [int(depth) for depth in depths]


def _turned(line: Positions, *, inward: bool) -> Positions:
    counterclockwise = shapely.is_ccw(shapely.LinearRing(line))
    return line[::-1] if bool(counterclockwise) == inward else line
