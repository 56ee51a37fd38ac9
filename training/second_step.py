"""Fits the second step: which candidates are places, and in what role each stands.

The corpora differ in what they annotate, so quality is measured by leaving out the corpus that is measured, weights and
threshold and temperature alike.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from geomap.recognition.candidates import Candidate, Matcher, matches_of, propose
from geomap.recognition.features import Describer, context_block, words_around
from geomap.recognition.finder import full_names, select
from geomap.recognition.languages import shared_language
from geomap.recognition.network import Floats, Network
from geomap.recognition.others import hard_tags
from geomap.recognition.scoring import Scorer
from geomap.recognition.shadow import cast
from geomap.recognition.tagger import Reading, Tagger, unread
from geomap.recognition.tags import KINDS

# The corpora whose places are marked, in the order of all tables.
NEWS = ("lgl-dev", "trnews", "gwn")
# Words that stand at candidates at least this often get a column.
LEAST_COUNT = 20
# Keeps recall and F1 high on all three corpora left out in turn; docs/model-card.md has the whole curve.
THRESHOLD = 0.45
# Without a tagger probabilities are flatter, and what is lost weighs more: other languages have nothing else.
PLAIN_THRESHOLD = 0.35
NETWORKS = 5
UNITS = 32
EPOCHS = 12
BATCH = 256
DECAY = 0.2


# Code points of a name, and what its corpus calls it.
Mark = tuple[int, int, str]
# What a corpus' marks say of candidates: their labels, their weights, and the mentions that are places.
Labels = tuple[NDArray[np.int64], Floats, tuple[tuple[int, int], ...]]
Labeller = Callable[[Reading, Sequence[Candidate], Sequence[Mark]], Labels]


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold document with its reading.

    Attributes
    ----------
    labels
        Of each candidate: 1 + the number of its mention for a place, a higher number for a place that the corpus does not mark, 0 for none,
        below 0 where the corpus does not say.
    weights
        What each candidate counts in training.
    marks
        Names as the corpus marks them, in code points of the shadow.
    mentions
        Those that are places.
    labeller
        Reads labels from marks by the corpus' rule.
    """

    corpus: str
    id: str
    reading: Reading
    candidates: tuple[Candidate, ...]
    labels: NDArray[np.int64]
    weights: Floats
    marks: tuple[Mark, ...]
    mentions: tuple[tuple[int, int], ...]
    labeller: Labeller

    @classmethod
    def read(cls, name: tuple[str, str], reading: Reading, marks: tuple[Mark, ...], labeller: Labeller, matcher: Matcher) -> Gold:
        """A document by corpus and number, with candidates proposed."""
        candidates = tuple(propose(reading, matches_of(reading.tokens, matcher), full_names(reading.tokens)))
        labels, weights, mentions = labeller(reading, candidates, marks)
        return cls(*name, reading, candidates, labels, weights, marks, mentions, labeller)


