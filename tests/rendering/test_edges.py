"""What comes at the edge of what comes at all: no place, one place, the ends of the world, a book."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from stories import article, mention_at, town

from geomap.models import Document, ParsedArticle, Place, Resolution
from geomap.rendering import render_page

BELOW_THE_EDGE = """() => { const map = Object.values(geomap.controllers)[0].map;
    return map.getSize().y - map.latLngToContainerPoint([-85.05, 0]).y; }"""
TOWNS = ("Tirana", "Durres", "Shkoder", "Vlore", "Berat", "Korce", "Fier", "Kukes")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
ON_THE_MAP = """() => { const box = document.querySelector('.map-box').getBoundingClientRect();
    return [...document.querySelectorAll('.gm-mark .gm-dot')].map(node => node.getBoundingClientRect())
        .map(dot => dot.left >= box.left && dot.right <= box.right && dot.top >= box.top && dot.bottom <= box.bottom); }"""


def unresolved(text: str, names: Sequence[tuple[str, str]]) -> ParsedArticle:
    """Article of which no name could be placed, each with its reason."""
    found = [Resolution(mention_at(text, text.index(name), name), "unresolved", reason=reason) for name, reason in names]
    return ParsedArticle(Document("u", text, title="Rescue teams leave"), tuple(found))


def book(size: int) -> ParsedArticle:
    """A text of at least ``size`` bytes, a paragraph of three sentences to every eight mentions."""
    places = [town(number, name, 40 + number / 4, 19.5 + number % 3 / 3) for number, name in enumerate(TOWNS, 1)]
    filler = "The road was open again in the evening, and nobody could say for how long the water had stood in the fields beside it. "
    paragraph = filler * 12 + f"Buses ran from {', '.join(TOWNS[:4])} to {', '.join(TOWNS[4:])} as before."
    text = "\n\n".join([paragraph] * (size // len(paragraph) + 1))
    named, at = [], 0
    while (start := text.find("Buses ran", at)) >= 0:
        for place in places:
            at = text.index(place.name, max(start, at))
            named.append(Resolution(mention_at(text, at, place.name), "resolved", place, 0.9))
    return ParsedArticle(Document("book", text, title="A long winter"), tuple(named))


def test_a_text_of_two_megabytes_is_a_whole_page(data: Any) -> None:
    """Every paragraph and every mention is on it, in seconds."""
    story = book(2_000_000)
    assert len(story.document.text.encode()) >= 2_000_000
    start = time.perf_counter()
    page = render_page(story, data=data)
    assert time.perf_counter() - start < 5
    assert page.count('<a class="mention event"') == len(story.resolutions) > 8000
    assert page.count("<p>The road was open again") == story.document.text.count("\n\n") + 1
    assert f"{len(TOWNS)} places on the map." in page
    assert page.endswith("</html>")


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_page_of_names_without_places_says_why(viewport: dict[str, int], open_page: Callable[..., Any], data: Any) -> None:
    """What is not on the map and why; the map steps back, since it has nothing to show."""
    text = "Rescue teams left Gornja Lipa for Camp Oriole."
    story = unresolved(text, [("Gornja Lipa", "no source knows this name"), ("Camp Oriole", "two camps bear it")])
    page = open_page(render_page(story, data=data), viewport=viewport)
    assert "No place on the map; 2 names not placed." in page.text_content("header")
    assert page.locator("#unplaced li").all_text_contents() == ["Gornja Lipa: no source knows this name", "Camp Oriole: two camps bear it"]
    assert "No name of this text could be placed" in page.text_content(".map-column .notice")
    assert page.locator(".map-box").bounding_box()["height"] < viewport["height"] / 2.5
    assert page.locator(".gm-land").count() > 0
    assert page.locator(".gm-mark, .gm-legend").count() == 0
    assert page.locator("#unplaced").bounding_box()["y"] < viewport["height"]
    assert page.faults == []


@pytest.mark.browser
def test_a_text_without_a_name_is_a_page_without_table(open_page: Callable[..., Any], data: Any) -> None:
    """One sentence says so; no empty list, no empty table, no key."""
    page = open_page(render_page(ParsedArticle(Document("x", "Nothing here.", title="Nothing")), data=data))
    assert "The text names no place." in page.text_content("header")
    assert "This text names no place" in page.text_content(".map-column .notice")
    assert page.locator("#unplaced, #places, .gm-legend").count() == 0
    assert page.text_content(".prose").strip() == "Nothing here."
    assert page.faults == []


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize(
    "places",
    [
        [("Oslo", 59.91, 10.75)],
        [("Suva", -18.14, 178.44), ("Apia", -13.83, -171.76)],
        [("Wrangel", 71.2, -179.4), ("Pevek", 69.7, 170.3), ("Nome", 64.5, -165.4)],
        [("South Pole", -90.0, 0.0)],
        [("South Pole", -90.0, 0.0), ("Vostok", -78.46, 106.8)],
        [("North Pole", 90.0, 0.0), ("Alert", 82.5, -62.3)],
    ],
    ids=["one", "antimeridian", "strait", "pole", "ice", "arctic"],
)
def test_the_first_view_shows_every_place_at_the_ends_of_the_world(
    places: list[tuple[str, float, float]], viewport: dict[str, int], open_page: Callable[..., Any], data: Any
) -> None:
    """One place, both sides of the antimeridian, a pole: each has its mark whole on the map, on a desk and on a phone."""
    named = [(name, town(number, name, latitude, longitude)) for number, (name, latitude, longitude) in enumerate(places, 1)]
    page = open_page(render_page(article(" and ".join(name for name, _ in named), named), data=data), viewport=viewport)
    assert page.evaluate(ON_THE_MAP) == [True] * len(places)
    assert page.faults == []


@pytest.mark.browser
def test_no_sea_lies_beyond_the_south_pole(open_page: Callable[..., Any], data: Any) -> None:
    """The map ends where Mercator ends, but for half a mark: what would show below is no sea."""
    named = [("South Pole", town(1, "South Pole", -90.0, 0.0)), ("Vostok", town(2, "Vostok", -78.46, 106.8))]
    page = open_page(render_page(article("South Pole and Vostok", named), data=data))
    assert 0 <= page.evaluate(BELOW_THE_EDGE) <= 12


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_title_of_5000_characters_scrolls_and_does_not_spill(viewport: dict[str, int], open_page: Callable[..., Any], data: Any) -> None:
    """Words or one word: the page is no wider than the screen, and the map follows the headline."""
    for title in ("Floods " * 714, "x" * 5000):
        story = article("Oslo waits.", [("Oslo", town(1, "Oslo", 59.91, 10.75))])
        story = replace(story, document=replace(story.document, title=title))
        page = open_page(render_page(story, data=data), viewport=viewport)
        assert page.text_content("h1").strip() == title.strip()
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        head = page.locator("header").bounding_box()
        assert page.locator(".map-box").bounding_box()["y"] >= head["y"] + head["height"] - 1


@pytest.mark.browser
def test_a_name_inside_a_name_opens_its_own_place(open_page: Callable[..., Any], data: Any) -> None:
    """The town in the name of its university is a link; the number behind the whole name is the other."""
    text = "The University of Oslo waits."
    school = replace(town(2, "University of Oslo", 59.94, 10.72), feature_class="S", feature_code="UNIV")
    names: list[tuple[str, Place]] = [("University of Oslo", school), ("Oslo", town(1, "Oslo", 59.91, 10.75))]
    found = tuple(Resolution(mention_at(text, text.index(name), name), "resolved", place, 0.9) for name, place in names)
    page = open_page(render_page(ParsedArticle(Document("x", text, title="A title"), found), data=data))
    for number, name in ((1, "University of Oslo"), (2, "Oslo")):
        page.click(f"#mention-{number}")
        assert page.locator(".gm-card h3").text_content() == name
    assert page.locator("tbody td.written").all_text_contents() == ["University of Oslo", "Oslo"]
    assert page.faults == []
