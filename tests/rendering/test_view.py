"""What a map shows of a parsed article."""

from __future__ import annotations

from dataclasses import replace

import pytest
from stories import NAMES, PLACES, article, kosovo_karabakh, town

from geomap.models import Document, Evidence, Mention, ParsedArticle, Place, Point, Resolution, Span
from geomap.rendering.view import public_page, view_of


def view(parsed: ParsedArticle):
    return view_of(parsed, country_name={"XK": "Kosovo"}.get)  # type: ignore[arg-type]


def test_places_are_numbered_in_the_order_of_the_text() -> None:
    """The first place of the text is number one, and a place has one number."""
    shown = view(kosovo_karabakh())
    assert [place.place.name for place in shown.places][:4] == ["Mitrovica", "Baku", "Pristina", "Banjska"]
    assert [place.number for place in shown.places] == list(range(1, len(shown.places) + 1))


def test_every_mention_is_shown_once() -> None:
    """One resolution, one mention, placed or not."""
    parsed = kosovo_karabakh()
    shown = view(parsed)
    assert len(shown.mentions) == len(parsed.resolutions)
    assert sorted(number for place in shown.places for number in place.mentions) == [m.number for m in shown.mentions if m.place]


def test_unplaced_mentions_keep_their_reason() -> None:
    """What is not on the map is listed with why."""
    unplaced = view(kosovo_karabakh()).unplaced
    assert [mention.text for mention in unplaced] == ["Gornja Lipa", "Camp Oriole"]
    assert all(mention.reason for mention in unplaced)


@pytest.mark.parametrize(
    ("name", "shape", "tone"),
    [
        ("Banjska", "approximate", "event"),
        ("Kosovo", "area", "event"),
        ("Baku", "dot", "event"),
        ("Serbia", "area", "actor"),
        ("Russia", "area", "passing"),
    ],
)
def test_a_place_is_drawn_as_what_it_is(name: str, shape: str, tone: str) -> None:
    """Shape by what the place is, tone by the strongest role it is named in."""
    place = next(place for place in view(kosovo_karabakh()).places if place.place.name == name)
    assert (place.shape, place.tone) == (shape, tone)


def test_summary_counts_what_is_there() -> None:
    """The sentence at the top agrees with the map."""
    shown = view(kosovo_karabakh())
    assert shown.summary == "16 places on the map, 1 of them placed approximately; 2 names not placed."
    assert shown.about == "The story is mainly about Kosovo and Azerbaijan."


def test_an_article_without_places_says_so() -> None:
    """No mention at all is a sentence, not an empty page."""
    assert view(ParsedArticle(Document("x", "Nothing."))).summary == "The text names no place."


def test_title_of_an_untitled_article_is_its_first_line() -> None:
    """Page furniture is no title, and a long line is cut between words."""
    text = "Contact Us\n" + "word " * 60
    shown = view(ParsedArticle(Document("x", text, furniture=(Span(0, 10),))))
    assert shown.title.startswith("word word")
    assert len(shown.title) < 145


def test_a_script_is_no_source() -> None:
    """A document's source becomes a link only when it is a web address."""
    assert view(ParsedArticle(Document("x", "x", source="javascript:alert(1)"))).link == ""


@pytest.mark.parametrize("place_id", ["geomap:karabakh", "text:banjska", "geonames:1/../x y", "osm:\u202e", "user:1"])
def test_ids_without_a_public_page_have_no_link(place_id: str) -> None:
    """Only ids of public catalogues are linked, and only when they look like one."""
    assert public_page(place_id) == ""


def test_repeating_a_name_adds_little_weight() -> None:
    """Ten mentions weigh more than one, and less than ten times as much."""
    once = view(article("Oslo.", [("Oslo", town(1, "Oslo", 60, 10))])).places[0].weight
    often = view(article("Oslo " * 10, [("Oslo", town(1, "Oslo", 60, 10))] * 10)).places[0].weight
    assert once < often < 10 * once


def test_namesakes_keep_their_order() -> None:
    """What else it could be is listed most likely first."""
    place = next(place for place in view(kosovo_karabakh()).places if place.place.name == "Georgia")
    assert [other.place for other in place.alternatives] == [PLACES["Georgia, US"]]


def test_a_corrected_place_is_a_place() -> None:
    """A mention that the user corrected is on the map like any other."""
    parsed = kosovo_karabakh()
    corrected = tuple(replace(r, status="corrected") if r.status == "resolved" else r for r in parsed.resolutions)
    assert len(view(replace(parsed, resolutions=corrected)).places) == len({key for _, key, _, _ in NAMES})


def test_a_mention_without_sentence_has_its_line_as_snippet() -> None:
    """The recognizer of another language may give no sentences."""
    text = "First line.\nOslo waits.\nLast."
    resolution = Resolution(Mention(12, 16, "Oslo"), "resolved", town(1, "Oslo", 60, 10))
    assert view(ParsedArticle(Document("x", text), (resolution,))).places[0].snippets == (("", "Oslo", " waits."),)


def test_facts_against_a_place_are_no_reasons_for_it() -> None:
    """The reasons on the map are what speaks for the place."""
    place = Place("geonames:1", "Brussels", Point(50.85, 4.35), "P", "PPLC", "BE")
    evidence = (Evidence("prominence", "it is a capital", 1.0), Evidence("document", "none of the other names lies in its country", -0.5))
    resolution = Resolution(Mention(0, 8, "Brussels"), "resolved", place, 0.8, evidence)
    (shown,) = view(ParsedArticle(Document("1", "Brussels waits."), (resolution,))).places
    assert shown.evidence == ("it is a capital",)


def test_what_is_not_on_the_map_always_has_a_reason() -> None:
    """Also when no stage gave one."""
    parsed = ParsedArticle(Document("x", "Camp Oriole"), (Resolution(Mention(0, 11, "Camp Oriole"), "unresolved"),))
    assert [mention.reason for mention in view_of(parsed, country_name=str).unplaced] == ["no place was found for this name"]


def test_a_headline_is_a_title_of_a_line_or_two() -> None:
    """The title itself stays whole."""
    view = view_of(ParsedArticle(Document("x", "x", title="Floods " * 700)), country_name=str)
    assert len(view.title) > 4800
    assert len(view.headline) <= 242
    assert view.headline.endswith(" …")