def read_gold(path: Path, tagger: Tagger, matcher: Matcher) -> list[Gold]:
    """Read a corpus and propose candidates for each of its documents."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    nlp = shared_language()
    shadows = [cast(row["text"]) for row in rows]
    docs = [nlp.make_doc(shadow.text) for shadow in shadows]
    found = []
    for start in range(0, len(rows), 32):
        part = slice(start, start + 32)
        for row, shadow, reading in zip(rows[part], shadows[part], tagger.read(docs[part]), strict=True):
            marks = tuple((shadow.offset(m["start"]), shadow.offset(m["end"]), str(m.get("type"))) for m in row["mentions"])
            found.append(Gold.read((path.stem, str(row["id"])), reading, marks, every_mark, matcher))
    return found


def every_mark(reading: Reading, candidates: Sequence[Candidate], marks: Sequence[Mark], *, weight: float = 1.0) -> Labels:
    """Every mark is a place, and nothing else."""
    mentions = tuple((start, end) for start, end, _ in marks)
    return best_fits(reading, candidates, mentions), np.full(len(candidates), weight, np.float32), mentions


def best_fits(reading: Reading, candidates: Sequence[Candidate], spans: Iterable[tuple[int, int]]) -> NDArray[np.int64]:
    """1 + the number of the gold span for the candidate that fits it best, 0 for others."""
    starts, ends = reading.tokens.starts, reading.tokens.ends
    labels = np.zeros(len(candidates), np.int64)
    for number, (start, end) in enumerate(spans):
        best, fit = -1, 0.0
        for place, candidate in enumerate(candidates):
            first, last = int(starts[candidate.start]), int(ends[candidate.end - 1])
            if first >= end:
                break
            shared = min(end, last) - max(start, first)
            score = shared / (max(end, last) - min(start, first)) if shared > 0 else 0.0
            if score > fit:
                best, fit = place, score
        if best >= 0:
            labels[best] = number + 1
    return labels


def lexicon_of(golds: Iterable[Gold], *, least: int = LEAST_COUNT) -> list[str]:
    """Words around candidates that occur often enough, most frequent first."""
    counts = Counter(word for gold in golds for candidate in gold.candidates for word in words_around(gold.reading, candidate))
    frequent = [(word, count) for word, count in counts.items() if count >= least and not word.startswith("self=") and "\n" not in word]
    return [word for word, _ in sorted(frequent, key=lambda pair: (-pair[1], pair[0]))]


def rows_of(gold: Gold, describe: Describer) -> Floats:
    """Described candidates of a document."""
    return np.concatenate([describe(gold.reading, gold.candidates), context_block(gold.reading, gold.candidates)], axis=1)


def fit_scorer(
    rows: Floats,
    targets: NDArray[np.bool_] | Floats,
    weights: Floats | None = None,
    *,
    seed: int,
    units: int = UNITS,
    networks: int = NETWORKS,
) -> Scorer:
    """Fit the networks of a scorer.

    The networks see the same rows in the same order and differ in where they start, which costs one matrix product for all.

    Parameters
    ----------
    rows
        Shape (rows, columns).
    targets
        Shape (rows, classes): the classes that each row allows, or, where a row adds up to one, the share of each class.
    weights
        What each row counts.
    seed
        Of the starting weights, the order and the dropout.
    units
        Of the hidden layer of each network.
    networks
        How many.
    """
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    # Columns that are nearly constant would blow up a new document: they are scaled as if one row in fifty were different.
    scale = np.maximum(scale, 0.14)
    scaled = torch.from_numpy(np.clip((rows - mean) / scale, -6, 6).astype(np.float32))
    wanted = torch.from_numpy(targets.astype(np.float32))
    counted = torch.from_numpy(np.ones(len(rows), np.float32) if weights is None else weights)
    columns, classes = rows.shape[1], targets.shape[1]
    hidden = nn.Parameter(torch.randn(columns, networks * units) * columns**-0.5)
    hidden_bias = nn.Parameter(torch.zeros(networks * units))
    output = nn.Parameter(torch.randn(networks, units, classes) * units**-0.5)
    output_bias = nn.Parameter(torch.zeros(networks, 1, classes))
    optimizer = torch.optim.AdamW([hidden, hidden_bias, output, output_bias], lr=2e-3, weight_decay=DECAY)
    steps = EPOCHS * (len(rows) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: max(0.02, 1 - s / steps))
    for _ in range(EPOCHS):
        order = generator.permutation(len(rows))
        for start in range(0, len(rows), BATCH):
            chosen = torch.from_numpy(order[start : start + BATCH])
            x = functional.dropout(scaled[chosen], 0.25)
            middle = functional.dropout(torch.relu(x @ hidden + hidden_bias), 0.2).view(-1, networks, units).transpose(0, 1)
            logs = functional.log_softmax(torch.bmm(middle, output) + output_bias, dim=-1)
            asked = wanted[chosen]
            of_sets = -torch.logsumexp(logs.masked_fill(asked == 0, -1e4), dim=-1)
            losses = torch.where(asked.sum(dim=-1) > 1.01, of_sets, -(asked * logs).sum(dim=-1))
            loss = (losses * counted[chosen]).sum() / counted[chosen].sum() / networks
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            schedule.step()
    inner = hidden.detach().view(columns, networks, units).transpose(0, 1).contiguous().numpy()
    numbers = (inner, hidden_bias.detach().view(networks, units).numpy(), output.detach().numpy(), output_bias.detach()[:, 0].numpy())
    return Scorer(mean.astype(np.float32), scale.astype(np.float32), *numbers, temperature=1.0)


def counts(gold: Gold, kept: Sequence[int]) -> tuple[int, int, int]:
    """Hits by overlap, one to one and largest first as the field's scorer pairs them; mentions found; mentions asked for."""
    starts, ends = gold.reading.tokens.starts, gold.reading.tokens.ends
    spans = [(int(starts[gold.candidates[n].start]), int(ends[gold.candidates[n].end - 1])) for n in kept]
    pairs = sorted(
        (-shared, abs(a[0] - b[0]), i, j)
        for i, a in enumerate(gold.mentions)
        for j, b in enumerate(spans)
        if (shared := min(a[1], b[1]) - max(a[0], b[0])) > 0
    )
    left: set[int] = set()
    right: set[int] = set()
    for _, _, i, j in pairs:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
    return len(left), len(spans), len(gold.mentions)


def overlap_scores(golds: Sequence[Gold], confidences: Sequence[Floats], threshold: float) -> tuple[float, float, float]:
    """Precision, recall and F1 by overlap; what the corpus says nothing of counts neither way."""
    totals = np.zeros(3)
    for gold, row in zip(golds, confidences, strict=True):
        totals += counts(
            gold, [number for number in select(gold.candidates, row, threshold) if 0 <= gold.labels[number] <= len(gold.mentions)]
        )
    precision, recall = totals[0] / max(totals[1], 1), totals[0] / max(totals[2], 1)
    return float(precision), float(recall), float(2 * precision * recall / max(precision + recall, 1e-9))


