"""What lies under a story on its map: land, borders, lakes and rivers, clipped to what the map shows.

Borders and coasts are lines of their own, each drawn once, so that a disputed border can be dashed and the edge of the map has
no border at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geomap.errors import InputError
from geomap.gazetteer.outline_store import KINDS
from geomap.gazetteer.outlines import AreaRow, Box, Level, Line, Outlines

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# Decimals that a map of each level shows: 1 km, 100 m, 10 m.
DECIMALS: dict[Level, int] = {"world": 2, "region": 3, "city": 4}
# A map at least this many degrees wide or high is drawn at this level: at 800 pixels a pixel is then some 0.09 and 0.006 degrees.
WIDEST: tuple[tuple[float, Level], ...] = ((70.0, "world"), (5.0, "region"), (0.0, "city"))
# Waters that a map of each level draws, by the rank of Natural Earth (0 to 5).
_RANKS: dict[Level, int] = {"world": 1, "region": 4, "city": 9}


@dataclass(frozen=True, slots=True)
class Land:
    """Land of a country inside the map.

    Attributes
    ----------
    code
        ISO 3166-1 alpha-2 code; empty for land that is nobody's.
    name
        Name of the country, or of the contested area.
    contested
        Id of the contested area, empty for land whose state is undisputed.
    geometry
        Polygon or MultiPolygon, longitude first.
    """

    code: str
    name: str
    contested: str
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class Water:
    """A lake or a river inside the map.

    Attributes
    ----------
    name
        Empty when it is not known.
    rank
        0 for the largest of the world, 5 for the smallest.
    geometry
        Polygon or line, longitude first.
    """

    name: str
    rank: int
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class Basemap:
    """What lies under the story; every geometry is longitude first, clipped to the bounds and may be empty.

    Attributes
    ----------
    bounds
        West, south, east, north, as asked for.
    level
        Level of detail.
    land
        By country code, then contested area.
    coast, borders, disputed, divisions, subdivisions
        Lines: coasts, borders between countries, those that are disputed, borders of first- and of second-order divisions
        (the latter at city level only).
    lakes, rivers
        In the order of the file.
    """

    bounds: Box
    level: Level
    land: tuple[Land, ...]
    coast: BaseGeometry
    borders: BaseGeometry
    disputed: BaseGeometry
    divisions: BaseGeometry
    subdivisions: BaseGeometry
    lakes: tuple[Water, ...]
    rivers: tuple[Water, ...]


def level_for(bounds: Box) -> Level:
    """Level of detail for a map of these bounds.

    Examples
    --------
    >>> level_for((-180, -60, 180, 80)), level_for((-5, 41, 10, 51)), level_for((20.5, 42.5, 21.2, 43.1))
    ('world', 'region', 'city')
    """
    west, south, east, north = bounds
    size = max(east - west, north - south)
    return next(level for widest, level in WIDEST if size >= widest)


def basemap(outlines: Outlines, bounds: Box, level: Level | None = None) -> Basemap:
    """Draw the ground of a map.

    Parameters
    ----------
    outlines
        The outlines file.
    bounds
        West, south, east, north in degrees. ``west < east``: a map over the antimeridian has longitudes beyond 180 (or below
        -180), and so has what is returned. Latitudes lie between -90 and 90.
    level
        Level of detail; `level_for` chooses when it is left out.

    Returns
    -------
    Basemap
        Land, lines and waters inside the bounds.

    Raises
    ------
    InputError
        When the bounds are empty, not numbers, or wider than the world.
    """
    west, south, east, north = bounds
    if not (west < east <= west + 360 and -90 <= south < north <= 90):
        raise InputError(f"bounds {bounds}: expected west < east, at most 360 degrees apart, and -90 <= south < north <= 90")
    chosen = level or level_for(bounds)
    decimals = DECIMALS[chosen]
    lines = _lines(outlines, bounds, chosen)
    return Basemap(
        bounds=bounds,
        level=chosen,
        land=_land(outlines, bounds, chosen),
        coast=_merged(lines["coast"], bounds, decimals),
        borders=_merged(lines["border"], bounds, decimals),
        disputed=_merged(lines["disputed"], bounds, decimals),
        divisions=_merged(lines["division"], bounds, decimals),
        subdivisions=_merged(lines["subdivision"] if chosen == "city" else [], bounds, decimals),
        lakes=_waters(outlines, bounds, chosen, "lake"),
        rivers=_waters(outlines, bounds, chosen, "river"),
    )


def _worlds(bounds: Box) -> Iterator[tuple[int, Box]]:
    """Part of the bounds in each copy of the world: degrees to shift it by, and its box between -180 and 180."""
    west, south, east, north = bounds
    for shift in (-720, -360, 0, 360, 720):
        low, high = max(west - shift, -180.0), min(east - shift, 180.0)
        if low < high:
            yield shift, (low, south, high, north)


def _lines(outlines: Outlines, bounds: Box, level: Level) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for shift, (west, south, east, north) in _worlds(bounds):
        for kind, line in outlines.lines_of_kinds(level, (west, south, east, north)):
            (left, low), (right, high) = line.min(axis=0), line.max(axis=0)
            if left <= east and right >= west and low <= north and high >= south:
                found[KINDS[kind]].append(line + np.array((shift, 0.0)))
    return found


def _merged(lines: Sequence[Line], bounds: Box, decimals: int) -> BaseGeometry:
    """Lines joined where they meet end to end, clipped and rounded."""
    import shapely

    merged = shapely.line_merge(shapely.MultiLineString(list(lines)))
    return _rounded(shapely.clip_by_rect(merged, *bounds), decimals)


def _rounded(geometry: BaseGeometry, decimals: int) -> BaseGeometry:
    """Geometry on the grid of the level; what shrinks to nothing is left out."""
    import shapely

    # set_precision leaves coordinates like 20.1 + 1e-15; rounding writes them as they are meant.
    result: BaseGeometry = shapely.transform(shapely.set_precision(geometry, 10.0**-decimals), lambda points: np.round(points, decimals))
    return result


def _land(outlines: Outlines, bounds: Box, level: Level) -> tuple[Land, ...]:
    import shapely

    parts: dict[tuple[str, str, str], list[BaseGeometry]] = defaultdict(list)
    for shift, box in _worlds(bounds):
        for row in outlines.areas(level, ("face",), box):
            clipped = _clipped(outlines, row, box, shift)
            if not clipped.is_empty:
                contested = outlines.contested_of(row)
                name = outlines.name_of(contested) if contested else outlines.country_name(row.country) or row.name
                parts[row.country, contested, name].append(clipped)
    return tuple(
        Land(code, name, contested, _rounded(shapely.union_all(geometries), DECIMALS[level]))
        for (code, contested, name), geometries in sorted(parts.items())
    )


def _clipped(outlines: Outlines, row: AreaRow, box: Box, shift: int) -> BaseGeometry:
    import shapely

    offset = np.array((shift, 0.0))
    geometry = _shape(outlines, row)
    if not geometry.is_valid:  # rounding to the grid may let a ring cross itself
        geometry = shapely.make_valid(geometry)
    clipped: BaseGeometry = shapely.transform(shapely.clip_by_rect(geometry, *box), lambda points: points + offset)
    return clipped


def _shape(outlines: Outlines, row: AreaRow) -> BaseGeometry:
    """Area as a geometry; without holes, as most are, straight from its rings."""
    import shapely
    from shapely.geometry import shape

    if row.kind == "face":
        rings = [shapely.linearrings(ring) for ring in outlines.lines(row) if len(ring) > 3]
        if all(shapely.is_ccw(rings)):
            whole: BaseGeometry = shapely.multipolygons(shapely.polygons(rings))
            return whole
    return shape(outlines.geometry(row))


def _waters(outlines: Outlines, bounds: Box, level: Level, kind: str) -> tuple[Water, ...]:
    found = []
    for shift, box in _worlds(bounds):
        for row in outlines.areas("own", (kind,), box, rank=_RANKS[level]):
            clipped = _clipped(outlines, row, box, shift)
            if not clipped.is_empty:
                found.append(Water(row.name, row.rank, _rounded(clipped, min(DECIMALS[level], 2))))
    return tuple(found)
