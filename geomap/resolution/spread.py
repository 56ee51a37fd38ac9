"""What all fields are made of: the field itself, its anchor, how distances and directions spread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geomap.gazetteer.geometry import distance_km
from geomap.models import Place, Point
from geomap.resolution.ground import Ground
from geomap.resolution.shapes import CELLS, Floats, Grid

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# A distance that is named is a little too long (measured along a road, rounded up): what is left of it as the crow flies; spread of its
# logarithm, and the kilometres by which a short one is off besides.
DISTANCE_SHARE, DISTANCE_SPREAD, DISTANCE_SLACK_KM = 0.97, 0.12, 1.0
# "500 meters from X" is no vaguer than "near X".
MOST_SPREAD = 0.6
# Spread of a direction in degrees, with a distance and without: one of eight winds covers 45 degrees, whose standard deviation is 13.
BEARING_SPREAD = 16.0
LOOSE_BEARING_SPREAD = 20.0
# What a place that should lie on land counts in the sea, and one that should lie in a country counts outside.
ELSEWHERE = 0.03
# An area's size says little of what is near its edge: at most this many kilometres of it are taken for its radius.
_WIDEST_RADIUS_KM = 10.0


@dataclass(frozen=True, slots=True)
class Field:
    """Where a phrase may place a name.

    Attributes
    ----------
    origin
        Middle of the square that holds nearly all of the density.
    reach_km
        Half the side of that square.
    density
        Gives the density at each cell of a grid, 0 or more, up to a factor.
    on_land
        Whether the place is likely to lie on land.
    """

    origin: Point
    reach_km: float
    density: Callable[[Grid], Floats]
    on_land: bool = True


class Anchor:
    """An anchor with its outline, when it is an area."""

    def __init__(self, place: Place, ground: Ground) -> None:
        self.place = place
        self.outline = ground.area_of(place)
        self.mainland = ground.mainland_of(place)

    def middle_on(self, grid: Grid) -> tuple[float, float]:
        """Kilometres east and north of the grid's middle."""
        return on_grid(grid, self.place.point)

    def reach_km(self) -> float:
        """Distance from the anchor's point to the farthest end of it."""
        if self.outline is None:
            return self.place.radius_km
        west, south, east, north = self.outline.bounds
        corners = [Point(y, x) for x in (west, east) for y in (south, north)]
        return max(distance_km(self.place.point, corner) for corner in corners)

    def usual_km(self, constants: tuple[float, float, float]) -> tuple[float, float]:
        """Typical distance of what is said to be near, and the spread of its logarithm."""
        base, radii, spread = constants
        # An area that has an outline is measured from its edge, and there its size says little.
        return base + radii * (self.place.radius_km if self.outline is None else min(_WIDEST_RADIUS_KM, self.place.radius_km)), spread


def named_spread(distance: float) -> float:
    """Spread of the logarithm of a distance that is named, in kilometres."""
    return min(MOST_SPREAD, float(np.hypot(DISTANCE_SPREAD, DISTANCE_SLACK_KM / distance)))


def lognormal(distance: Floats, usual: float, spread: float, grid: Grid, *, line: bool = False) -> Floats:
    """Density per square kilometre when the logarithm of the distance is normal; from a line it thins out with the distance only once."""
    near = np.maximum(distance, grid.cell_km / 2)
    found: Floats = np.exp(-0.5 * (np.log(near / usual) / spread) ** 2) / (near if line else near**2)
    return found


def toward(east: Floats, north: Floats, bearing: float, spread: float) -> Floats:
    """Density over directions, given as kilometres or parts of them, when the bearing is normal."""
    off = (np.degrees(np.arctan2(east, north)) - bearing + 180.0) % 360.0 - 180.0
    found: Floats = np.exp(-0.5 * (off / spread) ** 2)
    return found


def from_edge(grid: Grid, flat: BaseGeometry, *, inside_km: float = np.inf) -> tuple[Floats, Floats, Floats]:
    """Distance of each cell from an area, ``inside_km`` inside it, and the direction in which it grows: away from the nearest edge."""
    distance = grid.distance_to(flat)
    north, east = np.gradient(distance.reshape(CELLS, CELLS))
    return np.where(distance > 0, distance, inside_km), east.ravel(), north.ravel()


def on_grid(grid: Grid, point: Point) -> tuple[float, float]:
    """Kilometres east and north of the grid's middle."""
    x, y = grid.plane.to_plane(np.array([point.longitude]), np.array([point.latitude]))
    return float(x[0]), float(y[0])


def box_middle(geometry: BaseGeometry) -> Point:
    """Middle of a geometry's box, a box over the date line taken the short way."""
    west, south, east, north = geometry.bounds
    if east - west > 180:
        import shapely

        rolled = shapely.transform(geometry, lambda points: np.column_stack([points[:, 0] % 360.0, points[:, 1]]))
        west, _, east, _ = rolled.bounds
    return Point((south + north) / 2, ((west + east) / 2 + 180.0) % 360.0 - 180.0)
