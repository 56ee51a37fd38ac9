"""Geometry on a flat map around a point: kilometres instead of degrees, a grid of cells, the shape of the likely ones.

::

    degrees ──LocalPlane──▶ x (km east), y (km north) ──Grid──▶ cells ──contour──▶ WKT in degrees again

Longitudes are measured from the middle of the map, so the date line is a line like any other; what is written as WKT may therefore
have longitudes beyond 180.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geomap.models import Point

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

# Semi-major axis and squared eccentricity of the WGS 84 ellipsoid.
_AXIS_KM = 6378.137
_ECCENTRICITY_2 = 0.00669437999
# Cells along one side of a grid: the radius of an area then is good to a hundredth of the square's side.
CELLS = 81
# A shape closer to a pole than this has no honest outline in degrees.
_HIGHEST_LATITUDE = 88.0


@dataclass(frozen=True, slots=True)
class LocalPlane:
    """Azimuthal equidistant map around a point: distances and directions from the middle are true.

    Good to 0.1 % within 1,000 km of the middle (tests compare with the geodesic), 1 % at the ends of the Earth.

    Attributes
    ----------
    center
        Middle of the map.

    Examples
    --------
    >>> plane = LocalPlane(Point(42.88, 20.87))
    >>> x, y = plane.to_plane(np.array([20.87]), np.array([43.06]))
    >>> round(float(x[0])), round(float(y[0]))
    (0, 20)
    """

    center: Point

    def to_plane(self, longitudes: Floats, latitudes: Floats) -> tuple[Floats, Floats]:
        """Kilometres east and north of the middle."""
        phi0, phi = np.radians(self.center.latitude), np.radians(latitudes)
        turn = np.radians(longitudes - self.center.longitude)
        across = np.cos(phi) * np.sin(turn)
        along = np.cos(phi0) * np.sin(phi) - np.sin(phi0) * np.cos(phi) * np.cos(turn)
        sine = np.hypot(across, along)
        angle = np.arctan2(sine, np.sin(phi0) * np.sin(phi) + np.cos(phi0) * np.cos(phi) * np.cos(turn))
        scale = np.where(sine > 1e-15, angle / np.maximum(sine, 1e-15), 1.0)
        east, north = self._radii_km()
        return across * scale * east, along * scale * north

    def to_globe(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Longitudes, within 180 degrees of the middle's, and latitudes."""
        east, north = self._radii_km()
        across, along = x / east, y / north
        angle = np.hypot(across, along)
        ratio = np.sinc(angle / np.pi)  # sin(angle) / angle
        phi0 = np.radians(self.center.latitude)
        sine = np.cos(angle) * np.sin(phi0) + along * ratio * np.cos(phi0)
        turn = np.arctan2(across * ratio, np.cos(phi0) * np.cos(angle) - along * ratio * np.sin(phi0))
        return self.center.longitude + np.degrees(turn), np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0)))

    def point(self, x: float, y: float) -> Point:
        """Point on Earth, its longitude between -180 and 180, to about a metre."""
        longitude, latitude = self.to_globe(np.array([x]), np.array([y]))
        return Point(round(float(latitude[0]), 5), round((float(longitude[0]) + 180.0) % 360.0 - 180.0, 5))

    def flat(self, geometry: BaseGeometry) -> BaseGeometry:
        """Geometry in degrees → kilometres."""
        import shapely

        flat: BaseGeometry = shapely.transform(geometry, lambda points: np.column_stack(self.to_plane(points[:, 0], points[:, 1])))
        return flat if flat.is_valid else shapely.make_valid(flat)

    def _radii_km(self) -> tuple[float, float]:
        """Radii of curvature of the ellipsoid to the east and to the north."""
        root = 1.0 - _ECCENTRICITY_2 * np.sin(np.radians(self.center.latitude)) ** 2
        return float(_AXIS_KM / np.sqrt(root)), float(_AXIS_KM * (1.0 - _ECCENTRICITY_2) / root**1.5)


