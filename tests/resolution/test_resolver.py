"""The right place, with reasons; doubt is said; nothing vanishes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.gazetteer import Correction, Corrections, Gazetteer
from geomap.models import Candidate, Document, Mention, ParsedArticle, Place, Point
from geomap.reading import document_from_text
from geomap.resolution import Resolver


@pytest.fixture(scope="module")
def resolver(gazetteer: Gazetteer) -> Resolver:
    """Resolver over the packaged gazetteer."""
    return Resolver(gazetteer)


def article(text: str, *names: str, source: str = "") -> tuple[Document, list[Mention]]:
    """Document and all mentions of some names in it."""
    document = document_from_text(text, id="1", source=source)
    mentions = []
    for name in names:
        for found in re.finditer(re.escape(name), text):
            filed = document.dateline and document.dateline.start <= found.start() < document.dateline.end
            mentions.append(Mention(*found.span(), name, role="dateline" if filed else "literal", names=(name,)))
    return document, sorted(mentions, key=lambda mention: mention.start)


def places(parsed: ParsedArticle) -> dict[str, str]:
    """Country and division of each name."""
    return {r.mention.text: f"{r.place.country} {r.place.admin1}".strip() if r.place else "" for r in parsed.resolutions}


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("PARIS, Ky. (AP) — The mayor of Paris spoke.", ["Paris", "PARIS", "Ky."], {"Paris": "US Kentucky", "PARIS": "US Kentucky"}),
        ("The mayor of Paris spoke to France.", ["Paris", "France"], {"Paris": "FR Île-de-France"}),
        ("Rain fell in Odessa, Texas, and in Midland.", ["Odessa", "Texas", "Midland"], {"Odessa": "US Texas", "Midland": "US Texas"}),
        ("Odessa and Kherson were shelled, Kyiv said.", ["Odessa", "Kherson", "Kyiv"], {"Odessa": "UA"}),
        ("Lee, Polk and Hillsborough counties in Florida", ["Lee", "Polk", "Hillsborough", "Florida"], {"Lee": "US Florida"}),
        ("She left Birmingham for Montgomery, Alabama.", ["Birmingham", "Montgomery", "Alabama"], {"Birmingham": "US Alabama"}),
        ("She left Birmingham for Leeds and London.", ["Birmingham", "Leeds", "London"], {"Birmingham": "GB England"}),
    ],
)
def test_context_decides(resolver: Resolver, text: str, names: list[str], expected: dict[str, str]) -> None:
    """What contains a name, what stands near it and where it was filed decide among namesakes."""
    found = places(resolver.resolve(*article(text, *names)))
    assert all(found[name].startswith(place) for name, place in expected.items()), found


def test_one_name_may_be_two_places(resolver: Resolver) -> None:
    """One sense per document is evidence, not law."""
    text = "They met in Tbilisi, Georgia, and in Yerevan, Armenia.\n\nThe coach grew up in Atlanta, Georgia."
    document, mentions = article(text, "Georgia", "Armenia", "Tbilisi", "Yerevan", "Atlanta")
    found = [r.place.country for r in resolver.resolve(document, mentions).resolutions if r.place and r.mention.text == "Georgia"]
    assert found == ["GE", "US"]


def test_other_articles_of_the_publisher_are_evidence(resolver: Resolver) -> None:
    """A paper that writes about Tennessee means the Athens there; alone, the same article is less sure of it."""
    home = [article(f"Fire in {town}, Tennessee.", town, "Tennessee", source=f"https://paper.example/{town}") for town in
            ("Chattanooga", "Cleveland", "Sweetwater", "Etowah")]  # fmt: skip
    document, mentions = article("The library in Athens closes on Monday.", "Athens", source="https://paper.example/library")
    alone = resolver.resolve(document, mentions).resolutions[0]
    *_, among = resolver.resolve_many([*((d, m, ()) for d, m in home), (document, mentions, ())])
    assert alone.place
    assert alone.place.country == "GR"
    shares = {other.place.admin1: other.confidence for other in alone.alternatives}
    found = among.resolutions[0]
    known = {p.admin1: c for p, c in [(found.place, found.confidence), *((o.place, o.confidence) for o in found.alternatives)] if p}
    assert known["Tennessee"] > shares.get("Tennessee", 0.0)


def test_evidence_adds_up_and_is_checkable(resolver: Resolver) -> None:
    """The fact that decides is said in words."""
    document, mentions = article("Rain fell in Odessa, Texas.", "Odessa", "Texas")
    resolution = resolver.resolve(document, mentions).resolutions[0]
    assert any("'Texas', right after the name, contains it" in fact.text for fact in resolution.evidence)
    assert [fact.weight for fact in resolution.evidence] == sorted((fact.weight for fact in resolution.evidence), reverse=True)


def test_unknown_name_is_unresolved_with_a_reason(resolver: Resolver) -> None:
    """A name that nobody knows is said to be unknown, and how to ask for it."""
    parsed = resolver.resolve(*article("Rain fell in Qxyzzyvale.", "Qxyzzyvale"))
    (resolution,) = parsed.resolutions
    assert (resolution.status, resolution.place) == ("unresolved", None)
    assert "no place of the name 'Qxyzzyvale' is known" in resolution.reason
    assert "Qxyzzyvale; with --online a geocoder is asked" in parsed.warnings[0]


class Asked:
    """A fallback that remembers what it was asked and knows one place."""

    warnings: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.names: list[str] = []
        self.countries: tuple[str, ...] = ()

    def look_up_many(
        self, names: Sequence[str], *, countries: Sequence[str] = (), near: Point | None = None, limit: int | None = None
    ) -> list[tuple[Candidate, ...]]:
        """Answer every name with one village in Kosovo."""
        self.names += names
        self.countries = tuple(countries)
        place = Place("osm:node/1", "Village", Point(42.95, 20.85), "P", "PPL", country="XK", source="a service", licence="ODbL 1.0")
        return [(Candidate(place, name, rule="geocoder", prior=0.4, source="service"),) for name in names]


def test_fallback_is_asked_only_where_it_can_matter(gazetteer: Gazetteer) -> None:
    """A name that the gazetteer knows in the story's country is not asked for; an unknown one is, with the story's countries."""
    asked = Asked()
    document, mentions = article("Pristina sent police from Mitrovica to Qxyzzyvale.", "Pristina", "Mitrovica", "Qxyzzyvale")
    parsed = Resolver(gazetteer, fallback=[asked]).resolve(document, mentions)
    assert asked.names == ["Qxyzzyvale"]
    assert asked.countries == ("XK",)
    last = parsed.resolutions[-1]
    assert last.place
    assert (last.place.id, last.place.licence) == ("osm:node/1", "ODbL 1.0")


def correction(name: str, **meaning: object) -> Corrections:
    """One correction that holds everywhere."""
    return Corrections([Correction(name=name, scope="everywhere", when=datetime(2026, 1, 1, tzinfo=UTC), who="desk", **meaning)])  # type: ignore[arg-type]


def test_correction_is_above_everything(gazetteer: Gazetteer) -> None:
    """What a person said is used, and who said it is shown."""
    parsed = Resolver(gazetteer, corrections=correction("Paris", place_id="geonames:4303602")).resolve(*article("Paris is calm.", "Paris"))
    (resolution,) = parsed.resolutions
    assert resolution.place
    assert (resolution.status, resolution.place.admin1) == ("corrected", "Kentucky")
    assert "corrected by desk on 2026-01-01" in resolution.evidence[0].text
    assert resolution.runner_up
    assert resolution.runner_up.country == "FR"


def test_not_a_place(gazetteer: Gazetteer) -> None:
    """A name that is no place stays in the list, without a pin."""
    resolver = Resolver(gazetteer, corrections=correction("Paris", not_a_place=True))
    (resolution,) = resolver.resolve(*article("Paris is calm.", "Paris")).resolutions
    assert (resolution.status, resolution.place) == ("unresolved", None)
    assert "no place here: corrected by desk" in resolution.reason


def test_poisoned_correction_is_a_warning(gazetteer: Gazetteer) -> None:
    """An id that is gone is said, and the ranker's answer stands."""
    resolver = Resolver(gazetteer, corrections=correction("Paris", place_id="geonames:999999999999"))
    parsed = resolver.resolve(*article("Paris is calm.", "Paris"))
    assert parsed.resolutions[0].status == "resolved"
    assert "no gazetteer in use holds this id" in parsed.warnings[0]


