"""The page in a real browser: what a reader sees, hears and does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hostile import HOSTILE
from stories import PLACES, TEXT, article, kosovo_karabakh, town

from geomap.models import Alternative, Area, Claim, Document, Evidence, Mention, ParsedArticle, Place, Point, Resolution
from geomap.rendering import PageOptions, render_page, to_folium

pytestmark = pytest.mark.browser
FOCUSED = "document.activeElement.textContent"


@pytest.fixture
def story(open_page: Callable[..., Any], data: Any) -> Any:
    return open_page(render_page(kosovo_karabakh(), data=data))


def boxes(page: Any, selector: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of what is visible of a selector."""
    return [
        tuple(box)
        for box in page.evaluate(
            """selector => [...document.querySelectorAll(selector)]
            .filter(node => node.offsetParent && getComputedStyle(node).visibility === 'visible')
            .map(node => { const b = node.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; })""",
            selector,
        )
    ]


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] - 1 and one[2] > other[0] + 1 and one[1] < other[3] - 1 and one[3] > other[1] + 1


def test_nothing_is_asked_for_and_nothing_fails(story: Any) -> None:
    """One file, no fault in the console."""
    assert len(story.requests) == 1
    assert story.faults == []


@pytest.mark.parametrize("viewport", [{"width": 1360, "height": 900}, {"width": 390, "height": 844}])
def test_labels_do_not_lie_on_each_other(viewport: dict[str, int], open_page: Callable[..., Any], data: Any) -> None:
    """Neither the story's own nor those for orientation, on a desk and on a phone."""
    page = open_page(render_page(kosovo_karabakh(), data=data), viewport=viewport)
    found = boxes(page, ".gm-label, .gm-name span")
    assert len(found) > 5
    assert not [pair for pair in combinations(found, 2) if overlap(*pair)]


