"""Bounds, projection, and outlines as text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Polygon, box
from shapely.geometry import Point as ShapelyPoint

from geomap.models import Point
from geomap.rendering.geometry import MAX_LATITUDE, Bounds, around, distance_km, encoded, latitude_of, lines_of, mercator_y

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def decoded(text: str, decimals: int) -> list[list[tuple[float, float]]]:
    """Lines from their short form, as the page's script reads them."""
    lines = []
    for part in text.split():
        numbers, value, shift = [], 0, 0
        for letter in part:
            digit = LETTERS.index(letter)
            value |= (digit & 31) << shift
            shift += 5
            if not digit & 32:
                numbers.append(~(value >> 1) if value & 1 else value >> 1)
                value = shift = 0
        x = y = 0
        line = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            line.append((x / 10**decimals, y / 10**decimals))
        lines.append(line)
    return lines


GRID = st.tuples(st.integers(-36000, 36000), st.integers(-9000, 9000))


@given(st.lists(st.lists(GRID, min_size=2, max_size=20), max_size=4))
def test_outlines_come_back_as_they_were(lines: list[list[tuple[int, int]]]) -> None:
    """What is written is read again, but for steps of no length."""
    degrees = [[(x / 100, y / 100) for x, y in line] for line in lines]
    expected = [[p for n, p in enumerate(line) if n == 0 or p != line[n - 1]] for line in degrees]
    arrays = [np.array(line, dtype=float).reshape(-1, 2) for line in degrees]
    assert decoded(encoded(arrays, decimals=2), 2) == [line for line in expected if len(line) > 1]


@given(st.floats(-MAX_LATITUDE, MAX_LATITUDE))
def test_projection_is_inverted(latitude: float) -> None:
    """A latitude survives the way there and back."""
    assert latitude_of(mercator_y(latitude)) == pytest.approx(latitude, abs=1e-9)


@given(st.builds(Point, st.floats(-90, 90), st.floats(-180, 180)), st.floats(0.1, 3000))
def test_a_box_around_a_circle_has_a_size(point: Point, radius: float) -> None:
    """At the poles too."""
    bounds = around(point, radius)
    assert bounds.south < bounds.north
    assert bounds.west < bounds.east


def test_distance_over_the_antimeridian_is_short() -> None:
    """Suva to Apia is a hop, not a turn of the world."""
    assert distance_km(Point(-18.14, 178.44), Point(-13.83, -171.77)) == pytest.approx(1143, abs=15)


def test_padding_stays_in_the_mercator_square() -> None:
    """A map of the Arctic ends where Mercator ends."""
    assert Bounds(70, 0, 85, 10).padded(2).north <= MAX_LATITUDE + 0.1


def test_lines_of_every_geometry() -> None:
    """Rings with their holes, parts of collections; a point has no line."""
    ring, line = box(0, 0, 3, 3).difference(box(1, 1, 2, 2)), LineString([(0, 0), (1, 1)])
    several = MultiPolygon([ring, box(5, 5, 6, 6)])
    assert [len(lines_of([one])) for one in (ring, several, line, ShapelyPoint(1, 1), Polygon())] == [2, 3, 1, 0, 0]
    assert lines_of([]) == []


def test_lines_keep_the_order_of_their_geometries() -> None:
    """Lines between polygons stay between them, however deep they lie in collections."""
    line, square = LineString([(0, 0), (1, 1)]), box(5, 5, 6, 6)
    mixed = GeometryCollection([line, GeometryCollection([square, ShapelyPoint(1, 1), line])])
    assert [len(points) for points in lines_of([square, mixed, square])] == [5, 2, 5, 2, 5]
