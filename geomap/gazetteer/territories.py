"""Which contested territory holds a point: what is known of one by its outline alone, because no division stands for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians

from geomap.gazetteer.rows import PlaceRow

Ring = Sequence[tuple[float, float]]
"""Line of (longitude, latitude), closed where it is a ring."""
# A town closer than this to a line that parts a town ("the green line" through Nicosia) keeps its country, and its territory unsaid.
MARGIN_KM = 2.0
# A sketch of a territory that several countries share and that is larger than this holds towns of all of them.
_LARGEST_SHARED_KM = 100.0
# Kilometres of a degree of latitude.
_DEGREE_KM = 111.2


@dataclass(frozen=True, slots=True)
class Territory:
    """A contested territory with its outline.

    Attributes
    ----------
    id
        Id of its place.
    radius_km
        How large it is.
    countries
        Countries whose towns may lie in it; empty for any. Across another border the outline is too rough.
    rings
        Its outline: a point within an odd number of rings lies in it.
    borders
        Those parts of the outline that have land on both sides: close to them its line is not good enough to tell.
    """

    id: str
    radius_km: float
    countries: frozenset[str]
    rings: tuple[Ring, ...]
    borders: tuple[Ring, ...] = ()


@dataclass(frozen=True, slots=True)
class Surveyed:
    """Outline of a contested area, good to some 100 m; see `Territory` for the fields."""

    rings: tuple[Ring, ...]
    borders: tuple[Ring, ...]


class Territories:
    """Contested territories, to be asked which one speaks for a town.

    Parameters
    ----------
    places
        Every place by id; contested ones carry a claim.
    surveyed
        Outlines of contested territories by id; for others the one that came with the place is taken.
    sketched
        Outlines that came with places, by id, good to some kilometres: they hold towns of the country only that the territory is listed
        under, since they are too rough for a border between countries.
    """

    def __init__(self, places: Mapping[str, PlaceRow], surveyed: Mapping[str, Surveyed], sketched: Mapping[str, Sequence[Ring]]) -> None:
        contested = {place.id: place for place in places.values() if place.claim}
        self._radius = {place.id: place.radius_km or 0.0 for place in contested.values()}
        self._by_country = {
            place.country: place.id for place in contested.values() if place.feature_code.startswith("PCL") and place.country
        }
        found = [
            territory
            for place in contested.values()
            if (territory := _surveyed(place, surveyed[place.id]) if place.id in surveyed else _sketched(place, sketched.get(place.id, ())))
        ]
        self._smallest_first = sorted(found, key=lambda territory: (territory.radius_km, territory.id))
        self._boxes = {territory.id: box_of(territory.rings) for territory in found}

    def holding(self, row: PlaceRow) -> str:
        """Id of the smallest territory whose outline holds a town or a landmark; empty for none, and when its division is contested itself.

        Parameters
        ----------
        row
            A place with its point.
        """
        if row.feature_class not in "PS" or row.claim or row.latitude is None or row.longitude is None:
            return ""
        if row.admin1 in self._radius or row.admin2 in self._radius:
            return ""
        widest = self._radius.get(self._by_country.get(row.country, ""), float("inf"))
        for territory in self._smallest_first:
            west, south, east, north = self._boxes[territory.id]
            near = west <= row.longitude <= east and south <= row.latitude <= north and territory.radius_km < widest
            if near and row.country in territory.countries and _holds(territory, row.longitude, row.latitude):
                return territory.id
        return ""


def _surveyed(place: PlaceRow, outline: Surveyed) -> Territory | None:
    countries = _parties(place) | ({place.country} if place.country else set())
    return Territory(place.id, place.radius_km or 0.0, countries, outline.rings, outline.borders) if outline.rings else None


def _sketched(place: PlaceRow, rings: Sequence[Ring]) -> Territory | None:
    if not rings or (not place.country and (place.radius_km or 0.0) > _LARGEST_SHARED_KM):
        return None
    countries = frozenset({place.country}) if place.country else _parties(place)
    return Territory(place.id, place.radius_km or 0.0, countries, tuple(rings))


def _parties(place: PlaceRow) -> frozenset[str]:
    """Countries that any viewpoint gives a contested place to."""
    return frozenset(part.partition("=")[2] for part in place.viewpoints.split("|")) - {""}


def _holds(territory: Territory, x: float, y: float) -> bool:
    return holds(territory.rings, x, y) and all(distance_km(line, x, y) >= MARGIN_KM for line in territory.borders)


def distance_km(line: Ring, x: float, y: float) -> float:
    """Distance of a point from a line, in the plane that touches the Earth there: good for some kilometres.

    Examples
    --------
    >>> round(distance_km([(20.0, 43.0), (21.0, 43.0)], 20.5, 43.1), 1)
    11.1
    """
    scale = cos(radians(y))
    flat = [((east - x) * scale * _DEGREE_KM, (north - y) * _DEGREE_KM) for east, north in line]
    return min(_from_origin(*start, *end) for start, end in pairwise(flat))


def _from_origin(x1: float, y1: float, x2: float, y2: float) -> float:
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, -(x1 * dx + y1 * dy) / length)) if length else 0.0
    return hypot(x1 + along * dx, y1 + along * dy)


def box_of(rings: Iterable[Ring]) -> tuple[float, float, float, float]:
    """West, south, east, north of some rings."""
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def holds(rings: Iterable[Ring], x: float, y: float) -> bool:
    """Whether a point lies within an odd number of rings.

    Examples
    --------
    >>> square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0)]
    >>> holds([square], 1.0, 1.0), holds([square], 3.0, 1.0)
    (True, False)
    """
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                inside = not inside
    return inside
