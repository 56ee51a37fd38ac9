"""Where labels find room and marks move apart: the rules of the page's script (`assets/map/arrange.js`), for pictures.

Positions are in pixels or any other unit, y down. The first label that is given has the right of way; a label that finds no free
spot is left out, its number stays on the mark.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import atan2, cos, floor, hypot, sin
from typing import Literal

# Rounds of pushing: more do not part what fourteen could not (marks of a whole district on a map of a continent).
ROUNDS = 14
# A square of six marks by six has room for 36; four times as many in it are a heap that no pushing parts.
CROWD = 144
# Cells along the longer side of a frame: a name of a figure covers one or two of them.
CELLS = 64
# Shift of a country's name, in heights of the name, when its place is taken.
_SHIFTS = (0.0, -1.6, 1.6, -3.2, 3.2)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``top < bottom``."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two overlap; touching is no overlap."""
        return self.left < other.right and self.right > other.left and self.top < other.bottom and self.bottom > other.top

    def inside(self, frame: Box) -> bool:
        """Whether it lies wholly in the frame."""
        return self.left >= frame.left and self.top >= frame.top and self.right <= frame.right and self.bottom <= frame.bottom


@dataclass(frozen=True, slots=True)
class Label:
    """A text to be placed.

    Attributes
    ----------
    x, y
        What it belongs to.
    width, height
        Size of the text as it will be drawn.
    gap
        Distance between the point and the text beside it.
    spot
        ``beside`` a mark, or ``over`` the point (the name of a country).
    """

    x: float
    y: float
    width: float
    height: float
    gap: float = 0.0
    spot: Literal["beside", "over"] = "beside"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark with its diameter."""

    x: float
    y: float
    size: float


class Room:
    """What is taken of a frame, by cells of a grid: whether a box is free is a question to its neighbours, not to every box.

    Parameters
    ----------
    frame
        What labels must lie in.
    taken
        What they must not lie on: marks, legend, scale bar.
    """

    def __init__(self, frame: Box, taken: Iterable[Box] = ()) -> None:
        self._frame = frame
        self._cell = max(frame.right - frame.left, frame.bottom - frame.top, 1e-9) / CELLS
        self._boxes: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)
        for box in taken:
            self.take(box)

    def take(self, box: Box) -> None:
        """Let no label lie on a box."""
        for cell in self._cells(box):
            self._boxes[cell].append(box)

    def is_free(self, box: Box) -> bool:
        """Whether a box lies on nothing that is taken."""
        return not any(box.meets(other) for cell in self._cells(box) for other in self._boxes.get(cell, ()))

    def place(self, label: Label) -> Box | None:
        """Give a label its first free spot in the frame and take it; None when there is none."""
        box = next((spot for spot in _spots(label) if spot.inside(self._frame) and self.is_free(spot)), None)
        if box:
            self.take(box)
        return box

    def _cells(self, box: Box) -> Iterator[tuple[int, int]]:
        """Cells that a box touches; what lies beyond the frame counts to the cells at its edge."""
        left, right = self._index(box.left - self._frame.left), self._index(box.right - self._frame.left)
        top, bottom = self._index(box.top - self._frame.top), self._index(box.bottom - self._frame.top)
        return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))

    def _index(self, distance: float) -> int:
        return max(0, min(CELLS, floor(distance / self._cell)))


def place_labels(labels: Sequence[Label], *, taken: Iterable[Box], frame: Box) -> list[Box | None]:
    """Give each label its first free spot, or None when there is none.

    Parameters
    ----------
    labels
        Most important first.
    taken
        What they must not lie on: marks, legend, scale bar.
    frame
        What they must lie in.

    Returns
    -------
    list of Box or None
        In the order of ``labels``; no two of them overlap.
    """
    room = Room(frame, taken)
    return [room.place(label) for label in labels]


def _spots(label: Label) -> list[Box]:
    """Right, left, above, below, then the corners: the order in which a reader expects a name beside its dot."""
    x, y, gap, width, height = label.x, label.y, label.gap, label.width, label.height
    if label.spot == "over":
        corners = [(x - width / 2, y - height / 2 + shift * height) for shift in _SHIFTS]
    else:
        near = gap * 0.7
        corners = [
            (x + gap, y - height / 2),
            (x - gap - width, y - height / 2),
            (x - width / 2, y - gap - height),
            (x - width / 2, y + gap),
            (x + near, y - near - height),
            (x + near, y + near),
            (x - near - width, y - near - height),
            (x - near - width, y + near),
        ]
    return [Box(left, top, left + width, top + height) for left, top in corners]


def push_apart(marks: Sequence[Mark], *, gap: float = 2.0) -> list[tuple[float, float]]:
    """Move overlapping marks apart and return where they stand, in the order given.

    Each pair that overlaps is pushed half its overlap either way, round after round. Marks on one spot part in a direction that
    depends on their order only. Marks in a heap of more than `CROWD` stay where they are.
    """
    spots = [(mark.x, mark.y) for mark in marks]
    # Twice the widest pair: what is farther away than a neighbouring cell does not come near in one round.
    cell = 2 * (max((mark.size for mark in marks), default=0.0) + gap)
    crowded = frozenset(index for index, near in enumerate(_neighbours(spots, cell)) if len(near) > CROWD)
    for _ in range(ROUNDS):
        moved = False
        for i, near in enumerate(_neighbours(spots, cell)):
            if i in crowded:
                continue
            for j in near:
                if j > i and j not in crowded:
                    moved |= _push(spots, i, j, (marks[i].size + marks[j].size) / 2 + gap)
        if not moved:
            break
    return spots


def _neighbours(spots: Sequence[tuple[float, float]], cell: float) -> Iterator[Sequence[int]]:
    """Spots in the cell of each spot and in the eight around it, in ascending order, itself among them."""
    inside: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    cells = [(floor(x / cell), floor(y / cell)) for x, y in spots]
    for index, at in enumerate(cells):
        inside[at].append(index)
    around: dict[tuple[int, int], list[int]] = {}
    for x, y in cells:
        if (x, y) not in around:
            around[x, y] = sorted(index for dx in (-1, 0, 1) for dy in (-1, 0, 1) for index in inside.get((x + dx, y + dy), ()))
        yield around[x, y]


def _push(spots: list[tuple[float, float]], i: int, j: int, least: float) -> bool:
    (x1, y1), (x2, y2) = spots[i], spots[j]
    apart = hypot(x2 - x1, y2 - y1)
    if apart >= least:
        return False
    angle = atan2(y2 - y1, x2 - x1) if apart > least / 50 else (i + 1) * 2.4
    push = (least - apart) / 2 + least / 200
    spots[i] = (x1 - cos(angle) * push, y1 - sin(angle) * push)
    spots[j] = (x2 + cos(angle) * push, y2 + sin(angle) * push)
    return True
