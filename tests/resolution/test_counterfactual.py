"""What would have turned the answer is what turns the model."""

from __future__ import annotations

import numpy as np
import pytest

from geomap.resolution.counterfactual import clause_of, decisive_groups
from geomap.resolution.features import FEATURES, GROUPS
from geomap.resolution.ranker import Forest


def stump(feature: str, least: float, value: float) -> dict[str, list[float]]:
    """Tree that gives a value where a feature is greater than a threshold."""
    return {"feature": [FEATURES.index(feature), 0, 0], "threshold": [least, 0.0, 0.0], "left": [1, 1, 2], "right": [2, 1, 2],
            "value": [0.0, 0.0, value]}  # fmt: skip


def row(**values: float) -> np.ndarray:
    """Row of features that are 0 but for the given ones."""
    features = np.zeros(len(FEATURES))
    for name, value in values.items():
        features[FEATURES.index(name)] = value
    return features


FOREST = Forest.of({"depth": 1, "trees": [stump("cue_agrees", 0.5, 2.0), stump("inside_next", 0.5, 1.5), stump("population", 4.5, 1.0)]})


@pytest.mark.parametrize(
    ("answer", "rival", "groups"),
    [
        (row(cue_agrees=1.0), row(population=5.0), ("cues",)),
        (row(cue_agrees=1.0, inside_next=1.0), row(population=5.0), ("cues", "containment")),
        (row(population=5.0), row(), ()),
        (row(population=5.0, cue_agrees=1.0), row(population=5.0), ()),
        (row(population=5.0, inside_next=1.0), row(cue_agrees=1.0), ("containment",)),
        (row(population=5.0, cue_agrees=1.0), row(inside_next=1.0), ("cues",)),
    ],
)
def test_fewest_groups_that_turn_the_order(answer: np.ndarray, rival: np.ndarray, groups: tuple[str, ...]) -> None:
    """One group where one is enough, several where it takes them, none where nothing turns it."""
    favors = FOREST.contributions(np.array([answer]))[:, :-1] - FOREST.contributions(np.array([rival]))[:, :-1]
    assert decisive_groups(answer[None], rival[None], favors, FOREST) == [groups]


def test_no_pairs() -> None:
    """A document without doubt has nothing to turn."""
    none = np.zeros((0, len(FEATURES)))
    assert decisive_groups(none, none, none, FOREST) == []


def test_what_a_place_is_cannot_be_absent() -> None:
    """Size and name are made equal, all else is left out; every group has its words."""
    assert clause_of(["prominence"]) == "if both were equally well known"
    assert (
        clause_of(["prominence", "cues", "dateline"])
        == "if both were equally well known and without the words beside the name and the dateline"
    )
    assert clause_of([]) == ""
    assert all(clause_of([group]) for group in GROUPS)
