"""How the map is laid out: extent, outlines, names for orientation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from shapely.geometry import MultiPolygon, box
from stories import article, kosovo_karabakh, town

from geomap.models import Area, Document, Mention, ParsedArticle, Place, Point, Resolution
from geomap.rendering.context import TOWNS_SEEN
from geomap.rendering.layout import Layout, lay_out, scale_bar_km
from geomap.rendering.view import view_of


def laid_out(parsed: ParsedArticle, data: Any) -> Layout:
    return lay_out(view_of(parsed, country_name=data.country_name), data)


def test_an_area_has_its_outline_and_a_dot_has_none(data: Any) -> None:
    """Karabakh is drawn by its shape, Baku by its point."""
    places = {place.view.place.name: place for place in laid_out(kosovo_karabakh(), data).places}
    assert places["Karabakh"].outline is not None
    assert places["Baku"].outline is None
    assert places["Baku"].radius_km == 0


def test_an_approximate_place_is_a_circle_of_its_radius(data: Any) -> None:
    """The circle is the one that the text gave."""
    places = {place.view.place.name: place for place in laid_out(kosovo_karabakh(), data).places}
    assert places["Banjska"].radius_km == 12.0


def test_a_country_seen_in_part_is_marked_in_the_part_that_is_seen(data: Any) -> None:
    """Russia's point lies in Siberia; its mark lies on the map."""
    layout = laid_out(kosovo_karabakh(), data)
    russia = next(place for place in layout.places if place.view.place.name == "Russia")
    assert russia.point.longitude == 100
    assert russia.inside
    assert layout.extent.contains(russia.anchor)


def test_names_for_orientation_are_none_of_the_story(data: Any) -> None:
    """Mitrovica is the story's own; Beta stands too close to Alpha."""
    names = [name.text for name in laid_out(kosovo_karabakh(), data).names]
    assert names == ["Westland", "Eastland", "Alpha", "Gamma"]


def test_a_country_of_the_story_is_not_named_twice(data: Any) -> None:
    """Its own label stands in place of the one for orientation."""
    country = Place("x:w", "Westland", Point(45, 25), "A", "PCLI", country="W1", radius_km=500)
    names = [name.text for name in laid_out(article("Westland and Oslo", [("Westland", country)]), data).names]
    assert "Westland" not in names


