r"""The map as Markdown: picture with alternative text, caption, table; the flavour of GitHub, Pandoc and Quarto.

Every character of an article that some flavour reads as markup stands behind a backslash, which all of them show as it was
written.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace

from geomap.models import ParsedArticle
from geomap.rendering.data import MapData
from geomap.rendering.escape import web_link
from geomap.rendering.figure import PictureOptions, picture_of
from geomap.rendering.figure.wording import description, source_line, summary_line
from geomap.rendering.layout import Layout, lay_out
from geomap.rendering.local_names import in_language
from geomap.rendering.plain import isolated, one_line
from geomap.rendering.table import HEADS, table_of
from geomap.rendering.view import MapView, view_of

# Always markup somewhere: CommonMark, tables, Pandoc's superscripts, formulas and citations, Quarto's short codes.
_ALWAYS = r"[\\`*_{}\[\]<>#|~$&@^!]"
# Markup only where they stand: "--", "...", "1." and "+" at a start, "http:" and "www." that would become links, ":name:".
_SOMETIMES = (
    r"^[-+=:]", r"(?<=[-.])[-.]|[-.](?=[-.])", r"(?:(?<=^\d)|(?<=^\d\d))[.)](?=\s|$)",
    r":(?=//)|(?<=www)\.|(?<=WWW)\.", r":(?=\w+:)|(?<=[A-Za-z0-9]):(?=$|\w*:)",
)  # fmt: skip
_MARKUP = re.compile("|".join((_ALWAYS, *_SOMETIMES)))
_BARE_ADDRESS = re.compile(r"[\\()<>\[\]|`\s]")


def escaped(text: str) -> str:
    r"""Return ``text`` on one line so that Markdown shows it as it was written.

    Examples
    --------
    >>> print(escaped("*St. Petersburg* | [a](b)"))
    \*St. Petersburg\* \| \[a\](b)
    >>> escaped("")
    ''
    """
    return _MARKUP.sub(r"\\\g<0>", one_line(text).strip())


def render_markdown(article: ParsedArticle, *, data: MapData, picture: str = "", options: PictureOptions | None = None) -> str:
    """Return the map of an article as Markdown.

    Parameters
    ----------
    article
        The parsed article.
    data
        Source of outlines, basemap and context names.
    picture
        Address of the picture, written with ``options`` and ``numbered``; the picture stands inside the text when it is empty.
    options
        How a picture inside the text is made.
    """
    article, data = in_language(article, data, options.labels if options else "")
    view = view_of(article, country_name=data.country_name)
    layout = lay_out(view, data)
    address = picture or _inside(view, layout, data, options)
    parts = [
        f"# {escaped(isolated(view.title))}",
        _byline(view),
        f"![{escaped(description(view, layout))}]({_address(address)})",
        f"*{escaped(isolated(view.headline).rstrip('.'))}. {escaped(summary_line(view))} {escaped(source_line(view))}*",
        *_tables(view),
        *(f"> {escaped(isolated(warning))}" for warning in view.warnings),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def numbered(options: PictureOptions | None) -> PictureOptions:
    """Options of a picture with a table beside it: numbered marks, no headline of its own."""
    return replace(options or PictureOptions(), numbered=True, headed=False)


def _inside(view: MapView, layout: Layout, data: MapData, options: PictureOptions | None) -> str:
    content = picture_of(view, layout, data=data, options=numbered(options))
    return f"data:image/png;base64,{b64encode(content).decode('ascii')}"


def _address(address: str) -> str:
    """Address between the brackets of a picture; blanks and brackets in a file's name are written as per cent codes."""
    return _BARE_ADDRESS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8")), one_line(address))


def _byline(view: MapView) -> str:
    parts = [escaped(isolated(part)) for part in view.byline]
    link = web_link(view.document.source)
    if link and not _BARE_ADDRESS.search(link):
        parts.append(f"[source](<{link}>)")
    return " · ".join(parts)


def _tables(view: MapView) -> list[str]:
    table = table_of(view)
    parts = []
    if table.rows:
        lines = [HEADS, ("---:", *("---",) * (len(HEADS) - 1)), *([escaped(cell) for cell in row] for row in table.rows)]
        parts.append("\n".join(f"| {' | '.join(line)} |" for line in lines))
    if table.missing:
        parts.append("Not on the map:")
        parts.append("\n".join(f"- **{escaped(name)}**: {escaped(reason)}" for name, reason in table.missing))
    return parts
