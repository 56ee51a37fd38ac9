"""Outlines of countries, divisions, contested areas, seas and lakes, read lazily from the outlines file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import numpy.typing as npt

from geomap.errors import GazetteerError, GazetteerNotFoundError
from geomap.gazetteer.outline_store import CHUNK, FORMAT, STEPS, unpack, unpack_lines
from geomap.models import Point

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Level = Literal["world", "region", "city"]
"""How much detail: for a map of the world (about 10 km), of a country (2 km), of a city (as surveyed, some 100 m)."""

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

Line = npt.NDArray[np.float64]
PACKAGED = Path(__file__).parent / "data" / "outlines.sqlite"
# A map at least this many degrees wide or high is drawn at this level: at 800 pixels a pixel is then some 0.09 and 0.006 degrees.
_WIDEST: tuple[tuple[float, Level], ...] = ((70.0, "world"), (5.0, "region"), (0.0, "city"))
# Decompressed chunks that are kept: a map needs some dozens, the largest country at city level 150.
_CACHED_CHUNKS = 256
# What is tried in turn when a level has no outline of an area.
_INSTEAD: dict[Level, tuple[str, ...]] = {
    "world": ("world", "region", "own"),
    "region": ("region", "own", "city"),
    "city": ("city", "own"),
}


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area as the file lists it, without its lines.

    Attributes
    ----------
    id
        Id of the place; empty when no place stands for it (a nameless river).
    kind
        ``country``, ``contested``, ``division1``, ``division2``, ``face``, ``lake``, ``river``, ``sea``, ``curated``, ``line``.
    level
        Level of detail, or ``own``.
    country
        ISO 3166-1 alpha-2 code; empty at sea.
    name
        Name, empty when unknown.
    rank
        0 for waters that a map of the world draws, up to 5.
    face
        Number of the face, for ``face``.
    rings
        Packed arc numbers.
    """

    id: str
    kind: str
    level: str
    country: str
    name: str
    rank: int
    face: int | None
    rings: bytes


