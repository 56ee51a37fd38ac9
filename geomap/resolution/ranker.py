"""The learned ranker: boosted trees over the features, as plain numbers, in two passes.

``model/ranker.json`` holds the trees of each pass as ``training/fit_ranker.py`` has written them. A row's score is the sum of one leaf of
each tree; on the way from root to leaf every step changes the value, and the change belongs to the feature that was asked. So the
contributions of the features add up to the score, exactly: that is what the explanation is made of. A slope on the logarithm of the prior
goes with the trees.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from geomap.errors import ModelError
from geomap.resolution.features import FEATURES
from geomap.resolution.scene import Floats, Ints

# Rows that go down the trees together: keeps the arrays of a document with thousands of mentions in the cache.
_ROWS_AT_ONCE = 200
# Where a slope speaks neither for nor against: a prior of one in a hundred, as its decadic logarithm.
_LEVEL = -2.0
# Beliefs nearer to 0 or 1 than this are not told apart.
_LEAST = 0.01


@dataclass(frozen=True)
class Forest:
    """Boosted trees, the nodes of all of them in one row.

    Attributes
    ----------
    roots
        Where each tree begins, shape (trees,).
    feature
        Index of the feature that a node asks for; any for a leaf, shape (nodes,).
    threshold
        A row goes right when its value is greater, shape (nodes,).
    children
        Left and right child of each node, a leaf's are itself; shape (2 * nodes,).
    value
        Value of each node, shape (nodes,).
    depth
        Longest way from a root to a leaf.
    slopes
        What each unit of a feature adds, whatever the trees say, shape (features,): trees know no value beyond those that they were
        fitted on, and a village a million times less known than the country of its name stays so in a story from its neighbourhood.
    """

    roots: Ints
    feature: Ints
    threshold: Floats
    children: Ints
    value: Floats
    depth: int
    slopes: Floats

    @classmethod
    def of(cls, raw: dict[str, Any]) -> Forest:
        """Forest of trees as lists of their nodes, root first."""
        trees: list[dict[str, list[Any]]] = raw["trees"]
        sizes = [len(tree["feature"]) for tree in trees]
        roots = np.cumsum([0, *sizes[:-1]])
        feature, threshold, value = (np.concatenate([tree[key] for tree in trees]) for key in ("feature", "threshold", "value"))
        sides = [np.concatenate([np.array(tree[key]) + root for tree, root in zip(trees, roots, strict=True)]) for key in ("left", "right")]
        children = np.stack(sides, axis=1).ravel()
        slopes = np.array([float(raw.get("slopes", {}).get(feature, 0.0)) for feature in FEATURES])
        ints = (array.astype(np.int64) for array in (roots, feature, children))
        roots, feature, children = ints
        return cls(roots, feature, threshold, children, value, int(raw["depth"]), slopes)

    def scores(self, matrix: Floats) -> Floats:
        """Score of each row, shape (rows,)."""
        parts = [self._leaf_values(matrix[start : start + _ROWS_AT_ONCE]) for start in range(0, len(matrix), _ROWS_AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _leaf_values(self, matrix: Floats) -> Floats:
        node = np.tile(self.roots, (len(matrix), 1))
        for _ in range(self.depth):
            above, node = node, self._below(node, matrix)
            # Few trees are as deep as the deepest.
            if np.array_equal(above, node):
                break
        sloping = np.flatnonzero(self.slopes)
        total: Floats = self.value.take(node).sum(axis=1) + matrix[:, sloping] @ self.slopes[sloping]
        return total

    def _below(self, node: Ints, matrix: Floats) -> Ints:
        """Child that each row goes to from its node in each tree, shape (rows, trees)."""
        first = (np.arange(len(matrix)) * matrix.shape[1])[:, None]
        right = matrix.ravel().take(self.feature.take(node) + first) > self.threshold.take(node)
        below: Ints = self.children.take(2 * node + right)
        return below

    def contributions(self, matrix: Floats) -> Floats:
        """What each feature adds to the score of each row, with the forest's base at the end; shape (rows, features + 1)."""
        parts = [self._steps(matrix[start : start + _ROWS_AT_ONCE]) for start in range(0, len(matrix), _ROWS_AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros((0, len(FEATURES) + 1))

    def _steps(self, matrix: Floats) -> Floats:
        rows, width = matrix.shape
        first = (np.arange(rows) * width)[:, None]
        added = np.zeros(rows * width)
        node = np.tile(self.roots, (rows, 1))
        for _ in range(self.depth):
            following = self._below(node, matrix)
            steps = self.value.take(following) - self.value.take(node)
            added += np.bincount((self.feature.take(node) + first).ravel(), weights=steps.ravel(), minlength=rows * width)
            node = following
        sloped = added.reshape(rows, width) + self.slopes * (matrix - _LEVEL)
        base = np.full((rows, 1), self.value[self.roots].sum() + float(self.slopes.sum()) * _LEVEL)
        return np.concatenate([sloped, base], axis=1)


@dataclass(frozen=True)
class Model:
    """Everything that is learned of resolution.

    Attributes
    ----------
    passes
        A forest for each pass.
    bias, support, weights
        Of the logistic regression that says how sure the answer is: of the belief in the best place's favor, as log odds, and of the
        features of its row, in their order. "None of these" is what it leaves open.
    """

    passes: tuple[Forest, ...]
    bias: float
    support: float
    weights: Floats

    def confidence(self, believed: float, features: Floats) -> float:
        """Probability that the best candidate of a mention is right.

        Parameters
        ----------
        believed
            Belief in it and its twins among the candidates, 0 to 1.
        features
            Its row of features.
        """
        score = self.bias + self.support * log_odds(believed) + float(features @ self.weights)
        return float(1.0 / (1.0 + np.exp(-score)))


@cache
def packaged_model() -> Model:
    """Model that ships with the package, read once.

    Raises
    ------
    ModelError
        When the file is missing, or of other features than this version computes.
    """
    try:
        return model_of(json.loads(packaged_text()))
    except (OSError, KeyError, ValueError) as error:
        raise ModelError(f"the packaged ranker cannot be read ({error}); install geomap again") from error


def packaged_text() -> str:
    """Contents of the packaged model's file."""
    return files("geomap.resolution").joinpath("model", "ranker.json").read_text(encoding="utf-8")


def model_of(raw: dict[str, Any]) -> Model:
    """Model from what ``training/fit_ranker.py`` writes.

    Raises
    ------
    ValueError
        When it was fitted on other features.
    """
    if tuple(raw["features"]) != FEATURES:
        raise ValueError(f"it was fitted on other features: {sorted(set(raw['features']) ^ set(FEATURES)) or 'in another order'}")
    sure = raw["confidence"]
    weights = np.array([sure["weights"].get(feature, 0.0) for feature in FEATURES])
    return Model(tuple(Forest.of(forest) for forest in raw["passes"]), sure["bias"], sure["support"], weights)


def log_odds(believed: float) -> float:
    """Log odds of a belief, bounded where candidates without rivals would make them infinite."""
    kept = min(max(believed, _LEAST), 1.0 - _LEAST)
    return float(np.log(kept / (1.0 - kept)))
