"""A plan on paper: ground, areas, names, marks, then what stands around the map."""

from __future__ import annotations

from math import hypot

import numpy as np

from geomap.rendering.data import MapData
from geomap.rendering.figure.canvas import Canvas
from geomap.rendering.figure.frame import MM_PER_POINT, Frame, Positions, framed
from geomap.rendering.figure.furniture import Entry
from geomap.rendering.figure.plan import LINE, MARGIN_MM, NAME, WIDE_MM, Block, Plan, Spot
from geomap.rendering.figure.shapes import clipped, hatching, is_closed, rings, strokes
from geomap.rendering.geometry import Bounds
from geomap.rendering.ground import Ground
from geomap.rendering.labels import Box
from geomap.rendering.layout import Layout, PlacedView
from geomap.rendering.theme import Palette, rgb

# How strongly an area is filled and edged, by tone: those of the page's style sheet.
_FILL = {"event": 0.13, "actor": 0.09, "passing": 0.03}
_EDGE = {"event": 0.75, "actor": 0.75, "passing": 0.45}
# Half a circle of an approximate place, in corners.
_CORNERS = 90


def draw(canvas: Canvas, plan: Plan, layout: Layout, data: MapData, palette: Palette) -> None:
    """Draw a plan."""
    frame = plan.frame
    canvas.rectangle(frame.box, facecolor=palette.water, edgecolor="none")
    bounds = frame.bounds
    _ground(canvas, frame, data.ground(bounds.padded(0.03), data.level_for(bounds)), palette)
    for placed in sorted((spot.placed for spot in plan.spots), key=_spread):
        _area(canvas, frame, placed, palette)
    _names(canvas, plan, palette)
    _furniture(canvas, plan, layout, data, palette)
    for spot in plan.spots:
        _leader(canvas, spot, palette)
    for spot in sorted(plan.spots, key=lambda spot: (spot.placed.view.weight, -spot.placed.view.number)):
        if spot.size:
            _mark(canvas, spot, palette, plan.type_scale)
    for spot in plan.spots:
        _label(canvas, spot, palette, plan.type_scale)
    canvas.rectangle(frame.box, facecolor="none", edgecolor=palette.rule, linewidth=0.6)
    _texts(canvas, plan, palette)


def _ground(canvas: Canvas, frame: Frame, ground: Ground, palette: Palette) -> None:
    land = rings((land.geometry for land in ground.land), frame)
    canvas.fill(land, palette.land, clip=frame.box)
    # A hairline of land over the seams of two countries, where antialiasing lets the sea shine through.
    canvas.stroke(land, palette.land, 0.12, clip=frame.box)
    canvas.fill(rings([ground.lakes], frame), palette.water, clip=frame.box)
    canvas.stroke(strokes(ground.rivers, frame), palette.water, 0.25, clip=frame.box)
    canvas.stroke(strokes(ground.divisions, frame), palette.division, 0.16, clip=frame.box)
    canvas.stroke(strokes(ground.borders, frame), palette.border, 0.2, clip=frame.box)
    canvas.stroke(strokes(ground.disputed, frame), palette.border, 0.2, dash=(4, 3), clip=frame.box)


def _spread(placed: PlacedView) -> tuple[float, int]:
    size = placed.outline.area if placed.outline is not None else placed.radius_km / 1e4
    return -size, placed.view.number