class Outlines:
    """The outlines file, open for reading; safe to use from several threads.

    Parameters
    ----------
    connection
        Read-only connection to the file.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._chunk = lru_cache(_CACHED_CHUNKS)(self._read_chunk)

    @classmethod
    def open(cls, path: Path | None = None) -> Outlines:
        """Open an outlines file.

        Parameters
        ----------
        path
            The file; without it ``GEOMAP_OUTLINES``, then the packaged one.

        Raises
        ------
        GazetteerNotFoundError
            When there is no file.
        GazetteerError
            When the file is none of ours, or of a newer version.
        """
        found = path or Path(os.environ.get("GEOMAP_OUTLINES") or PACKAGED)
        if not found.is_file():
            raise GazetteerNotFoundError(f"{found}: no outlines there; compile them with `python gazetteer/compile.py`, or reinstall")
        connection = sqlite3.connect(f"{found.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        try:
            row = connection.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()
        except sqlite3.DatabaseError as error:
            connection.close()
            raise GazetteerError(f"{found}: no outlines file ({error}); compile it again with `python gazetteer/compile.py`") from error
        if row is None or int(row[0]) > FORMAT:
            connection.close()
            raise GazetteerError(f"{found}: format {row and row[0]}, expected {FORMAT} or less; update geomap, or compile it again")
        return cls(connection)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def outline(self, place_id: str, level: Level = "region") -> BaseGeometry | None:
        """Outline of a place.

        Parameters
        ----------
        place_id
            Id of a country, division, contested area, sea, lake or curated place: ``geonames:6252001``, ``geomap:crimea``.
        level
            Detail wished for; the next best is given where an area has only another.

        Returns
        -------
        geometry or None
            MultiPolygon, or MultiLineString for a river, in degrees, longitude first. None when there is no outline.
        """
        if level not in get_args(Level):
            raise GazetteerError(f"level {level!r}: expected one of {', '.join(get_args(Level))}")
        for stored in _INSTEAD[level]:
            row = self._area("id = ? AND level = ?", (place_id, stored))
            if row:
                return self.shape(row)
        return None

    def has(self, place_id: str) -> bool:
        """Whether there is an outline under this id."""
        return self._connection.execute("SELECT 1 FROM areas WHERE id = ? LIMIT 1", (place_id,)).fetchone() is not None

    def country_at(self, point: Point) -> str | None:
        """ISO code of the country whose outline holds a point: None at sea, ``""`` on land that is nobody's.

        Contested land belongs to the country that most states say it does (``gazetteer/outlines/contested.tsv``). Coasts are good to about
        100 m, so that a pier may lie at sea.
        """
        found = self.face_at(point)
        return None if found is None else found[1]

    def division_at(self, point: Point) -> str | None:
        """Id of the first-order division whose outline holds a point; None at sea and where the division has no id."""
        found = self.face_at(point)
        return found[2] or None if found else None

    def face_at(self, point: Point) -> tuple[int, str, str] | None:
        """Number, country and first-order division of the smallest outline that holds a point; None at sea."""
        x, y = point.longitude, point.latitude
        for row in self.areas("city", ("face",), (x, y, x, y)):
            if self._holds(row, x, y):
                found = self._connection.execute("SELECT number, country, division FROM faces WHERE number = ?", (row.face,)).fetchone()
                return int(found[0]), str(found[1]), str(found[2])
        return None

    def areas(self, level: str, kinds: Sequence[str], box: Box, *, rank: int = 99) -> list[AreaRow]:
        """Areas whose box touches a box, in the order of the file.

        Parameters
        ----------
        level
            Level of detail, or ``own``.
        kinds
            Kinds of areas.
        box
            West, south, east, north in degrees, between -180 and 180.
        rank
            Largest rank: 0 are waters that even a map of the world draws.
        """
        west, south, east, north = box
        marks = ",".join("?" * len(kinds))
        where = f"level = ? AND kind IN ({marks}) AND west <= ? AND east >= ? AND south <= ? AND north >= ? AND rank <= ?"
        query = f"SELECT id, kind, level, country, name, rank, face, rings FROM areas WHERE {where} ORDER BY rowid"  # noqa: S608 - only marks are put in
        return [AreaRow(*row) for row in self._connection.execute(query, (level, *kinds, east, west, north, south, rank))]

    def country_boxes(self) -> dict[str, Box]:
        """Boxes of the countries by code; one over the antimeridian reaches from -180 to 180."""
        query = "SELECT country, west, south, east, north FROM areas WHERE kind = 'country' AND level = 'region'"
        return {code: (west, south, east, north) for code, west, south, east, north in self._connection.execute(query)}

    def lines_of_kinds(self, level: Level, box: Box) -> list[tuple[int, Line]]:
        """Lines whose chunk touches a box, each with the number of its kind (`outline_store.KINDS`)."""
        west, south, east, north = box
        where = "level = ? AND west <= ? AND east >= ? AND south <= ? AND north >= ?"
        query = f"SELECT number, kinds FROM chunks WHERE {where} ORDER BY number"  # noqa: S608 - a constant
        rows = self._connection.execute(query, (level, east, west, north, south))
        return [(kind, line) for number, kinds in rows.fetchall() for kind, line in zip(kinds, self._chunk(level, number), strict=True)]

    def lines(self, row: AreaRow) -> list[Line]:
        """Rings or lines of an area, each an array of (longitude, latitude)."""
        numbers = unpack(row.rings).tolist()
        arcs = iter(numbers[numbers[0] + 1 :])
        return [self._joined(row.level, list(islice(arcs, length))) for length in numbers[1 : numbers[0] + 1]]

    def shape(self, row: AreaRow) -> BaseGeometry:
        """Area as a MultiPolygon, largest part first, or as a MultiLineString for a river."""
        import shapely

        lines = self.lines(row)
        if row.kind in ("river", "line"):
            return shapely.MultiLineString(lines)
        points, indices = joined(line for line in lines if len(line) > 3)
        shells = polygons_of(shapely.linearrings(points, indices=indices))
        whole: BaseGeometry = shapely.multipolygons(shells[np.argsort(-shapely.area(shells), kind="stable")])
        return whole

    def _holds(self, row: AreaRow, x: float, y: float) -> bool:
        """Whether an odd number of rings is around the point: a hole takes away what its shell gave."""
        return sum(_crossings(ring, x, y) for ring in self.lines(row)) % 2 == 1

    def _area(self, where: str, values: tuple[str, ...]) -> AreaRow | None:
        # The largest of several lakes that share a name.
        order = "ORDER BY (east - west) * (north - south) DESC LIMIT 1"
        query = f"SELECT id, kind, level, country, name, rank, face, rings FROM areas WHERE {where} {order}"  # noqa: S608 - constants
        row = self._connection.execute(query, values).fetchone()
        return AreaRow(*row) if row else None

    def _joined(self, level: str, ring: list[int]) -> Line:
        parts = []
        for number in ring:
            chunk, index = divmod(abs(number) - 1, CHUNK)
            line = self._chunk(level, chunk)[index]
            parts.append(line if number > 0 else line[::-1])
        return np.concatenate([parts[0], *(part[1:] for part in parts[1:])]) if len(parts) > 1 else parts[0]

    def _read_chunk(self, level: str, number: int) -> list[Line]:
        row = self._connection.execute("SELECT lines FROM chunks WHERE level = ? AND number = ?", (level, number)).fetchone()
        return unpack_lines(row[0], STEPS[level])


def level_for(bounds: Box) -> Level:
    """Level of detail for a map of these bounds.

    Examples
    --------
    >>> level_for((-180, -60, 180, 80)), level_for((-5, 41, 10, 51)), level_for((20.5, 42.5, 21.2, 43.1))
    ('world', 'region', 'city')
    """
    west, south, east, north = bounds
    size = max(east - west, north - south)
    return next(level for widest, level in _WIDEST if size >= widest)


def joined(lines: Iterable[Line]) -> tuple[Line, npt.NDArray[np.intp]]:
    """All points of some lines, and the number of the line that each belongs to: what shapely makes many geometries of at once."""
    kept = list(lines)
    if not kept:
        return np.empty((0, 2)), np.empty(0, np.intp)
    return np.concatenate(kept), np.repeat(np.arange(len(kept)), [len(line) for line in kept])


def polygons_of(rings: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Polygons of rings, shells counter-clockwise and holes clockwise; a hole belongs to the smallest shell around it."""
    import shapely

    outer = shapely.is_ccw(rings)
    shells: npt.NDArray[np.object_] = shapely.polygons(rings[outer])
    if outer.all():
        return shells
    holes = rings[~outer]
    hole, shell = shapely.STRtree(shells).query(shapely.points([_inner_point(one) for one in holes]), predicate="within")
    # The last entry of a hole is its smallest shell.
    order = np.argsort(-shapely.area(shells)[shell], kind="stable")
    owner = dict(zip(hole[order].tolist(), shell[order].tolist(), strict=True))
    for index in sorted(set(owner.values())):
        inside = [number for number, own in owner.items() if own == index]
        shells[index] = shapely.polygons(rings[outer][index], holes=holes[sorted(inside)])
    return shells


def _inner_point(hole: BaseGeometry) -> Line:
    """Middle of the first edge, moved a hair to the hole's side: a vertex may be shared with the shell."""
    first, second = np.asarray(hole.coords[:2])
    dx, dy = second - first
    point: Line = (first + second) / 2 + np.array((dy, -dx)) / (np.hypot(dx, dy) or 1.0) * 1e-7
    return point


def _crossings(ring: Line, x: float, y: float) -> int:
    """How often a ray from the point to the east crosses a ring."""
    (x1, y1), (x2, y2) = ring[:-1].T, ring[1:].T
    rows = np.flatnonzero((y1 > y) != (y2 > y))
    return int(np.count_nonzero(x < x1[rows] + (y - y1[rows]) / (y2[rows] - y1[rows]) * (x2[rows] - x1[rows])))
