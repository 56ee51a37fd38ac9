"""The two steps as spaCy components, and all of geomap as a third.

>>> import spacy
>>> nlp = spacy.blank("en")
>>> nlp.add_pipe("geomap_tagger")  # doctest: +SKIP
>>> nlp.add_pipe("geomap_places")  # doctest: +SKIP
>>> [(place.text, score) for place, score in places(nlp("Rain fell in Lille."))]  # doctest: +SKIP
[('Lille', 0.99)]

``geomap_places`` also works behind any component that marks entities, with the weights fitted for that case.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from geomap.gazetteer import open_gazetteer
from geomap.models import Role
from geomap.recognition.candidates import Matcher
from geomap.recognition.finder import Finder, Found
from geomap.recognition.languages import TRAINED
from geomap.recognition.others import reading_of
from geomap.recognition.roles import ranked
from geomap.recognition.tagger import READING, Reading, Tagger
from geomap.recognition.weights import second_step_weights, tagger_network

if TYPE_CHECKING:
    from geomap.pipeline import Geomap

KEY = "places"
LABEL = "PLACE"


class PlaceFinder:
    """Writes ``doc.spans["places"]``: spans labelled ``PLACE``; the group's ``attrs`` hold ``scores`` and ``roles`` in their order.

    Parameters
    ----------
    matcher
        The gazetteer.
    """

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._behind_tagger = Finder(second_step_weights(), "full")
        self._behind_others = Finder(second_step_weights(), "entities")
        self._behind_none = Finder(second_step_weights(), "plain")

    def __call__(self, doc: Doc) -> Doc:
        """Find the places of one Doc."""
        reading: Reading | None = doc.user_data.get(READING)
        finder = self._behind_tagger
        if reading is None:
            reading = reading_of(doc)
            finder = self._behind_others if reading.entities else self._behind_none
        found = finder.find(reading, self._matcher)
        doc.spans[KEY] = _group(doc, reading, found)
        return doc


def _group(doc: Doc, reading: Reading, found: Sequence[Found]) -> SpanGroup:
    numbers = reading.tokens.numbers
    spans = [Span(doc, int(numbers[one.start]), int(numbers[one.end - 1]) + 1, label=LABEL) for one in found]
    roles: list[Role] = [ranked(one.roles, names_people=one.names_people)[0][0] for one in found]
    return SpanGroup(doc, name=KEY, attrs={"scores": [one.confidence for one in found], "roles": roles}, spans=spans)


def places(doc: Doc) -> list[tuple[Span, float]]:
    """Places of a Doc with their confidence, in the order of the text."""
    group = doc.spans.get(KEY)
    return list(zip(group, group.attrs["scores"], strict=True)) if group is not None else []


@Language.factory("geomap_tagger", assigns=["doc.ents"], retokenizes=False)
def make_tagger(nlp: Language, name: str) -> Tagger:  # noqa: ARG001 - spaCy passes the name
    """Make the first step: the packaged tagger."""
    return Tagger(nlp.vocab, tagger_network(TRAINED["en"].weights))


@Language.factory("geomap_places", assigns=["doc.spans"], default_config={"gazetteer": None}, retokenizes=False)
def make_places(nlp: Language, name: str, gazetteer: str | None) -> PlaceFinder:  # noqa: ARG001 - spaCy passes both
    """Make the second step; ``gazetteer`` is the path of another gazetteer than the packaged one."""
    return PlaceFinder(open_gazetteer(gazetteer))


class GeomapComponent:
    """Recognizes and resolves: ``doc._.places`` holds the resolutions, ``doc.spans["places"]`` the spans that tokens bear out.

    Parameters
    ----------
    mapper
        What does the work.
    """

    def __init__(self, mapper: Geomap) -> None:
        self._mapper = mapper

    def __call__(self, doc: Doc) -> Doc:
        """Resolve the places of one Doc."""
        resolutions = self._mapper.parse(doc.text).resolutions
        doc._.places = resolutions
        found = [(doc.char_span(r.mention.start, r.mention.end, label=LABEL, alignment_mode="expand"), r) for r in resolutions]
        kept = [(span, resolution) for span, resolution in found if span is not None]
        attributes = {"scores": [r.confidence for _, r in kept], "roles": [r.mention.role for _, r in kept]}
        doc.spans[KEY] = SpanGroup(doc, name=KEY, attrs=attributes, spans=[span for span, _ in kept])
        return doc


@Language.factory("geomap", assigns=["doc._.places", "doc.spans"], default_config={"gazetteer": None, "model": None}, retokenizes=False)
def make_geomap(nlp: Language, name: str, gazetteer: str | None, model: str | None) -> GeomapComponent:  # noqa: ARG001 - as above
    """Make all of geomap; the arguments are those of `geomap.Geomap`."""
    if not Doc.has_extension("places"):
        Doc.set_extension("places", default=())
    # spaCy asks this module for the factory, so the one door that opens upwards stands here, and opens when it is used.
    mapper: Geomap = import_module("geomap.pipeline").Geomap(gazetteer=gazetteer, model=model)
    return GeomapComponent(mapper)