def _area(canvas: Canvas, frame: Frame, placed: PlacedView, palette: Palette) -> None:
    view, tone = placed.view, getattr(palette, placed.view.tone)
    if placed.outline is not None and not is_closed(placed.outline):
        canvas.stroke(strokes(clipped(placed.outline, frame), frame), tone, 0.7, alpha=0.8, clip=frame.box)
        return
    if placed.outline is not None:
        shape = clipped(placed.outline, frame)
        inside, edge = rings([shape], frame), strokes(shape, frame)
    elif placed.radius_km and (view.shape == "approximate" or 2 * placed.radius_km / frame.km_per_mm < WIDE_MM):
        shape, inside = None, [_circle(frame, placed)]
        edge = inside
    else:
        return
    if view.shape == "approximate":
        canvas.fill(inside, tone, alpha=0.13, clip=frame.box)
        canvas.stroke(edge, tone, 0.42, dash=(3.2, 2.4), clip=frame.box)
    elif shape is None:
        canvas.fill(inside, tone, alpha=0.1, clip=frame.box)
    elif view.claim:
        canvas.fill(inside, tone, alpha=0.08, clip=frame.box)
        canvas.stroke(hatching(shape, frame), tone, 0.26, alpha=0.45, clip=frame.box)
        canvas.stroke(edge, tone, 0.4, dash=(1.4, 2), clip=frame.box)
    else:
        canvas.fill(inside, tone, alpha=_FILL[view.tone], clip=frame.box)
        canvas.stroke(edge, tone, 0.2 if view.tone == "passing" else 0.32, alpha=_EDGE[view.tone], clip=frame.box)


def _circle(frame: Frame, placed: PlacedView) -> Positions:
    x, y = frame.at(placed.point)
    local = frame.km_per_mm * np.cos(np.radians(placed.point.latitude)) / np.cos(np.radians(frame.bounds.center.latitude))
    angles = np.linspace(0, 2 * np.pi, _CORNERS)
    radius = placed.radius_km / local
    circle: Positions = np.column_stack([x + radius * np.cos(angles), y + radius * np.sin(angles)])
    return circle


def _names(canvas: Canvas, plan: Plan, palette: Palette) -> None:
    for name in plan.names:
        if name.kind != "country":
            fill = palette.land if name.capital else palette.context
            canvas.circle(name.x, name.y, 0.5 if name.capital else 0.35, facecolor=fill, edgecolor=palette.context, linewidth=0.7)
        base = name.label.bottom - name.size * MM_PER_POINT * 0.27
        canvas.text(name.label.left, base, name.text, name.size, palette.context, halo=palette.land)


def _furniture(canvas: Canvas, plan: Plan, layout: Layout, data: MapData, palette: Palette) -> None:
    if plan.scale:
        box, size = plan.scale.box, plan.scale.size
        y, left, right = box.bottom - 0.5, box.left + 0.5, box.left + 0.5 + plan.scale.length_mm
        bar = np.array([(left, y - 1), (left, y), (right, y), (right, y - 1)])
        canvas.stroke([bar], palette.land, 0.8, alpha=0.8)
        canvas.stroke([bar], palette.ink, 0.25)
        canvas.text((left + right) / 2, y - 1.2, plan.scale.words, size, palette.ink, halo=palette.land, align="center")
    if plan.inset and layout.overview:
        _inset(canvas, plan, layout.overview, data, palette)


def _inset(canvas: Canvas, plan: Plan, overview: Bounds, data: MapData, palette: Palette) -> None:
    assert plan.inset is not None
    frame = framed(overview, plan.inset)
    ground = data.ground(overview.padded(0.02), data.level_for(overview))
    canvas.rectangle(plan.inset, facecolor=palette.water, edgecolor="none")
    land = rings((land.geometry for land in ground.land), frame)
    canvas.fill(land, palette.land, clip=plan.inset)
    canvas.stroke(land, palette.land, 0.1, clip=plan.inset)
    for lines in (ground.borders, ground.disputed):
        canvas.stroke(strokes(lines, frame), palette.border, 0.12, clip=plan.inset)
    shown = plan.frame.bounds
    (left, bottom), (right, top) = frame.along([(shown.west, shown.south), (shown.east, shown.north)])
    canvas.rectangle(Box(left, top, right, bottom), facecolor=(*rgb(palette.event), 0.15), edgecolor=palette.event, linewidth=1.0)
    canvas.rectangle(plan.inset, facecolor="none", edgecolor=palette.border, linewidth=0.6)