def tagger_of(arrays: dict[str, NDArray[np.generic]]) -> Tagger:
    """A tagger with the given weights."""
    return Tagger(shared_language().vocab, Network(arrays))


def hardened(reading: Reading) -> Reading:
    """What another recognizer that finds the same entities would hand over: no shades, no context."""
    tags = hard_tags(len(reading.tokens), list(reading.entities))
    return Reading(reading.tokens, tags, np.zeros((len(reading.tokens), 0), np.float32), reading.entities)


def varied(gold: Gold, variant: str, matcher: Matcher) -> Gold:
    """The same document as a variant of the second step sees it: ``full``, ``entities`` or ``plain``."""
    if variant == "full":
        return gold
    reading = hardened(gold.reading) if variant == "entities" else unread(gold.reading)
    return Gold.read((gold.corpus, gold.id), reading, gold.marks, gold.labeller, matcher)


def is_place(golds: Iterable[Gold]) -> NDArray[np.bool_]:
    """Targets of all candidates, not a place and a place; both where the corpus does not say."""
    labels = np.concatenate([gold.labels for gold in golds])
    return np.stack([labels <= 0, labels != 0], axis=1)


def fit_on(golds: Sequence[Gold], rows: Sequence[Floats], *, seed: int) -> Scorer:
    """Fit a scorer on documents, of which the described candidates are given; open candidates are left out."""
    targets = is_place(golds)
    known = ~targets.all(axis=1)
    weights = np.concatenate([gold.weights for gold in golds])
    return fit_scorer(np.concatenate(rows)[known], targets[known], weights[known], seed=seed)


@dataclass(frozen=True, slots=True)
class Judged:
    """Documents with the probabilities of their candidates."""

    golds: Sequence[Gold]
    confidences: Sequence[Floats]

    def scores(self, threshold: float = THRESHOLD) -> tuple[float, float, float]:
        """Precision, recall and F1 by overlap."""
        return overlap_scores(self.golds, self.confidences, threshold)

    def calibration(self) -> float:
        """Expected calibration error over the candidates of which the corpus says what they are."""
        targets = is_place(self.golds)
        known = ~targets.all(axis=1)
        return calibration_error(np.concatenate(self.confidences)[known], targets[known, 1])

    def inside_names(self, threshold: float = THRESHOLD) -> tuple[float, int]:
        """Recall of mentions that stand inside other names, and how many there are."""
        found = total = 0
        for gold, row in zip(self.golds, self.confidences, strict=True):
            starts, ends = gold.reading.tokens.starts, gold.reading.tokens.ends
            kept = [gold.candidates[number] for number in select(gold.candidates, row, threshold)]
            spans = [(int(starts[one.start]), int(ends[one.end - 1])) for one in kept]
            nested = nested_mentions(gold)
            total += len(nested)
            found += sum(any(first < end and start < last for first, last in spans) for start, end in nested)
        return found / max(total, 1), total

    def summary(self, threshold: float = THRESHOLD) -> str:
        """All of it in words."""
        precision, recall, f1 = self.scores(threshold)
        inside, count = self.inside_names(threshold)
        scores = f"precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}"
        return f"{scores}, inside other names {inside:.3f} of {count}, calibration error {self.calibration():.3f}"


def nested_mentions(gold: Gold) -> list[tuple[int, int]]:
    """Mentions inside other names: GeoWebNews says which they are; elsewhere those inside a longer name that the tagger finds."""
    if gold.corpus == "gwn":
        return [(start, end) for start, end, kind in gold.marks if kind.startswith("Embedded")]
    starts, ends = gold.reading.tokens.starts, gold.reading.tokens.ends
    names = [one for one in gold.reading.entities if KINDS[one.kind] not in ("LOC", "NORP")]
    bounds = [(int(starts[one.start]), int(ends[one.end - 1])) for one in names]
    return [(a, b) for a, b in gold.mentions if any(first <= a and b <= last and last - first > b - a for first, last in bounds)]


def calibration_error(confidences: Floats, places: NDArray[np.bool_]) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = np.minimum((confidences * 10).astype(int), 9)
    return float(sum(abs(confidences[bins == b].sum() - places[bins == b].sum()) for b in range(10)) / max(len(confidences), 1))


def fit_places(golds: Sequence[Gold], describe: Describer, variant: str, *, seed: int) -> dict[str, NDArray[np.generic]]:
    """Weights and threshold of one variant."""
    arrays = fit_on(golds, [rows_of(gold, describe) for gold in golds], seed=seed).arrays(f"places.{variant}")
    arrays[f"places.{variant}.threshold"] = np.array(PLAIN_THRESHOLD if variant == "plain" else THRESHOLD, np.float32)
    return arrays
