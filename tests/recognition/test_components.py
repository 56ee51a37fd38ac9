"""The two steps work as spaCy components, behind the packaged tagger and behind any other."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from geomap.recognition.components import PlaceFinder, places
from geomap.recognition.others import OtherModel, place_labels, reading_of
from geomap.recognition.tags import KINDS
from tests.recognition.conftest import TinyGazetteer


@pytest.fixture(scope="module")
def tagging() -> Language:
    """Give a blank pipeline with the packaged tagger."""
    nlp = spacy.blank("en")
    nlp.add_pipe("geomap_tagger")
    return nlp


@pytest.fixture
def ruled() -> Language:
    """Give a pipeline of somebody else's, with labels of its own."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "GPE", "pattern": "Freedonia"}, {"label": "DATE", "pattern": "Monday"}])  # type: ignore[attr-defined]
    return nlp


def test_tagger_writes_entities(tagging: Language) -> None:
    """Entities have the labels of the table."""
    doc = tagging("The president of France met Angela Merkel in Berlin.")
    assert {entity.label_ for entity in doc.ents} <= set(KINDS)
    assert "Angela Merkel" in [entity.text for entity in doc.ents]


def test_places_have_scores_and_roles(tagging: Language, tiny: TinyGazetteer) -> None:
    """The span group holds a score and a role for each place."""
    doc = PlaceFinder(tiny)(tagging("Rain fell in Lille and in Paris."))
    group = doc.spans["places"]
    assert [span.text for span in group] == ["Lille", "Paris"]
    assert all(0 < score <= 1 for score in group.attrs["scores"])
    assert group.attrs["roles"] == ["literal", "literal"]
    assert [span.text for span, _ in places(doc)] == ["Lille", "Paris"]


def test_piping_changes_nothing(tagging: Language) -> None:
    """Docs in a batch have the entities that they have alone."""
    texts = ["Rain fell in Lille.", "", "Moscow welcomes the Serbian offer."]
    together = [[entity.text for entity in doc.ents] for doc in tagging.pipe(texts)]
    assert together == [[entity.text for entity in tagging(text).ents] for text in texts]


def test_another_pipeline_takes_the_first_step(ruled: Language, tiny: TinyGazetteer) -> None:
    """Its entities are candidates beside the gazetteer's names."""
    doc = PlaceFinder(tiny)(ruled("On Monday the president flew from Freedonia to Paris."))
    assert [span.text for span in doc.spans["places"]] == ["Freedonia", "Paris"]


def test_a_pipeline_without_entities_is_no_error(tiny: TinyGazetteer) -> None:
    """Then the gazetteer's names alone are candidates."""
    doc = PlaceFinder(tiny)(spacy.blank("en")("The president flew from Kyiv to Paris."))
    assert [span.text for span in doc.spans["places"]] == ["Kyiv", "Paris"]


def test_unknown_labels_are_left_out(ruled: Language) -> None:
    """A date is no name of any kind."""
    reading = reading_of(ruled("On Monday in Freedonia."))
    assert [(entity.start, entity.end, KINDS[entity.kind]) for entity in reading.entities] == [(3, 4, "LOC")]
    assert place_labels(("DATE", "GPE", "NORP")) == ("GPE", "NORP")


def test_other_models_say_their_labels(ruled: Language) -> None:
    """The command can say which labels are taken as places."""
    assert OtherModel(ruled).labels == ("GPE",)
