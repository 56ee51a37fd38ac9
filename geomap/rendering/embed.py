"""The map inside another page: an embed code that a content management system accepts.

Both codes are an ``iframe`` without an origin of its own: what the map does stays in it, and two of them on one page do not meet.
``fragment`` carries the whole map in the code, ``iframe`` names a page that is published beside the article.
"""

from __future__ import annotations

from markupsafe import Markup

from geomap.models import ParsedArticle
from geomap.rendering.assets import asset
from geomap.rendering.data import MapData
from geomap.rendering.escape import html_text
from geomap.rendering.layout import lay_out
from geomap.rendering.local_names import in_language
from geomap.rendering.page import PageOptions, folium_map, map_parts, page_credits, policy, template
from geomap.rendering.plain import cut
from geomap.rendering.prose import direction
from geomap.rendering.tiles import tiles_of
from geomap.rendering.view import view_of

# Fits the width of its column; on a phone it stays taller than wide enough to use, on a desk lower than the window.
_STYLE = "display:block;width:100%;aspect-ratio:4/3;min-height:400px;max-height:85vh;border:0"
_SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
# What a template, a short code or an automatic paragraph of a content management system would read as its own.
_FOREIGN = {ord(character): f"&#{ord(character)};" for character in "&<>\"'`$\\{}[]%#\n\r"}


def render_embedded(article: ParsedArticle, *, data: MapData, options: PageOptions | None = None) -> str:
    """Return the page that an ``iframe`` shows: the map with headline and credits, as high as its frame.

    Parameters
    ----------
    article
        The parsed article.
    data
        Source of outlines, basemap and context names.
    options
        Theme and tiles; the article's text is never on this page.
    """
    chosen = options or PageOptions()
    article, data = in_language(article, data, chosen.labels)
    view = view_of(article, country_name=data.country_name)
    layout = lay_out(view, data)
    tiles = tiles_of(chosen.tiles, credit=chosen.tiles_credit) if chosen.tiles else None
    parts = map_parts(folium_map(view, layout, data, chosen, tiles))
    style = Markup("<style>{}</style>").format(Markup(asset("embed.css")))  # noqa: S704 - our own file
    script = Markup("<script>{}{}</script>").format(Markup(asset("embed.js")), parts.script)  # noqa: S704 - our own file
    return template("embed.html.j2").render(
        view=view,
        direction=direction(view.document.language),
        policy=policy([parts.head, parts.libraries, style, script], images=tiles.hosts if tiles else ()),
        map=parts,
        style=style,
        script=script,
        credits=page_credits(view, tiles),
    )


def render_fragment(article: ParsedArticle, *, data: MapData, options: PageOptions | None = None) -> str:
    """Return an embed code that carries the whole map: one element, no other file, no request."""
    page = render_embedded(article, data=data, options=options).translate(_FOREIGN)
    return _frame(article, f'srcdoc="{page}"')


def render_iframe(article: ParsedArticle, *, address: str) -> str:
    """Return an embed code for a page that `render_embedded` made, published at ``address``."""
    return _frame(article, f'src="{html_text(address)}"')


def _frame(article: ParsedArticle, source: str) -> str:
    return f'<iframe class="geomap" title="{_title(article)}" {source} sandbox="{_SANDBOX}" loading="lazy" style="{_STYLE}"></iframe>\n'


def _title(article: ParsedArticle) -> Markup:
    """What a screen reader calls the frame."""
    title = view_of(article, country_name=str).title
    return html_text("Map: " + cut(title, 200))
