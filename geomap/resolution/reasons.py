"""Why each answer of a document was given and what would have turned it, for all of them at once: trees are quick by the thousand rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geomap.resolution.counterfactual import clause_of, decisive_groups
from geomap.resolution.ranker import Forest
from geomap.resolution.scene import Floats


@dataclass(frozen=True)
class Reasons:
    """Reasons of the answers of a document.

    Attributes
    ----------
    contributions
        What each feature adds to the score of an answer's row, shape (features,), by row.
    turned
        What would have made another row the answer, as a condition in English, by both rows; empty where nothing would have.
    """

    contributions: Mapping[int, Floats]
    turned: Mapping[tuple[int, int], str]

    @classmethod
    def of(cls, matrix: Floats, shortlists: Sequence[tuple[int, ...]], forest: Forest) -> Reasons:
        """Reasons of answers.

        Parameters
        ----------
        matrix
            Features of each row, shape (rows, features).
        shortlists
            Rows of each answered mention: its answer, then the alternatives.
        forest
            The trees that chose.
        """
        rows = sorted({row for shortlist in shortlists for row in shortlist})
        if not rows:
            return cls({}, {})
        added = dict(zip(rows, forest.contributions(matrix[rows])[:, :-1], strict=True))
        pairs = [(shortlist[0], other) for shortlist in shortlists for other in shortlist[1:]]
        if not pairs:
            return cls(added, {})
        answers, rivals = (list(column) for column in zip(*pairs, strict=True))
        favors = np.array([added[answer] - added[rival] for answer, rival in pairs])
        groups = decisive_groups(matrix[answers], matrix[rivals], favors, forest)
        return cls(added, {pair: clause_of(one) for pair, one in zip(pairs, groups, strict=True)})
