"""Fields of phrases about lines: between two places, along a road, on a border."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geomap.gazetteer.geometry import distance_km, middle
from geomap.models import Place, Point
from geomap.resolution.ground import Ground
from geomap.resolution.shapes import Floats, Grid
from geomap.resolution.spread import Field, box_middle, on_grid

# Between two places, in parts of their distance: spread along the way ("halfway", "between", "on the road"), and to the side.
HALFWAY_SPREAD, BETWEEN_SPREAD, ROAD_SPREAD, SIDE_SPREAD = 0.08, 0.2, 0.3, 0.1
# How far from a border a place still lies "on" it.
BORDER_KM = 6.0
# Two places closer than this are one.
NOTHING_KM = 1e-6


def between(one: Point, other: Point, spread: float) -> Field:
    """Along the way from one place to another."""
    length = distance_km(one, other)

    def density(grid: Grid) -> Floats:
        (x1, y1), (x2, y2) = on_grid(grid, one), on_grid(grid, other)
        dx, dy = x2 - x1, y2 - y1
        squared = max(dx * dx + dy * dy, NOTHING_KM)
        along = ((grid.x - x1) * dx + (grid.y - y1) * dy) / squared
        aside = ((grid.x - x1) * dy - (grid.y - y1) * dx) / squared
        side = SIDE_SPREAD + 1.0 / length
        found: Floats = np.exp(-0.5 * ((along - 0.5) / spread) ** 2 - 0.5 * (aside / side) ** 2) * ((along > -0.1) & (along < 1.1))
        return found

    return Field(middle([one, other]), length * 0.65 + 2.0, density)


def on_border(places: Sequence[Place], ground: Ground) -> Field | None:
    """On the line that two areas share, or on the edge of one."""
    line = ground.border(places[0], places[1]) if len(places) > 1 else None
    if line is None and len(places) > 1:
        apart = distance_km(places[0].point, places[1].point)
        return between(places[0].point, places[1].point, BETWEEN_SPREAD) if apart > NOTHING_KM else None
    if line is None:
        outline = ground.area_of(places[0])
        if outline is None:
            return None
        line = outline.boundary
    center = box_middle(line)
    corners = [Point(y, x) for x in line.bounds[::2] for y in line.bounds[1::2]]
    reach = max(distance_km(center, corner) for corner in corners) + 3 * BORDER_KM

    def density(grid: Grid) -> Floats:
        found: Floats = np.exp(-0.5 * (grid.distance_to(grid.plane.flat(line)) / max(BORDER_KM, grid.cell_km)) ** 2)
        return found

    return Field(center, reach, density)
