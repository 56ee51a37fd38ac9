"""The ground of a map: land, borders and waters as lines to draw, read from the outlines file.

Rings are clipped one by one and filled by the even-odd rule, so that no polygon has to be put together. A start of the command
draws two grounds: rings are therefore made, tested and clipped many at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import GeometryCollection
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer.outline_store import KINDS
from geomap.gazetteer.outlines import Box, Level, Line, Outlines, joined
from geomap.rendering.geometry import Bounds

# Waters that a map of each level draws, by the rank of Natural Earth (0 to 5).
_RANKS: dict[Level, int] = {"world": 0, "region": 3, "city": 9}
# First-order divisions are drawn on maps narrower than this; on wider ones they are a net over everything.
DIVISIONS_BELOW_DEGREES = 30.0
SUBDIVISIONS_BELOW_DEGREES = 6.0


@dataclass(frozen=True, slots=True)
class Land:
    """Land of a country inside the bounds: its rings as polygons, to be filled by the even-odd rule."""

    code: str
    name: str
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies under the story, longitude first, clipped to the bounds that were asked for.

    Attributes
    ----------
    land
        Countries, in the order of the outlines file.
    borders, disputed, divisions
        Lines between countries, those of them that are disputed, lines between first-order divisions
        (on a local map between second-order ones too).
    lakes, rivers
        Rings as polygons, lines.
    """

    land: tuple[Land, ...] = ()
    borders: BaseGeometry = field(default_factory=GeometryCollection)
    disputed: BaseGeometry = field(default_factory=GeometryCollection)
    divisions: BaseGeometry = field(default_factory=GeometryCollection)
    lakes: BaseGeometry = field(default_factory=GeometryCollection)
    rivers: BaseGeometry = field(default_factory=GeometryCollection)


def ground_of(outlines: Outlines, bounds: Bounds, level: Level) -> Ground:
    """Read the ground of a map.

    Parameters
    ----------
    outlines
        The outlines file.
    bounds
        May reach over the antimeridian; what is returned does so too.
    level
        Level of detail.
    """
    lines: dict[str, list[Line]] = defaultdict(list)
    for shift, box in _worlds(bounds):
        found = outlines.lines_of_kinds(level, box)
        for (kind, line), near in zip(found, _touching([line for _, line in found], box), strict=True):
            if near:
                lines[KINDS[kind]].append(_shifted(line, shift))
    # A map of a few counties without their borders would be an empty sheet.
    drawn = lines["division"] if bounds.size < DIVISIONS_BELOW_DEGREES else []
    drawn += lines["subdivision"] if bounds.size < SUBDIVISIONS_BELOW_DEGREES else []
    return Ground(
        land=tuple(_land(outlines, bounds, level)),
        borders=_joined(lines["border"], bounds),
        disputed=_joined(lines["disputed"], bounds),
        divisions=_joined(drawn, bounds),
        lakes=GeometryCollection([part for _, part in _clipped(_waters(outlines, bounds, level, "lake"), bounds)]),
        rivers=_joined(_waters(outlines, bounds, level, "river"), bounds),
    )


def _worlds(bounds: Bounds) -> Iterator[tuple[float, Box]]:
    """Part of the bounds in each copy of the world: degrees to shift it by, and its box between -180 and 180."""
    for shift in (-360.0, 0.0, 360.0):
        west, east = max(bounds.west - shift, -180.0), min(bounds.east - shift, 180.0)
        if west < east:
            yield shift, (west, bounds.south, east, bounds.north)


def _shifted(line: Line, degrees_east: float) -> Line:
    return line + np.array([degrees_east, 0.0]) if degrees_east else line


def _touching(lines: Sequence[Line], box: Box) -> npt.NDArray[np.bool_]:
    """Which of the lines have a box that touches a box."""
    if not lines:
        return np.empty(0, bool)
    points, starts = np.concatenate(lines), np.cumsum([0, *map(len, lines[:-1])])
    (west, south), (east, north) = np.minimum.reduceat(points, starts).T, np.maximum.reduceat(points, starts).T
    touching: npt.NDArray[np.bool_] = (west <= box[2]) & (east >= box[0]) & (south <= box[3]) & (north >= box[1])
    return touching


def _land(outlines: Outlines, bounds: Bounds, level: Level) -> Iterator[Land]:
    for shift, box in _worlds(bounds):
        rows = [(row, line) for row in outlines.areas(level, ("country",), box) for line in outlines.lines(row)]
        near = np.flatnonzero(_touching([line for _, line in rows], box))
        parts: dict[tuple[str, str], list[BaseGeometry]] = defaultdict(list)
        for number, part in _clipped([_shifted(rows[index][1], shift) for index in near], bounds):
            row = rows[near[number]][0]
            parts[row.country, row.name].append(part)
        yield from (Land(code, name, GeometryCollection(found)) for (code, name), found in parts.items())


def _waters(outlines: Outlines, bounds: Bounds, level: Level, kind: str) -> list[Line]:
    return [
        _shifted(line, shift)
        for shift, box in _worlds(bounds)
        for row in outlines.areas("own", (kind,), box, rank=_RANKS[level])
        for line in outlines.lines(row)
    ]


def _clipped(rings: Sequence[Line], bounds: Bounds) -> list[tuple[int, BaseGeometry]]:
    """Rings clipped one by one, each part with the number of its ring: two may overlap where one is the hole of the other."""
    whole = [number for number, ring in enumerate(rings) if len(ring) >= 4]
    if not whole:
        return []
    points, indices = joined(rings[number] for number in whole)
    polygons = shapely.polygons(shapely.linearrings(points, indices=indices))
    parts, numbers = shapely.get_parts(shapely.clip_by_rect(polygons, *bounds.box), return_index=True)
    drawn = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)
    return [(whole[number], part) for number, part in zip(numbers[drawn].tolist(), parts[drawn], strict=True)]


def _joined(lines: Sequence[Line], bounds: Bounds) -> BaseGeometry:
    """Lines joined where they meet end to end, clipped."""
    if not lines:
        return GeometryCollection()
    points, indices = joined(lines)
    merged = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(points, indices=indices)))
    clipped: BaseGeometry = shapely.clip_by_rect(merged, *bounds.box)
    return clipped
