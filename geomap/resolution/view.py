"""A scene row by row: each candidate of each mention, with what is believed of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geomap.resolution.batch import Batch
from geomap.resolution.home import Home
from geomap.resolution.scene import Floats, Ints, Scene


@dataclass(frozen=True)
class View:
    """A scene, row by row, with what is believed of it.

    Attributes
    ----------
    scene
        The document with its candidates.
    belief
        Probability of each candidate, averaged over the mentions of its name, shape (candidates,).
    row_belief
        Probability of each row, shape (rows,).
    home
        Where the publisher is at home.
    batch
        What the publisher's other articles name.
    """

    scene: Scene
    belief: Floats
    row_belief: Floats
    home: Home
    batch: Batch

    @cached_property
    def mention(self) -> Ints:
        """Index of the mention of each row, shape (rows,)."""
        counts = np.diff(self.scene.first)[self.scene.name_of]
        return np.repeat(np.arange(len(self.scene.mentions)), counts)

    @cached_property
    def row_first(self) -> Ints:
        """Where the rows of each mention begin, shape (mentions + 1,)."""
        counts = np.diff(self.scene.first)[self.scene.name_of]
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    @cached_property
    def candidate(self) -> Ints:
        """Index of the candidate of each row, shape (rows,)."""
        starts = self.scene.first[self.scene.name_of] - self.row_first[:-1]
        return np.arange(self.row_first[-1]) + np.repeat(starts, np.diff(self.row_first))

    @cached_property
    def mass(self) -> Floats:
        """Belief times the weight of the name and the recognizer's confidence in it, shape (candidates,)."""
        confidence = np.array([mention.confidence for mention in self.scene.mentions])
        sure = np.bincount(self.scene.name_of, weights=confidence, minlength=self.scene.names) / self.scene.mentions_of_name
        mass: Floats = self.belief * (self.scene.name_weight * sure)[self.scene.name]
        return mass

    def rows(self, mention: int) -> slice:
        """Rows of a mention."""
        return slice(int(self.row_first[mention]), int(self.row_first[mention + 1]))
