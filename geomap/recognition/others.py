"""Any other spaCy pipeline in the tagger's place."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from geomap.errors import ModelError
from geomap.recognition.network import Floats
from geomap.recognition.tagger import Entity, Reading, untagged
from geomap.recognition.tags import KINDS, TAGS
from geomap.recognition.tokens import read

# What the labels of the common schemes mean to the second step: OntoNotes, CoNLL-2003, WikiNER, WNUT, our own.
LABELS: Mapping[str, str] = {
    **dict.fromkeys(("GPE", "LOC", "LOCATION", "PLACE", "B-LOC", "geo-loc", "location"), "LOC"),
    **dict.fromkeys(("NORP", "gpe", "NATIONALITY"), "NORP"),
    **dict.fromkeys(("ORG", "ORGANIZATION", "corporation", "group"), "ORG"),
    **dict.fromkeys(("PER", "PERSON", "person"), "PER"),
    **dict.fromkeys(("FAC", "FACILITY"), "FAC"),
    **dict.fromkeys(("MISC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE", "product", "creative-work"), "MISC"),
}
# How sure a pipeline is taken to be of its entities, as it does not say.
_SURE = 0.9


def place_labels(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Those labels of a pipeline that are taken as places, in their order.

    Examples
    --------
    >>> place_labels(("DATE", "GPE", "NORP", "ORG"))
    ('GPE', 'NORP')
    """
    return tuple(label for label in labels if LABELS.get(label) in ("LOC", "NORP"))


class OtherModel:
    """Reads texts with a spaCy pipeline that marks entities.

    Parameters
    ----------
    nlp
        The pipeline. One that marks none is no error: then the gazetteer's names alone are candidates.
    """

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp

    @classmethod
    def load(cls, name: str) -> OtherModel:
        """Load an installed pipeline by name, or one from a folder.

        Raises
        ------
        ModelError
            When there is none.
        """
        try:
            return cls(spacy.load(name))
        except (OSError, ValueError, ImportError) as error:
            reason = str(error).splitlines()[0]
            raise ModelError(f"the spaCy pipeline {name!r} cannot be loaded ({reason}); install it, or leave --model out") from error

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels taken as places."""
        found = [label for name in self.nlp.pipe_names for label in self.nlp.pipe_labels.get(name, [])]
        return place_labels(tuple(dict.fromkeys(found)))

    def read(self, text: str) -> Reading:
        """Reading of a text, with the entities of the pipeline as tags of high probability."""
        self.nlp.max_length = max(self.nlp.max_length, len(text) + 1)
        return reading_of(self.nlp(text))


def reading_of(doc: Doc) -> Reading:
    """Reading of a Doc whose entities someone else has marked; one without any says nothing about its tokens."""
    tokens = read(doc)
    places = {int(number): place for place, number in enumerate(tokens.numbers)}
    entities = []
    for entity in doc.ents:
        inside = [places[token.i] for token in entity if token.i in places]
        kind = LABELS.get(entity.label_)
        if inside and kind:
            entities.append(Entity(inside[0], inside[-1] + 1, KINDS.index(kind)))
    if not entities:
        return untagged(tokens)
    return Reading(tokens, hard_tags(len(tokens), entities), np.zeros((len(tokens), 0), np.float32), tuple(entities))


def hard_tags(count: int, entities: list[Entity]) -> Floats:
    """Tag probabilities for entities that come without any."""
    tags = np.full((count, len(TAGS)), (1 - _SURE) / (len(TAGS) - 1), np.float32)
    names = np.zeros(count, np.int64)
    for entity in entities:
        names[entity.start] = 1 + 2 * entity.kind
        names[entity.start + 1 : entity.end] = 2 + 2 * entity.kind
    tags[np.arange(count), names] = _SURE
    return tags
