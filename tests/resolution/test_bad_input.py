"""What no gazetteer and no article should hold: no crash, the same answer each time, no guess dressed as knowledge."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from geomap.gazetteer import Gazetteer
from geomap.models import Candidate, Document, Mention, ParsedArticle, Place, Point
from geomap.reading import document_from_text
from geomap.resolution import Resolver


class Source:
    """A fallback that answers every name with the same places."""

    warnings: tuple[str, ...] = ()

    def __init__(self, *places: Place, prior: float = 0.001) -> None:
        self.places = places
        self.prior = prior

    def look_up_many(
        self, names: Sequence[str], *, countries: Sequence[str] = (), near: Point | None = None, limit: int | None = None
    ) -> list[tuple[Candidate, ...]]:
        """Answer without regard to the limit."""
        return [tuple(Candidate(place, name, rule="geocoder", prior=self.prior) for place in self.places) for name in names]


def article(text: str, *names: str) -> tuple[Document, list[Mention]]:
    """Document and all mentions of some names in it, those before the dash of a dateline in that role."""
    document = document_from_text(text, id="1")
    mentions = []
    for name in names:
        for found in re.finditer(re.escape(name), document.text):
            filed = document.dateline and document.dateline.start <= found.start() < document.dateline.end
            mentions.append(Mention(*found.span(), name, role="dateline" if filed else "literal", names=(name,)))
    return document, sorted(mentions, key=lambda mention: mention.start)


def resolve(gazetteer: Gazetteer, item: tuple[Document, list[Mention]], *places: Place) -> ParsedArticle:
    """Article resolved twice, which gives the same."""
    source = (Source(*places),) if places else ()
    parsed, again = (Resolver(gazetteer, fallback=source).resolve(*item) for _ in range(2))
    assert parsed == again
    assert len(parsed.resolutions) == len(item[1])
    return parsed


def village(number: int, latitude: float, longitude: float, **facts: object) -> Place:
    """Place of which little is known."""
    return Place(f"osm:node/{number}", "Qxyzzyvale", Point(latitude, longitude), **{"feature_class": "P", **facts})  # type: ignore[arg-type]


def test_thousand_candidates(gazetteer: Gazetteer) -> None:
    """A name of a thousand alike places is not resolved surely, and the reason counts them; a story near one of them picks that."""
    many = [village(n, -60 + n * 0.12, -179 + n * 0.35, country="BR") for n in range(999)]
    near = village(999, 42.95, 20.85, country="XK")
    (alone,) = resolve(gazetteer, article("Rain fell in Qxyzzyvale.", "Qxyzzyvale"), *many, near).resolutions
    assert alone.confidence < 0.5
    assert alone.status == "resolved" or "1000 places of this name are known" in alone.reason
    item = article("Pristina sent police from Mitrovica to Qxyzzyvale, Kosovo.", "Pristina", "Mitrovica", "Qxyzzyvale", "Kosovo")
    inside = resolve(gazetteer, item, *many, near).resolutions[2]
    assert [inside.place, *(other.place for other in inside.alternatives)][0] == near


@pytest.mark.parametrize(
    "facts",
    [
        {"population": 0},
        {"country": ""},
        {"admin1": "", "parents": ()},
        {"feature_class": "A", "feature_code": ""},
        {"feature_class": "U", "feature_code": "XYZ"},
        {"radius_km": 0.001},
        {"parents": ("geonames:999999999", "osm:relation/1", "", "a", "b")},
    ],
)
def test_candidates_with_missing_facts(gazetteer: Gazetteer, facts: dict[str, object]) -> None:
    """Neither population, class, country nor containers have to be known."""
    item = article("Rain fell in Qxyzzyvale and Pristina.", "Qxyzzyvale", "Pristina")
    parsed = resolve(gazetteer, item, village(1, 42.9, 20.8, **facts), village(2, -10.0, 100.0))
    assert all(0.0 <= resolution.confidence <= 1.0 for resolution in parsed.resolutions)


def test_ties_go_by_population_then_id(gazetteer: Gazetteer) -> None:
    """Places that nothing tells apart stand in one order, whichever way they come, and neither is sure."""
    one, other = village(1, 10.0, 20.0), village(2, 10.0, 60.0)
    item = article("Rain fell in Qxyzzyvale.", "Qxyzzyvale")
    first, second = (resolve(gazetteer, item, *places).resolutions[0] for places in ((one, other), (other, one)))
    assert first.confidence <= 0.6
    assert {first.place, first.runner_up} == {one, other} or first.place is None
    assert (first.status, first.confidence) == (second.status, pytest.approx(second.confidence, abs=0.05))


@pytest.mark.parametrize("text", ["Paris, Texas, France", "Odessa, Kosovo, Japan", "London, Ontario, England, Kenya"])
def test_contradictory_containment(gazetteer: Gazetteer, text: str) -> None:
    """Containers that contradict one another are no crash; the place lies in one of them, or is doubted."""
    names = text.split(", ")
    parsed = resolve(gazetteer, article(f"She lives in {text}.", *names))
    first = parsed.resolutions[0]
    codes = {resolution.place.country for resolution in parsed.resolutions[1:] if resolution.place}
    assert first.place is None or first.place.country in codes or first.confidence < 0.9


def test_dateline_of_three_towns(gazetteer: Gazetteer) -> None:
    """An article filed from three towns has three datelines, each resolved by itself."""
    text = "PARIS/LONDON/BERLIN (Reuters) — Ministers met on Monday in Geneva."
    parsed = resolve(gazetteer, article(text, "PARIS", "LONDON", "BERLIN", "Geneva"))
    assert [resolution.place.country if resolution.place else "" for resolution in parsed.resolutions] == ["FR", "GB", "DE", "CH"]


def test_two_articles_in_one_text(gazetteer: Gazetteer) -> None:
    """Two stories in one text do not pull each other's names over: what stands beside a name decides."""
    text = (
        "PARIS, Texas (AP) — Rain fell in Paris, Texas, and in Bonham, Texas, on Monday. The mayor of Paris, Texas, spoke.\n\n"
        "LYON, France (AFP) — The train from Paris, France, to Lyon, France, and Dijon, France, was late. In Lille, France, it rained."
    )
    parsed = resolve(gazetteer, article(text, "Paris", "PARIS", "Texas", "Bonham", "Lyon", "LYON", "Dijon", "Lille", "France"))
    countries = [(r.mention.start < text.index("LYON"), r.place.country if r.place else "") for r in parsed.resolutions]
    assert {country for first, country in countries if first} == {"US"}
    assert {country for first, country in countries if not first} == {"FR"}


@pytest.mark.parametrize(("latitude", "longitude"), [(91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0), (0.0, float("inf"))])
def test_candidate_outside_the_world_is_none(gazetteer: Gazetteer, latitude: float, longitude: float) -> None:
    """A source that gives such a position has not answered."""
    item = article("Rain fell in Qxyzzyvale.", "Qxyzzyvale")
    (resolution,) = resolve(gazetteer, item, village(1, latitude, longitude, country="BR")).resolutions
    assert (resolution.status, resolution.reason) == ("unresolved", "no place of the name 'Qxyzzyvale' is known here")
