"""From found tokens to mentions of the document: offsets, names to look up, sentences, spatial phrases, roles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from geomap.errors import InputError
from geomap.models import Document, Mention, Point, Span, SpatialPhrase
from geomap.recognition.finder import Found
from geomap.recognition.phrases import spatial_phrases
from geomap.recognition.roles import ROLES, ranked
from geomap.recognition.shadow import Shadow
from geomap.recognition.tagger import Reading

# A line break behind the hyphen of a name, which the shadow turned into a blank.
_CUT_AT_HYPHEN = re.compile(r"(?<=\w)- (?=\w)")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?$")
# Coordinates are no matter of opinion: what is left is a typing error.
_SURE = 0.99


class Cover:
    """The part of a text that some spans cover: says in logarithmic time whether another span touches it.

    Parameters
    ----------
    spans
        In any order; they may overlap.
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted((span.start, span.end) for span in spans if span.start < span.end)
        self._starts = [start for start, _ in ordered]
        # The furthest end of all spans up to each: of those that begin before a place, only this matters.
        self._ends = list(accumulate((end for _, end in ordered), max))

    def touches(self, span: Span) -> bool:
        """Whether a span shares a character with the cover."""
        before = bisect_left(self._starts, span.end)
        return before > 0 and self._ends[before - 1] > span.start


@dataclass(frozen=True)
class Page:
    """A document beside what the recognizer read of it."""

    document: Document
    shadow: Shadow
    reading: Reading

    def span(self, start: int, end: int) -> Span:
        """Span in the document of tokens ``start`` to ``end``."""
        tokens = self.reading.tokens
        return self.original(Span(int(tokens.starts[start]), int(tokens.ends[end - 1])))

    def original(self, span: Span) -> Span:
        """Span in the document of a span in the shadow."""
        return Span(self.shadow.start(span.start), self.shadow.end(span.end))

    def token_spans(self, spans: Sequence[Span]) -> list[tuple[int, int]]:
        """Tokens that each span of the document touches; for a span between two tokens, the one that follows or the last.

        Raises
        ------
        InputError
            When a span does not lie in the text.
        """
        tokens, size = self.reading.tokens, len(self.document.text)
        found = []
        for span in spans:
            if not 0 <= span.start < span.end <= size:
                raise InputError(f"span {span.start} to {span.end} does not lie in the text of {size} code points")
            start, end = self.shadow.offset(span.start), self.shadow.offset(span.end)
            first = min(int(np.searchsorted(tokens.ends, start, "right")), max(len(tokens) - 1, 0))
            last = max(int(np.searchsorted(tokens.starts, end, "left")), first + 1)
            found.append((first, last))
        return found

    def dateline(self) -> tuple[int, int] | None:
        """Tokens of the article's dateline, if it has one."""
        span = self.document.dateline
        if span is None or not len(self.reading.tokens) or not 0 <= span.start < span.end <= len(self.document.text):
            return None
        return self.token_spans([span])[0]

    def sentence(self, token: int) -> Span:
        """Sentence of a token, in the shadow."""
        tokens = self.reading.tokens
        number = int(np.searchsorted(tokens.sentences, token, "right"))
        first, last = int(tokens.sentences[number - 1]), int(tokens.sentences[number])
        return Span(int(tokens.starts[first]), int(tokens.ends[last - 1]))

    def line_around(self, span: Span) -> Span:
        """Line of the document that a span stands in."""
        place = int(np.searchsorted(self._breaks, span.start))
        last = int(np.searchsorted(self._breaks, span.end))
        start = int(self._breaks[place - 1]) + 1 if place else 0
        return Span(start, int(self._breaks[last]) if last < len(self._breaks) else len(self.document.text))

    @cached_property
    def _breaks(self) -> NDArray[np.int64]:
        """Where the line breaks stand, found once for all spans."""
        return np.array([found.start() for found in re.finditer("\n", self.document.text)], np.int64)

    def in_furniture(self, span: Span) -> bool:
        """Whether a span touches the page's furniture."""
        return self._furniture.touches(span)

    @cached_property
    def _furniture(self) -> Cover:
        return Cover(self.document.furniture)

    def in_dateline(self, span: Span) -> bool:
        """Whether a span lies in the article's dateline."""
        dateline = self.document.dateline
        return dateline is not None and dateline.start <= span.start and span.end <= dateline.end


