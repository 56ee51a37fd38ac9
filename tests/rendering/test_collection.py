"""Many articles: the index, the one map, its slider."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hostile import SEEDS
from stories import PLACES, article, kosovo_karabakh, town

from geomap.rendering.collection import entry_of, render_collection, render_index
from geomap.rendering.collection_view import Entry, collected
from geomap.rendering.plain import one_line

COUNTING = "window.hits = 0; window.hit = () => { window.hits += 1; return ''; };"


@pytest.fixture
def entries(data: Any) -> list[Entry]:
    """Three articles: one of June, one of November, one without a date."""
    flood = article(
        "Passau waits. Belgrade too.",
        [("Passau", town(2855328, "Passau", 48.57, 13.43)), ("Belgrade", PLACES["Belgrade"])],
        title="Flood",
        published=date(2025, 6, 5),
    )
    talks = article("Talks in Baku.", [("Baku", PLACES["Baku"])], title="Talks")
    return [entry_of(story, f"{number}.html", data=data) for number, story in enumerate((kosovo_karabakh(), talks, flood))]


def test_a_place_lists_its_articles(entries: list[Entry]) -> None:
    """Dated articles first, by day; a place of several is one mark and weighs more."""
    collection = collected(entries)
    assert [entry.title for entry in collection.entries] == ["Flood", "Bridge at Mitrovica reopens as envoys leave for Baku", "Talks"]
    of_place = {place.place.name: numbers for place, numbers in zip(collection.view.places, collection.articles, strict=True)}
    assert of_place["Belgrade"] == (0, 1)
    assert of_place["Baku"] == (1, 2)
    assert collection.view.summary == "3 articles, 17 places; 2 names not placed."
    assert collection.view.byline == ("June 5, 2025 to November 3, 2025",)


def test_same_articles_same_bytes(entries: list[Entry], data: Any) -> None:
    """Both pages."""
    assert render_collection(entries, data=data) == render_collection(entries, data=data)
    assert render_index(entries) == render_index(entries)


def test_the_index_links_every_page(entries: list[Entry]) -> None:
    """And the one map of all."""
    html = render_index(entries)
    assert all(f'href="{name}"' in html for name in ("0.html", "1.html", "2.html", "all.html"))


@pytest.mark.browser
def test_the_slider_shows_the_articles_of_some_days(entries: list[Entry], open_page: Callable[..., Any], data: Any) -> None:
    """Their places and theirs only; what has no date stays."""
    page = open_page(render_collection(entries, data=data))
    assert page.faults == []
    page.fill("#to", "0")
    shown = page.evaluate("[...document.querySelectorAll('.articles li:not([hidden]) .to-article')].map(node => node.textContent)")
    assert shown == ["Flood", "Talks"]
    assert page.evaluate("[...document.querySelectorAll('.gm-mark bdi')].map(node => node.textContent).sort()") == [
        "Baku",
        "Belgrade",
        "Passau",
    ]
    assert page.inner_text("#shown") == "2 of 3 articles, among them 1 without a date, always shown"


@pytest.mark.browser
def test_hostile_titles_do_nothing_and_are_shown_as_written(open_page: Callable[..., Any], data: Any) -> None:
    """In the list, in the index and in the card of a place."""
    stories = [article("Baku.", [("Baku", PLACES["Baku"])], title=f"x{seed}x", publisher=seed) for seed in SEEDS]
    entries = [entry_of(story, f"{number}.html", data=data) for number, story in enumerate(stories)]
    page = open_page(render_collection(entries, data=data, title=SEEDS[0]), script=COUNTING)
    page.click(".gm-mark .gm-dot", force=True)
    page.wait_for_selector(".gm-card")
    titles = page.evaluate("[...document.querySelectorAll('.to-article')].map(node => node.textContent)")
    assert titles == [one_line(f"x{seed}x") for seed in SEEDS]
    assert page.evaluate("window.hits") == 0
    index = open_page(render_index(entries, title=SEEDS[0]), script=COUNTING, ready="table")
    assert index.evaluate("window.hits") == 0
