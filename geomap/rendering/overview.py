"""The small overview beside a local map, as paths: land, borders, and the map's extent as a box."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from geomap.rendering.data import MapData
from geomap.rendering.geometry import Bounds, lines_of, mercator_y
from geomap.rendering.layout import Layout

WIDTH = 128
# Corners closer than this many units are not drawn: the picture is a thumbnail.
TOLERANCE = 0.4


@dataclass(frozen=True, slots=True)
class Overview:
    """Paths in a box of `WIDTH` by ``height`` units, y down."""

    height: int
    land: str
    borders: str
    box: str


def overview_of(layout: Layout, data: MapData) -> Overview | None:
    """Draw the overview of a layout; None when its map is not local."""
    around = layout.overview
    if around is None:
        return None
    ground = data.ground(around, data.level_for(around))
    scale = WIDTH / (around.east - around.west)
    height = round((mercator_y(around.north) - mercator_y(around.south)) * scale)
    extent = layout.extent
    corners = ((extent.west, extent.north), (extent.east, extent.north), (extent.east, extent.south), (extent.west, extent.south))
    return Overview(
        height=height,
        land=_path((land.geometry for land in ground.land), around, scale, closed=True),
        borders=_path((ground.borders, ground.disputed), around, scale, closed=False),
        box=_line(corners, around, scale, closed=True),
    )


def _path(geometries: Iterable[BaseGeometry], around: Bounds, scale: float, *, closed: bool) -> str:
    parts = (part for geometry in geometries for part in getattr(geometry, "geoms", [geometry]))
    lines = lines_of(part.simplify(TOLERANCE / scale) for part in parts if part.length * scale > 4)
    return "".join(_line(line, around, scale, closed=closed) for line in lines)


def _line(line: Iterable[tuple[float, float]], around: Bounds, scale: float, *, closed: bool) -> str:
    top = mercator_y(around.north)
    points = [f"{(x - around.west) * scale:.1f} {(top - mercator_y(y)) * scale:.1f}" for x, y, *_ in line]
    return f"M{'L'.join(points)}{'Z' if closed else ''}"
