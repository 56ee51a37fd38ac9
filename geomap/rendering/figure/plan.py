"""Where everything of a picture stands: pure, given how wide a text is. The rules are those of the page (`rendering/labels.py`).

::

    ┌────────────────────────────┐
    │ Title                      │
    │ what is on the map         │
    │ ┌────────────────────────┐ │
    │ │ map            inset   │ │   names beside their marks; a mark whose name finds no room
    │ │  scale bar             │ │   gets a number, and the key below says what it is
    │ └────────────────────────┘ │
    │ legend                     │
    │ key · beyond this map      │
    │ source                     │
    └────────────────────────────┘
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log2

from geomap.rendering.figure.frame import MM_PER_POINT, Frame, framed
from geomap.rendering.figure.furniture import Legend, Measure, Scale, emptiest_corner, inset_size, legend_of, scale_of
from geomap.rendering.figure.options import PictureOptions
from geomap.rendering.figure.shapes import is_closed, middle_of, size_mm
from geomap.rendering.figure.wording import and_more, beyond, in_lines, source_line, summary_line
from geomap.rendering.labels import Box, Label, Mark, Room, place_labels, push_apart
from geomap.rendering.layout import Layout, PlacedView
from geomap.rendering.plain import cut, isolated
from geomap.rendering.view import MapView

MARGIN_MM = 4.0
# Parts the letters of a country's name.
_THIN = "\u2009"
# Type in points on a picture as wide as a page of a report; smaller and larger pictures grow half as fast as their width.
TITLE, SUMMARY, NAME, CONTEXT, COUNTRY, SMALL = 11.0, 7.5, 7.5, 6.2, 7.0, 6.0
# Marks in millimetres: a dot, a dot with a number in it, and what the fourth doubling of namings adds at most.
DOT_MM, NUMBERED_MM, GROWTH_MM = 2.0, 3.1, 1.2
LINE = 1.25
# An area smaller than this on paper is drawn as a dot too, and one smaller than its name has the name beside it.
SMALLEST_AREA_MM = 3.5
# Without an outline an area keeps a mark up to this size: a continent has no middle that a dot could mean.
WIDE_MM = 25.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on paper.

    Attributes
    ----------
    placed
        The place.
    home
        Where it lies.
    x, y, size
        Where its mark stands and how large it is; ``size`` 0 for an area that needs no mark.
    numbered
        Whether the mark carries the number.
    label
        Where its name stands; None when there is no room.
    name
        The name.
    """

    placed: PlacedView
    home: tuple[float, float]
    x: float
    y: float
    size: float
    numbered: bool
    label: Box | None
    name: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name for orientation on paper."""

    text: str
    kind: str
    capital: bool
    x: float
    y: float
    label: Box
    size: float


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of text: where the first base line is, and their size in points."""

    lines: tuple[str, ...]
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A picture, laid out."""

    frame: Frame
    spots: tuple[Spot, ...]
    names: tuple[Name, ...]
    title: Block
    summary: Block
    legend: Legend
    key: Block
    source: Block
    scale: Scale | None
    inset: Box | None
    type_scale: float


def planned(view: MapView, layout: Layout, options: PictureOptions, measure: Measure) -> Plan:
    """Lay a picture out.

    Parameters
    ----------
    view, layout
        What is shown and where in the world.
    options
        Size and headings.
    measure
        Width in millimetres of a text at a size in points, bold or not.
    """
    draft = _Draft(view, layout, options, measure)
    rows = 0
    # What the key says depends on the names that find room, and their room on the height of the key.
    for _ in range(3):
        plan = draft.plan(rows)
        if len(plan.key.lines) <= rows:
            return plan
        rows = len(plan.key.lines)
    return plan


class _Draft:
    """The steps of one plan, with what they share."""

    def __init__(self, view: MapView, layout: Layout, options: PictureOptions, measure: Measure) -> None:
        self.view, self.layout, self.options, self.measure = view, layout, options, measure
        self.type_scale: float = min(1.8, max(0.85, (options.width_mm / 160) ** 0.5))
        self._sizes_mm: dict[tuple[int, Frame], float] = {}
        self.inner = options.width_mm - 2 * MARGIN_MM

    def plan(self, rows: int) -> Plan:
        title, summary, top = self._head()
        small = SMALL * self.type_scale
        row = small * LINE * MM_PER_POINT
        source_lines = self._lines(source_line(self.view), small, most=2)
        # Base lines, from the lower edge upward.
        source_y = self.options.height_mm - MARGIN_MM + 0.6 - row * (len(source_lines) - 1)
        key_y = source_y - row * rows - (0.6 if rows else 0.0)
        legend = legend_of(self.layout, self.inner, small, self.measure)
        legend_y = key_y - (row * 1.15 * legend.rows + 0.5 if legend.rows else 0.0)
        frame_box = Box(MARGIN_MM, top, self.options.width_mm - MARGIN_MM, max(legend_y - row * 1.15, top + 20))
        frame = framed(self.layout.extent, frame_box)
        spots, names, inset, scale = self._on_the_map(frame)
        key = self._key(spots, most=3)
        return Plan(
            frame=frame, spots=spots, names=names, title=title, summary=summary, legend=legend.at(MARGIN_MM, legend_y),
            key=Block(key, source_y - row * len(key), small), source=Block(source_lines, source_y, small),
            scale=scale, inset=inset, type_scale=self.type_scale,
        )  # fmt: skip

    def _head(self) -> tuple[Block, Block, float]:
        """Title and summary, and where the map begins below them."""
        empty = Block((), 0.0, 0.0)
        if not self.options.headed:
            return empty, empty, MARGIN_MM / 2
        size, small = TITLE * self.type_scale, SUMMARY * self.type_scale
        title = self._lines(self.view.headline, size, most=2, bold=True)
        summary = self._lines(summary_line(self.view), small, most=2)
        y = MARGIN_MM + size * 0.27
        below = y + size * LINE * MM_PER_POINT * max(len(title) - 1, 0) + small * LINE * MM_PER_POINT + 0.5
        end = below + small * LINE * MM_PER_POINT * max(len(summary) - 1, 0) + 2.0
        return Block(title, y, size), Block(summary, below, small), end

    def _lines(self, text: str, size: float, *, most: int, bold: bool = False) -> tuple[str, ...]:
        return tuple(in_lines(text, self.inner, lambda part: self.measure(part, size, bold=bold) * 1.015, most=most))

    def _on_the_map(self, frame: Frame) -> tuple[tuple[Spot, ...], tuple[Name, ...], Box | None, Scale | None]:
        shown = [placed for placed in self.layout.places if placed.inside or self._seen(placed, frame)]
        homes = [self._home(placed, frame) for placed in shown]
        taken: list[Box] = []
        inset = self._inset(frame, homes)
        taken += [inset] if inset else []
        scale = scale_of(frame, self.layout, homes, taken, SMALL * self.type_scale)
        taken += [scale.box] if scale else []
        spots = self._all_spots(frame, shown, homes, taken)
        return spots, self._names(frame, spots, taken), inset, scale

    def _all_spots(self, frame: Frame, shown: list[PlacedView], homes: list[tuple[float, float]], taken: list[Box]) -> tuple[Spot, ...]:
        """Every place, those without room for their name with a number; a larger mark may take the room of a name that had some."""
        numbers = frozenset(placed.view.number for placed in shown) if self.options.numbered else frozenset[int]()
        nameless = frozenset[int]()
        for _ in range(4):
            spots = self._spots(frame, shown, homes, taken, numbers | nameless, nameless)
            lacking = frozenset(spot.placed.view.number for spot in spots if spot.label is None)
            if lacking <= nameless:
                break
            nameless |= lacking
        return tuple(spot if spot.label else replace(spot, numbered=True) for spot in spots)

    def _seen(self, placed: PlacedView, frame: Frame) -> bool:
        """Whether a place beyond the extent stands on the paper after all, well inside the edge."""
        x, y = frame.at(placed.point)
        box = frame.box
        return placed.outline is None and box.left + 2 < x < box.right - 2 and box.top + 2 < y < box.bottom - 2

    def _home(self, placed: PlacedView, frame: Frame) -> tuple[float, float]:
        middle = middle_of(placed.outline, frame) if placed.outline is not None else None
        return frame.at(middle or placed.point)

    def _inset(self, frame: Frame, homes: list[tuple[float, float]]) -> Box | None:
        size = inset_size(self.layout.overview, frame)
        return emptiest_corner(frame.box, size, homes, ("right top", "left top", "right bottom", "left bottom")) if size else None

    def _spots(
        self, frame: Frame, shown: list[PlacedView], homes: list[tuple[float, float]], fixed: list[Box],
        numbered: frozenset[int], nameless: frozenset[int],
    ) -> tuple[Spot, ...]:  # fmt: skip
        sizes = [self._size(placed, frame, numbered=placed.view.number in numbered) for placed in shown]
        marks = push_apart([Mark(x, y, size) for (x, y), size in zip(homes, sizes, strict=True) if size], gap=0.35)
        pushed = iter(marks)
        at = [next(pushed) if size else home for home, size in zip(homes, sizes, strict=True)]
        taken = [*fixed, *(_square(x, y, size) for (x, y), size in zip(at, sizes, strict=True) if size)]
        # Names of dots first: an area's name may stand anywhere on it.
        named = [index for index in range(len(shown)) if shown[index].view.number not in nameless]
        order = sorted(named, key=lambda index: (not sizes[index], -shown[index].view.weight, shown[index].view.number))
        names = [self._name(placed) for placed in shown]
        labels = [self._label(names[index], at[index], sizes[index], shown[index], frame) for index in order]
        boxes = dict(zip(order, place_labels(labels, taken=taken, frame=_inside(frame.box)), strict=True))
        return tuple(
            Spot(placed, homes[index], *at[index], sizes[index], placed.view.number in numbered, boxes.get(index), names[index])
            for index, placed in enumerate(shown)
        )

    def _name(self, placed: PlacedView) -> str:
        return cut(placed.view.place.name, 48) + (" ?" if placed.view.doubtful else "")

    def _size(self, placed: PlacedView, frame: Frame, *, numbered: bool) -> float:
        growth: float = min(4.0, log2(len(placed.view.mentions) or 1)) / 4 * GROWTH_MM
        if numbered:
            return (NUMBERED_MM + growth / 2) * self.type_scale
        if self._is_wide(placed, frame):
            return 0.0
        return (DOT_MM + growth) * self.type_scale

    def _extent_mm(self, placed: PlacedView, frame: Frame) -> float:
        """Size of an outline on paper, measured once."""
        key = (placed.view.number, frame)
        if key not in self._sizes_mm:
            self._sizes_mm[key] = size_mm(placed.outline, frame) if placed.outline is not None else 0.0
        return self._sizes_mm[key]

    def _is_wide(self, placed: PlacedView, frame: Frame) -> bool:
        """Whether a place is an area to the eye, which needs no mark."""
        if placed.outline is not None:
            return self._extent_mm(placed, frame) >= SMALLEST_AREA_MM
        # An area that nobody outlined keeps a mark until it is so large that a dot would be wrong.
        return placed.view.shape == "area" and 2 * placed.radius_km / frame.km_per_mm >= WIDE_MM

    def _label(self, name: str, at: tuple[float, float], size: float, placed: PlacedView, frame: Frame) -> Label:
        points = NAME * self.type_scale
        width, height = self.measure(name, points, bold=True) + 0.3, points * MM_PER_POINT * 1.1
        over = not size and (placed.outline is None or (is_closed(placed.outline) and self._extent_mm(placed, frame) > width * 0.7))
        return Label(at[0], at[1], width, height, gap=size / 2 + 0.7, spot="over" if over else "beside")

    def _names(self, frame: Frame, spots: tuple[Spot, ...], fixed: list[Box]) -> tuple[Name, ...]:
        marks = (_square(spot.x, spot.y, spot.size) for spot in spots if spot.size)
        room = Room(_inside(frame.box), [*fixed, *marks, *(spot.label for spot in spots if spot.label)])
        names = []
        for name in sorted(self.layout.names, key=lambda name: (name.kind, name.rank)):
            country = name.kind == "country"
            size = (COUNTRY if country else CONTEXT) * self.type_scale
            text = _THIN.join(isolated(name.text).upper()) if country else isolated(name.text)
            x, y = frame.at(name.point)
            width, height = self.measure(text, size) + 0.3, size * MM_PER_POINT * 1.1
            label = Label(x, y, width, height, gap=1.1, spot="over" if country else "beside")
            dot = _square(x, y, 0.0 if country else 1.4)
            spot = room.place(label) if room.is_free(dot) else None
            if spot:
                if not country:
                    room.take(dot)
                names.append(Name(text, name.kind, name.capital, x, y, spot, size))
        return tuple(names)

    def _key(self, spots: tuple[Spot, ...], *, most: int) -> tuple[str, ...]:
        """What the numbers without a name mean, and what lies beyond the map."""
        unnamed = [f"{spot.placed.view.number} {spot.name}" for spot in spots if spot.label is None]
        shown = {spot.name for spot in spots}
        outside = [name for name in beyond(self.layout) if name not in shown]
        parts = []
        if unnamed:
            parts.append(f"Also on the map: {and_more(unnamed, most=24)}.")
        if outside and len(spots) < len(self.layout.places):
            parts.append(f"Beyond this map: {and_more(outside, most=12)}.")
        return self._lines(" ".join(parts), SMALL * self.type_scale, most=most)


def _inside(box: Box) -> Box:
    return Box(box.left + 0.7, box.top + 0.7, box.right - 0.7, box.bottom - 0.7)


def _square(x: float, y: float, size: float) -> Box:
    return Box(x - size / 2, y - size / 2, x + size / 2, y + size / 2)
