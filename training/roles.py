"""Fits the role model: on GeoWebNews' types and ReLocaR's labels, each in our own terms."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geomap.models import Role
from geomap.recognition.candidates import Candidate, Matcher, matches_of, spans_as_candidates
from geomap.recognition.features import Describer, context_block, role_block
from geomap.recognition.languages import shared_language
from geomap.recognition.network import Floats
from geomap.recognition.roles import ROLES
from geomap.recognition.scoring import Scorer
from geomap.recognition.shadow import cast
from geomap.recognition.tagger import Reading, Tagger, unread
from training.second_step import fit_scorer, hardened
from training.written import Written

# What the labels of the two corpora mean. A literal modifier ("a Paris pub") is where something is, so it is literal; a
# homonym names no place; "mixed" is both at once: GeoWebNews counts it as literal, ReLocaR's study as metonymic.
ROLES_OF: dict[str, tuple[Role, ...]] = {
    "Literal": ("literal",),
    "Literal_Modifier": ("literal",),
    "Mixed": ("literal",),
    "Coercion": ("literal",),
    "Embedded_Literal": ("embedded",),
    "Metonymic": ("metonymic",),
    "Non_Literal_Modifier": ("modifier",),
    "Demonym": ("demonym",),
    "Language": ("modifier", "demonym"),
    "Embedded_Non_Lit": ("embedded",),
    "Homonym": ("embedded",),
    "literal": ("literal",),
    "metonymic": ("metonymic",),
    "mixed": ("metonymic",),
    "modifier": ("modifier",),
    "demonym": ("demonym",),
    "embedded": ("embedded",),
}
# What a mention in a text of our own counts beside one of the corpora.
WRITTEN_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class RoleGold:
    """A text with mentions whose roles are known.

    Attributes
    ----------
    targets
        Allowed roles of each mention, of shape (mentions, roles).
    literal
        Whether the corpus counts each mention as literal.
    split
        ``train`` or ``test`` where the corpus has an official split, else the number of the text.
    weight
        What each mention counts in training.
    """

    reading: Reading
    candidates: tuple[Candidate, ...]
    targets: NDArray[np.bool_]
    literal: NDArray[np.bool_]
    split: str
    weight: float = 1.0


def read_roles(data: Path, tagger: Tagger, matcher: Matcher) -> tuple[list[RoleGold], list[RoleGold]]:
    """GeoWebNews and ReLocaR, in that order."""
    news = [json.loads(line) for line in (data / "corpora/gwn.jsonl").read_text(encoding="utf-8").split("\n") if line]
    pages = [
        (row["text"], [(m["start"], m["end"], m["type"], m["group"] == "literal") for m in row["mentions"]], str(number))
        for number, row in enumerate(news)
    ]
    rows = [json.loads(line) for line in (data / "metonymy/relocar.jsonl").read_text(encoding="utf-8").split("\n") if line]
    sentences = [(row["text"], [(row["start"], row["end"], row["label"], row["label"] == "literal")], row["split"]) for row in rows]
    return _golds(pages, tagger, matcher), _golds(sentences, tagger, matcher)


def read_written(texts: Sequence[Written], tagger: Tagger, matcher: Matcher) -> list[RoleGold]:
    """Texts from patterns of our own, which say in what role each name stands."""
    rows = [(text.text, [(start, end, role, role == "literal") for start, end, role in text.places], "written") for text in texts]
    return [replace(gold, weight=WRITTEN_WEIGHT) for gold in _golds(rows, tagger, matcher)]


def _golds(texts: Sequence[tuple[str, list[tuple[int, int, str, bool]], str]], tagger: Tagger, matcher: Matcher) -> list[RoleGold]:
    found = []
    for start in range(0, len(texts), 32):
        part = texts[start : start + 32]
        shadows = [cast(text) for text, _, _ in part]
        readings = tagger.read([shared_language().make_doc(shadow.text) for shadow in shadows])
        for (_, mentions, split), shadow, reading in zip(part, shadows, readings, strict=True):
            if not mentions:
                continue
            spans = [_tokens(reading, shadow.offset(m[0]), shadow.offset(m[1])) for m in mentions]
            candidates = tuple(spans_as_candidates(reading, matches_of(reading.tokens, matcher), spans))
            targets = np.array([[role in ROLES_OF[m[2]] for role in ROLES] for m in mentions]).reshape(-1, len(ROLES))
            found.append(RoleGold(reading, candidates, targets, np.array([m[3] for m in mentions], bool), split))
    return found


def _tokens(reading: Reading, start: int, end: int) -> tuple[int, int]:
    first = int(np.searchsorted(reading.tokens.ends, start, "right"))
    return first, max(int(np.searchsorted(reading.tokens.starts, end, "left")), first + 1)


def rows_of(golds: Iterable[RoleGold], describe: Describer) -> Floats:
    """Described mentions of all texts."""
    blocks = [(gold.reading, gold.candidates) for gold in golds]
    return np.concatenate([np.concatenate([describe(*block), context_block(*block), role_block(*block)], axis=1) for block in blocks])


def varied(golds: Iterable[RoleGold], variant: str) -> list[RoleGold]:
    """The same texts as a variant of the second step sees them."""
    change = {"full": lambda reading: reading, "entities": hardened, "plain": unread}[variant]
    changed = []
    for gold in golds:
        reading = change(gold.reading)
        owned = gold.candidates if variant != "plain" else tuple(replace(c, entity=None) for c in gold.candidates)
        changed.append(replace(gold, reading=reading, candidates=owned))
    return changed


def fit_roles(golds: Sequence[RoleGold], describe: Describer, *, seed: int) -> Scorer:
    """Role model of the given texts."""
    weights = np.concatenate([np.full(len(gold.literal), gold.weight, np.float32) for gold in golds])
    return fit_scorer(rows_of(golds, describe), np.concatenate([gold.targets for gold in golds]), weights, seed=seed)


def accuracy(scorer: Scorer, golds: Sequence[RoleGold], describe: Describer, *, two_way: bool) -> float:
    """Share of mentions put in the right group, literal or not; ``two_way`` leaves only literal and metonymic to choose from."""
    shares = scorer(rows_of(golds, describe))
    literal = shares[:, 0] > shares[:, 1] if two_way else shares.argmax(axis=1) == 0
    return float((literal == np.concatenate([gold.literal for gold in golds])).mean())


def report(news: Sequence[RoleGold], sentences: Sequence[RoleGold], written: Sequence[RoleGold], describe: Describer, *, seed: int) -> None:
    """Print GeoWebNews in five folds and ReLocaR on its official split."""
    weights, right, confusion = [], [], np.zeros((len(ROLES), len(ROLES)), np.int64)
    for fold in range(5):
        inside = [gold for gold in news if int(gold.split) % 5 != fold]
        outside = [gold for gold in news if int(gold.split) % 5 == fold]
        scorer = fit_roles([*inside, *sentences, *written], describe, seed=seed)
        right.append(accuracy(scorer, outside, describe, two_way=False))
        weights.append(sum(len(gold.literal) for gold in outside))
        targets = np.concatenate([gold.targets for gold in outside])
        np.add.at(confusion, (targets.argmax(axis=1), scorer(rows_of(outside, describe)).argmax(axis=1)), 1)
    known = [gold for gold in sentences if gold.split == "train"]
    unseen = [gold for gold in sentences if gold.split == "test"]
    official = accuracy(fit_roles([*news, *known, *written], describe, seed=seed), unseen, describe, two_way=True)
    print(f"roles, seed {seed}: gwn five folds {np.average(right, weights=weights):.3f}, ReLocaR {official:.3f}", flush=True)
    for role, row in zip(ROLES, confusion.tolist(), strict=True):
        print(f"  {role} in gwn: {', '.join(f'{other} {count}' for other, count in zip(ROLES, row, strict=True))}", flush=True)
