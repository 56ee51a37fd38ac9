"""The forest is evaluated as it was fitted, and its contributions add up."""

from __future__ import annotations

import numpy as np
import pytest

from geomap.resolution.features import FEATURES
from geomap.resolution.ranker import Forest, model_of, packaged_model

STUMP = {"feature": [1, 0, 0], "threshold": [0.5, 0.0, 0.0], "left": [1, 1, 2], "right": [2, 1, 2], "value": [0.0, -1.0, 2.0]}
DEEP = {
    "feature": [0, 0, 2, 0, 0],
    "threshold": [1.0, 0.0, 3.0, 0.0, 0.0],
    "left": [1, 1, 3, 3, 4],
    "right": [2, 1, 4, 3, 4],
    "value": [0.1, 0.3, 0.0, -0.5, 0.7],
}


def row(**values: float) -> np.ndarray:
    """Row of features that are 0 but for the given positions."""
    features = np.zeros(len(FEATURES))
    for name, value in values.items():
        features[int(name[1:])] = value
    return features


@pytest.mark.parametrize(
    ("features", "score"),
    [(row(), -1.0 + 0.3), (row(f1=1.0), 2.0 + 0.3), (row(f0=2.0, f2=3.0), -1.0 - 0.5), (row(f0=2.0, f2=3.1, f1=1.0), 2.0 + 0.7)],
)
def test_score_is_the_sum_of_the_leaves(features: np.ndarray, score: float) -> None:
    """A row goes right when its value is greater than the threshold."""
    forest = Forest.of({"depth": 2, "trees": [STUMP, DEEP]})
    assert forest.scores(features[None])[0] == pytest.approx(score)


def test_contributions_add_up_to_the_score() -> None:
    """For any row, base and contributions are the score: the explanation is the model."""
    forest = packaged_model().passes[1]
    rows = np.random.default_rng(1).normal(0.0, 3.0, (50, len(FEATURES)))
    assert forest.contributions(rows).sum(axis=1) == pytest.approx(forest.scores(rows))


def test_no_rows_have_no_scores() -> None:
    """A document without candidates is no error."""
    assert packaged_model().passes[0].scores(np.zeros((0, len(FEATURES)))).shape == (0,)


def test_confidence_rises_with_belief() -> None:
    """More belief is more confidence, and neither end is certainty."""
    model = packaged_model()
    confidences = [model.confidence(believed, row()) for believed in np.linspace(0.0, 1.0, 101)]
    assert confidences == sorted(confidences)
    assert 0.0 < confidences[0] < confidences[-1] < 1.0


def test_model_of_other_features_is_refused() -> None:
    """A model that was fitted on other features is never used silently."""
    with pytest.raises(ValueError, match="other features: \\['another'\\]"):
        model_of({"features": [*FEATURES, "another"], "passes": []})
