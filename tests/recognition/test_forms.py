"""Names that are not written out are completed."""

from __future__ import annotations

import pytest

from geomap.recognition.candidates import inflected
from geomap.recognition.forms import base_forms, hashtag_words, hashtags, unwritten_names
from geomap.recognition.languages import INFLECTED
from tests.recognition.conftest import TinyGazetteer


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("in Lee , Polk and Hill counties", ["Lee County", "Polk County", "Hill County"]),
        ("the Rhine and Danube rivers", ["Rhine River", "Danube River"]),
        ("Lakes Erie and Huron", ["Lake Erie", "Lake Huron"]),
        ("North and South Carolina", ["North Carolina"]),
        ("Upper and Lower Egypt", ["Upper Egypt"]),
        ("in Polk counties", []),
        ("both counties", []),
        ("North and East", []),
        ("", []),
    ],
)
def test_shared_heads_are_given_to_each(text: str, names: list[str]) -> None:
    """Each member of a list gets the word that stands only once."""
    assert list(unwritten_names(text.split()).values()) == names


def test_hashtags_fall_into_words() -> None:
    """A hashtag in camel case is a name of several words; others stay whole."""
    assert hashtag_words("SierraLeone") == ("Sierra", "Leone")
    assert hashtag_words("gaza") == ("gaza",)
    assert list(hashtags(["pray", "for", "#", "SierraLeone", "#news"])) == [(3, ("Sierra", "Leone"))]


@pytest.mark.parametrize(
    ("language", "word", "base"),
    [
        ("de", "Serbiens", "Serbien"),
        ("de", "BERLINS", "BERLIN"),
        ("ru", "Москве", "Москва"),
        ("ru", "Казани", "Казань"),
        ("ru", "МОСКВЕ", "МОСКВА"),
        ("uk", "Києві", "Київ"),
        ("uk", "Харкова", "Харків"),
        ("sr", "Београду", "Београд"),
        ("sr", "Beogradu", "Beograd"),
        ("sr", "Крагујевца", "Крагујевац"),
        ("tr", "Ankara'da", "Ankara"),
        ("tr", "İstanbul'un", "İstanbul"),
        ("tr", "İzmirden", "İzmir"),
        ("ar", "وإربد", "إربد"),
        ("ar", "بالقاهرة", "القاهرة"),
        ("ar", "للقاهرة", "القاهرة"),
    ],
)
def test_endings_and_prefixes_are_undone(language: str, word: str, base: str) -> None:
    """The base form is among those that a word may have been made from."""
    assert base in base_forms(word, INFLECTED[language])


@pytest.mark.parametrize(("language", "word"), [("de", "Bus"), ("ru", "Уфа"), ("tr", "Adada"), ("ar", "وقف"), ("tr", "'da"), ("de", "'")])
def test_short_words_and_bare_endings_have_no_base(language: str, word: str) -> None:
    """What would leave next to nothing of a name is left alone."""
    assert all(len(form) >= INFLECTED[language].shortest and form != word for form in base_forms(word, INFLECTED[language]))


def test_capitals_without_a_full_stop_are_no_endless_list() -> None:
    """The members of a list are looked for only so far, however long the text is."""
    assert len(unwritten_names([*["A", ","] * 400, "A", "COUNTIES"])) == 30
    assert unwritten_names([*["A"] * 400, "COUNTIES"]) == {}
    assert len(unwritten_names(["LAKES", *["A"] * 400])) <= 30


def test_only_unknown_words_are_changed(tiny: TinyGazetteer) -> None:
    """An inflected name matches with the key of its base form; a name that is known as it stands stays what it is."""
    words = "Die Pariss und Paris , Londons und New Yorks".split()
    found = {(match.start, match.end): match.key for match in inflected(tiny, "de").match(words, cased=True)}
    assert found == {(1, 2): "paris", (3, 4): "paris", (5, 6): "london", (7, 9): "new york"}
    assert inflected(tiny, "fr") is tiny
    assert inflected(tiny, "de").match([], cased=True) == []
