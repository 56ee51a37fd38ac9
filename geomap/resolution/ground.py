"""What lies where, for placing by words: outlines of anchors, shared borders, land, rivers; without outlines, nothing does."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.models import Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer.outlines import AreaRow, Box, Level, Outlines

# Outlines that are kept as geometries; a story names a dozen.
_CACHED = 128
_CACHED_FACES = 512
# A country larger than this is drawn as for a map of the world: 10 km more or less do not matter there, and Russia takes 7 s otherwise.
_COARSE_RADIUS_KM = 700.0
# A box is inland when this share of it is land; neighbouring outlines, rounded, leave slivers between them.
_ALL_LAND = 0.999
# Degrees of a side from which a box is wide.
_COARSE_BOX = 15.0
# A polygon of a country smaller than this share of its largest is an island, which can itself lie "off the coast".
_ISLAND_SHARE = 0.1
# Below this a place is a dot whose outline would only be noise.
_LEAST_RADIUS_KM = 10.0


class Ground:
    """Outlines as geometries in degrees, longitude first, read once and kept.

    Parameters
    ----------
    outlines
        The outlines file; None when there is none, and then every place is a circle and all the world is land.
    """

    def __init__(self, outlines: Outlines | None = None) -> None:
        self._outlines = outlines
        # Bound to the instance, so that the cache goes when the file is closed.
        self._by_id: Callable[[str, Level], BaseGeometry | None] = lru_cache(_CACHED)(self._read)
        self._face: Callable[[AreaRow], BaseGeometry] = lru_cache(_CACHED_FACES)(self._read_face)

    def area_of(self, place: Place) -> BaseGeometry | None:
        """Outline of a place that is an area (country, region, lake, river), None of one that is a dot or whose outline nobody drew."""
        if place.feature_class in "PS" or place.radius_km < _LEAST_RADIUS_KM:
            return None
        return self._by_id(place.id, "world" if place.radius_km > _COARSE_RADIUS_KM else "region")

    def mainland_of(self, place: Place) -> BaseGeometry | None:
        """Outline of a place without its smaller islands."""
        import shapely

        outline = self.area_of(place)
        if outline is None:
            return None
        parts = sorted(shapely.get_parts(outline), key=lambda part: (-part.area, part.bounds))
        return shapely.MultiPolygon([part for part in parts if part.area >= _ISLAND_SHARE * parts[0].area]) if parts[0].area else outline

    def border(self, one: Place, other: Place) -> BaseGeometry | None:
        """Line that two areas share; None when they do not touch. Neighbours share their lines exactly."""
        if self.area_of(one) is None or self.area_of(other) is None:
            return None
        # Both at one level: a line simplified twice is no longer the same line.
        first, second = self._by_id(one.id, "region"), self._by_id(other.id, "region")
        assert first is not None, "it has an outline at another level"
        assert second is not None, "it has an outline at another level"
        shared = first.boundary.intersection(second.boundary)
        return None if shared.is_empty or not shared.length else shared

    def land(self, box: Box) -> BaseGeometry | None:
        """Land inside a box in degrees, as a collection of polygons; None when there is nothing but land."""
        import shapely

        if self._outlines is None:
            return None
        west, south, east, north = box
        # A wide box is looked at in coarse cells: a coast as fine as they are takes a tenth of the time.
        level: Level = "world" if max(east - west, north - south) > _COARSE_BOX else "region"
        parts = []
        for turn, part in _worlds(box):
            for row in self._outlines.areas(level, ("face",), part):
                piece = shapely.clip_by_rect(self._face(row), *part)
                parts.append(shapely.transform(piece, lambda points, turn=turn: points - (turn, 0.0)))
        covered = sum(piece.area for piece in parts)
        return None if covered >= _ALL_LAND * (east - west) * (north - south) else shapely.GeometryCollection(parts)

    def rivers(self, box: Box) -> BaseGeometry:
        """All rivers that touch a box, as lines."""
        import shapely

        if self._outlines is None:
            return shapely.GeometryCollection()
        rows = [row for _, part in _worlds(box) for row in self._outlines.areas("own", ("river",), part)]
        return shapely.GeometryCollection([self._outlines.shape(row) for row in rows])

    def _read(self, place_id: str, level: Level) -> BaseGeometry | None:
        geometry = self._outlines.outline(place_id, level) if self._outlines is not None else None
        return _valid(geometry) if geometry is not None else None

    def _read_face(self, row: AreaRow) -> BaseGeometry:
        assert self._outlines is not None, "rows come from outlines"
        return _valid(self._outlines.shape(row))


def _worlds(box: Box) -> list[tuple[float, Box]]:
    """Parts of a box in degrees that may reach over the date line, each between -180 and 180, with the degrees that moved it there."""
    west, south, east, north = box
    shifted = [(turn, (max(west + turn, -180.0), south, min(east + turn, 180.0), north)) for turn in (0.0, 360.0, -360.0)]
    return [(turn, part) for turn, part in shifted if part[0] < part[2]]


def _valid(geometry: BaseGeometry) -> BaseGeometry:
    import shapely

    return geometry if geometry.is_valid else shapely.make_valid(geometry)
