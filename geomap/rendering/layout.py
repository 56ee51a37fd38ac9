"""How a map is laid out: extent, level of detail, outlines, context names, overview. Pure; the same for every renderer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, radians

import shapely
from shapely import affinity
from shapely import wkt as well_known_text
from shapely.errors import GEOSException
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from geomap.gazetteer.outlines import Level
from geomap.models import Point
from geomap.rendering.context import ContextName, country_names, town_names
from geomap.rendering.data import MapData
from geomap.rendering.extent import Footprint, extent_of, rolled, unrolled
from geomap.rendering.geometry import KM_PER_DEGREE, MAX_LATITUDE, Bounds, around
from geomap.rendering.ground import Ground
from geomap.rendering.view import MapView, PlaceView

# How far the detailed ground reaches beyond the extent, as a share of it: a drag in any direction still finds detail.
REACH = 0.6
# On a map of half a continent the coarse ground beyond is hardly coarser, and what the reach holds takes longer to draw than the map.
WIDE_REACH = 0.3
WIDE_DEGREES = 40.0
# Above this size a map is of the world: its ground is the coarse one, and there is no overview beside it.
WORLD_DEGREES = 110.0
# An overview is shown when the map is local: narrower than a middling country.
OVERVIEW_BELOW_DEGREES = 14.0
# An area whose outline nobody drew is a soft disc up to this share of the map; a continent's would lie over half of it.
LARGEST_DISC = 0.3
# A disc this wide says nothing of an ocean or a continent that nobody outlined, on any map.
LARGEST_DISC_KM = 2500.0
# What an area's point counts beside a town's when the extent is laid out.
AREA_SAY = 0.4
WHOLE = Bounds(-MAX_LATITUDE, -180.0, MAX_LATITUDE, 180.0)


@dataclass(frozen=True, slots=True)
class PlacedView:
    """A place where the map draws it.

    Attributes
    ----------
    view
        What is shown.
    point
        Where its marker stands; longitudes may lie beyond 180 on an unrolled map.
    anchor
        Where its marker stands while the map shows its first extent: for an area seen in part, a point in the part that is seen.
    outline
        Its outline; None for a dot, and for a circle of ``radius_km``.
    radius_km
        Radius of the circle to draw, 0 for none.
    inside
        Whether the first extent shows it.
    """

    view: PlaceView
    point: Point
    anchor: Point
    outline: BaseGeometry | None
    radius_km: float
    inside: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A map laid out: everything that a renderer draws, in degrees.

    Attributes
    ----------
    extent
        What the map shows first.
    everything
        Box around all places, for the button that shows the whole story.
    ground, reach
        The detailed ground and the box that it fills.
    far
        The coarse ground of the whole world, for what lies beyond ``reach``.
    names
        Names for orientation, most important first; none of them is a place of the story.
    overview
        Box of the overview beside a local map; None when there is none.
    """

    extent: Bounds
    everything: Bounds
    level: Level
    places: tuple[PlacedView, ...]
    ground: Ground
    reach: Bounds
    far: Ground
    names: tuple[ContextName, ...]
    overview: Bounds | None


def lay_out(view: MapView, data: MapData) -> Layout:
    """Lay the map of ``view`` out.

    Parameters
    ----------
    view
        What is shown.
    data
        Source of outlines, basemap and context names.
    """
    cut = unrolled([place.place.point.longitude for place in view.places])
    outlines = [_outline(place, data, cut) for place in view.places]
    points = [rolled(_point(place), cut) for place in view.places]
    footprints = [
        Footprint(point, _say(place), _room(place, point, outline))
        for place, point, outline in zip(view.places, points, outlines, strict=True)
    ]
    extent = extent_of(footprints)
    level = data.level_for(extent)
    worldwide = extent.size >= WORLD_DEGREES
    reach = _around_the_world(extent) if worldwide else extent.padded(WIDE_REACH if extent.size > WIDE_DEGREES else REACH)
    ground = data.ground(reach, level)
    places = tuple(_placed(place, point, outline, extent) for place, point, outline in zip(view.places, points, outlines, strict=True))
    mentioned = frozenset(place.place.id for place in view.places)
    codes = frozenset(place.place.country for place in view.places if place.place.feature_code.startswith("PCL"))
    # On a map of the world a town helps nobody to find his way: names of countries do.
    towns = () if worldwide else data.towns(extent.padded(REACH / 2))
    names = (
        *country_names(ground.land, extent, without=codes),
        *town_names(towns, extent, cut=cut, places=places, without=mentioned),
    )
    labels = data.labels([name.key for name in names])
    return Layout(
        extent=extent,
        everything=_everything(points, extent),
        level=level,
        places=places,
        ground=ground,
        reach=reach,
        far=Ground() if worldwide else data.ground(WHOLE, "world"),
        names=tuple(replace(name, text=labels.get(name.key, name.text)) for name in names),
        overview=_overview(extent),
    )


def _say(place: PlaceView) -> float:
    """How much a place has to say in what the map shows: a doubtful one less, and an area, which is seen in part as well."""
    return place.weight * max(place.confidence, 0.1) * (AREA_SAY if place.shape == "area" else 1.0)


