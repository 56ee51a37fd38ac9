"""A document as the ranker sees it: every candidate of every mention as one row of NumPy arrays.

Mentions of the same name share their candidates: a name is looked up once and its document evidence is computed once, however
often it stands in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geomap.gazetteer.keys import key_of
from geomap.models import Candidate, Document, Mention, Place
from geomap.resolution.adjacency import Adjacency
from geomap.resolution.kinds import KINDS, Kind, cues, kind_of

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
EARTH_RADIUS_KM = 6371.0088
# Countries, regions and seas say nothing of where exactly the others lie.
_WIDE_RADIUS_KM = 250.0


@dataclass(frozen=True, slots=True)
class Facts:
    """What the ranker needs of a place, as numbers."""

    kind: int
    latitude: float
    longitude: float
    log_population: float
    log_radius: float
    wide: bool


class FactsCache:
    """Facts of places, computed once a process."""

    def __init__(self) -> None:
        self._facts: dict[str, tuple[Place, Facts]] = {}

    def __call__(self, place: Place) -> Facts:
        """Facts of a place."""
        known = self._facts.get(place.id)
        # Two sources may hold different things under one id.
        if known is None or (known[0] is not place and known[0] != place):
            facts = Facts(
                KINDS.index(kind_of(place)),
                place.point.latitude,
                place.point.longitude,
                float(np.log10(place.population + 1)),
                float(np.log10(place.radius_km + 0.1)),
                place.radius_km > _WIDE_RADIUS_KM,
            )
            known = self._facts[place.id] = (place, facts)
        return known[1]


_facts_of = FactsCache()


@dataclass(frozen=True)
class Scene:
    """All mentions of a document with the candidates of their names.

    Attributes
    ----------
    document
        The document.
    mentions
        Its mentions, in the order of the text or as given.
    name_of
        Index of each mention's name, shape (mentions,).
    candidates
        Candidates of all names, those of one name side by side, best first.
    first
        Where each name's candidates begin, shape (names + 1,).
    """

    document: Document
    mentions: tuple[Mention, ...]
    name_of: Ints
    candidates: tuple[Candidate, ...]
    first: Ints

    @classmethod
    def of(cls, document: Document, mentions: Sequence[Mention], found: Sequence[tuple[Candidate, ...]]) -> Scene:
        """Scene of a document.

        Parameters
        ----------
        document, mentions
            The document and its mentions.
        found
            Candidates of each mention. Mentions with the same names are given the same candidates.
        """
        names: dict[tuple[str, ...], int] = {}
        candidates: list[Candidate] = []
        first = [0]
        name_of = []
        for mention, answer in zip(mentions, found, strict=True):
            # "PARIS" and "Paris" are one name: neither is evidence for the other. What is corrected may be corrected as it is written.
            written = mention.coordinates or any(candidate.rule == "correction" for candidate in answer)
            key = (*map(key_of, mention.names or (mention.text,)), *((mention.text,) if written else ()))
            if key not in names:
                names[key] = len(names)
                candidates += answer
                first.append(len(candidates))
            name_of.append(names[key])
        return cls(document, tuple(mentions), np.array(name_of, np.int64), tuple(candidates), np.array(first, np.int64))

    @property
    def names(self) -> int:
        """Number of distinct names."""
        return len(self.first) - 1

    @cached_property
    def name(self) -> Ints:
        """Index of the name that each candidate belongs to, shape (candidates,)."""
        return np.repeat(np.arange(self.names), np.diff(self.first))

    @cached_property
    def mentions_of_name(self) -> Floats:
        """How often each name is mentioned, shape (names,)."""
        return np.bincount(self.name_of, minlength=self.names).astype(np.float64)

    @cached_property
    def name_weight(self) -> Floats:
        """Weight of each name in the document: one for the first mention, less for each further one, shape (names,)."""
        return np.log2(1.0 + self.mentions_of_name)

    @cached_property
    def facts(self) -> tuple[Facts, ...]:
        """Facts of each candidate's place."""
        return tuple(_facts_of(candidate.place) for candidate in self.candidates)

    @cached_property
    def kind(self) -> Ints:
        """Kind of each candidate's place as an index of `KINDS`, shape (candidates,)."""
        return np.array([facts.kind for facts in self.facts], np.int64)

    @cached_property
    def log_population(self) -> Floats:
        """Decadic logarithm of one more than the population, shape (candidates,)."""
        return np.array([facts.log_population for facts in self.facts], np.float64)

    @cached_property
    def log_radius(self) -> Floats:
        """Decadic logarithm of the radius in kilometres, shape (candidates,)."""
        return np.array([facts.log_radius for facts in self.facts], np.float64)

    @cached_property
    def wide(self) -> Bools:
        """Whether the place is too large to say where others lie, shape (candidates,)."""
        return np.array([facts.wide for facts in self.facts], np.bool_)

    @cached_property
    def xyz(self) -> Floats:
        """Unit vectors of the points, shape (candidates, 3)."""
        latitude = np.radians(np.array([facts.latitude for facts in self.facts], np.float64))
        longitude = np.radians(np.array([facts.longitude for facts in self.facts], np.float64))
        return unit_vectors(latitude, longitude)

    @cached_property
    def prior(self) -> Floats:
        """Prior of each candidate, shape (candidates,)."""
        return np.array([candidate.prior for candidate in self.candidates], np.float64)

    @cached_property
    def told(self) -> Bools:
        """Whether a person has said that the candidate is meant, shape (candidates,)."""
        return np.array([candidate.rule == "correction" for candidate in self.candidates], np.bool_)

    def with_told(self, belief: Floats, candidate: Ints) -> Floats:
        """Beliefs in candidates given by their indices, with what people have said: a correction leaves its name nothing to doubt."""
        if not self.told.any():
            return belief
        decided = np.bincount(self.name[self.told], minlength=self.names) > 0
        return np.where(decided[self.name[candidate]], self.told[candidate].astype(np.float64), belief)

    @cached_property
    def place_index(self) -> dict[str, int]:
        """Index of every place that is a candidate or contains one."""
        index: dict[str, int] = {}
        for candidate in self.candidates:
            index.setdefault(candidate.place.id, len(index))
            for parent in candidate.place.parents:
                index.setdefault(parent, len(index))
        return index

    @cached_property
    def place(self) -> Ints:
        """Index of each candidate's place in `place_index`, shape (candidates,)."""
        index = self.place_index
        return np.array([index[candidate.place.id] for candidate in self.candidates], np.int64)

    @cached_property
    def parents(self) -> Ints:
        """Indices of country, first- and second-order division, -1 where there is none, shape (candidates, 3)."""
        index = self.place_index
        rows = [[index[parent] for parent in candidate.place.parents[:3]] for candidate in self.candidates]
        table = np.full((len(rows), 3), -1, np.int64)
        for row, parents in enumerate(rows):
            table[row, : len(parents)] = parents
        return table

    @cached_property
    def country(self) -> Ints:
        """Index of the country that the place is or lies in, -1 at sea, shape (candidates,)."""
        codes = {code: index for index, code in enumerate(sorted({candidate.place.country for candidate in self.candidates} - {""}))}
        return np.array([codes.get(candidate.place.country, -1) for candidate in self.candidates], np.int64)

    @cached_property
    def division(self) -> Ints:
        """Index of the first-order division that the place is or lies in, -1 for none, shape (candidates,)."""
        is_division = self.kind == KINDS.index("division")
        return np.where(is_division, self.place, self.parents[:, 1])

    @cached_property
    def adjacency(self) -> Adjacency:
        """What stands between neighbouring mentions."""
        return Adjacency.of(self.document.text, self.mentions)

    @cached_property
    def called(self) -> tuple[frozenset[Kind], ...]:
        """Kinds that the words beside each mention call for."""
        return tuple(cues(self.document.text, mention.start, mention.end) for mention in self.mentions)


def unit_vectors(latitude: Floats, longitude: Floats) -> Floats:
    """Unit vectors of points given in radians, shape (points, 3)."""
    return np.stack([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], axis=-1)


def distances_km(one: Floats, other: Floats) -> Floats:
    """Great-circle distances between unit vectors, shape (one, other)."""
    chord = np.clip(one @ other.T, -1.0, 1.0)
    distance: Floats = EARTH_RADIUS_KM * np.arccos(chord)
    return distance
