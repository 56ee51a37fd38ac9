"""Where everything of a picture stands."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import GeometryCollection, Polygon, box
from stories import article, kosovo_karabakh, town

from geomap.rendering.figure import PictureOptions
from geomap.rendering.figure.frame import framed
from geomap.rendering.figure.plan import Plan, planned
from geomap.rendering.figure.shapes import rings
from geomap.rendering.figure.wording import description, in_lines, source_line
from geomap.rendering.geometry import Bounds
from geomap.rendering.labels import Box
from geomap.rendering.layout import lay_out
from geomap.rendering.view import view_of


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text in a type in which all letters are equally wide."""
    return len(text) * size * 0.2


def plan_of(story: Any, data: Any, **options: Any) -> Plan:
    view = view_of(story, country_name=data.country_name)
    return planned(view, lay_out(view, data), PictureOptions(**options), measure)


def boxes(plan: Plan) -> list[Box]:
    """Everything on the map that must not overlap."""
    fixed = [entry for entry in (plan.inset, plan.scale and plan.scale.box) if entry]
    return [*fixed, *(spot.label for spot in plan.spots if spot.label), *(name.label for name in plan.names)]


@pytest.mark.parametrize("size", [(160, 115), (90, 60), (300, 200), (80, 160)])
def test_no_name_lies_on_another(size: tuple[int, int], data: Any) -> None:
    """Nor on the overview or the scale bar, at any size."""
    plan = plan_of(kosovo_karabakh(), data, width_mm=size[0], height_mm=size[1])
    assert len(boxes(plan)) > 4
    assert not [pair for pair in combinations(boxes(plan), 2) if pair[0].meets(pair[1])]
    assert all(entry.inside(plan.frame.box) for entry in boxes(plan))


def test_what_finds_no_room_is_named_below_the_map(data: Any) -> None:
    """A name is beside its mark or in the key, never nowhere."""
    places = [(f"Crowdedtown{number:02}", town(number, f"Crowdedtown{number:02}", 45 + number / 1000, 25.0)) for number in range(1, 31)]
    plan = plan_of(article(" ".join(name for name, _ in places), places), data)
    key = " ".join(plan.key.lines)
    unnamed = [spot for spot in plan.spots if spot.label is None]
    assert unnamed
    assert all(spot.numbered for spot in unnamed)
    assert all(f"{spot.placed.view.number} {spot.name}" in key for spot in unnamed[:10])


def test_a_picture_with_a_table_numbers_every_mark(data: Any) -> None:
    """So that the table can be read beside it."""
    assert all(spot.numbered for spot in plan_of(kosovo_karabakh(), data, numbered=True).spots)


def test_a_document_has_its_own_headline(data: Any) -> None:
    """The picture in it has none."""
    assert plan_of(kosovo_karabakh(), data, headed=False).title.lines == ()


def test_the_legend_lists_what_is_there_and_nothing_else(data: Any) -> None:
    """Of a story of towns only the sign of a town."""
    story = article("Alphaville waits.", [("Alphaville", town(1, "Alphaville", 45.0, 20.0))])
    assert [entry.sign for entry in plan_of(story, data).legend.entries] == ["event"]


@given(st.floats(-80, 80), st.floats(-180, 180), st.floats(0.5, 60), st.floats(0.5, 300), st.floats(40, 300), st.floats(40, 300))
def test_a_frame_stays_in_the_world_and_is_filled(south: float, west: float, tall: float, wide: float, width: float, height: float) -> None:
    """Whatever the shape of the story and of the paper."""
    extent = Bounds(south, west, min(south + tall, 84.0), west + wide)
    if extent.north <= extent.south:
        return
    bounds = framed(extent, Box(0, 0, width, height)).bounds
    assert -85.06 <= bounds.south < bounds.north <= 85.06
    assert bounds.west < bounds.east


def test_a_hole_is_turned_against_its_ring() -> None:
    """So that a lake's island stays land."""
    frame = framed(Bounds(0, 0, 10, 10), Box(0, 0, 100, 100))
    lake = GeometryCollection([box(1, 1, 9, 9), Polygon([(4, 4), (4, 6), (6, 6), (6, 4)])])
    turns = []
    for ring in rings([lake], frame):
        x, y = ring[:, 0], ring[:, 1]
        turns.append(float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum()) > 0)
    assert len(turns) == 2
    assert turns[0] != turns[1]


def test_the_description_says_what_is_shown(data: Any) -> None:
    """For those who cannot see the picture."""
    view = view_of(kosovo_karabakh(), country_name=data.country_name)
    text = description(view)
    assert text.startswith("Map for “Bridge at Mitrovica reopens as envoys leave for Baku”. 16 places")
    assert "Mitrovica (town, district seat, Kosovo)" in text
    assert text.endswith("and 4 more places.")


def test_the_source_line_names_story_places_and_ground(data: Any) -> None:
    """And the licence of each."""
    line = source_line(view_of(kosovo_karabakh(), country_name=data.country_name))
    assert line == (
        "Story: Northern Wire, November 3, 2025 · Places: GeoNames (CC BY 4.0), geomap (MIT) · "
        "Ground: Natural Earth (public domain) · Map: geomap"
    )


@given(st.text(max_size=200), st.integers(1, 40), st.integers(1, 4))
def test_lines_are_no_wider_and_no_more_than_asked(text: str, width: int, most: int) -> None:
    """Whatever the text."""
    lines = in_lines(text, width, len, most=most)
    assert len(lines) <= most
    assert all(len(line) <= max(width, 2) for line in lines)
