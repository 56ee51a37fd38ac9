"""What stands between neighbouring names: "Paris, Ky." contains, "Lee, Polk and Hill" lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from geomap.models import Mention

Ints = npt.NDArray[np.int64]
# From the end of one name to the start of the next; a generic word of the first name may stand before the comma.
_GENERIC = r"(?:\s+(?:county|parish|township|city|village|town|district|province|state|region|area))?"
_CONTAINS = re.compile(rf"{_GENERIC}\s*(?:,|\()\s*$|{_GENERIC},?\s+in\s+(?:the\s+)?(?:[\w-]+\s+)?$", re.IGNORECASE)
_LISTS = re.compile(r"\s*(?:,|;|/|–|-|&|,?\s*and|,?\s*or|,?\s*to)\s+(?:the\s+|in\s+)?$", re.IGNORECASE)
# Longer stretches hold a clause of their own.
_MAX_BETWEEN = 24


@dataclass(frozen=True)
class Adjacency:
    """Neighbours of each mention, -1 where there is none, each of shape (mentions,).

    Attributes
    ----------
    container
        The following mention, when it may name what contains this one.
    second_container
        The one after that, when both are joined by commas ("Paris, Bourbon County, Ky.").
    content
        The preceding mention, when this one may name what contains it.
    listed_before, listed_after
        Neighbours in the same list.
    """

    container: Ints
    second_container: Ints
    content: Ints
    listed_before: Ints
    listed_after: Ints

    @classmethod
    def of(cls, text: str, mentions: Sequence[Mention]) -> Adjacency:
        """Neighbours of the mentions of a text; mentions that overlap are no neighbours."""
        count = len(mentions)
        order = sorted(range(count), key=lambda index: (mentions[index].start, mentions[index].end))
        columns = [np.full(count, -1, np.int64) for _ in range(5)]
        container, second, content, before, after = columns
        for one, other in pairwise(order):
            start, end = mentions[one].end, mentions[other].start
            between = text[start:end] if start <= end <= start + _MAX_BETWEEN else "."
            if "\n\n" in between:
                continue
            if _CONTAINS.fullmatch(between):
                container[one], content[other] = other, one
            if _LISTS.fullmatch(between):
                after[one], before[other] = other, one
        linked = container >= 0
        second[linked] = container[container[linked]]
        return cls(*columns)