def test_marks_do_not_lie_on_each_other(story: Any) -> None:
    """Four places of one district can be told apart on a map of a continent."""
    found = boxes(story, ".gm-mark .gm-dot")
    circles = [((left + right) / 2, (top + bottom) / 2, (right - left) / 2) for left, top, right, bottom in found]
    assert len(circles) == 16
    assert all(((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 >= r1 + r2 - 1 for (x1, y1, r1), (x2, y2, r2) in combinations(circles, 2))


def test_enter_on_a_mention_opens_its_card_and_escape_returns(story: Any) -> None:
    """Text to map and back, by keyboard alone."""
    story.locator("#mention-6").focus()
    story.keyboard.press("Enter")
    card = story.locator(".gm-card")
    assert card.locator("h3").text_content() == "Banjska"
    assert "a village near Mitrovica" in card.text_content()
    story.keyboard.press("Escape")
    assert story.locator(".gm-card").count() == 0
    assert story.evaluate(FOCUSED) == "Banjska4"


def test_arrow_keys_go_from_mention_to_mention(story: Any) -> None:
    """And the live region says where one is."""
    story.locator("#mention-1").focus()
    story.keyboard.press("ArrowRight")
    assert story.evaluate(FOCUSED) == "Baku2"
    assert story.locator("#live").text_content().startswith("2: Baku, capital, Azerbaijan; named 2 times")
    story.keyboard.press("ArrowLeft")
    assert story.evaluate(FOCUSED) == "Mitrovica1"


def test_arrow_keys_go_from_marker_to_marker(story: Any) -> None:
    """The map stays where it is."""
    story.locator(".gm-dot >> nth=0").focus()
    story.keyboard.press("ArrowRight")
    assert story.evaluate(FOCUSED) == "2"


def test_a_mention_without_place_says_why(story: Any) -> None:
    """Its link leads to the list of what is not on the map."""
    story.locator("a.mention.unplaced >> nth=0").focus()
    assert "no source knows this name" in story.locator("#live").text_content()


def test_a_marker_lights_text_and_table(story: Any) -> None:
    """Hovering Mitrovica lights its mentions and its rows."""
    story.hover(".gm-dot >> nth=0")
    lit = story.locator("a.mention.lit")
    assert lit.count() == 3
    assert story.locator("tr.lit").count() == 3
    story.hover("h1")
    assert lit.count() == 0


def test_hovering_the_text_lights_the_marker(story: Any) -> None:
    """The other way round."""
    story.hover("#mention-2")
    assert story.locator(".gm-mark.gm-lit .gm-dot").text_content() == "2"


def test_without_scripts_the_places_are_listed(open_page: Callable[..., Any], data: Any) -> None:
    """In place of an empty box; the text and the list of what is not on the map are there as ever."""
    page = open_page(render_page(kosovo_karabakh(), data=data), ready="noscript", java_script_enabled=False)
    assert page.locator(".map-box").is_hidden()
    assert page.locator(".key-list li").count() == 16
    assert page.locator(".key-list").is_visible()
    assert page.locator("#unplaced").is_visible()


def test_the_table_sorts_and_filters(story: Any) -> None:
    """By a column and back, by a word, by a role."""
    first = "table tbody tr >> nth=0 >> td >> nth=0"
    story.click("th >> text=As written")
    assert story.locator(first).text_content() == "Armenian"
    story.click("th >> text=As written")
    assert story.locator(first).text_content() == "Yerevan"
    story.fill("#find", "karabakh")
    assert story.locator("tbody tr").count() == 3
    story.fill("#find", "")
    story.select_option("#by-role", "people")
    assert story.locator("tbody td.written").all_text_contents() == ["Serbs", "Armenian"]
    assert story.locator("#found").text_content() == "2 of 26 mentions"


def test_a_contested_place_shows_its_claims(story: Any) -> None:
    """In the words of the gazetteer."""
    story.click("table .go[aria-label*='Karabakh'] >> nth=0")
    assert "Administered by: Azerbaijan, since 2023" in story.locator(".gm-card").text_content()


def test_a_namesake_is_shown_as_a_ghost_with_its_distance(story: Any) -> None:
    """What else it could be, on demand."""
    story.click("a.mention >> text=Georgian")
    story.click(".gm-card summary")
    story.click(".gm-card .gm-link")
    assert story.locator(".gm-ghost").text_content().startswith("Georgia, ")


def test_the_legend_lists_what_is_there(open_page: Callable[..., Any], data: Any) -> None:
    """A map of one town has one line in its key."""
    page = open_page(render_page(article("Oslo", [("Oslo", town(1, "Oslo", 59.9, 10.7))]), data=data))
    assert page.locator(".gm-legend li").all_text_contents() == ["where it happens"]


def test_a_place_beyond_the_map_is_a_click_away(open_page: Callable[..., Any], data: Any) -> None:
    """It is named under the map, and the map grows to show it."""
    names = [(n, town(i, n, 42.4 + i / 10, 19 + i / 10)) for i, n in enumerate(["Alba", "Brod", "Crna", "Dub", "Eno", "Far"])]
    names.append(("Washington", town(9, "Washington", 38.9, -77.0)))
    page = open_page(render_page(article("Alba Brod Crna Dub Eno Far Washington", names), data=data))
    assert page.locator(".beyond button").all_text_contents() == ["7 Washington"]
    page.click(".beyond button")
    assert page.locator(".gm-card h3").text_content() == "Washington"
    page.wait_for_selector(".beyond", state="hidden")


def test_no_button_lies_on_a_mark(open_page: Callable[..., Any], data: Any) -> None:
    """The switch between the two views stands in a corner without marks."""
    named = [(f"T{n}x", town(n, f"T{n}x", 50 - n * 0.4, 20 + n * 0.1)) for n in range(1, 5)]
    named += [(f"T{n}x", town(n, f"T{n}x", 44 + n % 4 * 0.1, 31 + n * 0.1)) for n in range(5, 14)]
    named.append(("Far", town(99, "Far", -30.0, -60.0)))
    page = open_page(render_page(article(" ".join(name for name, _ in named), named), data=data), viewport={"width": 1000, "height": 680})
    switch = boxes(page, ".gm-views")
    assert len(switch) == 1
    assert not [mark for mark in boxes(page, ".gm-mark .gm-dot") if overlap(mark, switch[0])]


def test_a_wide_story_has_a_low_map_on_a_phone(open_page: Callable[..., Any], data: Any) -> None:
    """Else it would stand between two empty seas."""
    phone = {"width": 390, "height": 844}
    wide = [("Alba", town(1, "Alba", 45, 10)), ("Brod", town(2, "Brod", 46, 50))]
    high = [("Alba", town(1, "Alba", 40, 20)), ("Brod", town(2, "Brod", 55, 22))]
    heights = [
        open_page(render_page(article("Alba and Brod", places), data=data), viewport=phone).locator(".map-box").bounding_box()["height"]
        for places in (wide, high)
    ]
    assert heights[0] < heights[1] * 0.8


def test_many_places_cluster_and_stay_reachable(open_page: Callable[..., Any], data: Any) -> None:
    """Hundreds of places are some dozen buttons."""
    names = [(f"T{n}x", town(n, f"T{n}x", 40 + n % 20 / 4, 10 + n / 40)) for n in range(300)]
    page = open_page(render_page(article(" ".join(name for name, _ in names), names), data=data))
    assert page.locator(".gm-cluster").count() > 3
    page.click("a.mention >> nth=150")
    assert page.locator(".gm-card h3").text_content() == "T150x"
    assert page.faults == []


def test_on_a_phone_the_card_is_a_sheet_and_nothing_overflows(open_page: Callable[..., Any], data: Any) -> None:
    """The map above the text; no sideways scrolling."""
    page = open_page(render_page(kosovo_karabakh(), data=data), viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    top = page.locator(".map-box").bounding_box()["y"]
    assert top < page.locator(".prose").bounding_box()["y"]
    page.tap("#mention-6")
    assert page.locator(".gm-sheet h3").text_content() == "Banjska"
    page.tap(".gm-sheet-close")
    assert page.locator(".gm-sheet").count() == 0


def test_dark_follows_the_system(open_page: Callable[..., Any], data: Any) -> None:
    """Unless the page says otherwise."""
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    html = render_page(kosovo_karabakh(), data=data)
    assert open_page(html, color_scheme="dark").evaluate(ground) == "rgb(21, 24, 27)"
    assert open_page(html, color_scheme="light").evaluate(ground) == "rgb(255, 255, 255)"
    light = render_page(kosovo_karabakh(), data=data, options=PageOptions(scheme="light"))
    assert open_page(light, color_scheme="dark").evaluate(ground) == "rgb(255, 255, 255)"


def test_a_folium_map_alone_works_without_the_page(open_page: Callable[..., Any], data: Any) -> None:
    """As a notebook shows it: the map, its markers and cards, no request."""
    made = to_folium(kosovo_karabakh(), data=data)
    page = open_page(made.get_root().render(), ready=".gm-dot")
    page.click(".gm-dot >> nth=0")
    assert page.locator(".gm-card h3").text_content() == "Mitrovica"
    assert len(page.requests) == 1
    assert page.faults == []


# ---- hostile strings: no policy in the way, so that only the escaping stands between them and the reader ----

COUNTING = "window.hits = 0; window.hit = () => { window.hits += 1; return ''; }; window.alert = hit;"
OPEN_CARDS = """() => { const story = Object.values(geomap.controllers)[0];
    const box = document.body.appendChild(document.createElement('div'));
    story.marks.forEach((mark, at) => at % 200 ? box.replaceChildren(story.card(mark.place)) : story.open(mark.place.number, {})); }"""
READABLE = [text for text in HOSTILE if "\r" not in text and "\n" not in text]


def hostile_article(strings: list[str]) -> ParsedArticle:
    """Each string is a name in the text, a place, its evidence, its claim and its namesake."""
    text, resolutions, at = [], [], 0
    for number, string in enumerate(strings):
        other = town(10**6 + number, string, 10.0, 10.0)
        claim = Claim(string, (string,), string, string)
        place = replace(
            town(number, string, number % 120 / 2 - 30, number % 170 - 85.0), admin1=string, country=string, source=string, licence=string
        )
        area = Area(place.point, 9.0, string)
        facts = (Evidence(string, string, 1.0),)
        mention = Mention(at, at + len(string), string)
        resolutions.append(
            Resolution(mention, "unresolved", reason=string)
            if number % 7 == 3
            else Resolution(mention, "approximate", place, 0.6, facts, (Alternative(other, 0.2),), area)
            if number % 7 == 4
            else Resolution(
                mention, "resolved", replace(place, claim=claim, id=string + str(number)), 0.8, facts, (Alternative(other, 0.2),)
            )
        )
        text.append(string)
        at += len(string) + 1
    first = strings[0]
    document = Document(first, "\n".join(text), first, None, f"https://example.org/{first}", first, first)
    return ParsedArticle(document, tuple(resolutions), warnings=tuple(strings[:50]))


def shown(text: str) -> str:
    return "".join("\ufffd" if character == "\0" or "\ud800" <= character <= "\udfff" else character for character in text)


def test_no_hostile_string_is_run_and_each_is_shown_as_written(open_page: Callable[..., Any], data: Any) -> None:
    """Thousands of attacks through text, names, evidence, claims: none executes, all are there to read."""
    assert len(READABLE) >= 3000
    page = open_page(render_page(hostile_article(READABLE), data=data), script=COUNTING, bypass_csp=True)
    page.evaluate("while (!document.querySelector('.more').hidden) document.querySelector('.more').click()")
    written = page.evaluate("[...document.querySelectorAll('td.written')].map(node => node.textContent.replaceAll('\\0', '\\ufffd'))")
    assert written == [shown(text) for text in READABLE]
    prose = page.evaluate("[...document.querySelectorAll('.prose a.mention')].map(node => node.firstChild.data)")
    assert prose == [shown(text) for text in READABLE]
    page.evaluate(OPEN_CARDS)
    page.evaluate("for (const node of document.querySelectorAll('*')) node.dispatchEvent(new MouseEvent('mouseover', { bubbles: false }))")
    page.evaluate("[...document.querySelectorAll('a, button, input, summary')].forEach((node, at) => at % 200 || node.focus())")
    page.wait_for_timeout(200)
    assert page.evaluate("window.hits") == 0
    assert len(page.requests) == 1
    assert page.faults == []


@pytest.mark.parametrize("start", range(0, len(READABLE), len(READABLE) // 12))
def test_a_hostile_title_publisher_and_address_do_nothing(start: int, open_page: Callable[..., Any], data: Any) -> None:
    """What stands in the head of the page is text there too."""
    string = READABLE[start]
    document = Document("x", "Oslo", string, None, f"https://example.org/{string}", string, string)
    parsed = replace(article("Oslo", [("Oslo", town(1, "Oslo", 59.9, 10.7))]), document=document)
    page = open_page(render_page(parsed, data=data), script=COUNTING, bypass_csp=True)
    assert page.evaluate("document.querySelector('h1').textContent") == shown(string)
    assert page.evaluate("window.hits") == 0


def test_folium_alone_runs_no_hostile_string(open_page: Callable[..., Any], data: Any) -> None:
    """The map without our page has the same way in."""
    made = to_folium(hostile_article(READABLE[:400]), data=data)
    page = open_page(made.get_root().render(), ready=".gm-dot", script=COUNTING)
    page.evaluate(OPEN_CARDS)
    assert page.evaluate("window.hits") == 0
    assert page.faults == []


def test_the_story_text_is_all_there(story: Any) -> None:
    """The reader has every word of the article."""
    seen = story.evaluate(
        """[...document.querySelectorAll('.prose p')].map(node => {
        const copy = node.cloneNode(true); copy.querySelectorAll('sup').forEach(sup => sup.remove()); return copy.textContent; })"""
    )
    assert seen == [line for line in TEXT.split("\n") if line.strip()]


def test_a_place_is_drawn_as_what_it_is(story: Any) -> None:
    """A contested region hatched, an approximate place dashed, an actor square, a passing name hollow."""
    style = "(selector, key) => getComputedStyle(document.querySelector(selector))[key]"
    assert "gm-hatch" in story.evaluate(f"({style})('.gm-contested', 'fill')")
    assert story.evaluate(f"({style})('.gm-area.gm-approximate', 'strokeDasharray')") != "none"
    assert story.evaluate(f"({style})('.gm-dot.gm-actor', 'borderRadius')") == "4px"
    assert story.evaluate(f"({style})('.gm-dot.gm-passing', 'backgroundColor')") == "rgb(246, 243, 236)"


def test_a_place_at_a_point_without_name_parts(open_page: Callable[..., Any], data: Any) -> None:
    """A place that only coordinates name is a place like any other."""
    place = Place("user:1", "42.9, 20.8", Point(42.9, 20.8), "P")
    page = open_page(render_page(article("At 42.9, 20.8.", [("42.9, 20.8", place)]), data=data))
    assert page.locator(".gm-label").text_content() == "42.9, 20.8"
    assert PLACES
