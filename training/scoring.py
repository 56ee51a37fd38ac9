"""What a corpus says of the resolver's answers: pairs by overlap, hits within 161 km, calibration, risk by coverage, intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from geomap.gazetteer.geometry import distance_km
from geomap.models import Document, Mention, Place, Point, Resolution
from training.articles import HIT_KM

Gold = dict[str, Any]
Answered = tuple[Mention, Place | None, float]


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold mention with coordinates and the answer to the mention found there; None when none was found."""

    document: Document
    gold: Gold
    answer: Answered | None

    @property
    def placed(self) -> bool:
        """Whether there is a place."""
        return self.answer is not None and self.answer[1] is not None

    @property
    def hit(self) -> bool:
        """Whether it is the gold place, or a point within 161 km."""
        return self.answer is not None and is_hit(self.gold, self.answer[1])


@dataclass(frozen=True)
class Scores:
    """Answers to a corpus: the pairs, and the places given that no gold mention asked for, as ids of documents with confidences."""

    pairs: tuple[Pair, ...]
    spurious: tuple[tuple[str, float], ...]

    @property
    def recall(self) -> float:
        """Share of the gold mentions with coordinates that are hits."""
        return _share([pair.hit for pair in self.pairs])

    @property
    def precision(self) -> float:
        """Share of the places given that are hits."""
        placed = [pair.hit for pair in self.pairs if pair.placed]
        return sum(placed) / max(1, len(placed) + len(self.spurious))

    @property
    def calibration_error(self) -> float:
        """Expected calibration error of the places given for gold mentions."""
        confidence, hit = self.sure()
        bins = np.minimum(9, (confidence * 10).astype(int))
        return float(sum(abs((confidence - hit)[bins == b].sum()) for b in range(10)) / max(1, len(hit)))

    def sure(self) -> tuple[Any, Any]:
        """Confidence of each place given for a gold mention, and whether it is a hit."""
        placed = [pair for pair in self.pairs if pair.placed]
        confidences = [pair.answer[2] for pair in placed if pair.answer]
        return np.array(confidences, float), np.array([pair.hit for pair in placed], float)

    def precision_above(self, least: float) -> tuple[float, float, float]:
        """At a least confidence: share of hits among gold mentions, among all places given, and the share of gold mentions answered so."""
        confidence, hit = self.sure()
        kept = confidence >= least
        spurious = sum(one >= least for _, one in self.spurious)
        right = float(hit[kept].sum())
        return right / max(1, kept.sum()), right / max(1, kept.sum() + spurious), float(kept.sum()) / max(1, len(self.pairs))

    def risk(self, coverage: float) -> float:
        """Share of wrong answers among the surest, as many as this share of the gold mentions; nan when fewer are answered."""
        confidence, hit = self.sure()
        count = round(coverage * len(self.pairs))
        order = np.argsort(-confidence, kind="stable")[:count]
        return 1.0 - float(hit[order].mean()) if 0 < count <= len(hit) else math.nan


def is_hit(gold: Gold, place: Place | None) -> bool:
    """Whether a place is the gold place, or lies within 161 km of the gold point."""
    if place is None:
        return False
    same = bool(gold.get("geonameid")) and gold["geonameid"] == place.geonameid
    return same or distance_km(Point(gold["lat"], gold["lon"]), place.point) <= HIT_KM


def scored(items: Sequence[tuple[Document, Sequence[Gold], Sequence[Answered]]]) -> Scores:
    """Scores of documents with their gold mentions and the answers found.

    A place given for a gold mention without coordinates is neither a hit nor spurious.
    """
    pairs: list[Pair] = []
    spurious: list[tuple[str, float]] = []
    for document, golds, answers in items:
        of_gold = paired(golds, answers)
        pairs += [Pair(document, gold, of_gold.get(number)) for number, gold in enumerate(golds) if gold["lat"] is not None]
        used = {id(answer) for answer in of_gold.values()}
        spurious += [(document.id, answer[2]) for answer in answers if answer[1] is not None and id(answer) not in used]
    return Scores(tuple(pairs), tuple(spurious))


def paired(golds: Sequence[Gold], answers: Sequence[Answered]) -> dict[int, Answered]:
    """Answer to each gold mention by its number, one to one, largest overlap first."""
    overlaps = sorted(
        (max(gold["start"], mention.start) - min(gold["end"], mention.end), abs(gold["start"] - mention.start), one, other)
        for one, gold in enumerate(golds)
        for other, (mention, _, _) in enumerate(answers)
        if min(gold["end"], mention.end) > max(gold["start"], mention.start)
    )
    found: dict[int, Answered] = {}
    taken: set[int] = set()
    for _, _, one, other in overlaps:
        if one not in found and other not in taken:
            found[one] = answers[other]
            taken.add(other)
    return found


def answers_of(resolutions: Sequence[Resolution]) -> list[Answered]:
    """Mention, place and confidence of each resolution."""
    return [(resolution.mention, resolution.place, resolution.confidence) for resolution in resolutions]


def wilson(right: int, count: int, *, z: float = 1.96) -> tuple[float, float]:
    """Bounds of a share with .95, after E. B. Wilson (1927)."""
    if not count:
        return 0.0, 1.0
    share = right / count
    middle = share + z * z / (2 * count)
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (middle - spread) / (1 + z * z / count), (middle + spread) / (1 + z * z / count)


def by(pairs: Sequence[Pair], key: Callable[[Pair], str]) -> dict[str, list[Pair]]:
    """Pairs by a key, most frequent first."""
    groups: dict[str, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(key(pair), []).append(pair)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / max(1, len(flags))
