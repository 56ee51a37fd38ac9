"""Rows of many sources → one row for each place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from geomap.gazetteer.geometry import distance_km
from geomap.gazetteer.keys import key_of
from geomap.gazetteer.rows import NameRow, PlaceRow
from geomap.models import Point

# Two populated places of one name this close are the same; the sources' points of one town differ by up to 10 km.
_SAME_TOWN_KM = 15.0
# A city this close lies in the same division, nearly always.
_NEIGHBOUR_KM = 30.0
# Names that other sources bring are Latin: those of other scripts need no index.
_BEYOND_LATIN = "\u0250"
# Other things of one name and class are the same when their circles touch, or nearly.
_SLACK_KM = 25.0


class Merger:
    """Takes the rows of all sources, in the order of precedence, and keeps one for each place.

    Rows of one id mean one place. A row whose id is not of GeoNames also means a place that came before it when that bears its
    name, has its class, and lies where it lies. The first row's id and fields win; later ones fill what it leaves empty, and
    add their names.

    Attributes
    ----------
    places
        One row a place, by id, in the order in which places first appeared.
    aliases
        For ids that were given up, the id of the place they mean.
    """

    def __init__(self) -> None:
        self.places: dict[str, PlaceRow] = {}
        self.aliases: dict[str, str] = {}
        self._by_name: dict[tuple[str, str], list[str]] = defaultdict(list)

    def add(self, row: PlaceRow) -> None:
        """Take a row."""
        place_id = row.id if row.id in self.places or row.id.startswith("geonames:") else self._same_place(row)
        if place_id != row.id:
            self.aliases[row.id] = place_id
        known = self.places.get(place_id)
        self.places[place_id] = row if known is None else unite(known, row)
        if known is None:
            others = (name.text for name in row.names if name.kind == "alternate" and name.text[:1] < _BEYOND_LATIN)
            for key in {key_of(name) for name in (row.name, *others)}:
                self._by_name[row.feature_class, key].append(place_id)

    def _same_place(self, row: PlaceRow) -> str:
        """Id of the nearest known place that a row means too; its own when there is none."""
        near = []
        # A contested territory is the division or island that other sources know without saying that it is contested.
        for feature_class in ("A", "L", "T") if row.claim else row.feature_class:
            for place_id in self._by_name.get((feature_class, key_of(row.name)), ()):
                known = self.places[place_id]
                reach = _SAME_TOWN_KM if row.feature_class == "P" else _SLACK_KM + (known.radius_km or 0) + (row.radius_km or 0)
                if (km := _distance(row, known)) <= reach:
                    near.append((not known.feature_code.startswith("PCL"), km, place_id))
        return min(near)[2] if near else row.id


class Surroundings:
    """Knows the divisions around a point by the cities there.

    Parameters
    ----------
    places
        Rows, cities with their divisions among them.
    """

    def __init__(self, places: Iterable[PlaceRow]) -> None:
        self._cells: dict[tuple[int, int], list[PlaceRow]] = defaultdict(list)
        for place in places:
            if place.feature_class == "P" and place.admin1 and place.latitude is not None and place.longitude is not None:
                self._cells[int(place.latitude * 2), int(place.longitude * 2)].append(place)

    def placed(self, row: PlaceRow) -> PlaceRow:
        """Give a town or a site without divisions those of the nearest city of its country within 30 km, when there is one."""
        if row.admin1 or row.feature_class not in "PS" or not row.country or row.latitude is None or row.longitude is None:
            return row
        y, x = int(row.latitude * 2), int(row.longitude * 2)
        near = [
            (km, city.id, city)
            for cell in ((y + i, x + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
            for city in self._cells.get(cell, ())
            if city.country == row.country and (km := _distance(row, city)) <= _NEIGHBOUR_KM
        ]
        if not near:
            return row
        city = min(near, key=lambda entry: entry[:2])[2]
        return replace(row, admin1=city.admin1, admin2=city.admin2)


def _distance(row: PlaceRow, other: PlaceRow) -> float:
    points = [Point(r.latitude, r.longitude) for r in (row, other) if r.latitude is not None and r.longitude is not None]
    return distance_km(*points) if len(points) == 2 else float("inf")


def unite(known: PlaceRow, other: PlaceRow) -> PlaceRow:
    """Fill what a row leaves empty from another row of the same place, and add its names."""
    located = known if known.latitude is not None else other
    extra = () if other.name == known.name else (NameRow(other.name),)
    return replace(
        known,
        latitude=located.latitude,
        longitude=located.longitude,
        feature_code=known.feature_code or other.feature_code,
        country=known.country or other.country,
        admin1=known.admin1 or other.admin1,
        admin2=known.admin2 or other.admin2,
        population=known.population or other.population,
        radius_km=known.radius_km or other.radius_km,
        names=distinct((*known.names, *extra, *other.names)),
        claim=known.claim or other.claim,
        viewpoints=known.viewpoints or other.viewpoints,
        outline=known.outline or other.outline,
        origin=known.origin if known.outline or not other.outline else other.origin,
    )


def distinct(names: Iterable[NameRow]) -> tuple[NameRow, ...]:
    """Leave out names that repeat the key of an earlier one of the same kind."""
    kept: dict[tuple[str, str], NameRow] = {}
    for name in names:
        kept.setdefault((key_of(name.text), name.kind), name)
    return tuple(kept.values())