def _point(place: PlaceView) -> Point:
    """Where the marker stands: a place at a pole stands at the edge of the map."""
    point = place.area.center if place.area else place.place.point
    edge = MAX_LATITUDE - 0.3
    return Point(max(-edge, min(edge, point.latitude)), point.longitude)


def _outline(place: PlaceView, data: MapData, cut: float) -> BaseGeometry | None:
    """Outline of an area, or the area that the text gave, unrolled; None when there is none to draw."""
    outline: BaseGeometry | None = None
    if place.shape == "area":
        outline = data.outline(place.place.id, "region")
    elif place.area and place.area.wkt:
        try:
            outline = well_known_text.loads(place.area.wkt)
        except GEOSException:
            outline = None
    if outline is None or outline.is_empty:
        return None
    return _unrolled_geometry(outline, cut)


def _unrolled_geometry(outline: BaseGeometry, cut: float) -> BaseGeometry:
    """Move the parts that lie west of the cut to the east; a part that the cut goes through stays where it is."""
    parts = list(getattr(outline, "geoms", [outline]))
    moved = [affinity.translate(part, 360) if part.bounds[2] <= cut else part for part in parts]
    if len(moved) == 1:
        return moved[0]
    return MultiPolygon(moved) if all(isinstance(part, Polygon) for part in moved) else unary_union(moved)


def _main_box(outline: BaseGeometry) -> Bounds:
    """Box of an outline without its far-off islands: its largest part and the sizeable parts within 20 degrees of that."""
    parts = sorted(getattr(outline, "geoms", [outline]), key=lambda part: (-part.envelope.area, part.bounds))
    near = box(*parts[0].bounds).buffer(20)
    west, south, east, north = unary_union(
        [part.envelope for part in parts if part.envelope.area >= parts[0].envelope.area * 0.05 and near.intersects(part)]
    ).bounds
    return Bounds(max(south, -MAX_LATITUDE), west, min(north, MAX_LATITUDE), east)


def _room(place: PlaceView, point: Point, outline: BaseGeometry | None) -> Bounds | None:
    """Box that a place asks for: none for a dot, for an area named in passing, and for one of which nothing is drawn."""
    if place.shape == "approximate":
        return _main_box(outline) if outline else around(point, place.area.radius_km if place.area else place.place.radius_km)
    if place.shape == "dot" or place.tone == "passing":
        return None
    if outline:
        return _main_box(outline)
    return around(point, place.place.radius_km) if 2 * place.place.radius_km < LARGEST_DISC_KM else None


def _placed(place: PlaceView, point: Point, outline: BaseGeometry | None, extent: Bounds) -> PlacedView:
    radius = 0.0
    if place.area and outline is None:
        radius = place.area.radius_km
    elif (
        outline is None
        and place.shape == "area"
        and 2 * place.place.radius_km < min(LARGEST_DISC * max(extent.width_km, extent.height_km), LARGEST_DISC_KM)
    ):
        radius = place.place.radius_km
    anchor, inside = point, extent.contains(point)
    if outline is not None and not inside:
        window = box(*extent.box).buffer(-extent.size * 0.04)
        seen = window if window.is_empty else shapely.clip_by_rect(outline, *window.bounds)
        if not seen.is_empty:
            middle = seen.representative_point()
            anchor, inside = Point(middle.y, middle.x), True
    return PlacedView(place, point, anchor, outline, radius, inside)


def _everything(points: Sequence[Point], extent: Bounds) -> Bounds:
    for point in points:
        extent = extent.union(around(point, 40.0))
    return extent


def _around_the_world(extent: Bounds) -> Bounds:
    """All latitudes, and one turn of longitudes around the middle of the extent."""
    middle = extent.center.longitude if extent.east > 180 or extent.west < -180 else 0.0
    return Bounds(-MAX_LATITUDE, middle - 180, MAX_LATITUDE, middle + 180)


def _overview(extent: Bounds) -> Bounds | None:
    """About seven times the extent around it, never more than a hemisphere."""
    if extent.size >= OVERVIEW_BELOW_DEGREES or abs(extent.center.latitude) > 75:
        return None
    return around(extent.center, max(extent.size * 3.5, 16.0) * KM_PER_DEGREE * cos(radians(extent.center.latitude)))


def scale_bar_km(km_per_unit: float, longest: float) -> float:
    """Longest round number of kilometres (1, 2, 5, 10 …) whose bar is at most ``longest`` units long.

    Examples
    --------
    >>> scale_bar_km(0.5, 150)
    50.0
    """
    most, power = km_per_unit * longest, 0.001
    rounds = [power * 10.0**exponent * step for exponent in range(8) for step in (1, 2, 5)]
    return max((length for length in rounds if length <= most), default=rounds[0])


def km_per_degree_at(latitude: float) -> float:
    """Kilometres that a degree of longitude spans at a latitude: what a scale bar on a Mercator map is drawn by."""
    return KM_PER_DEGREE * cos(radians(latitude))
