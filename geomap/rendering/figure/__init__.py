"""The map as a picture for print: PNG, SVG and PDF from one path.

::

    view, layout ──▶ plan (where everything stands, pure) ──▶ draw ──▶ canvas (matplotlib) ──▶ bytes

It is the page's layout: the same extent, marks and rules for names. The same article gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.models import ParsedArticle
from geomap.rendering.data import MapData
from geomap.rendering.figure.options import PictureOptions, size_of
from geomap.rendering.layout import Layout, lay_out
from geomap.rendering.local_names import in_language
from geomap.rendering.view import MapView, view_of

if TYPE_CHECKING:
    from geomap.rendering.figure.canvas import Format

__all__ = ["PictureOptions", "picture_of", "render_picture", "size_of"]


def render_picture(article: ParsedArticle, *, data: MapData, format: Format = "png", options: PictureOptions | None = None) -> bytes:  # noqa: A002 - the command line's word
    """Return the map of an article as a picture.

    Parameters
    ----------
    article
        The parsed article.
    data
        Source of outlines, basemap and context names.
    format
        ``png``, ``svg`` or ``pdf``.
    options
        Size, resolution, colors.

    Raises
    ------
    OutputError
        When matplotlib is not installed.
    """
    article, data = in_language(article, data, options.labels if options else "")
    view = view_of(article, country_name=data.country_name)
    return picture_of(view, lay_out(view, data), data=data, format=format, options=options)


def picture_of(view: MapView, layout: Layout, *, data: MapData, format: Format = "png", options: PictureOptions | None = None) -> bytes:  # noqa: A002
    """Return a picture of what is laid out already."""
    # How to draw is read when something is drawn: a page needs the options only.
    from geomap.rendering.figure.canvas import canvas
    from geomap.rendering.figure.draw import draw
    from geomap.rendering.figure.plan import planned
    from geomap.rendering.figure.wording import description

    chosen = options or PictureOptions()
    fonts = [name.strip() for name in chosen.theme.label_font.split(",")]
    with canvas(chosen.width_mm, chosen.height_mm, fonts=fonts, color=chosen.palette.paper) as paper:
        plan = planned(view, layout, chosen, paper.width_of)
        draw(paper, plan, layout, data, chosen.palette)
        return paper.save(format, dpi=chosen.dpi, title=view.headline, description=description(view, layout))
