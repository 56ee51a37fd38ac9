"""Paper and ink: the only module that imports matplotlib. Everything is in millimetres, y down, type in points.

What matplotlib makes of a text is not left to it: a dollar sign starts no formula, a letter without a glyph is no warning, and
neither the user's settings nor the clock get into a picture.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from geomap.errors import OutputError
from geomap.rendering.figure.frame import MM_PER_POINT, Positions
from geomap.rendering.labels import Box
from geomap.rendering.plain import one_line

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.text import Text

Format = Literal["png", "svg", "pdf"]
MM_PER_INCH, POINTS_PER_INCH = 25.4, 72.0
# Tried after the theme's own, for scripts that those lack; DejaVu comes with matplotlib.
LAST_FONTS = (
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Arial Unicode MS",
    "DejaVu Sans",
)
_SETTINGS: Any = {
    "svg.hashsalt": "geomap",  # ids are counted, not random
    "svg.fonttype": "path",  # the labels stand where they were laid out, whatever fonts the reader has
    "pdf.fonttype": 42,  # text of a PDF can be searched and copied
    "text.usetex": False,
    "text.hinting": "none",  # letters keep the widths that they were measured with
    "path.simplify": False,
    "agg.path.chunksize": 20_000,
}
# Characters without a body, which matplotlib's PDF writer stumbles over when they stand alone.
_BODILESS = re.compile("[\u200b\u2060\ufeff]")
_NO_DATES: dict[Format, dict[str, None]] = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}


@contextmanager
def canvas(width_mm: float, height_mm: float, *, fonts: Sequence[str], color: str) -> Iterator[Canvas]:
    """Open a sheet of paper; it is closed, and matplotlib's settings are as before, when the block ends.

    Raises
    ------
    OutputError
        When matplotlib is not installed.
    """
    try:
        import matplotlib
    except ImportError as error:
        raise OutputError("pictures need matplotlib, which is not installed; run pip install 'geomap[report]'") from error
    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r".*(Glyph .* missing|does not support|missing from font).*")
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)
        yield Canvas(width_mm, height_mm, fonts=fonts, color=color)


class Canvas:
    """A sheet of paper."""

    def __init__(self, width_mm: float, height_mm: float, *, fonts: Sequence[str], color: str) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
        from matplotlib.figure import Figure
        from matplotlib.font_manager import fontManager

        installed = {font.name for font in fontManager.ttflist}
        self._fonts = [name for name in dict.fromkeys((*fonts, *LAST_FONTS)) if name in installed] or ["DejaVu Sans"]
        self._figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH), facecolor=color)
        FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set(xlim=(0, width_mm), ylim=(height_mm, 0))
        self._axes.axis("off")
        self._measuring: Any = RendererAgg(16, 16, POINTS_PER_INCH)  # type: ignore[no-untyped-call]
        self._widths: dict[tuple[str, float, bool], float] = {}
        self._order = 0

    def width_of(self, text: str, size: float, *, bold: bool = False) -> float:
        """Width of a text in millimetres; ``size`` is in points."""
        key = (text, size, bold)
        if key not in self._widths:
            # Measured ten times as large: at reading size hinting would round every letter to a pixel.
            font = self._font(size * 10, bold=bold)
            width, _, _ = self._measuring.get_text_width_height_descent(one_line(text), font, ismath=False)
            self._widths[key] = float(width) / 10 * MM_PER_POINT
        return self._widths[key]

    def fill(self, rings: Sequence[Positions], color: str, *, alpha: float = 1.0, clip: Box | None = None) -> None:
        """Fill rings; one that turns the other way round is a hole."""
        self._path(rings, clip, facecolor=color, edgecolor="none", alpha=alpha)

    def stroke(
        self, lines: Sequence[Positions], color: str, width: float, *,
        alpha: float = 1.0, dash: Sequence[float] = (), clip: Box | None = None,
    ) -> None:  # fmt: skip
        """Draw lines of a width in millimetres; ``dash`` is in widths."""
        style: Any = (0, tuple(dash)) if dash else "solid"
        points = width / MM_PER_POINT
        self._path(
            lines,
            clip,
            facecolor="none",
            edgecolor=color,
            linewidth=points,
            linestyle=style,
            alpha=alpha,
            joinstyle="round",
            capstyle="butt",
        )

    def circle(self, x: float, y: float, radius: float, **style: Any) -> None:
        """Draw a circle; ``style`` is matplotlib's, line widths in points."""
        from matplotlib.patches import Circle

        self._add(Circle((x, y), radius, **style))

    def rectangle(self, box: Box, **style: Any) -> None:
        """Draw a rectangle; ``style`` is matplotlib's, line widths in points."""
        from matplotlib.patches import Rectangle

        self._add(Rectangle((box.left, box.top), box.right - box.left, box.bottom - box.top, **style))

    def text(
        self, x: float, y: float, text: str, size: float, color: str, *,
        bold: bool = False, halo: str = "", align: Literal["left", "center", "right"] = "left",
    ) -> None:  # fmt: skip
        """Write one line; ``y`` is its base line, ``halo`` the color of the rim that parts it from the ground."""
        if halo:
            from matplotlib.patheffects import Stroke

            rim = self._write(x, y, text, size, color, bold=bold, align=align)
            rim.set_path_effects([Stroke(linewidth=size * 0.22, foreground=halo, joinstyle="round")])
        self._write(x, y, text, size, color, bold=bold, align=align)

    def save(self, format: Format, *, dpi: float, title: str, description: str) -> bytes:  # noqa: A002 - matplotlib's word
        """Return the picture, with its title and a description for those who cannot see it."""
        words = {"Title": one_line(title), {"png": "Description", "svg": "Description", "pdf": "Subject"}[format]: one_line(description)}
        out = BytesIO()
        more: dict[str, Any] = {"pil_kwargs": {"compress_level": 7}} if format == "png" else {}
        self._figure.savefig(
            out, format=format, dpi=dpi, metadata={**_NO_DATES[format], **words}, facecolor=self._figure.get_facecolor(), **more
        )
        return out.getvalue()

    def _write(self, x: float, y: float, text: str, size: float, color: str, *, bold: bool, align: str) -> Text:
        font = self._font(size, bold=bold)
        written = self._axes.text(
            x, y, _BODILESS.sub("", one_line(text)), fontproperties=font, color=color, ha=align, va="baseline", parse_math=False
        )
        self._raise(written)
        return written

    def _font(self, size: float, *, bold: bool) -> Any:
        from matplotlib.font_manager import FontProperties

        return FontProperties(family=self._fonts, size=size, weight="bold" if bold else "normal")

    def _path(self, lines: Sequence[Positions], clip: Box | None, **style: Any) -> None:
        from matplotlib.patches import PathPatch, Rectangle
        from matplotlib.path import Path

        kept = [line for line in lines if len(line) > 1]
        if not kept:
            return
        codes = np.concatenate([np.r_[Path.MOVETO, np.full(len(line) - 1, Path.LINETO)] for line in kept]).astype(Path.code_type)
        patch = PathPatch(Path(np.concatenate(kept), codes), **style)
        self._add(patch)
        if clip:
            window = Rectangle((clip.left, clip.top), clip.right - clip.left, clip.bottom - clip.top, transform=self._axes.transData)
            patch.set_clip_path(window)

    def _add(self, patch: Any) -> None:
        self._axes.add_artist(patch)
        self._raise(patch)

    def _raise(self, artist: Artist) -> None:
        """Draw in the order of the calls."""
        self._order += 1
        artist.set_zorder(self._order)