def test_few_towns_are_named_at_first(data: Any) -> None:
    """Three or four known names help a reader; fifty do not."""
    data.towns = lambda _: tuple(town(n, f"T{n}", 38 + n % 15, 12 + n // 2) for n in range(10, 90))
    layout = laid_out(kosovo_karabakh(), data)
    assert sum(layout.extent.contains(name.point) for name in layout.names if name.kind == "town") <= TOWNS_SEEN


def test_places_on_both_sides_of_the_antimeridian_lie_side_by_side(data: Any) -> None:
    """The map of Fiji and Samoa is 20 degrees wide, not 340."""
    parsed = article("Suva to Apia.", [("Suva", town(1, "Suva", -18.14, 178.44)), ("Apia", town(2, "Apia", -13.83, -171.77))])
    layout = laid_out(parsed, data)
    assert layout.extent.east - layout.extent.west < 20
    assert [round(place.point.longitude, 2) for place in layout.places] == [178.44, 188.23]
    assert all(layout.extent.contains(place.point) for place in layout.places)


@pytest.mark.parametrize("latitude", [-90.0, 90.0])
def test_a_pole_is_on_the_edge_of_the_map(latitude: float, data: Any) -> None:
    """Mercator has no pole: the mark stands where the map ends."""
    layout = laid_out(article("Pole.", [("Pole", town(1, "Pole", latitude, 0))]), data)
    assert layout.places[0].inside


def test_an_area_of_the_text_that_is_no_circle_is_drawn_as_it_is(data: Any) -> None:
    """Well-known text becomes the outline; what cannot be read becomes a circle."""
    for wkt, outlined in (("POLYGON ((20 42, 21 42, 21 43, 20 42))", True), ("POLYGON ((20", False)):
        area = Area(Point(42.5, 20.5), 20.0, "between A and B", wkt=wkt)
        resolution = Resolution(Mention(0, 1, "X"), "approximate", Place("text:x", "X", area.center, "P"), 0.6, area=area)
        placed = laid_out(ParsedArticle(Document("x", "X"), (resolution,)), data).places[0]
        assert (placed.outline is not None) is outlined
        assert placed.radius_km == (0 if outlined else 20.0)


def test_a_countrys_far_islands_do_not_widen_the_map(data: Any) -> None:
    """A single country is shown without its territory on another continent."""
    france = MultiPolygon([box(-5, 42, 8, 51), box(-54.5, 2, -51.6, 5.8)])
    data.outline = lambda place_id, level: france
    layout = laid_out(
        article("France", [("France", Place("x:f", "France", Point(46, 2), "A", "PCLI", country="FR", has_outline=True))]), data
    )
    assert layout.extent.west > -15


def test_an_ocean_asks_for_no_room(data: Any) -> None:
    """Nothing of it is drawn: the map is that of the islands."""
    islands = [("Suva", town(1, "Suva", -18.14, 178.44)), ("Noumea", town(2, "Noumea", -22.3, 166.4))]
    ocean = Place("x:p", "Pacific", Point(0, -160), "H", "OCN", radius_km=7000)
    sizes = [laid_out(article("Suva, Noumea, Pacific", places), data).extent.size for places in (islands, [*islands, ("Pacific", ocean)])]
    assert sizes[1] < 50 < 360
    assert sizes[0] < 20


def test_an_area_named_in_passing_asks_for_no_room(data: Any) -> None:
    """ "Canadian oil" does not draw the map of a ground in Toronto up to the pole; "in Canada" may."""
    data.outline = lambda place_id, level: box(20, 41, 34, 52) if place_id == "x:w" else None
    country = Place("x:w", "Westland", Point(47, 27), "A", "PCLI", country="W1", has_outline=True)
    towns = [("Alba", town(1, "Alba", 42.0, 22.0)), ("Brod", town(2, "Brod", 47.0, 30.0))]
    story = article("Alba and Brod and Westland", [*towns, ("Westland", country)])
    last = story.resolutions[-1]
    passing = replace(story, resolutions=(*story.resolutions[:-1], replace(last, mention=replace(last.mention, role="demonym"))))
    assert laid_out(story, data).extent.north > 52
    assert laid_out(passing, data).extent.north < 52


def test_a_map_of_the_world_names_no_towns(data: Any) -> None:
    """Countries help to find one's way there."""
    data.towns = lambda _: (town(9, "Lagos", 6.5, 3.4),)
    assert {name.kind for name in laid_out(ParsedArticle(Document("x", "Nothing.")), data).names} == {"country"}


def test_a_local_map_has_an_overview_and_a_wide_one_has_none(data: Any) -> None:
    """Where a village lies is shown beside it."""
    assert laid_out(article("Oslo", [("Oslo", town(1, "Oslo", 59.9, 10.7))]), data).overview is not None
    assert laid_out(kosovo_karabakh(), data).overview is None


def test_an_article_without_places_is_a_map_of_the_world(data: Any) -> None:
    """Nothing is on it, and nothing fails."""
    layout = laid_out(ParsedArticle(Document("x", "Nothing.")), data)
    assert layout.extent.east - layout.extent.west > 300


@pytest.mark.parametrize(("km_per_unit", "expected"), [(0.5, 50.0), (0.011, 1.0), (30.0, 2000.0)])
def test_a_scale_bar_is_a_round_number(km_per_unit: float, expected: float) -> None:
    """The longest of 1, 2, 5, 10 … that fits 100 units."""
    assert scale_bar_km(km_per_unit, 100) == expected
