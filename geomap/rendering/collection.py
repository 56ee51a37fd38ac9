"""The pages of many articles: one map of all of them, with a slider over their days, and an index."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from geomap.models import ParsedArticle
from geomap.rendering.assets import asset
from geomap.rendering.collection_view import Collection, Entry, collected
from geomap.rendering.data import MapData
from geomap.rendering.layout import lay_out
from geomap.rendering.local_names import LocalMapData, in_language
from geomap.rendering.page import PageOptions, map_data, map_parts, page_credits, policy, template
from geomap.rendering.payload import Json
from geomap.rendering.prose import direction
from geomap.rendering.style import theme_css
from geomap.rendering.tiles import tiles_of
from geomap.rendering.view import view_of
from geomap.rendering.words import day_words

ALL, INDEX = "all.html", "index.html"


def entry_of(article: ParsedArticle, address: str, *, data: MapData, labels: str = "") -> Entry:
    """Return what a collection keeps of an article, its places named in the language of ``labels``."""
    article, data = in_language(article, data, labels)
    return Entry(view_of(article, country_name=data.country_name), address)


def render_collection(entries: Sequence[Entry], *, data: MapData, options: PageOptions | None = None, title: str = "") -> str:
    """Return the one map of many articles, in which a place lists the articles that name it.

    Parameters
    ----------
    entries
        The articles with the addresses of their pages.
    data
        Source of outlines, basemap and context names.
    options
        Theme and tiles; the texts of the articles are never on this page.
    title
        Headline; the number of articles by default.
    """
    from geomap.rendering.folium_map import ArticleLayer, ArticleMap

    chosen = options or PageOptions()
    collection = collected(entries, title=title)
    layout = lay_out(collection.view, LocalMapData(data, chosen.labels) if chosen.labels else data)
    tiles = tiles_of(chosen.tiles, credit=chosen.tiles_credit) if chosen.tiles else None
    made = ArticleMap(layout.extent, style=theme_css(chosen.theme, chosen.scheme))
    made.add_child(ArticleLayer(_with_articles(map_data(collection.view, layout, data, tiles), collection)))
    parts = map_parts(made)
    script = Markup("<script>{}{}</script>").format(Markup(asset("collection.js")), parts.script)  # noqa: S704 - our own file
    style = _style()
    return template("collection.html.j2").render(
        view=collection.view,
        entries=collection.entries,
        direction=direction,
        day=day_words,
        days=sorted({entry.day for entry in collection.entries if entry.day}),
        theme=chosen.theme,
        policy=policy([parts.head, parts.libraries, style, script], images=tiles.hosts if tiles else ()),
        map=parts,
        style=style,
        script=script,
        index=INDEX,
        credits=page_credits(collection.view, tiles),
    )


def render_index(entries: Sequence[Entry], *, options: PageOptions | None = None, title: str = "") -> str:
    """Return the list of many articles with links to their pages and to the one map of all."""
    chosen = options or PageOptions()
    collection = collected(entries, title=title)
    style = Markup("<style>{}{}</style>").format(Markup(theme_css(chosen.theme, chosen.scheme)), Markup(asset("page.css")))  # noqa: S704 - checked, and our own
    more = _style()
    return template("index.html.j2").render(
        view=collection.view, entries=collection.entries, direction=direction, day=day_words, theme=chosen.theme,
        policy=policy([style, more]), style=style + more, all=ALL, credits=page_credits(collection.view, None),
    )  # fmt: skip


def _style() -> Markup:
    return Markup("<style>{}{}</style>").format(Markup(asset("page.css")), Markup(asset("collection.css")))  # noqa: S704 - our own files


def _with_articles(content: Json, collection: Collection) -> Json:
    """Data of the map with the articles, and with the indices of those that name each place."""
    days = sorted({entry.day for entry in collection.entries if entry.day})
    articles = [_article(entry, days) for entry in collection.entries]
    places = content["places"]
    assert isinstance(places, list)
    named = [{**place, "articles": list(numbers)} for place, numbers in zip(places, collection.articles, strict=True)]
    return {**content, "places": named, "articles": articles, "days": [day_words(day) for day in days]}


def _article(entry: Entry, days: Sequence[date]) -> Json:
    """Return headline, link and day of an article; ``at`` is where its day stands on the slider, -1 without one."""
    day = entry.day
    return {"title": entry.title, "href": entry.address, "day": day.isoformat() if day else "", "at": days.index(day) if day else -1}
