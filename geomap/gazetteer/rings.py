"""Puts arcs together to rings.

Neighbouring areas share their arcs, so that a border is stored once and drawn once. An area is a set of faces; its rings are the
arcs that have exactly one of its faces on one side, walked with the area on the left.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geomap.gazetteer.polyline import Vertex

SEA = -1
"""Face number of what is no land."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A line between two nodes, with the faces on its left and right; `SEA` where there is none."""

    left: int
    right: int
    line: list[Vertex]


class Topology:
    """The arcs of one level of detail, to be asked for the rings of any set of faces.

    Parameters
    ----------
    arcs
        All arcs, numbered from 1.
    """

    def __init__(self, arcs: Sequence[Arc]) -> None:
        self._arcs = arcs
        self._by_face: dict[int, list[int]] = defaultdict(list)
        for number, arc in enumerate(arcs, 1):
            self._by_face[arc.left].append(number)
            self._by_face[arc.right].append(-number)

    def rings_of(self, faces: Iterable[int]) -> list[list[int]]:
        """Rings around an area.

        Parameters
        ----------
        faces
            Numbers of the faces that make up the area; one that has no arc at this level is left out.

        Returns
        -------
        list of list of int
            For each ring its arcs in order, negative where an arc runs backwards. The area lies on the left: shells run
            counter-clockwise, holes clockwise. Empty when no face has an arc.
        """
        inside = sorted({number for face in faces for number in self._by_face[face]})
        numbers = set(inside)
        pending = sorted((number for number in inside if -number not in numbers), key=abs)
        outgoing: dict[Vertex, list[int]] = defaultdict(list)
        for number in pending:
            outgoing[self._line(number)[0]].append(number)
        used: set[int] = set()
        walks = [self._walk(first, outgoing, used) for first in pending if first not in used]
        return [ring for walk in walks for ring in self._parted(walk)]

    def _walk(self, first: int, outgoing: dict[Vertex, list[int]], used: set[int]) -> list[int]:
        ring = [first]
        used.add(first)
        start = self._line(first)[0]
        while (here := self._line(ring[-1])[-1]) != start:
            choices = [number for number in outgoing[here] if number not in used]
            # The next arc clockwise, seen from the one we came by, keeps rings apart that touch in a point.
            following = min(choices, key=lambda number: self._turn(ring[-1], number))
            used.add(following)
            ring.append(following)
        return ring

    def _parted(self, walk: list[int]) -> list[list[int]]:
        """Part a walk where it comes back to a node: a hole that touches its shell in a point becomes a ring of its own."""
        rings: list[list[int]] = []
        open_arcs: list[int] = []
        for number in walk:
            open_arcs.append(number)
            starts = [self._line(arc)[0] for arc in open_arcs]
            end = self._line(number)[-1]
            if end in starts:
                first = starts.index(end)
                rings.append(open_arcs[first:])
                del open_arcs[first:]
        return rings

    def _line(self, number: int) -> list[Vertex]:
        line = self._arcs[abs(number) - 1].line
        return line if number > 0 else line[::-1]

    def _turn(self, arriving: int, leaving: int) -> float:
        before, after = self._line(arriving), self._line(leaving)
        back = math.atan2(before[-2][1] - before[-1][1], before[-2][0] - before[-1][0])
        forth = math.atan2(after[1][1] - after[0][1], after[1][0] - after[0][0])
        return (back - forth) % (2 * math.pi) or 2 * math.pi
