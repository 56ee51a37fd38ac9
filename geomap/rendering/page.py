"""The page: a Folium map in our template, in one file that asks no host for anything."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from geomap.models import ParsedArticle
from geomap.rendering.assets import PAGE_SCRIPT, asset, joined
from geomap.rendering.data import MapData
from geomap.rendering.escape import html_text
from geomap.rendering.extent import aspect
from geomap.rendering.layout import Layout, lay_out
from geomap.rendering.local_names import checked_language, in_language
from geomap.rendering.overview import WIDTH, overview_of
from geomap.rendering.payload import Json, payload
from geomap.rendering.prose import direction, prose
from geomap.rendering.style import SCHEMES, theme_css
from geomap.rendering.theme import Theme
from geomap.rendering.tiles import Tiles, tiles_of
from geomap.rendering.view import MapView, view_of

if TYPE_CHECKING:
    import folium

# A map this many times wider than high gets a lower frame.
WIDE = 1.45
_BLOCK = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)
_SOFTWARE = "Map: geomap with Leaflet 1.9 (BSD-2-Clause)"
_GROUND = "Ground: Natural Earth (public domain)"


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How a page is made.

    Attributes
    ----------
    text
        Whether the article's text stands beside the map.
    theme
        Colors, fonts, logo.
    scheme
        ``auto`` follows the reader's system; ``light``, ``dark``, ``print`` are fixed.
    tiles
        Name of an xyzservices provider, or a URL template, for online tiles instead of the packaged ground; empty for none.
    tiles_credit
        What the tiles' owner wants to stand on the map; needed with a URL template.
    labels
        Code of the language in which places are named, where the gazetteer has such a name; empty for the names as they are.
    """

    text: bool = True
    theme: Theme = field(default_factory=Theme)
    scheme: str = "auto"
    tiles: str = ""
    tiles_credit: str = ""
    labels: str = ""

    def __post_init__(self) -> None:
        """Check the scheme and the language.

        Raises
        ------
        ValueError
            When there is no such scheme.
        InputError
            When ``labels`` is no language code.
        """
        checked_language(self.labels)
        if self.scheme not in SCHEMES:
            raise ValueError(f"scheme is {self.scheme!r}; expected one of {', '.join(SCHEMES)}")


def render_page(article: ParsedArticle, *, data: MapData, options: PageOptions | None = None) -> str:
    """Return the page of an article: one HTML document, the same for the same article.

    Parameters
    ----------
    article
        The parsed article.
    data
        Source of outlines, basemap and context names.
    options
        How the page is made.
    """
    chosen = options or PageOptions()
    article, data = in_language(article, data, chosen.labels)
    view = view_of(article, country_name=data.country_name)
    layout = lay_out(view, data)
    tiles = tiles_of(chosen.tiles, credit=chosen.tiles_credit) if chosen.tiles else None
    parts = map_parts(folium_map(view, layout, data, chosen, tiles))
    return _page_of(view, parts, chosen, tiles, wide=aspect(layout.extent) >= WIDE)


def to_folium(article: ParsedArticle, *, data: MapData, options: PageOptions | None = None) -> folium.Map:
    """Return the map of an article as a ``folium.Map`` to which further layers can be added.

    It carries Leaflet and the outlines, and shows itself in a notebook without a network.
    """
    chosen = options or PageOptions()
    article, data = in_language(article, data, chosen.labels)
    view = view_of(article, country_name=data.country_name)
    tiles = tiles_of(chosen.tiles, credit=chosen.tiles_credit) if chosen.tiles else None
    return folium_map(view, lay_out(view, data), data, chosen, tiles)


def folium_map(view: MapView, layout: Layout, data: MapData, options: PageOptions, tiles: Tiles | None) -> folium.Map:
    """Put what is laid out on a Folium map."""
    from geomap.rendering.folium_map import ArticleLayer, ArticleMap

    content = map_data(view, layout, data, tiles)
    made = ArticleMap(layout.extent, style=theme_css(options.theme, options.scheme))
    made.add_child(ArticleLayer(content))
    return made


