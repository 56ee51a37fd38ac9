"""A map in a picture: which part of the world it shows, and where on the paper; millimetres, y down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geomap.models import Point
from geomap.rendering.geometry import MAX_LATITUDE, Bounds, latitude_of, mercator_y
from geomap.rendering.labels import Box
from geomap.rendering.layout import km_per_degree_at

Positions = npt.NDArray[np.float64]
# Edge of the Mercator square in its own degrees.
_EDGE = 180.0
# Antarctica begins about here, on the same scale: 60 degrees south.
_ICE = -75.5
MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Frame:
    """A map on paper.

    Attributes
    ----------
    box
        Where it stands, in millimetres.
    west, top
        Longitude of its left edge, and its upper edge in degrees of the Mercator projection.
    scale
        Millimetres a degree of longitude.
    """

    box: Box
    west: float
    top: float
    scale: float

    @property
    def bounds(self) -> Bounds:
        """What it shows."""
        width, height = (self.box.right - self.box.left) / self.scale, (self.box.bottom - self.box.top) / self.scale
        north, south = latitude_of(self.top), latitude_of(self.top - height)
        return Bounds(max(south, -MAX_LATITUDE), self.west, min(north, MAX_LATITUDE), self.west + width)

    @property
    def km_per_mm(self) -> float:
        """Kilometres a millimetre along the middle parallel."""
        return km_per_degree_at(self.bounds.center.latitude) / self.scale

    def at(self, point: Point) -> tuple[float, float]:
        """Position of a point."""
        return self.box.left + (point.longitude - self.west) * self.scale, self.box.top + (
            self.top - mercator_y(point.latitude)
        ) * self.scale

    def along(self, line: Sequence[tuple[float, float]] | Positions) -> Positions:
        """Positions of a line of longitudes and latitudes."""
        degrees = np.asarray(line, dtype=float)[:, :2]
        latitudes = np.radians(np.clip(degrees[:, 1], -MAX_LATITUDE, MAX_LATITUDE))
        y = np.degrees(np.log(np.tan(np.pi / 4 + latitudes / 2)))
        return np.column_stack([self.box.left + (degrees[:, 0] - self.west) * self.scale, self.box.top + (self.top - y) * self.scale])


def framed(extent: Bounds, box: Box) -> Frame:
    """Fit an extent into a box, filled: where the shapes differ, the map shows more of the world.

    A frame never reaches beyond the poles of the Mercator square; it is drawn larger instead.
    """
    width, height = box.right - box.left, box.bottom - box.top
    tall = mercator_y(extent.north) - mercator_y(extent.south)
    # One turn around the Earth is enough: a wider map would show New Zealand twice.
    wide = min(extent.east - extent.west, 2 * _EDGE)
    scale = max(min(width / wide, height / tall), height / (2 * _EDGE))
    middle = (mercator_y(extent.north) + mercator_y(extent.south)) / 2
    half = height / scale / 2
    # A map of the world has room to spare in the south: Antarctica fills it with nothing.
    if middle - half < _ICE <= mercator_y(extent.south):
        middle = max(middle, min(_ICE, mercator_y(extent.south)) + half)
    middle = min(max(middle, half - _EDGE), _EDGE - half)
    return Frame(box, (extent.west + extent.east) / 2 - width / scale / 2, middle + half, scale)
