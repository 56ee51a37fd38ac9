"""Fits the role model: on GeoWebNews' types and ReLocaR's labels, each in our own terms, and on a teacher's opinions of unmarked names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geomap.models import Role
from geomap.recognition.candidates import Candidate, Matcher, matches_of, spans_as_candidates
from geomap.recognition.features import Describer, context_block, role_block
from geomap.recognition.finder import select
from geomap.recognition.languages import shared_language
from geomap.recognition.network import Floats
from geomap.recognition.roles import ROLES, chosen
from geomap.recognition.scoring import Scorer
from geomap.recognition.shadow import cast
from geomap.recognition.tagger import Reading, Tagger, unread
from training.second_step import NETWORKS, Gold, fit_scorer, hardened
from training.second_step import rows_of as second_step_rows
from training.written import Written

FOLDS = 5
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
# What a mention in a text of our own, and one of which only the teacher has an opinion, count beside one of the corpora.
WRITTEN_WEIGHT = 0.3
TAUGHT_WEIGHT = 0.5
# Least confidence of a name in the unmarked texts.
LIKELY_PLACE = 0.4
# Hidden units: many names are taught, and roles are finer than places.
UNITS = 64


@dataclass(frozen=True, slots=True)
class RoleGold:
    """A text with mentions whose roles are known.

    Attributes
    ----------
    targets
        Allowed roles of each mention, or the teacher's probabilities, of shape (mentions, roles).
    literal
        Whether the corpus counts each mention as literal.
    split
        ``train`` or ``test`` where the corpus has an official split, else the fold of the text.
    weight
        What each mention counts in training.
    """

    reading: Reading
    candidates: tuple[Candidate, ...]
    targets: NDArray[np.bool_] | Floats
    literal: NDArray[np.bool_]
    split: str
    weight: float = 1.0


def read_roles(data: Path, tagger: Tagger, matcher: Matcher) -> tuple[list[RoleGold], list[RoleGold]]:
    """GeoWebNews and ReLocaR, in that order."""
    news = [json.loads(line) for line in (data / "corpora/gwn.jsonl").read_text(encoding="utf-8").split("\n") if line]
    pages = [
        (row["text"], [(m["start"], m["end"], m["type"], m["group"] == "literal") for m in row["mentions"]], str(number % FOLDS))
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


def unmarked(golds: Iterable[Gold], places: Scorer, describe: Describer) -> list[RoleGold]:
    """Names that the second step finds in texts whose roles nobody marked; their targets are empty."""
    found = []
    for gold in golds:
        confidences = places(second_step_rows(gold, describe))[:, 1] if gold.candidates else np.zeros(0, np.float32)
        kept = tuple(gold.candidates[number] for number in select(gold.candidates, confidences, LIKELY_PLACE))
        if kept:
            targets = np.zeros((len(kept), len(ROLES)), np.float32)
            found.append(RoleGold(gold.reading, kept, targets, np.zeros(len(kept), bool), "taught", TAUGHT_WEIGHT))
    return found


def taught(golds: Sequence[RoleGold], opinions: Sequence[Floats]) -> list[RoleGold]:
    """The same texts with a teacher's opinions."""
    return [replace(gold, targets=rows) for gold, rows in zip(golds, opinions, strict=True)]


def varied(golds: Iterable[RoleGold], variant: str) -> list[RoleGold]:
    """The same texts as a variant of the second step sees them."""
    change = {"full": lambda reading: reading, "entities": hardened, "plain": unread}[variant]
    changed = []
    for gold in golds:
        reading = change(gold.reading)
        owned = gold.candidates if variant != "plain" else tuple(replace(c, entity=None) for c in gold.candidates)
        changed.append(replace(gold, reading=reading, candidates=owned))
    return changed


