"""A document between the two passes: what is known of its names so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geomap.models import Candidate, Document, Mention
from geomap.resolution.batch import Batch, Shares
from geomap.resolution.features import feature_matrix
from geomap.resolution.home import Home
from geomap.resolution.ranker import Model
from geomap.resolution.scene import Floats, Scene, distances_km
from geomap.resolution.view import View

# Countries with a smaller share of the names are named in passing.
_STORY_SHARE = 0.1
# A name's city, district and province lie at most this far apart when they are about the same spot.
_TWIN_KM = 50.0


@dataclass(frozen=True)
class Draft:
    """A scene with the beliefs of the last pass.

    Attributes
    ----------
    view
        The scene, row by row, as the pass that made the scores saw it.
    matrix
        Features of each row, shape (rows, features).
    scores
        Score of each row, shape (rows,).
    belief
        Probability of each row among those of its mention, if it is one of them, shape (rows,), as if nobody had corrected any.
    """

    view: View
    matrix: Floats
    scores: Floats
    belief: Floats

    @classmethod
    def first(
        cls, document: Document, mentions: Sequence[Mention], found: Sequence[tuple[Candidate, ...]], home: Home, model: Model
    ) -> Draft:
        """First pass: what the gazetteer believes is the context."""
        scene = Scene.of(document, mentions, found)
        prior = scene.with_told(scene.prior, np.arange(len(scene.candidates)))
        blank = View(scene, prior, prior, home, Batch())
        return cls.scored(View(scene, prior, prior[blank.candidate], home, Batch()), model, 0)

    def second(self, batch: Batch, model: Model) -> Draft:
        """Second pass: the first pass's answer and the publisher's other articles are the context."""
        view = self.view
        return Draft.scored(View(view.scene, self.name_belief, self.told, view.home, batch), model, 1)

    @classmethod
    def scored(cls, view: View, model: Model, number: int) -> Draft:
        """Draft of a view by one pass of the model."""
        matrix = feature_matrix(view)
        scores = model.passes[number].scores(matrix)
        return cls(view, matrix, scores, softmax(view, scores))

    @cached_property
    def told(self) -> Floats:
        """Belief of each row with what people have said, shape (rows,): what is evidence for the other names."""
        return self.view.scene.with_told(self.belief, self.view.candidate)

    @cached_property
    def name_belief(self) -> Floats:
        """Belief of each candidate, averaged over the mentions of its name, shape (candidates,)."""
        scene = self.view.scene
        total = np.bincount(self.view.candidate, weights=self.told, minlength=len(scene.candidates))
        mean: Floats = total / np.maximum(1.0, scene.mentions_of_name[scene.name])
        return mean

    @cached_property
    def shares(self) -> Shares:
        """What the document names, for the publisher's other articles."""
        return Shares.of(zip((candidate.place for candidate in self.view.scene.candidates), self.mass.tolist(), strict=True))

    @property
    def mass(self) -> Floats:
        """Belief times weight of each candidate, shape (candidates,)."""
        scene, home = self.view.scene, self.view.home
        return View(scene, self.name_belief, self.told, home, Batch()).mass

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Countries that the story is about, by share."""
        shares = self.shares.countries
        return tuple(sorted((code for code, share in shares.items() if share >= _STORY_SHARE), key=lambda code: (-shares[code], code)))

    def rows(self, mention: int) -> list[int]:
        """Rows of a mention, most believed first, ties by population and id."""
        view = self.view
        found = range(int(view.row_first[mention]), int(view.row_first[mention + 1]))

        def order(row: int) -> tuple[float, int, str]:
            place = self.candidate(row).place
            return -float(self.scores[row]), -place.population, place.id

        return sorted(found, key=order)

    def support(self, row: int) -> float:
        """Belief in a row's place and its twins."""
        return support(self.view, self.belief, row)

    def candidate(self, row: int) -> Candidate:
        """Candidate of a row."""
        return self.view.scene.candidates[int(self.view.candidate[row])]


def support(view: View, belief: Floats, row: int) -> float:
    """Belief in a row's place and its twins: candidates of the same mention at the same spot, such as a city and its district."""
    mention = int(view.mention[row])
    rows = np.arange(int(view.row_first[mention]), int(view.row_first[mention + 1]))
    if len(rows) == 1:
        return float(belief[row])
    xyz = view.scene.xyz[view.candidate[rows]]
    own = row - int(rows[0])
    near = distances_km(xyz[own : own + 1], xyz)[0] <= _TWIN_KM
    return min(1.0, float(belief[rows][near].sum()))


def softmax(view: View, scores: Floats) -> Floats:
    """Probability of each row among those of its mention, shape (rows,)."""
    count = len(view.scene.mentions)
    best = np.full(count, -np.inf)
    np.maximum.at(best, view.mention, scores)
    powers = np.exp(scores - best[view.mention])
    share: Floats = powers / np.bincount(view.mention, weights=powers, minlength=count)[view.mention]
    return share