def _leader(canvas: Canvas, spot: Spot, palette: Palette) -> None:
    """Join a mark that had to move to its place."""
    (x, y), far = spot.home, hypot(spot.x - spot.home[0], spot.y - spot.home[1])
    if spot.size and far > spot.size / 2 and spot.placed.outline is None:
        canvas.stroke([np.array([(x, y), (spot.x, spot.y)])], palette.ink, 0.18, alpha=0.8)
        canvas.circle(x, y, 0.35, facecolor=palette.ink, edgecolor="none")


def _mark(canvas: Canvas, spot: Spot, palette: Palette, scale: float) -> None:
    view = spot.placed.view
    name = "doubtful" if view.doubtful else view.tone
    ink = sign(canvas, spot.x, spot.y, spot.size, name, palette, tone=view.tone)
    if spot.numbered:
        number = str(view.number)
        size = (5.6 if len(number) < 3 else 4.4) * scale
        canvas.text(spot.x, spot.y + size * 0.36 * MM_PER_POINT, number, size, ink, bold=True, align="center")


def sign(canvas: Canvas, x: float, y: float, size: float, name: str, palette: Palette, *, tone: str = "passing") -> str:
    """Draw the sign of a mark and return the color of a number on it: round, square, hollow, dashed, whatever the printer."""
    half = size / 2
    if name == "doubtful":
        canvas.circle(x, y, half, facecolor=palette.land, edgecolor=getattr(palette, tone), linewidth=0.9, linestyle=(0, (1.6, 1.2)))
        return palette.ink
    if name == "actor":
        half *= 0.9
        canvas.rectangle(Box(x - half, y - half, x + half, y + half), facecolor=palette.actor, edgecolor=palette.land, linewidth=0.6)
        return palette.mark
    if name == "event":
        canvas.circle(x, y, half, facecolor=palette.event, edgecolor=palette.land, linewidth=0.6)
        return palette.mark
    canvas.circle(x, y, half * 0.95, facecolor=palette.land, edgecolor=palette.passing, linewidth=0.9)
    return palette.ink


def _label(canvas: Canvas, spot: Spot, palette: Palette, scale: float) -> None:
    if spot.label:
        size = NAME * scale
        base = spot.label.bottom - size * MM_PER_POINT * 0.27
        canvas.text(spot.label.left, base, spot.name, size, palette.ink, bold=True, halo=palette.land)


def _texts(canvas: Canvas, plan: Plan, palette: Palette) -> None:
    _block(canvas, plan.title, palette.ink, bold=True)
    _block(canvas, plan.summary, palette.ink)
    for entry in plan.legend.entries:
        _entry(canvas, plan, entry, palette)
    _block(canvas, plan.key, palette.ink)
    _block(canvas, plan.source, palette.muted)


def _block(canvas: Canvas, block: Block, color: str, *, bold: bool = False) -> None:
    for row, line in enumerate(block.lines):
        canvas.text(MARGIN_MM, block.y + row * block.size * LINE * MM_PER_POINT, line, block.size, color, bold=bold)


def _entry(canvas: Canvas, plan: Plan, entry: Entry, palette: Palette) -> None:
    legend = plan.legend
    left, base = legend.left + entry.x, legend.y + entry.row * legend.size * LINE * 1.15 * MM_PER_POINT
    x, y = left + 1.2, base - legend.size * 0.36 * MM_PER_POINT
    if entry.sign == "approximate":
        canvas.circle(x, y, 1.15, facecolor=(*rgb(palette.event), 0.13), edgecolor=palette.event, linewidth=0.9, linestyle=(0, (2, 1.5)))
    elif entry.sign == "contested":
        box = Box(x - 1.15, y - 1.15, x + 1.15, y + 1.15)
        lines = [np.array([(x - 1.15 + at, y + 1.15), (x + 1.15 + at, y - 1.15)]) for at in (-1.15, 0.0, 1.15)]
        canvas.stroke(lines, palette.passing, 0.26, alpha=0.8, clip=box)
        canvas.rectangle(box, facecolor="none", edgecolor=palette.passing, linewidth=0.8, linestyle=(0, (1.4, 1.4)))
    else:
        sign(canvas, x, y, 2.3, entry.sign, palette)
    canvas.text(left + 3.2, base, entry.words, legend.size, palette.ink)
