"""How sure an answer of the ranker is: a logistic regression, fitted on answers to articles that the ranker has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from geomap.resolution.features import FEATURES
from geomap.resolution.ranker import log_odds
from training.forests import Answer

# Inverse of the penalty on the weights. Without it a corpus teaches how its own kinds of places go wrong: on corpora left out, log loss and
# calibration error of the worst are .23 and .046 with this and .27 and .052 with 1; .01 and less take the others' calibration away.
STRENGTH = 0.05
# What the confidence is made of besides the belief among the candidates.
SURE = (
    "exact", "derived", "abbreviation", "demonym", "edits", "namesakes", "population", "prior", "country", "division", "landmark", "region",
    "water", "terrain", "country_share", "near_150", "inside_next", "holds_story", "cue_conflicts", "is_embedded",
)  # fmt: skip


def calibrate(answers: Sequence[Answer | None]) -> dict[str, Any]:
    """Logistic regression of being right, over the belief and what it cannot know: how the name matched and whether the story is near."""
    found = [one for one in answers if one is not None]
    at = [FEATURES.index(feature) for feature in SURE]
    table = np.array([[log_odds(one.believed), *one.features[at]] for one in found])
    scale = table.std(axis=0) + 1e-6
    fitted = LogisticRegression(C=STRENGTH, max_iter=500).fit(table / scale, [one.right for one in found])
    weights = fitted.coef_[0] / scale
    named = {feature: round(float(weight), 5) for feature, weight in zip(SURE, weights[1:], strict=True)}
    return {"bias": round(float(fitted.intercept_[0]), 5), "support": round(float(weights[0]), 5), "weights": named}


def calibration_error(answers: Sequence[Answer | None], sure: dict[str, Any]) -> float:
    """Expected calibration error over ten equal bins, of the mentions that have candidates."""
    found = [one for one in answers if one is not None]
    weights = np.array([sure["weights"].get(feature, 0.0) for feature in FEATURES])
    scores = np.array([sure["bias"] + sure["support"] * log_odds(one.believed) + one.features @ weights for one in found])
    confidence, hit = 1.0 / (1.0 + np.exp(-scores)), np.array([one.hit for one in found], float)
    bins = np.minimum(9, (confidence * 10).astype(int))
    return float(sum(abs((confidence - hit)[bins == b].sum()) for b in range(10)) / len(found))
