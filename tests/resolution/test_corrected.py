"""What a person has said of one name is evidence for the others, in the article and for its publisher."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from geomap.gazetteer import Correction, Corrections, Gazetteer
from geomap.models import Document, Mention, Place, Point, Resolution, Span, SpatialPhrase
from geomap.reading import document_from_text
from geomap.resolution import Resolver

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
ATHENS_TENNESSEE = "geonames:4603284"
ATHENS_OHIO = "geonames:4505542"


def article(text: str, *names: str, source: str = "") -> tuple[Document, list[Mention]]:
    """Document and the mentions of some names in it."""
    mentions = [Mention(*found.span(), name, names=(name,)) for name in names for found in re.finditer(re.escape(name), text)]
    return document_from_text(text, id="1", source=source), sorted(mentions, key=lambda mention: mention.start)


def belief(resolution: Resolution, admin1: str) -> float:
    """How likely a name means a place in a division."""
    known = [(resolution.place, resolution.confidence), *((other.place, other.confidence) for other in resolution.alternatives)]
    return sum(share for place, share in known if place and place.admin1 == admin1)


def test_corrected_name_is_an_anchor_for_its_neighbours(gazetteer: Gazetteer) -> None:
    """Two towns of a story are told apart by what a person said of the third."""
    item = article("Rain fell in Athens, then in Cleveland.", "Athens", "Cleveland")
    plain = Resolver(gazetteer).resolve(*item).resolutions
    for place, admin1, other in ((ATHENS_TENNESSEE, "Tennessee", "Ohio"), (ATHENS_OHIO, "Ohio", "Tennessee")):
        corrections = Corrections([Correction("Athens", "everywhere", WHEN, place_id=place)])
        told = Resolver(gazetteer, corrections=corrections).resolve(*item).resolutions
        assert told[0].status == "corrected"
        assert belief(told[1], admin1) > belief(plain[1], admin1)
        assert belief(told[1], other) < belief(plain[1], other)


def test_rejected_answer_is_kept(gazetteer: Gazetteer) -> None:
    """What the ranker would have said is the runner-up, and what would have made it the answer is said."""
    corrections = Corrections([Correction("Athens", "everywhere", WHEN, place_id=ATHENS_TENNESSEE)])
    (told,) = Resolver(gazetteer, corrections=corrections).resolve(*article("Athens is calm.", "Athens")).resolutions
    assert told.runner_up
    assert (told.runner_up.country, told.alternatives[0].chosen_if) == ("GR", "without the correction")


def test_point_that_no_gazetteer_knows_is_an_anchor(gazetteer: Gazetteer) -> None:
    """A position is enough to say what lies near."""
    item = article("They drove from Qxyzzyvale to Cleveland.", "Qxyzzyvale", "Cleveland")
    corrections = Corrections([Correction("Qxyzzyvale", "everywhere", WHEN, point=Point(35.2, -84.8))])
    plain, told = (Resolver(gazetteer, corrections=c).resolve(*item) for c in (Corrections(), corrections))
    assert belief(told.resolutions[1], "Tennessee") > belief(plain.resolutions[1], "Tennessee")
    assert not any("Qxyzzyvale" in warning for warning in told.warnings)


def test_what_is_no_place_is_no_evidence(gazetteer: Gazetteer) -> None:
    """A person's name says nothing of where the others are."""
    alone = article("Rain fell in Athens.", "Athens")
    item = article("Rain fell in Athens, said Tennessee.", "Athens", "Tennessee")
    corrections = Corrections([Correction("Tennessee", "everywhere", WHEN, not_a_place=True)])
    told = Resolver(gazetteer, corrections=corrections).resolve(*item).resolutions
    assert belief(Resolver(gazetteer).resolve(*item).resolutions[0], "Tennessee") > 0.5
    assert belief(told[0], "Tennessee") <= belief(Resolver(gazetteer).resolve(*alone).resolutions[0], "Tennessee") + 0.05
    assert (told[1].status, told[1].alternatives) == ("unresolved", ())


def test_corrections_of_a_publisher_say_what_it_writes_about(gazetteer: Gazetteer) -> None:
    """An article that names nothing corrected is nearer to what the paper's corrections name; another paper's is not."""
    item = article("Rain fell in Cleveland.", "Cleveland", source="https://paper.example/rain")
    places = {"Athens": ATHENS_TENNESSEE, "Etowah": "geonames:4621196", "Sweetwater": "geonames:4661331"}
    named = [Correction(name, "document", WHEN, place_id=place, document=f"https://paper.example/{name}")
             for name, place in places.items()]  # fmt: skip
    elsewhere = [Correction(one.name, "document", WHEN, place_id=one.place_id, document="https://other.example/a") for one in named]
    plain, told, other = (
        Resolver(gazetteer, corrections=Corrections(given)).resolve(*item).resolutions[0] for given in ([], named, elsewhere)
    )
    assert belief(told, "Tennessee") > belief(plain, "Tennessee")
    assert other == plain
    assert any("the publisher's corrections" in fact.text for fact in told.evidence) or told.place == plain.place


def test_correction_of_an_article_is_no_other_article(gazetteer: Gazetteer) -> None:
    """What was said of a name in this very article is not counted again as the publisher's."""
    document, mentions = article("Rain fell in Athens.", "Athens", source="https://paper.example/a")
    corrections = Corrections([Correction("Athens", "document", WHEN, place_id=ATHENS_TENNESSEE, document=document.source)])
    unsourced = Corrections([Correction("Athens", "everywhere", WHEN, place_id=ATHENS_TENNESSEE)])
    with_source, without = (Resolver(gazetteer, corrections=c).resolve(document, mentions).resolutions[0] for c in (corrections, unsourced))
    assert with_source.alternatives == without.alternatives


def test_corrected_place_anchors_a_phrase(gazetteer: Gazetteer) -> None:
    """A village north of a corrected town lies north of where the correction says."""
    text = "Qxyzzyvale, 20 km north of Athens"
    spatial = SpatialPhrase("direction", Span(12, 33), (Span(27, 33),), bearing_degrees=0.0, distance_km=20.0)
    mentions = [Mention(0, 10, "Qxyzzyvale", names=("Qxyzzyvale",), spatial=(spatial,)), Mention(27, 33, "Athens", names=("Athens",))]
    corrections = Corrections([Correction("Athens", "everywhere", WHEN, place_id=ATHENS_TENNESSEE)])
    village = Resolver(gazetteer, corrections=corrections).resolve(Document("1", text), mentions).resolutions[0]
    assert village.status == "approximate"
    place: Place | None = village.place
    assert place
    assert abs(place.point.latitude - 35.62) < 0.15
