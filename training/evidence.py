"""What the second step learns from besides the news whose places are marked: token corpora, and texts from patterns of our own.

Token corpora mark names, not places, and each by its own rule. So a candidate is a place, none, or *open*: an open one
teaches nothing. Inside the name of an organization or a building the corpora say nothing about places; one that the gazetteer
knows well is taken for a place there, with a small weight. ::

    "… the Lille Court of Appeal …"   whole name: open or none    "Lille": a place, weight 0.04    "Court": open
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Doc
from spacy.vocab import Vocab

from geomap.gazetteer import MatchKind
from geomap.gazetteer.key_rows import BEARER
from geomap.gazetteer.schema import NAME_KINDS
from geomap.recognition.candidates import Candidate, Matcher
from geomap.recognition.languages import shared_language
from geomap.recognition.tagger import Reading, Tagger
from training import corpora
from training.second_step import Gold, Labeller, Labels, Mark, best_fits, every_mark
from training.written import Written, write

# Labels of each corpus that are places; that may be peoples; that name something a place may stand in.
PLACES = {"worldwide": ("Location",), "wikigold": ("LOC",), "btc": ("LOC",), "wnut17": ("location",)}
PEOPLES = {"worldwide": ("NORP",), "wikigold": ("MISC",), "btc": (), "wnut17": ("group",)}
NAMES = {
    "worldwide": ("Organization", "Facility", "Misc", "Product"),
    "wikigold": ("ORG", "MISC"),
    "btc": ("ORG",),
    "wnut17": ("corporation", "group", "product", "creative-work"),
}
# Corpora in which a demonym may be unmarked.
_NO_PEOPLES = ("btc", "wnut17")
# Least decades of population of a settlement or division that counts as well known.
_KNOWN = 4.5
# Weight of a well known name inside another.
INSIDE_WEIGHT = 0.2
# What a candidate of each counts beside one of the news corpora, measured on the corpora left out; "written" are our own texts.
WEIGHTS = {"worldwide": 0.2, "written": 0.3, "wikigold": 0.15, "btc": 0.15, "wnut17": 0.15}
# Texts from patterns; with half as many more, names that stand alone are doubted.
WRITTEN = 2000
# Sentences of an unmarked text.
_RUN = 25
_TIGHT = frozenset(". , : ; ! ? ) ] 's ' n't % ''".split())


def read_tokens(path: Path, corpus: str, tagger: Tagger, matcher: Matcher, *, keep: Callable[[str], bool] = bool) -> list[Gold]:
    """Documents of a token corpus (its sentences where it names no documents) with candidates."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    rows = [row for row in rows if keep(row["doc"])]
    groups = [[row] for row in rows]
    if corpus == "worldwide":
        groups = [list(group) for _, group in groupby(rows, key=lambda row: row["doc"])]
    found: list[Gold] = []
    for start in range(0, len(groups), 32):
        found += _golds(groups[start : start + 32], corpus, tagger, matcher, partial(_labels, corpus))
    return found