def mentions_of(page: Page, found: Sequence[Found], *, coordinates: Sequence[tuple[Span, Point]] = ()) -> tuple[Mention, ...]:
    """Mentions of what was found and of the coordinates in the text, in the order of the text, none inside furniture.

    Parameters
    ----------
    page
        The document and its reading.
    found
        Place names among the tokens, in order, not overlapping.
    coordinates
        Pairs of coordinates in the shadow's text; a name inside one is left out.
    """
    pairs = [(page.original(span), point) for span, point in coordinates]
    written = [(span, point) for span, point in pairs if not page.in_furniture(span)]
    positions = Cover(span for span, _ in written)
    kept, spans = [], []
    for one in found:
        span = page.span(one.start, one.end)
        if not page.in_furniture(span) and not positions.touches(span):
            kept.append(one)
            spans.append(span)
    mentions = [*_mentions(page, kept, spans), *(_position(page, span, point) for span, point in written)]
    return tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end)))


def given_mentions(page: Page, found: Sequence[Found], spans: Sequence[Span]) -> tuple[Mention, ...]:
    """Mentions of spans that were given, in their order; they may overlap and lie in furniture."""
    order = sorted(range(len(spans)), key=lambda number: (spans[number].start, spans[number].end))
    mentions = _mentions(page, [found[number] for number in order], [spans[number] for number in order])
    back = dict(zip(order, mentions, strict=True))
    return tuple(back[number] for number in range(len(spans)))


def bare_mentions(document: Document, spans: Sequence[Span]) -> tuple[Mention, ...]:
    """Mentions of spans given in a text without a single word."""
    texts = [document.text[span.start : span.end] for span in spans]
    whole = Span(0, len(document.text))
    return tuple(
        Mention(span.start, span.end, text, confidence=0.0, names=(text,), sentence=whole) for span, text in zip(spans, texts, strict=True)
    )


def _mentions(page: Page, found: Sequence[Found], spans: Sequence[Span]) -> list[Mention]:
    tokens = page.reading.tokens
    places = [Span(int(tokens.starts[one.start]), int(tokens.ends[one.end - 1])) for one in found]
    sentences = [page.sentence(one.start) for one in found]
    phrases = spatial_phrases(page.shadow.text, places, sentences)
    originals = dict(zip(places, spans, strict=True))
    mentions = []
    for one, span, sentence, phrase in zip(found, spans, sentences, phrases, strict=True):
        roles = ranked(one.roles, in_dateline=page.in_dateline(span), names_people=one.names_people)
        mentions.append(
            Mention(
                span.start,
                span.end,
                page.document.text[span.start : span.end],
                role=roles[0][0],
                confidence=one.confidence,
                role_probabilities=roles,
                names=names_of(page.shadow.text[page.shadow.offset(span.start) : page.shadow.offset(span.end)], one.name, one.base),
                sentence=page.original(sentence),
                spatial=tuple(_moved(page, part, originals) for part in phrase),
            )
        )
    return mentions


def _moved(page: Page, phrase: SpatialPhrase, originals: Mapping[Span, Span]) -> SpatialPhrase:
    """A phrase of the shadow in the document's own offsets."""
    return replace(phrase, span=page.original(phrase.span), anchors=tuple(originals[anchor] for anchor in phrase.anchors))


def _position(page: Page, span: Span, point: Point) -> Mention:
    text = page.document.text[span.start : span.end]
    roles = ranked(np.eye(1, len(ROLES), dtype=np.float32)[0])
    return Mention(
        span.start,
        span.end,
        text,
        role_probabilities=roles,
        confidence=_SURE,
        names=(text,),
        sentence=page.line_around(span),
        coordinates=point,
    )


def names_of(text: str, full_name: str = "", base: str = "") -> tuple[str, ...]:
    """What to look up for a mention, best first: the full name, as written, then plainer forms.

    Examples
    --------
    >>> names_of("New  York"), names_of("Serbia's"), names_of("Lee", "Lee County"), names_of("Berlins", base="Berlin")
    (('New York',), ("Serbia's", 'Serbia'), ('Lee County', 'Lee'), ('Berlins', 'Berlin'))
    >>> names_of("Guinea-\\nBissau")
    ('Guinea-Bissau',)
    """
    written = _CUT_AT_HYPHEN.sub("-", " ".join(text.split())).lstrip("@") or text
    forms = (full_name, written, base, _POSSESSIVE.sub("", written))
    return tuple(dict.fromkeys(form for form in forms if form))
