"""A publisher's home follows from its name and its address, without a list of papers."""

from __future__ import annotations

import pytest

from geomap.gazetteer import Gazetteer
from geomap.models import Document
from geomap.resolution.home import country_of_host, find_home, host_label, publisher_names


@pytest.mark.parametrize(
    ("publisher", "source", "home", "country"),
    [
        ("Chicago Tribune", "", "Chicago", "US"),
        ("", "https://www.dallasnews.com/story", "Dallas", "US"),
        ("", "https://www.lasvegassun.com/story", "Las Vegas", "US"),
        ("The Sydney Morning Herald", "https://example.com.au/a", "Sydney", "AU"),
        ("Nairobi Star", "", "Nairobi", "KE"),
    ],
)
def test_home_is_the_place_in_the_name(gazetteer: Gazetteer, publisher: str, source: str, home: str, country: str) -> None:
    """What is left of the name without the words of the trade is looked up."""
    found = find_home(Document("1", "", publisher=publisher, source=source), gazetteer)
    assert (found.candidates[0][0].place.name, found.candidates[0][0].place.country) == (home, country)
    assert sum(weight for _, weight in found.candidates) == pytest.approx(1.0)


def test_suffix_keeps_namesakes_of_other_countries_out(gazetteer: Gazetteer) -> None:
    """A British address does not speak of Cambridge, Massachusetts."""
    found = find_home(Document("1", "", source="https://www.cambridge-news.co.uk/a"), gazetteer)
    assert {candidate.place.country for candidate, _ in found.candidates} == {"GB"}


@pytest.mark.parametrize("source", ["https://www.reuters.com/a", "", "article.txt"])
def test_agencies_are_at_home_nowhere(gazetteer: Gazetteer, source: str) -> None:
    """A name without a place gives no home."""
    assert find_home(Document("1", "", source=source), gazetteer).candidates == ()


@pytest.mark.parametrize(
    ("source", "label", "country"),
    [
        ("https://www.theage.com.au/a", "theage", "AU"),
        ("http://news.bbc.co.uk/a", "bbc", "GB"),
        ("https://example.org", "example", ""),
        ("https://localhost:8000/a", "localhost", ""),
        ("article.txt", "", ""),
    ],
)
def test_host_is_taken_apart(source: str, label: str, country: str) -> None:
    """The registered label and the country's suffix are found."""
    assert (host_label(source), country_of_host(source)) == (label, country)


def test_paper_named_by_trade_words_alone_names_nothing() -> None:
    """ "The Daily News" has no place in it."""
    assert publisher_names(Document("1", "", publisher="The Daily News")) == []
