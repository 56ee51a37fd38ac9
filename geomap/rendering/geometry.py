"""Bounds, the Mercator projection of the map, and outlines as short strings for the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import asin, atan, cos, degrees, exp, log, pi, radians, sin, sqrt, tan

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer.outlines import Line, joined
from geomap.models import Point

# Web Mercator ends here; beyond it nothing can be drawn.
MAX_LATITUDE = 85.05
EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
KM_PER_DEGREE = EARTH_RADIUS_KM * pi / 180
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass(frozen=True, slots=True)
class Bounds:
    """A box in degrees; ``west < east`` always, so a box over the antimeridian has longitudes beyond 180."""

    south: float
    west: float
    north: float
    east: float

    @property
    def center(self) -> Point:
        """Middle of the box as the map shows it."""
        return Point(latitude_of((mercator_y(self.south) + mercator_y(self.north)) / 2), (self.west + self.east) / 2)

    @property
    def center_on_earth(self) -> Point:
        """Middle of the box with its longitude between -180 and 180."""
        return Point(self.center.latitude, (self.center.longitude + 180) % 360 - 180)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north, as shapely and the gazetteer order them."""
        return self.west, self.south, self.east, self.north

    @property
    def width_km(self) -> float:
        """Width along the middle parallel."""
        return (self.east - self.west) * KM_PER_DEGREE * cos(radians(self.center.latitude))

    @property
    def height_km(self) -> float:
        """Height along a meridian."""
        return (self.north - self.south) * KM_PER_DEGREE

    @property
    def size(self) -> float:
        """Longer side on the map, in degrees of longitude."""
        return max(self.east - self.west, mercator_y(self.north) - mercator_y(self.south))

    def contains(self, point: Point) -> bool:
        """Whether the point lies inside or on the edge."""
        return self.south <= point.latitude <= self.north and self.west <= point.longitude <= self.east

    def padded(self, share: float) -> Bounds:
        """Return the box grown by ``share`` of its size on every side, inside the Mercator square."""
        dx = (self.east - self.west) * share
        dy = (mercator_y(self.north) - mercator_y(self.south)) * share
        south = latitude_of(max(mercator_y(self.south) - dy, -180.0))
        north = latitude_of(min(mercator_y(self.north) + dy, 180.0))
        return Bounds(south, self.west - dx, north, self.east + dx)

    def union(self, other: Bounds) -> Bounds:
        """Return the smallest box around both."""
        return Bounds(min(self.south, other.south), min(self.west, other.west), max(self.north, other.north), max(self.east, other.east))


def mercator_y(latitude: float) -> float:
    """Northing of a latitude on the map, in degrees of longitude at the equator: -180 to 180."""
    limited = max(-MAX_LATITUDE, min(MAX_LATITUDE, latitude))
    return degrees(log(tan(pi / 4 + radians(limited) / 2)))


def latitude_of(y: float) -> float:
    """Latitude of a northing: the inverse of `mercator_y`."""
    return degrees(2 * atan(exp(radians(y))) - pi / 2)


def around(point: Point, radius_km: float) -> Bounds:
    """Box around a circle; near a pole it ends where Mercator ends."""
    dy = radius_km / KM_PER_DEGREE
    south, north = max(-MAX_LATITUDE, point.latitude - dy), min(MAX_LATITUDE, point.latitude + dy)
    widest = max(cos(radians(max(-89.0, min(89.0, point.latitude)))), 0.02)
    dx = min(180.0, dy / widest)
    return Bounds(min(south, MAX_LATITUDE - 0.01), point.longitude - dx, max(north, -MAX_LATITUDE + 0.01), point.longitude + dx)


def distance_km(one: Point, other: Point) -> float:
    """Great-circle distance."""
    lat1, lat2 = radians(one.latitude), radians(other.latitude)
    half_lat, half_lon = (lat2 - lat1) / 2, radians(other.longitude - one.longitude) / 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(sin(half_lat) ** 2 + cos(lat1) * cos(lat2) * sin(half_lon) ** 2)))


def lines_of(geometries: Iterable[BaseGeometry]) -> list[Line]:
    """All rings and lines of some geometries as arrays of (longitude, latitude), in their own order; points have none."""
    parts = np.array(list(geometries), dtype=object)
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts = shapely.get_parts(parts)
    rings, holders = shapely.get_rings(parts, return_index=True)
    plain = np.flatnonzero(np.isin(shapely.get_type_id(parts), (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING)))
    lines = np.concatenate([rings, parts[plain]])[np.argsort(np.concatenate([holders, plain]), kind="stable")]
    lines = lines[~shapely.is_empty(lines)]
    points, ends = shapely.get_coordinates(lines), np.cumsum(shapely.get_num_coordinates(lines)).tolist()
    return [points[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def encoded(lines: Sequence[Line], *, decimals: int) -> str:
    """Lines as text: differences between grid points, five bits a letter, lines parted by blanks.

    The alphabet is that of URL-safe base 64, so the text passes every escaping unchanged. Lines that shrink to one grid point
    are left out.

    Examples
    --------
    >>> encoded([np.array([(0.0, 0.0), (1.0, 0.0)])], decimals=0)
    'AACA'
    >>> encoded([], decimals=2)
    ''
    """
    points, line_of = joined(lines)
    grid = np.rint(points * 10**decimals).astype(np.int64)
    first = np.diff(line_of, prepend=-1) != 0
    steps = np.where(first[:, None], grid, np.diff(grid, axis=0, prepend=np.zeros((1, 2), np.int64)))
    kept = first | steps.any(axis=1)
    counts = np.bincount(line_of[kept], minlength=len(lines))
    kept &= counts[line_of] > 1
    letters = list(map(_varint, ((steps << 1) ^ (steps >> 63))[kept].ravel().tolist()))
    ends = np.cumsum(2 * counts[counts > 1]).tolist()
    return " ".join("".join(letters[start:end]) for start, end in zip([0, *ends], ends, strict=False))


@lru_cache(4096)
def _varint(value: int) -> str:
    letters = []
    while value >= 32:
        letters.append(_ALPHABET[32 | (value & 31)])
        value >>= 5
    letters.append(_ALPHABET[value])
    return "".join(letters)
