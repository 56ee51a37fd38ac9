"""Fits the two forests of the ranker, each pass on what the one before believes of articles that it was not fitted on."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import lightgbm
import numpy as np

from geomap.resolution.batch import Batch, Shares
from geomap.resolution.draft import softmax, support
from geomap.resolution.features import FEATURES, GROUP_OF, LEADS, feature_matrix
from geomap.resolution.home import Home
from geomap.resolution.ranker import Forest
from geomap.resolution.scene import Floats
from geomap.resolution.view import View
from training.articles import Article, targets

PASSES = 2
FOLDS = 4
ROUNDS = 90
# What a tenfold prior adds to the score before any tree: without it a story from Texas made China a town there. On the corpora left out it
# is worth ten mentions of six thousand, and calibration errors of .014, .012, .042 instead of .026, .011, .046.
SLOPES = {"prior": 0.69}
_START = {"depth": 0, "trees": [{"feature": [0], "threshold": [0.0], "left": [0], "right": [0], "value": [0.0]}], "slopes": SLOPES}
TREES = {
    "num_leaves": 12,
    "learning_rate": 0.1,
    "min_data_in_leaf": 40,
    "lambda_l2": 5.0,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "verbose": -1,
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
}
# Evidence that can only speak for a place, and evidence that can only speak against it: holds what the corpora teach by chance in check.
RISING = {
    "prior", "prior_share", "population_share", "cue_agrees", "inside_next", "inside_second", "holds_previous", "list_alike",
    "country_named", "division_named", "county_named", "country_share", "division_share", "near_30", "near_150", "near_600", "elsewhere",
    "home_suffix", "home_near", "home_division", "batch_country", "batch_division", "batch_place", "dateline_division", "dateline_near",
    *(f"{column}_lead" for column in LEADS),
}  # fmt: skip
FALLING = {"edits", "cue_conflicts", "closest", "rank"}
MONOTONE = [1 if feature in RISING else -1 if feature in FALLING else 0 for feature in FEATURES]
# A third of the articles is also shown without publisher, so that the ranker does not lean on it.
HIDDEN_SHARE = 3


def look(articles: Sequence[Article], number: int) -> None:
    """Make the features of a pass from the beliefs of the one before."""
    if number == 0:
        for article in articles:
            article.view, article.matrix = article.blank()
        return
    shares: dict[str, Shares] = defaultdict(Shares)
    own: list[Shares] = []
    for article in articles:
        article.view = believed_view(article, Batch())
        places = (candidate.place for candidate in article.scene.candidates)
        own.append(Shares.of(zip(places, article.view.mass.tolist(), strict=True)))
        shares[article.publisher].add(own[-1])
    for article, mine in zip(articles, own, strict=True):
        if article.publisher:
            article.view = believed_view(article, shares[article.publisher].without(mine))
        assert article.view is not None
        article.matrix = feature_matrix(article.view)


def believed_view(article: Article, batch: Batch) -> View:
    """View with the beliefs of the pass before."""
    scene, view, belief = article.scene, article.view, article.belief
    assert view is not None
    assert belief is not None
    total = np.bincount(view.candidate, weights=belief, minlength=len(scene.candidates))
    mean = total / np.maximum(1.0, scene.mentions_of_name[scene.name])
    return View(scene, mean, belief, Home() if article.hidden else article.home, batch)


def raw_forest(
    articles: Sequence[Article],
    *,
    hidden_groups: Sequence[str] = (),
    start: Forest | None = None,
    rounds: int = ROUNDS,
    weights: Sequence[float] = (),
) -> dict[str, Any]:
    """Fit boosted trees to the choice among the candidates of each gold mention, as `Forest.of` reads them.

    Parameters
    ----------
    articles
        With their features of this pass.
    hidden_groups
        Groups of evidence that the trees may not ask for.
    start
        Trees that these follow: only what they leave to be learned is fitted.
    rounds
        How many trees.
    weights
        Weight of each article; all alike by default.
    """
    rows, right, group = [], [], []
    offset = 0
    for article in articles:
        assert article.view is not None
        assert article.matrix is not None
        target, _ = targets(article)
        end = int(article.view.row_first[len(article.gold)])
        rows.append(article.matrix[:end])
        right.append(target[:end])
        group.append(article.view.mention[:end] + offset)
        offset += len(article.gold)
    matrix = np.vstack(rows)
    scores = start.scores(matrix) if start else None
    shown = np.where([own in hidden_groups for own in GROUP_OF], 0.0, matrix) if hidden_groups else matrix
    data = lightgbm.Dataset(shown, label=np.concatenate(right), init_score=scores)
    weight = np.repeat(weights or [1.0] * len(articles), [len(article.gold) for article in articles])
    groups = np.concatenate(group)
    objective = _choice(groups, offset, weight[groups])
    parameters = {**TREES, "monotone_constraints": MONOTONE, "objective": objective}
    return dumped(lightgbm.train(parameters, data, num_boost_round=rounds))


def _choice(group: Any, groups: int, weight: Floats) -> Any:
    """Gradient of the log likelihood of a softmax over each group; right rows share their target, groups without one say nothing."""

    def objective(scores: Floats, data: lightgbm.Dataset) -> tuple[Floats, Floats]:
        best = np.full(groups, -np.inf)
        np.maximum.at(best, group, scores)
        powers = np.exp(scores - best[group])
        share = powers / np.bincount(group, weights=powers, minlength=groups)[group]
        right = data.get_label()
        on_right = np.bincount(group, weights=share * right, minlength=groups)
        target = np.where(right > 0, share / np.maximum(on_right[group], 1e-9), 0.0)
        told = (np.bincount(group, weights=right, minlength=groups) > 0)[group]
        return (share - target) * told * weight, np.maximum(share * (1 - share), 1e-3) * told * weight

    return objective


def believe(articles: Sequence[Article], forest: Forest) -> None:
    """Set the beliefs of articles by a forest."""
    for article in articles:
        assert article.view is not None
        assert article.matrix is not None
        article.belief = softmax(article.view, forest.scores(article.matrix))


def fit(articles: Sequence[Article], *, hidden_groups: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Fit all passes; each pass sees what the one before believes of articles that it was not fitted on."""
    forests = []
    for number in range(PASSES):
        look(articles, number)
        forests.append(_pass(articles, hidden_groups))
        if number < PASSES - 1:
            folds = [fold_of(article.document.id) for article in articles]
            for fold in range(FOLDS):
                others = [article for article, own in zip(articles, folds, strict=True) if own != fold]
                forest = Forest.of(_pass(others, hidden_groups))
                believe([article for article, own in zip(articles, folds, strict=True) if own == fold], forest)
    return forests


