"""The ground of a map: land, borders and waters, from the packaged outlines."""

from functools import reduce

import pytest
import shapely

from geomap.gazetteer.outlines import Outlines, level_for
from geomap.rendering.geometry import Bounds
from geomap.rendering.ground import ground_of

KOSOVO = Bounds(42.3, 20.0, 43.4, 21.8)
BALKANS = Bounds(39.0, 13.0, 47.0, 24.0)


@pytest.fixture(scope="module")
def outlines():
    opened = Outlines.open()
    yield opened
    opened.close()


def ground(outlines, bounds):
    return ground_of(outlines, bounds, level_for(bounds.box))


def test_everything_is_clipped_to_the_bounds(outlines):
    """Nothing reaches beyond the map."""
    found = ground(outlines, BALKANS)
    frame = shapely.box(*BALKANS.box).buffer(1e-9)
    shapes = [land.geometry for land in found.land] + [found.borders, found.disputed, found.divisions, found.lakes, found.rivers]
    assert all(frame.contains(part) for geometry in shapes for part in shapely.get_parts(geometry))
    assert {land.code for land in found.land} > {"RS", "XK", "AL", "ME", "MK", "GR", "IT"}


def test_land_fills_what_the_outlines_enclose(outlines):
    """By the even-odd rule: the area of all rings together, holes taken away, is the country's."""
    kosovo = next(land.geometry for land in ground(outlines, KOSOVO).land if land.code == "XK")
    filled = reduce(shapely.symmetric_difference, kosovo.geoms)
    window = shapely.box(*KOSOVO.box)
    assert filled.area == pytest.approx(outlines.outline("geonames:831053", "city").intersection(window).area, rel=0.02)


def test_only_the_border_in_dispute_is_disputed(outlines):
    """Kosovo's border with Serbia is, its borders with Albania and Montenegro are not."""
    found = ground(outlines, KOSOVO)
    to_serbia, to_albania = shapely.Point(21.2, 43.0), shapely.Point(20.06, 42.55)
    assert found.disputed.distance(to_serbia) < found.borders.distance(to_serbia)
    assert found.borders.distance(to_albania) < found.disputed.distance(to_albania)


def test_borders_are_no_edges_of_the_map(outlines):
    """A line along the frame would draw a border that is none."""
    assert ground(outlines, BALKANS).borders.intersection(shapely.box(*BALKANS.box).exterior).length == 0


@pytest.mark.parametrize("west", [175.0, -185.0])
def test_a_map_over_the_antimeridian_is_one_map(outlines, west):
    """Fiji lies on both sides of it."""
    found = ground(outlines, Bounds(-20.0, west, -14.0, west + 10))
    left, _, right, _ = shapely.total_bounds([land.geometry for land in found.land if land.code == "FJ"])
    assert left < (180 if west > 0 else -180) < right


@pytest.mark.parametrize("bounds", [Bounds(-85, -180, -60, 180), Bounds(70, -180, 85, 180), Bounds(-85, -180, 85, 180)])
def test_the_poles_are_maps_like_any_other(outlines, bounds):
    """There is land to draw, and all of it lies within the map."""
    found = ground(outlines, bounds)
    west, south, east, north = shapely.total_bounds([land.geometry for land in found.land])
    assert bounds.west <= west < east <= bounds.east
    assert bounds.south <= south < north <= bounds.north


def test_the_open_sea_is_an_empty_map(outlines):
    """No land, no lines, no error."""
    found = ground(outlines, Bounds(-35, -40, -34, -39))
    assert found.land == ()
    assert found.borders.is_empty
    assert found.lakes.is_empty


def test_only_a_map_of_a_few_counties_draws_their_borders(outlines):
    """On a map of a continent they would be a net over everything."""
    assert not ground(outlines, KOSOVO).divisions.is_empty
    assert ground(outlines, Bounds(30.0, -10.0, 60.0, 60.0)).divisions.is_empty


def test_the_same_ground_is_drawn_twice_alike(outlines):
    """Same input, same geometries, vertex by vertex."""
    one, other = (ground(outlines, BALKANS) for _ in range(2))
    assert [shapely.to_wkb(land.geometry) for land in one.land] == [shapely.to_wkb(land.geometry) for land in other.land]
    assert shapely.to_wkb(one.rivers) == shapely.to_wkb(other.rivers)
