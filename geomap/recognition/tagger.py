"""The first step: a spaCy component that says for every token what kind of name it may belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from geomap.recognition.languages import GLOSSES
from geomap.recognition.network import Floats, Network
from geomap.recognition.tags import KINDS, TAGS
from geomap.recognition.tokens import Tokens, read

# Under this key a Doc carries what the tagger found, for the component that follows.
READING = "geomap_reading"
# Tokens that go through the network together: more no longer saves time, and memory grows with it.
_TOKENS_AT_ONCE = 4_000
_DOCS_AT_ONCE = 64
_BEGINS = np.array([tag.startswith("B-") for tag in TAGS])
_KIND_OF_TAG = np.array([-1, *(number for number in range(len(KINDS)) for _ in "BI")])


@dataclass(frozen=True, slots=True)
class Entity:
    """Tokens ``start`` to ``end`` (exclusive) that make one name of a kind, by its number in ``KINDS``."""

    start: int
    end: int
    kind: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What the first step made of a document.

    Attributes
    ----------
    tokens
        The tokens.
    tags
        Probabilities of the tags, of shape (tokens, tags).
    context
        Context vectors, of shape (tokens, width); of width 0 when another recognizer took the tagger's place.
    entities
        Names of any kind, in order, not overlapping.
    glosses
        English words for some words of another language, in lower case.
    """

    tokens: Tokens
    tags: Floats
    context: Floats
    entities: tuple[Entity, ...]
    glosses: Mapping[str, str] = field(default_factory=dict)


def entities_of(tags: Floats) -> tuple[Entity, ...]:
    """Entities of the most probable tag of each token: a new one begins at B and where the kind changes."""
    best = tags.argmax(axis=1)
    kinds = _KIND_OF_TAG[best]
    before = np.concatenate([[-1], kinds[:-1]])
    opens = (kinds >= 0) & (_BEGINS[best] | (kinds != before))
    closes = np.concatenate([opens | (kinds < 0), [True]])
    starts = np.flatnonzero(opens)
    after = np.flatnonzero(closes)
    ends = after[np.searchsorted(after, starts, "right")]
    return tuple(Entity(*row) for row in zip(starts.tolist(), ends.tolist(), kinds[starts].tolist(), strict=True))


def untagged(tokens: Tokens, language: str = "") -> Reading:
    """Tokens with nothing said about them but what small words mean: for languages that the tagger does not know."""
    tags = np.zeros((len(tokens), len(TAGS)), np.float32)
    tags[:, 0] = 1
    return Reading(tokens, tags, np.zeros((len(tokens), 0), np.float32), (), GLOSSES.get(language, {}))


def unread(reading: Reading) -> Reading:
    """The same tokens with nothing said about them."""
    return untagged(reading.tokens)


class Tagger:
    """Reads Docs with the network; writes ``doc.ents`` and keeps the reading for the next component.

    Parameters
    ----------
    vocab
        Shared by the Docs.
    network
        The trained network.
    """

    def __init__(self, vocab: Vocab, network: Network) -> None:
        self._vocab = vocab
        self._network = network

    def __call__(self, doc: Doc) -> Doc:
        """Tag one Doc."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = _DOCS_AT_ONCE) -> Iterator[Doc]:
        """Tag Docs in batches, in their order."""
        stream = iter(docs)
        while batch := list(islice(stream, batch_size)):
            for doc, reading in zip(batch, self.read(batch), strict=True):
                doc.user_data[READING] = reading
                doc.set_ents(list(_spans(doc, reading)))
                yield doc

    def read(self, docs: Sequence[Doc]) -> list[Reading]:
        """Readings of Docs, in their order."""
        if not docs:
            return []
        tokens = [read(doc) for doc in docs]
        hashes = np.concatenate([one.hashes for one in tokens])
        _, firsts, words = np.unique(hashes[:, 0], return_index=True, return_inverse=True)
        distinct = hashes[firsts]
        vectors = self._network.embed(distinct, [self._vocab.strings[int(lower)] for lower in distinct[:, 1]])
        offset, readings = 0, []
        for one in tokens:
            readings.append(self._read(one, vectors, words[offset : offset + len(one)]))
            offset += len(one)
        return readings

    def _read(self, tokens: Tokens, vectors: Floats, words: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Reading:
        context = np.zeros((len(tokens), vectors.shape[1]), np.float32)
        for group in _groups(tokens.runs()):
            for run, rows in zip(group, self._network.encode(vectors, [words[run] for run in group]), strict=True):
                context[run] = rows
        tags = np.exp(self._network.scores(context))
        return Reading(tokens, tags, context, entities_of(tags))


def _groups(runs: Sequence[slice]) -> Iterator[list[slice]]:
    group: list[slice] = []
    size = 0
    for run in runs:
        group.append(run)
        size += run.stop - run.start
        if size >= _TOKENS_AT_ONCE:
            yield group
            group, size = [], 0
    if group:
        yield group


def _spans(doc: Doc, reading: Reading) -> Iterator[Span]:
    numbers = reading.tokens.numbers
    for entity in reading.entities:
        yield Span(doc, int(numbers[entity.start]), int(numbers[entity.end - 1]) + 1, label=KINDS[entity.kind])
