"""The ground of a map: land, borders and waters as lines to draw, read from the outlines file.

A picture needs less than a gazetteer: rings are clipped one by one and filled by the even-odd rule, so that no polygon has to be
put together. A map of Europe takes 0.1 s this way; joining the faces of every country (`geomap.gazetteer.basemap`) takes 0.5 s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import GeometryCollection
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer.outline_store import KINDS
from geomap.gazetteer.outlines import Level, Outlines
from geomap.rendering.geometry import Bounds

Line = npt.NDArray[np.float64]
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
    lines: dict[str, list[Line]] = {"border": [], "disputed": [], "division": [], "subdivision": []}
    for shift, box in _worlds(bounds):
        for kind, line in outlines.lines_of_kinds(level, box):
            if KINDS[kind] in lines and _touches(line, box):
                lines[KINDS[kind]].append(_shifted(line, shift))
    # A map of a few counties without their borders would be an empty sheet.
    drawn = lines["division"] if bounds.size < DIVISIONS_BELOW_DEGREES else []
    drawn += lines["subdivision"] if bounds.size < SUBDIVISIONS_BELOW_DEGREES else []
    return Ground(
        land=tuple(_land(outlines, bounds, level)),
        borders=_joined(lines["border"], bounds),
        disputed=_joined(lines["disputed"], bounds),
        divisions=_joined(drawn, bounds),
        lakes=_clipped(_rings(_waters(outlines, bounds, level, "lake")), bounds),
        rivers=_joined(_waters(outlines, bounds, level, "river"), bounds),
    )


def _worlds(bounds: Bounds) -> Iterator[tuple[float, tuple[float, float, float, float]]]:
    """Part of the bounds in each copy of the world: degrees to shift it by, and its box between -180 and 180."""
    for shift in (-360.0, 0.0, 360.0):
        west, east = max(bounds.west - shift, -180.0), min(bounds.east - shift, 180.0)
        if west < east:
            yield shift, (west, bounds.south, east, bounds.north)


def _shifted(line: Line, degrees_east: float) -> Line:
    shifted: Line = line + np.array([degrees_east, 0.0])
    return shifted


def _touches(line: Line, box: tuple[float, float, float, float]) -> bool:
    (west, south), (east, north) = line.min(axis=0), line.max(axis=0)
    return bool(west <= box[2] and east >= box[0] and south <= box[3] and north >= box[1])


def _land(outlines: Outlines, bounds: Bounds, level: Level) -> Iterator[Land]:
    for shift, box in _worlds(bounds):
        for row in outlines.areas(level, ("country",), box):
            rings = [_shifted(line, shift) for line in outlines.lines(row) if _touches(line, box)]
            geometry = _clipped(_rings(rings), bounds)
            if not geometry.is_empty:
                yield Land(row.country, row.name, geometry)


def _waters(outlines: Outlines, bounds: Bounds, level: Level, kind: str) -> list[Line]:
    return [
        _shifted(line, shift)
        for shift, box in _worlds(bounds)
        for row in outlines.areas("own", (kind,), box, rank=_RANKS[level])
        for line in outlines.lines(row)
    ]


def _rings(lines: Iterable[Line]) -> list[BaseGeometry]:
    return [shapely.Polygon(line) for line in lines if len(line) >= 4]


def _clipped(shapes: Sequence[BaseGeometry], bounds: Bounds) -> BaseGeometry:
    """Rings clipped one by one, all in one geometry: two may overlap where one is the hole of the other."""
    parts = shapely.get_parts(shapely.clip_by_rect(np.array(shapes, dtype=object), *bounds.box)) if shapes else ()
    return GeometryCollection([part for part in parts if part.geom_type == "Polygon" and not part.is_empty])


def _joined(lines: Sequence[Line], bounds: Bounds) -> BaseGeometry:
    """Lines joined where they meet end to end, clipped."""
    if not lines:
        return GeometryCollection()
    clipped: BaseGeometry = shapely.clip_by_rect(shapely.line_merge(shapely.MultiLineString(lines)), *bounds.box)
    return clipped