@dataclass(frozen=True)
class Grid:
    """Square of cells on a plane.

    Attributes
    ----------
    plane
        The map it lies on, its middle the middle of the square.
    half_km
        Half the side of the square.
    """

    plane: LocalPlane
    half_km: float

    @cached_property
    def cell_km(self) -> float:
        """Side of a cell."""
        return 2 * self.half_km / CELLS

    @cached_property
    def axis(self) -> Floats:
        """Middles of the cells along one side, shape (CELLS,)."""
        axis: Floats = (np.arange(CELLS, dtype=np.float64) + 0.5) * self.cell_km - self.half_km
        return axis

    @cached_property
    def x(self) -> Floats:
        """Kilometres east of the middle, row by row from the south, shape (CELLS * CELLS,)."""
        return np.tile(self.axis, CELLS)

    @cached_property
    def y(self) -> Floats:
        """Kilometres north of the middle, shape (CELLS * CELLS,)."""
        return np.repeat(self.axis, CELLS)

    @cached_property
    def box(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north in degrees around the square; None when it holds a pole. West may be below -180, east beyond 180."""
        edge = np.concatenate([np.column_stack([self.axis, np.full(CELLS, side)]) for side in (-self.half_km, self.half_km)])
        edge = np.concatenate([edge, edge[:, ::-1]])
        longitudes, latitudes = self.plane.to_globe(edge[:, 0], edge[:, 1])
        if max(-latitudes.min(), latitudes.max()) > _HIGHEST_LATITUDE or self.half_km > 8000:
            return None
        return float(longitudes.min()), float(latitudes.min()), float(longitudes.max()), float(latitudes.max())

    def inside(self, geometry: BaseGeometry) -> Bools:
        """Which cells' middles lie in a flat geometry."""
        import shapely

        window = shapely.clip_by_rect(geometry, *(sign * 1.01 * self.half_km for sign in (-1, -1, 1, 1)))
        shapely.prepare(window)
        found: Bools = shapely.contains_xy(window, self.x, self.y)
        return found

    def distance_to(self, geometry: BaseGeometry) -> Floats:
        """Kilometres from each cell to a flat geometry; 0 inside."""
        import shapely

        shapely.prepare(geometry)
        found: Floats = shapely.distance(geometry, shapely.points(self.x, self.y))
        return found

    def likeliest(self, mass: Floats, share: float) -> Bools:
        """Fewest cells that hold a share of the mass.

        Parameters
        ----------
        mass
            Of each cell, sums to 1.
        share
            Greater than 0, less than 1.
        """
        order = np.argsort(-mass, kind="stable")
        chosen = np.zeros(len(mass), np.bool_)
        chosen[order[: int(np.searchsorted(np.cumsum(mass[order]), share)) + 1]] = True
        return chosen

    def contour(self, chosen: Bools) -> BaseGeometry:
        """Outline of cells in kilometres, without the stairs."""
        import shapely

        rows = np.pad(chosen.reshape(CELLS, CELLS).astype(np.int8), ((0, 0), (1, 1)))
        step = np.diff(rows, axis=1)
        (row, first), (_, last) = np.nonzero(step == 1), np.nonzero(step == -1)
        south, west, east = (index * self.cell_km - self.half_km for index in (row, first, last))
        blocks = shapely.union_all(shapely.box(west, south, east, south + self.cell_km))
        # The stairs are a cell high: a line within three quarters of a cell passes them by; then the corners are rounded off.
        smooth = blocks.simplify(0.75 * self.cell_km).buffer(self.cell_km, quad_segs=3).buffer(-self.cell_km, quad_segs=3)
        result: BaseGeometry = smooth.simplify(self.cell_km / 5)
        return result

    def wkt(self, geometry: BaseGeometry) -> str:
        """Well-known text in degrees of a flat geometry; empty at a pole, where degrees of longitude say nothing."""
        import shapely

        if self.box is None:
            return ""
        globe = shapely.transform(geometry, lambda points: np.column_stack(self.plane.to_globe(points[:, 0], points[:, 1])))
        # A hundred steps to the area's size are finer than what is known of it.
        decimals = int(np.clip(np.ceil(np.log10(111.0 / self.cell_km)), 1, 5))
        text: str = shapely.to_wkt(globe, rounding_precision=decimals)
        return text
