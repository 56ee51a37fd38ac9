"""Reads token-level corpora into one label scheme, keeping what each corpus does not say open.

Corpora annotate different things: a tweet corpus has no demonyms, an encyclopedia puts them under "miscellaneous". So an
example holds for every token the *set* of tags that its corpus allows there, and training maximizes the probability of the
set. Nothing is guessed, and every corpus teaches only what it knows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.tokenizer import Tokenizer

from geomap.recognition.languages import shared_language
from geomap.recognition.tags import TAGS

# Which of our kinds each label of a corpus may mean; a label that is not listed means "no name" (dates, money).
MEANINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "worldwide": {
        "Location": ("LOC",),
        "NORP": ("NORP",),
        "Organization": ("ORG",),
        "Person": ("PER",),
        "Facility": ("FAC",),
        "Misc": ("MISC",),
        "Product": ("MISC",),
    },
    "wikigold": {"LOC": ("LOC", "FAC"), "ORG": ("ORG",), "PER": ("PER",), "MISC": ("MISC", "NORP")},
    "wnut17": {
        "location": ("LOC", "FAC"),
        "corporation": ("ORG",),
        "group": ("ORG", "NORP", "MISC"),
        "person": ("PER",),
        "creative-work": ("MISC",),
        "product": ("MISC",),
    },
    "btc": {"LOC": ("LOC", "FAC"), "ORG": ("ORG",), "PER": ("PER",)},
    "uner_ewt": {"LOC": ("LOC", "FAC"), "ORG": ("ORG",), "PER": ("PER",)},
}
# Kinds that a corpus leaves unmarked: there, "O" may hide one of them.
UNMARKED: dict[str, tuple[str, ...]] = {
    "worldwide": (),
    "wikigold": (),
    "wnut17": ("NORP",),
    "btc": ("NORP", "MISC"),
    "uner_ewt": ("NORP", "MISC"),
}


@dataclass(frozen=True, slots=True)
class Example:
    """A run of tokens with the tags that are allowed at each: a boolean array of shape (tokens, tags)."""

    words: tuple[str, ...]
    allowed: NDArray[np.bool_]


@cache
def _tokenizer() -> Tokenizer:
    return shared_language().tokenizer


@cache
def split(word: str) -> tuple[str, ...]:
    """Cut a corpus token the way the recognizer's own tokenizer does."""
    return tuple(token.text for token in _tokenizer()(word)) or (word,)


def _sets(corpus: str, tag: str, *, continues: bool) -> NDArray[np.bool_]:
    row = np.zeros(len(TAGS), dtype=bool)
    prefix, _, label = tag.partition("-")
    kinds = MEANINGS[corpus].get(label, ()) if prefix != "O" else ()
    for kind in kinds:
        row[TAGS.index(f"{'I' if continues or prefix == 'I' else 'B'}-{kind}")] = True
    if not kinds:
        row[0] = True
        for kind in UNMARKED[corpus] if prefix == "O" else ():
            row[TAGS.index(f"B-{kind}")] = row[TAGS.index(f"I-{kind}")] = True
    return row


_sets_of = cache(_sets)


def _example(corpus: str, tokens: Iterable[str], tags: Iterable[str]) -> Example:
    words: list[str] = []
    rows: list[NDArray[np.bool_]] = []
    for token, tag in zip(tokens, tags, strict=True):
        for number, piece in enumerate(split(token)):
            words.append(piece)
            rows.append(_sets_of(corpus, tag, continues=number > 0))
    return Example(tuple(words), np.array(rows))


def read(path: Path, corpus: str, *, longest: int = 110, keep: Callable[[str], bool] = bool) -> Iterator[Example]:
    """Yield the examples of a corpus file, sentences of one document joined up to ``longest`` tokens.

    A file that names no documents (``doc`` is the same for all its lines) yields its sentences one by one. ``keep`` decides by
    the name of a document whether it is read.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    rows = [row for row in rows if keep(row["doc"])]
    join = len({row["doc"] for row in rows}) > 1
    tokens: list[str] = []
    tags: list[str] = []
    for number, row in enumerate(rows):
        tokens += row["tokens"]
        tags += row["tags"]
        following = rows[number + 1] if number + 1 < len(rows) else None
        if following and join and following["doc"] == row["doc"] and len(tokens) + len(following["tokens"]) <= longest:
            continue
        yield _example(corpus, tokens, tags)
        tokens, tags = [], []


def is_held_out(document: str, *, share: int = 10) -> bool:
    """Whether a document belongs to the tenth that is never trained on (by a checksum of its name)."""
    return sum(ord(character) * (place % 7 + 1) for place, character in enumerate(document)) % share == 0


def chunks(words: Iterable[str], *, size: int) -> Iterator[tuple[str, ...]]:
    """Cut raw text into runs of ``size`` tokens for a teacher to label."""
    run: list[str] = []
    for word in words:
        run.append(word)
        if len(run) == size:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)
