"""The figures of the model card: every corpus by weights that never saw it, or not the part that is measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from geomap.recognition.features import Describer
from geomap.recognition.network import Floats
from geomap.recognition.scoring import Scorer
from training.second_step import NEWS, PLAIN_THRESHOLD, THRESHOLD, Gold, Judged, fit_on, rows_of

SEEDS = (1, 2, 3)
FOLDS = 5
# Points of the curve of precision and recall.
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 0.9)


def print_figures(news: Sequence[Gold], more: Sequence[Gold], describe: Describer) -> None:
    """News corpora left out in turn and in five folds, with three seeds each, and the curve of the threshold."""
    rows = [rows_of(gold, describe) for gold in news], [rows_of(gold, describe) for gold in more]
    for name, groups in (("left out", _by_corpus), ("five folds", _by_fold)):
        runs = [_judged(news, more, rows, groups, seed=seed) for seed in SEEDS]
        for corpus in NEWS:
            judged = [run[corpus] for run in runs]
            scores = np.array([one.scores() for one in judged])
            spread = " ".join(f"{value:.3f}" for value in scores[:, 2])
            print(f"{corpus}, {name}: {judged[0].summary()}; F1 by seed {spread}, mean {scores[:, 2].mean():.3f}", flush=True)
        if name == "left out":
            _print_curve(runs[0])


def print_left_out(golds: Sequence[Gold], describe: Describer, variant: str, *, seed: int) -> None:
    """How one variant does on each news corpus when it is left out."""
    news = [gold for gold in golds if gold.corpus in NEWS]
    more = [gold for gold in golds if gold.corpus not in NEWS]
    rows = [rows_of(gold, describe) for gold in news], [rows_of(gold, describe) for gold in more]
    threshold = PLAIN_THRESHOLD if variant == "plain" else THRESHOLD
    for corpus, judged in _judged(news, more, rows, _by_corpus, seed=seed).items():
        print(f"{corpus}, left out, variant {variant}: {judged.summary(threshold)}", flush=True)


def print_held_out(parts: Mapping[str, Sequence[Gold]], news: Sequence[Gold], more: Sequence[Gold], describe: Describer) -> None:
    """Token corpora, of each the part that no step trains on."""
    golds = [*news, *more]
    rows = [rows_of(gold, describe) for gold in golds]
    scorers = [fit_on(golds, rows, seed=seed) for seed in SEEDS]
    for corpus, part in parts.items():
        judged = [Judged(part, [scorer(rows_of(gold, describe))[:, 1] for gold in part]) for scorer in scorers]
        scores = " ".join(f"{one.scores()[2]:.3f}" for one in judged)
        print(f"{corpus}, part never trained on: {judged[0].summary()}; F1 by seed {scores}", flush=True)
    _print_regions(parts["worldwide"], scorers[0], describe)


def _print_regions(articles: Sequence[Gold], scorer: Scorer, describe: Describer) -> None:
    """Worldwide's articles by the region that the corpus says they come from."""
    found: dict[str, list[Gold]] = defaultdict(list)
    for gold in articles:
        found[gold.id.split("/")[0]].append(gold)
    for region, golds in sorted(found.items()):
        judged = Judged(golds, [scorer(rows_of(gold, describe))[:, 1] for gold in golds])
        print(f"worldwide, {region}, {len(golds)} articles: {judged.summary()}", flush=True)


Rows = tuple[Sequence[Floats], Sequence[Floats]]
Groups = Callable[[Sequence[Gold]], list[str]]


def _by_corpus(news: Sequence[Gold]) -> list[str]:
    return [gold.corpus for gold in news]


def _by_fold(news: Sequence[Gold]) -> list[str]:
    """Documents in turn to five folds."""
    return [str(number % FOLDS) for number in range(len(news))]


def _judged(news: Sequence[Gold], more: Sequence[Gold], rows: Rows, groups: Groups, *, seed: int) -> dict[str, Judged]:
    """Each corpus, judged group by group by weights that never saw the group."""
    group_of = groups(news)
    confidences: list[Floats] = [np.zeros(0, np.float32)] * len(news)
    for group in sorted(set(group_of)):
        inside = [number for number, other in enumerate(group_of) if other != group]
        scorer = fit_on([*(news[n] for n in inside), *more], [*(rows[0][n] for n in inside), *rows[1]], seed=seed)
        for number, other in enumerate(group_of):
            if other == group:
                confidences[number] = scorer(rows[0][number])[:, 1]
    found = {}
    for corpus in NEWS:
        chosen = [number for number, gold in enumerate(news) if gold.corpus == corpus]
        found[corpus] = Judged([news[n] for n in chosen], [confidences[n] for n in chosen])
    return found


def _print_curve(run: Mapping[str, Judged]) -> None:
    for threshold in THRESHOLDS:
        cells = (" / ".join(f"{value:.3f}" for value in run[corpus].scores(threshold)) for corpus in NEWS)
        print(f"| {threshold:.2f} | {' | '.join(cells)} |", flush=True)
