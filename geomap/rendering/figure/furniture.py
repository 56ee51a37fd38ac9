"""What stands on and below the map beside the story: legend, scale bar, the place of the overview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from geomap.rendering.figure.frame import MM_PER_POINT, Frame
from geomap.rendering.geometry import Bounds, mercator_y
from geomap.rendering.labels import Box
from geomap.rendering.layout import WORLD_DEGREES, Layout, scale_bar_km
from geomap.rendering.words import TONE_WORDS


class Measure(Protocol):
    """Tells how wide a text is on paper."""

    def __call__(self, text: str, size: float, *, bold: bool = False) -> float:
        """Width in millimetres of a text at a size in points."""
        ...


INSET_MM, SCALE_MM = 25.0, 26.0
# On a frame narrower than this an overview would hide more than it tells.
_LEAST_FRAME_MM = 75.0
_SIGN_MM, _GAP_MM = 3.6, 4.5


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign of the legend with its words; where it stands on its row, in millimetres."""

    sign: str
    words: str
    x: float
    row: int


@dataclass(frozen=True, slots=True)
class Legend:
    """The legend: its entries, and the base line of its first row."""

    entries: tuple[Entry, ...]
    size: float
    rows: int
    left: float = 0.0
    y: float = 0.0

    def at(self, left: float, y: float) -> Legend:
        """Return the legend at its place."""
        return replace(self, left=left, y=y)


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale bar: the box it needs, its length and its words."""

    box: Box
    length_mm: float
    words: str
    size: float


def legend_of(layout: Layout, width: float, size: float, measure: Measure) -> Legend:
    """Signs that are on this map, and no others, in rows of at most ``width`` millimetres."""
    places = [placed.view for placed in layout.places]
    wanted = [(str(tone), words) for tone, words in TONE_WORDS.items() if any(place.tone == tone for place in places)]
    for sign, words, present in (
        ("approximate", "placed approximately", any(place.shape == "approximate" for place in places)),
        ("contested", "contested", any(place.claim for place in places)),
        ("doubtful", "doubtful", any(place.doubtful for place in places)),
    ):
        if present:
            wanted.append((sign, words))
    entries, x, row = [], 0.0, 0
    for sign, words in wanted:
        long = _SIGN_MM + measure(words, size)
        if x and x + long > width:
            x, row = 0.0, row + 1
        entries.append(Entry(sign, words, x, row))
        x += long + _GAP_MM
    return Legend(tuple(entries), size, row + 1 if entries else 0)


def emptiest_corner(
    box: Box, size: tuple[float, float], marks: Sequence[tuple[float, float]], corners: Sequence[str], taken: Sequence[Box] = ()
) -> Box:
    """Box of a size in the first of the corners with the fewest marks in it and around it."""
    width, height = size
    edge = 1.5

    def at(corner: str) -> Box:
        left = box.left + edge if corner.startswith("left") else box.right - edge - width
        top = box.top + edge if corner.endswith("top") else box.bottom - edge - height
        return Box(left, top, left + width, top + height)

    def crowded(corner: str) -> tuple[bool, int, int]:
        spot = at(corner)
        near = sum(spot.left - 4 < x < spot.right + 4 and spot.top - 3 < y < spot.bottom + 3 for x, y in marks)
        return any(spot.meets(other) for other in taken), near, list(corners).index(corner)

    return at(min(corners, key=crowded))


def inset_size(overview: Bounds | None, frame: Frame) -> tuple[float, float] | None:
    """Width and height of the overview on paper; None when there is none or no room."""
    if overview is None or frame.box.right - frame.box.left < _LEAST_FRAME_MM:
        return None
    height = INSET_MM * (mercator_y(overview.north) - mercator_y(overview.south)) / (overview.east - overview.west)
    return (INSET_MM, height) if height < (frame.box.bottom - frame.box.top) * 0.5 else None


def scale_of(frame: Frame, layout: Layout, marks: Sequence[tuple[float, float]], taken: Sequence[Box], size: float) -> Scale | None:
    """Scale bar in the emptiest lower corner; none on a map of the world, whose scale changes with the latitude."""
    if layout.extent.size >= WORLD_DEGREES:
        return None
    longest = min(SCALE_MM, (frame.box.right - frame.box.left) / 4)
    kilometres = scale_bar_km(frame.km_per_mm, longest)
    length = kilometres / frame.km_per_mm
    words = f"{kilometres:,.0f} km" if kilometres >= 1 else f"{kilometres * 1000:.0f} m"
    corners = ("left bottom", "right bottom", "left top", "right top")
    box = emptiest_corner(frame.box, (length + 1.0, size * MM_PER_POINT * 1.3 + 1.4), marks, corners, taken)
    return Scale(box, length, words, size)
