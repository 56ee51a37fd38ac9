"""Where labels find room and marks move apart: the rules of the page's script (`assets/map/arrange.js`), for pictures.

Positions are in pixels or any other unit, y down. The first label that is given has the right of way; a label that finds no free
spot is left out, its number stays on the mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, sin
from typing import Literal

# Rounds of pushing: more do not part what fourteen could not (marks of a whole district on a map of a continent).
ROUNDS = 14
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
    full = list(taken)
    placed: list[Box | None] = []
    for label in labels:
        box = next((spot for spot in _spots(label) if spot.inside(frame) and not any(spot.meets(other) for other in full)), None)
        placed.append(box)
        if box:
            full.append(box)
    return placed


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
    depends on their order only.
    """
    spots = [(mark.x, mark.y) for mark in marks]
    for _ in range(ROUNDS):
        moved = False
        for i in range(len(marks)):
            for j in range(i + 1, len(marks)):
                moved |= _push(spots, i, j, (marks[i].size + marks[j].size) / 2 + gap)
        if not moved:
            break
    return spots


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