def test_written_coordinates_resolve_themselves(resolver: Resolver) -> None:
    """A pair of coordinates is its own place."""
    text = "The wreck lies at 36.5, 15.2."
    mention = Mention(18, 28, text[18:28], coordinates=Point(36.5, 15.2))
    (resolution,) = resolver.resolve(document_from_text(text, id="1"), [mention]).resolutions
    assert resolution.place
    assert (resolution.place.point, resolution.confidence) == (Point(36.5, 15.2), 1.0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["Paris", "Georgia", "Qx", "San Antonio", "the", "—", "Springfield", "Congo"]), max_size=8))
def test_one_resolution_for_each_mention(gazetteer: Gazetteer, names: list[str]) -> None:
    """One mention in, one resolution out, in the same order, whatever the names."""
    text = " ".join(names)
    starts = [sum(len(name) + 1 for name in names[:index]) for index in range(len(names))]
    mentions = [Mention(start, start + len(name), name, names=(name,)) for start, name in zip(starts, names, strict=True)]
    parsed = Resolver(gazetteer).resolve(Document("1", text), mentions)
    assert [r.mention for r in parsed.resolutions] == mentions
    assert all((r.place is None) == (r.status == "unresolved") and bool(r.reason) == (r.place is None) for r in parsed.resolutions)


def test_same_input_same_answer(gazetteer: Gazetteer) -> None:
    """Two resolvers give equal articles."""
    item = article("Springfield beat Georgia in Congo, near Paris.", "Springfield", "Georgia", "Congo", "Paris")
    assert Resolver(gazetteer).resolve(*item) == Resolver(gazetteer).resolve(*item)
