"""Names that are not written out are completed."""

from __future__ import annotations

import pytest

from geomap.recognition.forms import hashtag_words, hashtags, unwritten_names


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