def read_evidence(data: Path, tagger: Tagger, matcher: Matcher) -> list[Gold]:
    """Token corpora to learn from; what the first step never trains on is left out here too."""
    folder = data / "ner"
    found = read_tokens(folder / "worldwide/train.jsonl", "worldwide", tagger, matcher, keep=lambda name: not corpora.is_held_out(name))
    for name in ("wikigold", "btc"):
        sentences = read_tokens(folder / f"{name}/{name}.jsonl", name, tagger, matcher)
        found += sentences[: len(sentences) * 4 // 5]
    return found + read_tokens(folder / "wnut17/train.jsonl", "wnut17", tagger, matcher)


def read_held_out(data: Path, tagger: Tagger, matcher: Matcher) -> dict[str, list[Gold]]:
    """Documents of the token corpora that no step trains on."""
    folder = data / "ner"
    found = {"worldwide": read_tokens(folder / "worldwide/train.jsonl", "worldwide", tagger, matcher, keep=corpora.is_held_out)}
    for name in ("wikigold", "btc"):
        sentences = read_tokens(folder / f"{name}/{name}.jsonl", name, tagger, matcher)
        found[name] = sentences[len(sentences) * 4 // 5 :]
    found["wnut17"] = read_tokens(folder / "wnut17/test.jsonl", "wnut17", tagger, matcher)
    return found


def read_unmarked(data: Path, tagger: Tagger, matcher: Matcher) -> list[Gold]:
    """A third of gmb's news, in runs of 25 sentences: text whose tags nobody reads, for a teacher to have opinions of."""
    rows = [json.loads(line) for line in (data / "ner/gmb/gmb.jsonl").read_text(encoding="utf-8").split("\n") if line]
    runs = [rows[start : start + _RUN] for start in range(0, len(rows), 3 * _RUN)]
    groups = [[{"tokens": row["tokens"], "tags": ["O"] * len(row["tokens"])} for row in run] for run in runs]
    return [gold for start in range(0, len(groups), 32) for gold in _golds(groups[start : start + 32], "gmb", tagger, matcher, every_mark)]


def _golds(groups: Sequence[list[dict[str, Any]]], corpus: str, tagger: Tagger, matcher: Matcher, labeller: Labeller) -> Iterator[Gold]:
    vocab = shared_language().vocab
    docs = [_doc(vocab, [token for row in group for token in row["tokens"]]) for group in groups]
    for group, (_, owners), reading in zip(groups, docs, tagger.read([doc for doc, _ in docs]), strict=True):
        bounds: dict[int, tuple[int, int]] = {}
        for number, own in enumerate(reading.tokens.numbers.tolist()):
            bounds[owners[own]] = (bounds.get(owners[own], (number, 0))[0], number + 1)
        starts, ends = reading.tokens.starts, reading.tokens.ends
        marks = tuple(
            (int(starts[bounds[first][0]]), int(ends[bounds[last - 1][1] - 1]), label)
            for first, last, label in _spans([tag for row in group for tag in row["tags"]])
        )
        yield Gold.read((corpus, str(group[0].get("doc", ""))), reading, marks, labeller, matcher)


def _doc(vocab: Vocab, tokens: Iterable[str]) -> tuple[Doc, list[int]]:
    """A Doc of a corpus' tokens as our tokenizer cuts them, and which of them each token comes from."""
    words, owners = [], []
    for number, token in enumerate(tokens):
        for piece in corpora.split(token.replace("\u200b", "").strip() or "."):
            words.append(piece)
            owners.append(number)
    glued = [owner == following for owner, following in pairwise(owners)] + [True]
    spaces = [not (glued[number] or words[number + 1] in _TIGHT) for number in range(len(words))]
    return Doc(vocab, words=words, spaces=spaces), owners


def _spans(tags: Sequence[str]) -> Iterator[Mark]:
    start = None
    for number, tag in enumerate([*tags, "O"]):
        if start is not None and not (tag.startswith("I-") and tag[2:] == tags[start][2:]):
            yield start, number, tags[start][2:]
            start = None
        if start is None and tag != "O":
            start = number


def _labels(corpus: str, reading: Reading, candidates: Sequence[Candidate], marks: Sequence[Mark]) -> Labels:
    starts, ends = reading.tokens.starts, reading.tokens.ends
    spans = [(int(starts[one.start]), int(ends[one.end - 1])) for one in candidates]
    demonyms = {span for span, one in zip(spans, candidates, strict=True) if _has(one, MatchKind.DEMONYM)}
    mentions = tuple(
        (start, end) for start, end, label in marks if label in PLACES[corpus] or (label in PEOPLES[corpus] and (start, end) in demonyms)
    )
    labels = best_fits(reading, candidates, mentions)
    weights = np.full(len(candidates), WEIGHTS[corpus], np.float32)
    for number, (span, one) in enumerate(zip(spans, candidates, strict=True)):
        if labels[number] == 0:
            mark = next((mark for mark in marks if mark[0] < span[1] and span[0] < mark[1]), None)
            labels[number] = _label(corpus, span, one, mark)
            if labels[number] < 0 and mark and mark[0] <= span[0] and span[1] <= mark[1] and span != mark[:2] and _well_known(one):
                labels[number], weights[number] = 1, WEIGHTS[corpus] * INSIDE_WEIGHT
            # A place that the corpus does not mark has no mention of its own: scores leave it out.
            labels[number] *= len(mentions) + 1 if labels[number] > 0 else 1
    return labels, weights, mentions


def _label(corpus: str, span: tuple[int, int], candidate: Candidate, mark: Mark | None) -> int:
    """1 for a place, 0 for none, -1 where the corpus does not say."""
    people = _has(candidate, MatchKind.DEMONYM)
    if mark is None:
        return -1 if people and corpus in _NO_PEOPLES else 0
    inside = mark[0] <= span[0] and span[1] <= mark[1]
    whole = span == mark[:2]
    if mark[2] in PEOPLES[corpus]:
        if inside and people and not whole:
            return 1
        return -1 if inside or candidate.match else 0
    if mark[2] in NAMES[corpus] and inside:
        is_open = candidate.match is not None or (whole and mark[2] == "Facility")
        return -1 if is_open else 0
    return 0


def _has(candidate: Candidate, kind: MatchKind) -> bool:
    return candidate.match is not None and bool(candidate.match.summary.kinds & kind)


def _well_known(candidate: Candidate) -> bool:
    if _has(candidate, MatchKind.COUNTRY | MatchKind.DEMONYM):
        return True
    settled = _has(candidate, MatchKind.DIVISION | MatchKind.CITY)
    return settled and candidate.match is not None and candidate.match.summary.population_log10 >= _KNOWN


def read_written(texts: Sequence[Written], tagger: Tagger, matcher: Matcher) -> list[Gold]:
    """Texts from patterns with candidates."""
    nlp = shared_language()
    found = []
    for start in range(0, len(texts), 64):
        part = texts[start : start + 64]
        for text, reading in zip(part, tagger.read([nlp.make_doc(one.text) for one in part]), strict=True):
            found.append(Gold.read(("written", ""), reading, text.places, partial(every_mark, weight=WEIGHTS["written"]), matcher))
    return found


def written_texts(gazetteer: Path, *, seed: int) -> list[Written]:
    """Texts from patterns, with names of the gazetteer: half of the places large, half small."""
    with sqlite3.connect(f"file:{gazetteer}?mode=ro", uri=True) as database:
        large = _names(database, "(f.class = 'P' OR f.code IN ('PCLI', 'ADM1')) AND p.population > 150000")
        small = _names(database, "f.class = 'P' AND p.population BETWEEN 2000 AND 150000")
        peoples = _peoples(database)
    chooser = random.Random(seed)
    each = min(1500, len(large), len(small))
    return write(chooser.sample(large, each) + chooser.sample(small, each), peoples, count=WRITTEN, seed=seed)


def _names(database: sqlite3.Connection, condition: str) -> list[str]:
    rows = database.execute(f"SELECT p.name FROM places p JOIN features f ON f.id = p.feature WHERE {condition} ORDER BY p.id")
    return [name for (name,) in rows if _plain(name) and len(name.split()) <= 3]


def _peoples(database: sqlite3.Connection) -> list[str]:
    """Adjectives of countries and their divisions."""
    named = {
        number
        for (number,) in database.execute("SELECT p.id FROM places p JOIN features f ON f.id = p.feature WHERE f.code IN ('PCLI', 'ADM1')")
    }
    demonym = NAME_KINDS.index("demonym")
    strongest = ((key, BEARER.unpack_from(packed)) for key, packed in database.execute("SELECT key, bearers FROM names ORDER BY key"))
    keys = [key for key, (number, _, kind) in strongest if kind % 8 == demonym and kind >= 8 and number in named]
    return [key.title() for key in keys if _plain(key.title()) and not key.endswith("s")]


def _plain(name: str) -> bool:
    return name.isascii() and name.replace(" ", "").replace("-", "").isalpha() and name[0].isupper()
