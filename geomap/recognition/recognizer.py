"""The recognizer: documents in, mentions out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from spacy.tokens import Doc

from geomap.models import Document, Mention, Span
from geomap.recognition.candidates import InflectedMatcher, Matcher, inflected, matches_of
from geomap.recognition.coordinates import find_coordinates
from geomap.recognition.finder import Finder, Found
from geomap.recognition.languages import TRAINED, blank_language
from geomap.recognition.lowercase import is_lower_case, with_capitals
from geomap.recognition.mentions import Page, bare_mentions, given_mentions, mentions_of
from geomap.recognition.others import OtherModel
from geomap.recognition.shadow import Shadow, cast
from geomap.recognition.tagger import Reading, Tagger, untagged
from geomap.recognition.tokens import read
from geomap.recognition.weights import second_step_weights, tagger_network

# Documents that go through the network together.
_AT_ONCE = 32
_LANGUAGE = "en"


class Recognizer:
    """Finds the place names of documents.

    Parameters
    ----------
    gazetteer
        Knows names.
    model
        Name or path of a spaCy pipeline that takes the packaged tagger's place.

    Raises
    ------
    ModelError
        When the weights or the pipeline cannot be loaded.

    Examples
    --------
    >>> from geomap.gazetteer import open_gazetteer
    >>> recognizer = Recognizer(open_gazetteer())  # doctest: +SKIP
    >>> [mention.text for mention in recognizer.recognize(Document("1", "Rain fell in Lille."))]  # doctest: +SKIP
    ['Lille']
    """

    def __init__(self, gazetteer: Matcher, *, model: str | None = None) -> None:
        self._gazetteer = gazetteer
        self._nlp = blank_language()
        self._other = OtherModel.load(model) if model else None
        self._tagger = Tagger(self._nlp.vocab, tagger_network(TRAINED[_LANGUAGE].weights))
        arrays = second_step_weights()
        self._finder = Finder(arrays, "entities" if self._other else "full")
        self._plain = Finder(arrays, "plain")

    @property
    def threshold(self) -> float:
        """Least confidence of a mention."""
        return self._finder.threshold

    def recognize(self, document: Document) -> tuple[Mention, ...]:
        """Place names of a document, in the order of the text, none inside its furniture."""
        return next(self.recognize_many([document]))[1]

    def recognize_many(self, documents: Iterable[Document]) -> Iterator[tuple[Document, tuple[Mention, ...]]]:
        """Each document with its mentions, in their order, as a stream."""
        stream = iter(documents)
        while batch := list(islice(stream, _AT_ONCE)):
            shadows = [cast(document.text) for document in batch]
            for document, shadow, reading in zip(batch, shadows, self._read(batch, shadows), strict=True):
                page = self._page(document, shadow, reading)
                found = self._finder_of(document, reading).find(page.reading, self._matcher_of(document), dateline=page.dateline())
                named = self._with_base_names(document, page.reading, found)
                yield document, mentions_of(page, named, coordinates=find_coordinates(page.shadow.text))

    def recognize_given(self, document: Document, spans: Sequence[Span]) -> tuple[Mention, ...]:
        """Mentions of exactly the given spans, all of them, in their order.

        Raises
        ------
        InputError
            When a span does not lie in the text.
        """
        shadow = cast(document.text)
        page = self._page(document, shadow, self._read([document], [shadow])[0])
        tokens = page.token_spans(spans)
        if not len(page.reading.tokens):
            return bare_mentions(document, spans)
        found = self._finder_of(document, page.reading).describe_given(page.reading, self._matcher_of(document), tokens)
        return given_mentions(page, self._with_base_names(document, page.reading, found), spans)

    def _page(self, document: Document, shadow: Shadow, reading: Reading) -> Page:
        """A document as it is to be read: one without capitals once more, with capitals where names may be meant."""
        if self._other or self._is_foreign(document) or not is_lower_case(document.text):
            return Page(document, shadow, reading)
        raised = with_capitals(shadow, reading, matches_of(reading.tokens, self._gazetteer, cased=False))
        return Page(document, raised, self._read([document], [raised])[0])

    def _finder_of(self, document: Document, reading: Reading) -> Finder:
        unmarked = self._other is not None and not reading.entities
        return self._plain if unmarked or self._is_foreign(document) else self._finder

    def _matcher_of(self, document: Document) -> Matcher:
        return inflected(self._gazetteer, document.language)

    def _with_base_names(self, document: Document, reading: Reading, found: Sequence[Found]) -> Sequence[Found]:
        """The same with the base forms of inflected names, which resolution looks up."""
        matcher = self._matcher_of(document)
        if not isinstance(matcher, InflectedMatcher):
            return found
        names = [tuple(reading.tokens.words[one.start : one.end]) for one in found]
        bases = {name: matcher.base_of(name) for name in dict.fromkeys(names)}
        return [replace(one, base=bases[name]) for one, name in zip(found, names, strict=True)]

    def _is_foreign(self, document: Document) -> bool:
        return self._other is None and bool(document.language) and document.language not in TRAINED

    def _read(self, documents: Sequence[Document], shadows: Sequence[Shadow]) -> list[Reading]:
        if self._other:
            return [self._other.read(shadow.text) for shadow in shadows]
        docs: list[Doc] = [self._nlp.make_doc(shadow.text) for shadow in shadows]
        foreign = [self._is_foreign(document) for document in documents]
        tagged = iter(self._tagger.read([doc for doc, other in zip(docs, foreign, strict=True) if not other]))
        rows = zip(documents, docs, foreign, strict=True)
        return [untagged(read(doc), document.language) if other else next(tagged) for document, doc, other in rows]


__all__ = ["Recognizer"]
