"""Names for orientation: countries and the towns around, fewer rather than more, never a place of the story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from geomap.models import Place, Point
from geomap.rendering.extent import rolled
from geomap.rendering.geometry import Bounds, mercator_y
from geomap.rendering.ground import Land

if TYPE_CHECKING:
    from geomap.rendering.layout import PlacedView

# Towns named in the first extent and on the whole detailed ground; a locator map gives a reader three or four known names.
TOWNS_SEEN, TOWNS_IN_ALL = 9, 40
# Least distance between two towns, as a share of the map's size.
TOWN_SPACING = 0.13
# Least distance to a place of the story, whose label has the right of way.
STORY_SPACING = 0.05
# A country's sliver at the edge gets no name: least share of the extent that it must fill.
LEAST_SHARE = 0.012


@dataclass(frozen=True, slots=True)
class ContextName:
    """A name on the ground: ``rank`` 0 is the most important of its kind, ``capital`` a capital's dot, ``key`` its id or code."""

    text: str
    point: Point
    kind: Literal["country", "town"]
    rank: int
    capital: bool = False
    key: str = ""


def country_names(land: Iterable[Land], extent: Bounds, *, without: frozenset[str]) -> tuple[ContextName, ...]:
    """Names of the countries that fill a visible part of the extent, largest part first.

    Parameters
    ----------
    land
        Countries of the basemap.
    extent
        What the map shows first.
    without
        Codes of countries that the story itself names.
    """
    window = box(*extent.box)
    # A name needs no finer land than this, and measuring inlets of a fjord takes time.
    coarse = extent.size / 150
    seen: list[tuple[float, str, str, BaseGeometry]] = []
    for country in land:
        if country.name and country.code not in without:
            part = _largest(shapely.clip_by_rect(country.geometry.simplify(coarse, preserve_topology=False), *extent.box))
            if part is not None and part.area >= window.area * LEAST_SHARE:
                seen.append((-part.area, country.name, country.code, part))
    names = []
    for rank, (_, name, code, part) in enumerate(sorted(seen, key=lambda entry: entry[:2])):
        names.append(ContextName(name, middle_of_land(part), "country", rank, key=code))
    return tuple(names)


def middle_of_land(part: BaseGeometry) -> Point:
    """Where a name lies well on a polygon: its centroid, or the middle of the largest circle in it when that lies at an edge."""
    middle = part.centroid
    if not part.contains(middle.buffer(part.area**0.5 / 8)):
        x, y = shapely.maximum_inscribed_circle(part).coords[0]
        return Point(y, x)
    return Point(middle.y, middle.x)


def _largest(geometry: BaseGeometry) -> BaseGeometry | None:
    parts = [part for part in getattr(geometry, "geoms", [geometry]) if part.geom_type == "Polygon" and not part.is_empty]
    return max(parts, key=lambda part: (part.area, part.bounds), default=None)


def town_names(
    towns: Sequence[Place], extent: Bounds, *, cut: float, places: Sequence[PlacedView], without: frozenset[str]
) -> tuple[ContextName, ...]:
    """Towns for orientation, spaced over the map, most prominent first.

    Parameters
    ----------
    towns
        Towns of the region, most prominent first.
    extent
        What the map shows first.
    cut
        Where the longitudes are unrolled.
    places
        The story's places, which the towns keep away from.
    without
        Ids of places that the story names.
    """
    taken = [_xy(place.point) for place in places if place.view.shape != "area"]
    chosen: list[tuple[float, float]] = []
    names: list[ContextName] = []
    seen = 0
    for town in towns:
        point = rolled(town.point, cut)
        at, visible = _xy(point), extent.contains(point)
        if town.id in without or (visible and seen >= TOWNS_SEEN) or len(names) >= TOWNS_IN_ALL:
            continue
        if _near(at, taken, extent.size * STORY_SPACING) or _near(at, chosen, extent.size * TOWN_SPACING):
            continue
        chosen.append(at)
        seen += visible
        names.append(ContextName(town.name, point, "town", len(names), town.feature_code == "PPLC", town.id))
    return tuple(names)


def _xy(point: Point) -> tuple[float, float]:
    return point.longitude, mercator_y(point.latitude)


def _near(at: tuple[float, float], others: Iterable[tuple[float, float]], least: float) -> bool:
    return any((at[0] - x) ** 2 + (at[1] - y) ** 2 < least * least for x, y in others)
