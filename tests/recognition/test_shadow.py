"""The cleaned text keeps track of where each of its characters stood."""

from __future__ import annotations

import unicodedata
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.recognition.shadow import cast


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Nov\u00adgorod", "Novgorod"),
        ("New\u00a0York", "New York"),
        ("Côte d’Ivoire", "Côte d'Ivoire"),
        ("\u200eחיפה\u200f", "חיפה"),
        ("a\ud800b", "a\ufffdb"),
        ("NUL\x00byte", "NUL byte"),
        ("Bogota\u0301.", "Bogotá."),
        ("Москва\u0301 и Толстои\u0306", "Москва и Толстой"),
        ("#SierraLeone", "Sierra Leone"),
        ("#USElection in #Ukraine2022", "US Election in Ukraine 2022"),
        ("#EarthquakeInTurkey #Sierra_Leone", "Earthquake In Turkey ,Sierra Leone"),
        ("#gaza, #1 of C# is", "gaza, #1 of C# is"),
        ("<b>Paris</b> <a href='x'>Lille</a>, a < b", " Paris   Lille , a < b"),
        ("New&nbsp;York, C&ocirc;te d&#39;Ivoire, R&nosuch; &amp; I", "New York, Côte d'Ivoire, R&nosuch; & I"),
        ("", ""),
    ],
)
def test_text_is_cleaned(text: str, clean: str) -> None:
    """Invisible characters go, odd spaces and quotes become plain ones."""
    assert cast(text).text == clean


def test_wrapped_lines_are_joined() -> None:
    """A line break in the middle of a long sentence is a blank, so that a name across it is one name."""
    text = "The ferry that goes to the islands every other day left New\nYork harbour on Monday morning with nobody on board."
    assert "New York harbour" in cast(text).text


LONG_LINE = "The ferry that goes to the islands every other day left with nobody on board from New"


@pytest.mark.parametrize("end", ["York.", "York on Monday.\n", 'York, "of all ports."\n\nThe next one waits.', "York (late).  \n \nNext."])
def test_the_short_end_of_a_paragraph_is_joined(end: str) -> None:
    """A name across the last break of a paragraph is one name, however little follows it."""
    assert "from New York" in cast(f"{LONG_LINE}\n{end}").text


@pytest.mark.parametrize("after", ["By our correspondent\n\nIt rained.", "York\nLille\nLyon\n", "York.\nLille.\n", "York: a table\n1\n"])
def test_what_does_not_end_a_paragraph_is_not(after: str) -> None:
    """A byline, rows of a table and a line without a full stop stay lines of their own."""
    assert cast(f"{LONG_LINE}\n{after}").text.startswith(f"{LONG_LINE}\n")


def test_headings_stay_lines() -> None:
    """A short line is a heading and no part of what follows."""
    assert "\n" in cast("Mayor of Paris\nLondon waits for news.").text


MADE_PLAIN = {("\u00a0", " "), ("’", "'"), ("\ud800", "\ufffd"), ("\n", " "), ("#", ","), ("_", " "), ("", " ")}


@given(st.text(alphabet=st.sampled_from("aB2#_<>&; \n\u00ad\u200b\u00a0’\ud800é\u0301한"), max_size=60))
def test_offsets_lead_back(text: str) -> None:
    """Every character of the shadow stands where it says it does: as it was, made plain, or put between two words of a hashtag."""
    shadow = cast(text)
    end = 0
    for offset, character in enumerate(shadow.text):
        start, before = shadow.start(offset), end
        end = shadow.end(offset + 1)
        assert before <= start <= end <= len(text)
        original = text[start:end]
        as_written = character in (original, unicodedata.normalize("NFC", original)[:1], unescape(original))
        assert as_written or (original, character) in MADE_PLAIN or (original[:1] == "<" and character == " ")
        assert shadow.start(shadow.offset(start)) == start
