"""Coordinates are read in the ways that people write them, and numbers that are none are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.recognition.coordinates import find_coordinates, utm_to_degrees


@pytest.mark.parametrize(
    ("text", "latitude", "longitude"),
    [
        ("The wreck lies at 42.970, 20.800.", 42.97, 20.8),
        ("42.97° N, 20.80° E", 42.97, 20.8),
        ("42.97N 20.80E", 42.97, 20.8),
        ("42°58'12\"N 20°48'00\"E", 42.97, 20.8),
        ("42°58′12″S, 20°48′W", -42.97, -20.8),
        ("N42° 58.2' E20° 48'", 42.97, 20.8),
        ("20°48'E 42°58'12\"N", 42.97, 20.8),
        ("geo:42.97,20.80?z=12", 42.97, 20.8),
        ("UTM 34T 483700 4757300", 42.9684, 20.8),
        ("−33.8600, 151.2094", -33.86, 151.2094),
    ],
)
def test_coordinates_are_read(text: str, latitude: float, longitude: float) -> None:
    """A pair in the text becomes one position."""
    [(span, point)] = find_coordinates(text)
    assert point.latitude == pytest.approx(latitude, abs=0.001)
    assert point.longitude == pytest.approx(longitude, abs=0.002)
    assert text[span.start : span.end].strip() == text[span.start : span.end]


@pytest.mark.parametrize(
    "text", ["", "won 3.5, 2.1", "version 1.234.5, 6.789", "95.1234, 20.1234", "40°N, 74°N", "rose 1.234%, 5.678%", "at 20°"]
)
def test_other_numbers_are_not(text: str) -> None:
    """Scores, versions, shares and impossible positions are no coordinates."""
    assert find_coordinates(text) == []


@given(st.integers(1, 60), st.floats(200_000, 800_000), st.floats(-9_000_000, 9_000_000))
def test_utm_stays_near_its_zone(zone: int, easting: float, northing: float) -> None:
    """A position of a zone lies on the globe, and near the zone unless it is near a pole."""
    latitude, longitude = utm_to_degrees(zone, easting, northing)
    assert -90 <= latitude <= 90
    assert abs(longitude - (zone * 6 - 183)) < 3 / max(0.05, 1 - abs(latitude) / 90)
