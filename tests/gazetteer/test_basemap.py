"""What lies under a story on its map."""

import pytest
import shapely

from geomap.errors import InputError
from geomap.gazetteer.basemap import DECIMALS, level_for

KOSOVO = (20.0, 42.3, 21.8, 43.4)
BALKANS = (13.0, 39.0, 24.0, 47.0)


def test_everything_is_clipped_to_the_bounds(outlines):
    """Nothing reaches beyond the map."""
    ground = outlines.basemap(BALKANS)
    frame = shapely.box(*BALKANS).buffer(1e-9)
    shapes = [land.geometry for land in ground.land] + [ground.coast, ground.borders, ground.disputed, ground.divisions]
    shapes += [water.geometry for water in (*ground.lakes, *ground.rivers)]
    assert all(frame.contains(geometry) for geometry in shapes if not geometry.is_empty)


def test_land_is_sorted_by_country_and_named(outlines):
    """Codes and names stand with the land."""
    ground = outlines.basemap(KOSOVO)
    assert [(land.code, land.name, land.contested) for land in ground.land] == [
        ("AL", "Albania", ""), ("ME", "Montenegro", ""), ("RS", "Serbia", ""), ("XK", "Kosovo", "geonames:831053"),
    ]  # fmt: skip


def test_only_the_border_in_dispute_is_disputed(outlines):
    """Kosovo's border with Serbia is, its borders with Albania and Montenegro are not."""
    ground = outlines.basemap(KOSOVO)
    to_serbia, to_albania = shapely.Point(21.2, 43.0), shapely.Point(20.06, 42.55)
    assert ground.disputed.distance(to_serbia) < ground.borders.distance(to_serbia)
    assert ground.borders.distance(to_albania) < ground.disputed.distance(to_albania)


def test_coasts_and_borders_are_no_edges_of_the_map(outlines):
    """A line along the frame would draw a border that is none."""
    ground = outlines.basemap(BALKANS)
    edge = shapely.box(*BALKANS).exterior
    assert ground.coast.intersection(edge).length == 0
    assert ground.borders.intersection(edge).length == 0


@pytest.mark.parametrize("bounds", [(175.0, -20.0, 185.0, -14.0), (-185.0, -20.0, -175.0, -14.0)])
def test_a_map_over_the_antimeridian_is_one_map(outlines, bounds):
    """Fiji lies on both sides; the seam itself is not drawn."""
    fiji = next(land for land in outlines.basemap(bounds).land if land.code == "FJ")
    west, _, east, _ = fiji.geometry.bounds
    seam = shapely.LineString([(180, -90), (180, 90)] if bounds[0] > 0 else [(-180, -90), (-180, 90)])
    assert west < seam.bounds[0] < east
    assert outlines.basemap(bounds).coast.intersection(seam).length == 0


@pytest.mark.parametrize("bounds", [(-180, -90, 180, -60), (-180, 70, 180, 90), (-180, -90, 180, 90), (-10, -90, 10, 90)])
def test_the_poles_are_maps_like_any_other(outlines, bounds):
    """Nothing fails at 90 degrees, and every piece of land is valid."""
    ground = outlines.basemap(bounds)
    assert all(land.geometry.is_valid for land in ground.land)


def test_the_open_sea_is_an_empty_map(outlines):
    """No land, no lines, no error."""
    ground = outlines.basemap((-40, -35, -39, -34))
    assert ground.land == ()
    assert ground.coast.is_empty


def test_coordinates_are_rounded_to_what_the_level_shows(outlines):
    """A page need not carry more digits."""
    ground = outlines.basemap(BALKANS)
    points = shapely.get_coordinates(ground.coast)
    assert abs(points - points.round(DECIMALS[ground.level])).max() == 0


def test_lakes_know_their_names(outlines):
    """Where the source has one."""
    assert "Bodensee" in {lake.name for lake in outlines.basemap((8.0, 46.5, 11.0, 48.5)).lakes}


def test_the_level_follows_the_size():
    """A world map is coarse, a city map fine."""
    assert [level_for(bounds) for bounds in ((-180, -60, 180, 80), BALKANS, KOSOVO)] == ["world", "region", "city"]


@pytest.mark.parametrize("bounds", [(10, 0, 0, 5), (0, 0, 0, 5), (0, 10, 5, 0), (0, 0, 400, 5), (0, -95, 5, 0), (float("nan"), 0, 5, 5)])
def test_bounds_that_are_none_are_refused(outlines, bounds):
    """The message says what bounds are."""
    with pytest.raises(InputError, match="expected west < east"):
        outlines.basemap(bounds)


def test_the_same_map_is_drawn_twice_alike(outlines):
    """Same input, same bytes."""
    one, other = (outlines.basemap(BALKANS) for _ in range(2))
    assert one == other
