"""Lets the ranker in use learn from articles that a newsroom has checked, and finds out whether that helped.

::

    trees in use ──▶ what they leave wrong in the checked articles ──▶ a few more trees, fitted to that
    checked articles in folds: each fold is answered by trees that were fitted without it       better? then all are fitted, and written

All mentions of a checked article that have coordinates count as right, so a person should have gone through all of them. The stories made
up from the gazetteer, and corpora where they are given, are fitted along, so that what the ranker knew is not forgotten. The trees of the
first pass and the confidence stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geomap.files import write_whole
from geomap.resolution.features import FEATURES
from geomap.resolution.ranker import Forest, packaged_text
from training.articles import Article
from training.forests import Answer, answer, believe, fold_of, look, raw_forest, share_of_hits

# Fewer checked articles cannot be cut into folds that say anything.
LEAST_ARTICLES = 8
ROUNDS = 20
# Checked articles weigh as much together as the others, but none more than this many: a handful must not turn everything.
MOST_WEIGHT = 10.0
# What the new ranker may lose on the articles that it already answered: chance.
MAY_LOSE = 0.005


def texts_of(path: Path) -> dict[str, str]:
    """Text of each article of an input of ``geomap parse``, by its id."""
    records = (json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip())
    return {str(record["id"]): record["text"] for record in records}


def refit(checked: Sequence[Article], others: Sequence[Article], out: Path) -> int:
    """Refit the ranker in use with checked articles, when that helps.

    Parameters
    ----------
    checked
        Articles that a person has gone through.
    others
        Articles that the ranker should go on answering as well.
    out
        Where the ranker is written. A ranker that lies there is the one in use, else the packaged one is.

    Returns
    -------
    int
        0 when the new ranker was written. 1 when it was not, because there are too few articles or because it is not better; then nothing
        at ``out`` is changed.
    """
    if len(checked) < LEAST_ARTICLES:
        print(f"refused: {len(checked)} checked articles with text and coordinates; at least {LEAST_ARTICLES} are needed")
        return 1
    model: dict[str, Any] = json.loads(out.read_text(encoding="utf-8") if out.exists() else packaged_text())
    if tuple(model["features"]) != FEATURES:
        print(f"refused: {out} was fitted on other features; fit it anew from corpora first")
        return 1
    before = [Forest.of(raw) for raw in model["passes"]]
    known = answer(checked, before)
    seen: list[Answer | None] = [None] * len(known)
    folds = [fold_of(article.document.id) for article in checked for _ in article.gold]
    for fold in sorted(set(folds)):
        inside = [article for article in checked if fold_of(article.document.id) != fold]
        answers = answer(checked, [before[0], Forest.of(_extended(model, before, inside, others))])
        seen = [new if own == fold else old for new, old, own in zip(answers, seen, folds, strict=True)]
    extended = _extended(model, before, checked, others)
    elsewhere = share_of_hits(answer(others, before)), share_of_hits(answer(others, [before[0], Forest.of(extended)]))
    print(f"checked articles, held out: {_hits(known)} of {len(known)} mentions right before, {_hits(seen)} after")
    print(f"other articles: {elsewhere[0]:.4f} right before, {elsewhere[1]:.4f} after")
    if _hits(seen) <= _hits(known) or elsewhere[1] < elsewhere[0] - MAY_LOSE:
        print(f"refused: the checked articles did not help; {out} is as it was")
        return 1
    model["passes"][1] = extended
    write_whole(out, json.dumps(model, separators=(",", ":")) + "\n")
    print(f"written: {out}")
    return 0


def _extended(model: dict[str, Any], before: Sequence[Forest], checked: Sequence[Article], others: Sequence[Article]) -> dict[str, Any]:
    """Trees of the second pass with those that learned from the checked articles."""
    articles = [*checked, *others]
    look(articles, 0)
    believe(articles, before[0])
    look(articles, 1)
    mine, theirs = (sum(len(article.gold) for article in part) for part in (checked, others))
    weight = min(MOST_WEIGHT, max(1.0, theirs / max(1, mine)))
    weights = [weight] * len(checked) + [1.0] * len(others)
    further = raw_forest(articles, start=before[1], rounds=ROUNDS, weights=weights)
    old = model["passes"][1]
    return {**old, "depth": max(old["depth"], further["depth"]), "trees": [*old["trees"], *further["trees"]]}


def _hits(answers: Sequence[Answer | None]) -> int:
    return sum(one is not None and one.hit for one in answers)
