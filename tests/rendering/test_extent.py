"""Which part of the world a map shows first."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.models import Point
from geomap.rendering.extent import SMALLEST_KM, WORLD, Footprint, extent_of, unrolled
from geomap.rendering.geometry import MAX_LATITUDE, Bounds

BALKAN = [Footprint(Point(42.4 + n / 10, 19.0 + n / 10), 3.0) for n in range(5)]
POINTS = st.builds(Point, st.floats(-MAX_LATITUDE, MAX_LATITUDE), st.floats(-180, 180))


def test_no_place_shows_the_world() -> None:
    """A map with nothing on it is a map of the world."""
    assert extent_of([]) == WORLD


def test_one_place_is_not_zoomed_to_the_maximum() -> None:
    """A single town is shown with its region."""
    assert extent_of([Footprint(Point(59.9, 10.7), 3.0)]).height_km == pytest.approx(SMALLEST_KM)


def test_a_country_named_in_passing_does_not_blow_up_the_map() -> None:
    """A spokesman's capital far away is left beyond the edge of a local story."""
    extent = extent_of([*BALKAN, Footprint(Point(38.9, -77.0), 1.0), Footprint(Point(60, 100), 0.3)])
    assert extent.east - extent.west < 5


def test_places_of_equal_weight_are_all_shown() -> None:
    """A story of two cities shows both."""
    extent = extent_of([Footprint(Point(48.9, 2.3), 3.0), Footprint(Point(35.7, 139.7), 3.0)])
    assert extent.contains(Point(48.9, 2.3))
    assert extent.contains(Point(35.7, 139.7))


def test_an_area_of_the_same_size_is_shown_whole() -> None:
    """A country around two of its towns fits on the map."""
    country = Bounds(41.9, 20.0, 43.3, 21.8)
    extent = extent_of([Footprint(Point(42.9, 20.9), 3.0), Footprint(Point(42.4, 20.6), 3.0), Footprint(Point(42.6, 20.9), 3.0, country)])
    assert extent.south < country.south
    assert extent.north > country.north


def test_a_large_area_is_seen_in_part() -> None:
    """Russia around Moscow's suburbs stays an area that reaches beyond the map."""
    russia = Bounds(41, 19, 82, 190)
    extent = extent_of([Footprint(Point(55.7, 37.6), 3.0), Footprint(Point(55.9, 37.4), 3.0), Footprint(Point(60, 100), 0.3, russia)])
    assert extent.east - extent.west < 10


def test_a_map_is_at_most_one_turn_of_the_earth() -> None:
    """Margins would show the world twice, or empty sea on both sides of it; every place stays on the map."""
    places = [Footprint(Point(10.0 * n - 30, -175.0 + 59 * n), 3.0) for n in range(7)]
    extent = extent_of([*places, Footprint(Point(-18.0, 178.0), 3.0, Bounds(-21, -180, -12, 180))])
    assert extent.east - extent.west == 360
    assert all(extent.contains(place.point) for place in places)
    assert extent.contains(Point(-18.0, 178.0))


def test_a_place_that_is_almost_on_the_map_is_on_it() -> None:
    """It was let go for a closer look that an area around the rest does not give."""
    country = Bounds(20, 80, 50, 130)
    story = [*(Footprint(Point(40, 60 + n), 3.0) for n in range(0, 30, 5)), Footprint(Point(35, 105), 3.0, country)]
    passing = Footprint(Point(39.5, 52.0), 0.3)
    assert extent_of([*story, passing]).contains(passing.point)


@pytest.mark.parametrize(
    ("longitudes", "cut"),
    [
        ([178.0, -172.0], 178.0),
        ([20.0, 46.0], -180.0),
        ([], -180.0),
        ([5.0], -180.0),
        # A voyage from Ceylon over Fiji and Samoa to Chile and home through the Mediterranean: the Atlantic parts it.
        ([79.8, 120.3, 138.0, 178.0, -172.2, -122.3, -71.6, -5.3, 32.5], -5.3),
        # America, Europe and Asia: nothing is gained.
        ([-122.0, -74.0, 0.0, 37.0, 139.0], -180.0),
    ],
)
def test_longitudes_are_unrolled_at_the_widest_gap(longitudes: list[float], cut: float) -> None:
    """Fiji and Samoa lie side by side, also on a map of the world; Europe stays where it is."""
    assert unrolled(longitudes) == cut


@given(st.lists(st.builds(Footprint, POINTS, st.floats(0.1, 9)), max_size=25))
def test_an_extent_can_always_be_drawn(footprints: list[Footprint]) -> None:
    """Whatever the places, the box has a size and lies in the Mercator square."""
    extent = extent_of(footprints)
    assert -90 < extent.south < extent.north < 90
    assert extent.west < extent.east


def test_many_places_are_laid_out_quickly() -> None:
    """Fifteen hundred places take a fraction of a second."""
    start = time.perf_counter()
    extent_of([Footprint(Point(40 + n % 37 / 2, n % 61 / 2), 1 + n % 3) for n in range(1500)])
    assert time.perf_counter() - start < 3
