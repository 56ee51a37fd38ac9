"""The article's text with its mentions marked."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import kosovo_karabakh, town

from geomap.models import Document, Mention, ParsedArticle, Resolution, Span
from geomap.rendering.prose import direction, prose
from geomap.rendering.view import view_of


def marked(parsed: ParsedArticle) -> str:
    return str(prose(view_of(parsed, country_name=str)))


def words(markup: str) -> str:
    """What a reader sees, without the numbers of the marks."""
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<sup>.*?</sup>", "", markup)))


def story(text: str, spans: list[tuple[int, int]]) -> ParsedArticle:
    place = town(1, "X", 1, 1)
    return ParsedArticle(Document("x", text), tuple(Resolution(Mention(a, b, text[a:b]), "resolved", place, 0.9) for a, b in spans))


@given(st.text("ab <&{\u202e\n", min_size=1, max_size=60), st.data())
def test_no_character_is_lost(text: str, data: st.DataObject) -> None:
    """Nested, crossing or repeated mentions: the text stays the text, blank lines aside."""
    span = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda s: s[0] < s[1])
    spans = sorted(data.draw(st.lists(span, max_size=6)))
    lines = [line for line in text.split("\n") if line.strip()]
    assert words(marked(story(text, spans))) == "\n".join(lines)


def test_a_mention_carries_the_number_of_its_marker() -> None:
    """Link, class and number say which place and in what role."""
    markup = marked(kosovo_karabakh())
    assert '<a class="mention event" id="mention-1" href="#place-1">Mitrovica<sup>1</sup></a>' in markup
    assert re.search(r'<a class="mention unplaced" id="mention-\d+" href="#unplaced">Gornja Lipa<sup>\?</sup></a>', markup)


def test_a_mention_inside_a_mention_is_a_link_of_its_own() -> None:
    """Links do not nest: the outer name's number is its link."""
    markup = marked(story("University of Oslo", [(0, 18), (14, 18)]))
    assert markup.startswith('<p class="headline"><span class="around event">University of <a class="mention event" id="mention-2"')
    assert not re.search(r"<a [^>]*>[^/]*<a ", markup)


def test_every_mention_of_the_story_is_linked_once() -> None:
    """Ids are unique."""
    ids = re.findall(r'id="mention-(\d+)"', marked(kosovo_karabakh()))
    assert sorted(map(int, ids)) == list(range(1, len(kosovo_karabakh().resolutions) + 1))


def test_furniture_is_subdued_and_the_title_is_a_headline() -> None:
    """What is not the article stays readable without looking like it."""
    markup = marked(kosovo_karabakh())
    assert '<p class="furniture">Contact Us</p>' in markup
    assert '<p class="headline">Bridge at ' in markup


@pytest.mark.parametrize(("language", "expected"), [("ar", "rtl"), ("he", "rtl"), ("en", "ltr"), ("", "auto"), ("fa-IR", "rtl")])
def test_direction_of_a_language(language: str, expected: str) -> None:
    """Arabic and Hebrew run from the right; an unknown language is left to the browser."""
    assert direction(language) == expected


def test_an_astral_character_before_a_mention_shifts_nothing() -> None:
    """Offsets count code points."""
    text = "🌍🌍 Oslo"
    parsed = ParsedArticle(
        Document("x", text), (Resolution(Mention(3, 7, "Oslo", sentence=Span(0, 7)), "resolved", town(1, "Oslo", 1, 1)),)
    )
    assert ">Oslo<sup>" in marked(parsed)
