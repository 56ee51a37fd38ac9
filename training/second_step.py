"""Fits the second step: which candidates are places, and in what role each stands.

The corpora differ in what they annotate, so quality is measured by leaving out the corpus that is measured, weights and
threshold and temperature alike.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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

# Words that stand at candidates at least this often get a column.
LEAST_COUNT = 20
# Keeps recall and F1 high on all three corpora left out in turn (.873, .929, .903); docs/model-card.md has the whole curve.
THRESHOLD = 0.35
NETWORKS = 5
UNITS = 32


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold document with its reading; ``labels`` says of each candidate whether it is a place."""

    corpus: str
    id: str
    reading: Reading
    candidates: tuple[Candidate, ...]
    labels: NDArray[np.int64]
    mentions: tuple[tuple[int, int], ...]
    kinds: tuple[str, ...]


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
            listed = full_names(reading.tokens, matcher)
            candidates = tuple(propose(reading, matches_of(reading.tokens, matcher), listed))
            spans = [(shadow.offset(m["start"]), shadow.offset(m["end"])) for m in row["mentions"]]
            kinds = tuple(str(m.get("type")) for m in row["mentions"])
            found.append(Gold(path.stem, str(row["id"]), reading, candidates, label(reading, candidates, spans), tuple(spans), kinds))
    return found


def label(reading: Reading, candidates: Sequence[Candidate], spans: Iterable[tuple[int, int]]) -> NDArray[np.int64]:
    """1 + the number of the gold span for the candidate that fits it best, 0 for others."""
    starts, ends = reading.tokens.starts, reading.tokens.ends
    labels = np.zeros(len(candidates), np.int64)
    for number, (start, end) in enumerate(spans):
        best, fit = -1, 0.0
        for place, candidate in enumerate(candidates):
            first, last = int(starts[candidate.start]), int(ends[candidate.end - 1])
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


def fit_scorer(rows: Floats, targets: NDArray[np.bool_], *, seed: int, epochs: int = 12, decay: float = 0.02, units: int = UNITS) -> Scorer:
    """Fit the networks of a scorer; ``targets`` are the allowed classes of each row, of shape (rows, classes)."""
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    # Columns that are nearly constant would blow up a new document: they are scaled as if one row in fifty were different.
    scale = np.maximum(scale, 0.14)
    scaled = torch.from_numpy(np.clip((rows - mean) / scale, -6, 6).astype(np.float32))
    allowed = torch.from_numpy(targets)
    count, columns, classes = NETWORKS, rows.shape[1], targets.shape[1]
    hidden = nn.Parameter(torch.randn(count, columns, units) * columns**-0.5)
    hidden_bias = nn.Parameter(torch.zeros(count, 1, units))
    output = nn.Parameter(torch.randn(count, units, classes) * units**-0.5)
    output_bias = nn.Parameter(torch.zeros(count, 1, classes))
    optimizer = torch.optim.AdamW([hidden, hidden_bias, output, output_bias], lr=2e-3, weight_decay=decay * 10)
    steps = epochs * (len(rows) // 256 + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: max(0.02, 1 - s / steps))
    for _ in range(epochs):
        orders = np.stack([generator.permutation(len(rows)) for _ in range(count)])
        for start in range(0, len(rows), 256):
            chosen = torch.from_numpy(orders[:, start : start + 256])
            x = functional.dropout(scaled[chosen], 0.25)
            middle = functional.dropout(torch.relu(torch.bmm(x, hidden) + hidden_bias), 0.2)
            logs = functional.log_softmax(torch.bmm(middle, output) + output_bias, dim=-1)
            loss = -torch.logsumexp(logs.masked_fill(~allowed[chosen], -1e4), dim=-1).mean()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            schedule.step()
    numbers = [p.detach().numpy() for p in (hidden, hidden_bias[:, 0], output, output_bias[:, 0])]
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
    """Precision, recall and F1 by overlap."""
    totals = np.array([counts(gold, select(gold.candidates, row, threshold)) for gold, row in zip(golds, confidences, strict=True)]).sum(
        axis=0
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
    listed = full_names(reading.tokens, matcher)
    candidates = tuple(propose(reading, matches_of(reading.tokens, matcher), listed))
    return replace(gold, reading=reading, candidates=candidates, labels=label(reading, candidates, gold.mentions))


def is_place(golds: Iterable[Gold]) -> NDArray[np.bool_]:
    """Targets of all candidates: not a place, a place."""
    places = np.concatenate([gold.labels > 0 for gold in golds])
    return np.stack([~places, places], axis=1)


def left_out(golds: Sequence[Gold], describe: Describer, *, seed: int) -> list[Floats]:
    """Probabilities of each document's candidates by a scorer that never saw its corpus."""
    found: list[Floats] = [np.zeros(0, np.float32)] * len(golds)
    for corpus in sorted({gold.corpus for gold in golds}):
        others = [gold for gold in golds if gold.corpus != corpus]
        scorer = fit_scorer(np.concatenate([rows_of(gold, describe) for gold in others]), is_place(others), seed=seed)
        for number, gold in enumerate(golds):
            if gold.corpus == corpus:
                found[number] = scorer(rows_of(gold, describe))[:, 1]
    return found


def calibration_error(confidences: Floats, places: NDArray[np.bool_]) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = np.minimum((confidences * 10).astype(int), 9)
    return float(sum(abs(confidences[bins == b].sum() - places[bins == b].sum()) for b in range(10)) / max(len(confidences), 1))


def fit_places(golds: Sequence[Gold], describe: Describer, variant: str, *, seed: int) -> dict[str, NDArray[np.generic]]:
    """Weights and threshold of one variant; prints how it does on the corpora it has not seen."""
    outside = left_out(golds, describe, seed=seed)
    for corpus in sorted({gold.corpus for gold in golds}):
        chosen = [number for number, gold in enumerate(golds) if gold.corpus == corpus]
        part = [golds[number] for number in chosen], [outside[number] for number in chosen]
        precision, recall, f1 = overlap_scores(*part, THRESHOLD)
        error = calibration_error(np.concatenate(part[1]), is_place(part[0])[:, 1])
        print(f"{variant} {corpus}: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}, calibration error {error:.3f}", flush=True)
    scorer = fit_scorer(np.concatenate([rows_of(gold, describe) for gold in golds]), is_place(golds), seed=seed)
    arrays = scorer.arrays(f"places.{variant}")
    arrays[f"places.{variant}.threshold"] = np.array(THRESHOLD, np.float32)
    return arrays
