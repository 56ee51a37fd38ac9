"""Distances on the globe."""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, atan2, cos, degrees, radians, sin, sqrt

from geomap.models import Point

# Mean radius of the Earth (IUGG).
EARTH_RADIUS_KM = 6371.0088


def distance_km(one: Point, other: Point) -> float:
    """Great-circle distance of two points.

    Examples
    --------
    >>> round(distance_km(Point(0, 0), Point(0, 180)))
    20015
    """
    north, south = radians(one.latitude), radians(other.latitude)
    turn = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, turn)))


def middle(points: Sequence[Point]) -> Point:
    """Middle of at least one point, on the sphere, so that the date line does no harm."""
    x = sum(cos(radians(p.latitude)) * cos(radians(p.longitude)) for p in points)
    y = sum(cos(radians(p.latitude)) * sin(radians(p.longitude)) for p in points)
    z = sum(sin(radians(p.latitude)) for p in points)
    return Point(round(degrees(atan2(z, sqrt(x * x + y * y))), 5), round(degrees(atan2(y, x)), 5))