def _pass(articles: Sequence[Article], hidden_groups: Sequence[str]) -> dict[str, Any]:
    slopes = {} if "prominence" in hidden_groups else SLOPES
    return raw_forest(articles, hidden_groups=hidden_groups, start=Forest.of({**_START, "slopes": slopes})) | {"slopes": slopes}


@dataclass(frozen=True, slots=True)
class Answer:
    """Best candidate of a gold mention: belief in it and its twins, its features, whether it is a hit, whether it is right.

    A sea whose point lies elsewhere by another convention is right and no hit.
    """

    believed: float
    features: Floats
    hit: bool
    right: bool


def answer(articles: Sequence[Article], forests: Sequence[Forest]) -> list[Answer | None]:
    """Answer to each gold mention, None without candidates."""
    for number, forest in enumerate(forests):
        look(articles, number)
        believe(articles, forest)
    answers: list[Answer | None] = []
    for article in articles:
        assert article.view is not None
        assert article.belief is not None
        assert article.matrix is not None
        right, hit = targets(article)
        for index in range(len(article.gold)):
            rows = slice(int(article.view.row_first[index]), int(article.view.row_first[index + 1]))
            if rows.stop == rows.start:
                answers.append(None)
                continue
            best = rows.start + int(np.argmax(article.belief[rows]))
            believed = support(article.view, article.belief, best)
            answers.append(Answer(believed, article.matrix[best], bool(hit[best]), bool(hit[best] or right[best])))
    return answers


def fold_of(text: str) -> int:
    """Fold of a document: the same on every machine."""
    return zlib.crc32(text.encode()) % FOLDS


def dumped(forest: lightgbm.Booster) -> dict[str, Any]:
    """Trees of a forest as lists of their nodes, root first."""
    trees, depths = [], []
    for tree in forest.dump_model()["tree_info"]:
        nodes: dict[str, list[float]] = {key: [] for key in ("feature", "threshold", "left", "right", "value")}
        depths.append(_dump(tree["tree_structure"], nodes))
        trees.append(nodes)
    return {"depth": max(depths), "trees": trees}


def _dump(node: dict[str, Any], nodes: dict[str, list[float]]) -> int:
    index = len(nodes["value"])
    leaf = "split_feature" not in node
    nodes["feature"].append(0 if leaf else node["split_feature"])
    nodes["threshold"].append(0.0 if leaf else round(node["threshold"], 6))
    nodes["value"].append(round(node["leaf_value"] if leaf else node["internal_value"], 5))
    nodes["left"].append(index)
    nodes["right"].append(index)
    if leaf:
        return 0
    depth = 0
    for side, child in (("left", "left_child"), ("right", "right_child")):
        nodes[side][index] = len(nodes["value"])
        depth = max(depth, 1 + _dump(node[child], nodes))
    return depth


def share_of_hits(answers: Sequence[Answer | None]) -> float:
    """Share of all gold mentions put within 161 km."""
    return sum(one is not None and one.hit for one in answers) / max(1, len(answers))


def with_hidden(articles: Sequence[Article]) -> list[Article]:
    """Articles, and a third of them again without their publisher."""
    hidden = [
        replace(article, hidden=True, first=None) for article in articles if zlib.crc32(article.document.text.encode()) % HIDDEN_SHARE == 0
    ]
    return [*articles, *hidden]
