"""What a story is about: weights by role, place, confidence, and what contains what."""

from __future__ import annotations

import pytest

from geomap.gazetteer import Gazetteer
from geomap.models import Document, Mention, Resolution
from geomap.resolution.focus import LEAST_SHARE, find_focus

# Long enough that nothing stands in the lead.
FAR = "x" * 5000
LONG = Document("1", FAR)
PRISTINA, MITROVICA, BELGRADE, KOSOVO, SERBIA = (
    "geonames:786714",
    "geonames:789225",
    "geonames:792680",
    "geonames:831053",
    "geonames:6290252",
)


@pytest.fixture(scope="session")
def gazetteer():
    """Give the packaged gazetteer."""
    opened = Gazetteer.open()
    yield opened
    opened.close()


@pytest.fixture
def focus(gazetteer):
    """Find the focus of (place id, role, confidence, start) in a document; return it as (level, place id, share)."""

    def find(*mentions, document=LONG):
        resolutions = []
        for place_id, role, confidence, start in mentions:
            mention = Mention(start, start + 4, "name", role=role)
            resolutions.append(Resolution(mention, "resolved", gazetteer.place(place_id), confidence))
        return [(found.level, found.place.id, found.share) for found in find_focus(resolutions, document, gazetteer)]

    return find


def literal(place_id: str, start: int = 4000, confidence: float = 1.0):
    return place_id, "literal", confidence, start


def test_a_town_counts_for_what_contains_it(focus) -> None:
    """One town gives a place, its division and its country, each with the whole weight."""
    found = focus(literal(MITROVICA))
    assert [(level, share) for level, _, share in found] == [("country", 1.0), ("division", 1.0), ("place", 1.0)]
    assert [place for _, place, _ in found][::2] == [KOSOVO, MITROVICA]


def test_a_country_is_no_place_within_one(focus) -> None:
    """A country alone gives only a country."""
    assert focus(literal(KOSOVO)) == [("country", KOSOVO, 1.0)]


def test_shares_follow_the_mentions(focus) -> None:
    """Three mentions to one are three quarters to one."""
    found = focus(*[literal(PRISTINA)] * 3, literal(BELGRADE))
    assert [(place, share) for level, place, share in found if level == "place"] == [(PRISTINA, 0.75), (BELGRADE, 0.25)]


def test_a_demonym_counts_for_its_country(focus) -> None:
    """Serbs speak for Serbia, less than Belgrade as a place does."""
    found = focus((SERBIA, "demonym", 1.0, 4000), literal(PRISTINA))
    shares = {place: share for level, place, share in found if level == "country"}
    assert 0 < shares[SERBIA] < shares[KOSOVO]


@pytest.mark.parametrize("role", ["metonymic", "modifier", "demonym", "embedded"])
def test_where_it_happens_weighs_more_than_who_acts(focus, role) -> None:
    """A literal mention outweighs one in another role."""
    found = focus((BELGRADE, role, 1.0, 4000), literal(PRISTINA))
    assert next(place for level, place, _ in found if level == "place") == PRISTINA


def test_title_and_lead_weigh_more(focus) -> None:
    """What the title names comes before what the text names once."""
    document = Document("1", "Unrest in name\n\nSomeone said something.\n\n" + FAR, title="Unrest in name")
    found = focus(literal(BELGRADE, start=4000), literal(PRISTINA, start=10), document=document)
    assert [(place, round(share, 2)) for level, place, share in found if level == "place"] == [(PRISTINA, 0.67), (BELGRADE, 0.33)]


def test_doubtful_resolutions_weigh_less(focus) -> None:
    """A sure place comes before a doubtful one."""
    found = focus(literal(BELGRADE, confidence=0.3), literal(PRISTINA, confidence=0.9))
    assert next(place for level, place, _ in found if level == "place") == PRISTINA


def test_a_passing_mention_is_no_focus(focus) -> None:
    """Below a tenth of the weight a place is named, not told about."""
    found = focus(*[literal(PRISTINA)] * 30, literal(BELGRADE))
    assert BELGRADE not in [place for _, place, _ in found]
    assert all(share >= LEAST_SHARE for _, _, share in found)


def test_ties_are_broken_by_population(focus) -> None:
    """Two places of equal weight stand in the same order, however they come."""
    assert focus(literal(MITROVICA), literal(BELGRADE)) == focus(literal(BELGRADE), literal(MITROVICA))
    assert [place for level, place, _ in focus(literal(MITROVICA), literal(BELGRADE)) if level == "place"] == [BELGRADE, MITROVICA]


def test_without_places_there_is_no_focus(gazetteer) -> None:
    """An article without resolved places is about none."""
    unresolved = Resolution(Mention(0, 4, "name"), "unresolved")
    assert find_focus([], LONG, gazetteer) == ()
    assert find_focus([unresolved], LONG, gazetteer) == ()