@dataclass(frozen=True, slots=True)
class Table:
    """Mentions of many texts, one a row; the attributes are those of `RoleGold`."""

    rows: Floats
    targets: Floats
    literal: NDArray[np.bool_]
    splits: NDArray[np.str_]
    weights: Floats

    @classmethod
    def of(cls, golds: Sequence[RoleGold], describe: Describer) -> Table:
        """Describe the mentions of texts."""
        blocks = [(gold.reading, gold.candidates) for gold in golds]
        counts = [len(gold.literal) for gold in golds]
        return cls(
            np.concatenate([np.concatenate([describe(*block), context_block(*block), role_block(*block)], axis=1) for block in blocks]),
            np.concatenate([gold.targets for gold in golds]).astype(np.float32),
            np.concatenate([gold.literal for gold in golds]),
            np.repeat([gold.split for gold in golds], counts),
            np.repeat(np.array([gold.weight for gold in golds], np.float32), counts),
        )

    def where(self, chosen: NDArray[np.bool_]) -> Table:
        """Some of the rows."""
        return Table(self.rows[chosen], self.targets[chosen], self.literal[chosen], self.splits[chosen], self.weights[chosen])


def fit_roles(tables: Sequence[Table], *, seed: int, networks: int = NETWORKS) -> Scorer:
    """Role model of the given mentions."""
    rows, targets, weights = (np.concatenate([getattr(table, part) for table in tables]) for part in ("rows", "targets", "weights"))
    return fit_scorer(rows, targets, weights, seed=seed, units=UNITS, networks=networks)


def accuracy(shares: Floats, literal: NDArray[np.bool_], *, two_way: bool) -> float:
    """Share of mentions put in the right group, literal or not; ``two_way`` leaves only literal and metonymic to choose from."""
    found = shares[:, 0] > shares[:, 1] if two_way else np.array([chosen(row) == "literal" for row in shares])
    return float((found == literal).mean())


def report(
    news: Sequence[RoleGold],
    sentences: Sequence[RoleGold],
    written: Sequence[RoleGold],
    pool: Sequence[RoleGold],
    opinions: Callable[[str, Sequence[RoleGold], Sequence[RoleGold]], Sequence[Floats]],
    describe: Describer,
    *,
    seeds: Sequence[int],
) -> None:
    """Print GeoWebNews in five folds and ReLocaR on its official split; ``opinions`` asks a teacher that learnt a named set of texts."""
    tables = [Table.of(golds, describe) for golds in (news, sentences, written, pool)]
    typed, marked, patterns, unseen = tables

    def ask(name: str, golds: Sequence[RoleGold]) -> Table:
        return replace(unseen, targets=np.concatenate(opinions(name, golds, pool)))

    known = [gold for gold in sentences if gold.split == "train"]
    folds = [ask(f"fold {fold}", [*(gold for gold in news if gold.split != str(fold)), *sentences]) for fold in range(FOLDS)]
    official = ask("official split", [*news, *known])
    for seed in seeds:
        shares = np.zeros(typed.targets.shape, np.float32)
        for fold, pool_of_fold in enumerate(folds):
            outside = typed.splits == str(fold)
            shares[outside] = fit_roles([typed.where(~outside), marked, patterns, pool_of_fold], seed=seed)(typed.rows[outside])
        test = marked.splits == "test"
        judged = fit_roles([typed, marked.where(~test), patterns, official], seed=seed)(marked.rows[test])
        print(
            f"roles, seed {seed}: gwn five folds {accuracy(shares, typed.literal, two_way=False):.3f}, "
            f"ReLocaR {accuracy(judged, marked.literal[test], two_way=True):.3f}",
            flush=True,
        )
        confusion = np.zeros((len(ROLES), len(ROLES)), np.int64)
        np.add.at(confusion, (typed.targets.argmax(axis=1), [ROLES.index(chosen(row)) for row in shares]), 1)
        for role, row in zip(ROLES, confusion.tolist(), strict=True):
            print(f"  {role} in gwn: {', '.join(f'{other} {count}' for other, count in zip(ROLES, row, strict=True))}", flush=True)