def map_data(view: MapView, layout: Layout, data: MapData, tiles: Tiles | None = None) -> Json:
    """Everything that the map's script reads: the story, and the overview or the tiles where there are any."""
    overview = overview_of(layout, data)
    return {
        **payload(view, layout),
        "overview": {"width": WIDTH, **asdict(overview)} if overview else None,
        "tiles": tiles.as_json() if tiles else None,
    }


@dataclass(frozen=True, slots=True)
class MapParts:
    """A rendered Folium map: what belongs into the head, the libraries, the map's own markup and its script."""

    head: Markup
    libraries: Markup
    body: Markup
    script: Markup


def map_parts(made: folium.Map) -> MapParts:
    """Render a Folium map and take it to pieces, for a template of ours."""
    figure: Any = made.get_root()
    for child in figure._children.values():
        child.render()
    blocks = [child.render() for name, child in figure.header._children.items() if name != "meta_http"]
    # Scripts stand at the end of the page: a reader sees headline and text before they are read.
    libraries = "\n".join(block for block in blocks if block.startswith("<script>"))
    head = "\n".join(block for block in blocks if not block.startswith("<script>"))
    return MapParts(Markup(head), Markup(libraries), Markup(figure.html.render()), Markup(figure.script.render()))  # noqa: S704 - data in it is escaped


def _page_of(view: MapView, parts: MapParts, options: PageOptions, tiles: Tiles | None, *, wide: bool) -> str:
    document = view.document
    script = Markup("<script>{}</script>").format(parts.script)
    style = Markup("<style>{}</style>").format(Markup(asset("page.css")))  # noqa: S704 - our own file
    page_script = Markup("<script>{}</script>").format(Markup(joined(PAGE_SCRIPT)))  # noqa: S704 - our own file
    return template("page.html.j2").render(
        view=view,
        wide=wide,
        language=document.language,
        direction=direction(document.language),
        text=prose(view) if options.text else None,
        theme=options.theme,
        policy=policy([parts.head, parts.libraries, script, style, page_script], images=tiles.hosts if tiles else ()),
        map=parts,
        map_script=script,
        page_style=style,
        page_script=page_script,
        credits=page_credits(view, tiles),
        warnings=(*view.warnings, *(tiles.warnings if tiles else ())),
    )


def page_credits(view: MapView, tiles: Tiles | None) -> tuple[str, ...]:
    """What a page owes others: sources of the places, of the ground or the tiles, software."""
    return (*view.credits, *((tiles.credit_text,) if tiles else (_GROUND,)), _SOFTWARE)


def policy(blocks: Iterable[str], *, images: Iterable[str] = ()) -> Markup:
    """Content-Security-Policy that allows the given blocks by their hashes, and nothing else.

    Parameters
    ----------
    blocks
        Markup with the page's own script and style elements; what an article brings is not among them.
    images
        Hosts that map tiles may come from.
    """
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for block in blocks:
        for tag, content in _BLOCK.findall(block):
            digest = b64encode(sha256(content.encode("utf-8")).digest()).decode("ascii")
            hashes[tag].append(f"'sha256-{digest}'")
    return Markup("; ").join(
        Markup(part)  # noqa: S704 - hashes, and hosts that were checked
        for part in (
            "default-src 'none'",
            f"script-src {' '.join(hashes['script'])}",
            f"style-src {' '.join(hashes['style'])}",
            f"img-src {' '.join(('data:', *images))}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


@cache
def template(name: str) -> jinja2.Template:
    """Template of ours; every value in it passes `html_text` unless it is markup that we made."""
    environment = jinja2.Environment(
        autoescape=False,  # noqa: S701 - finalize escapes more than autoescape does
        finalize=lambda value: value if isinstance(value, Markup) else "" if value is None else html_text(str(value)),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.from_string(asset(name))
