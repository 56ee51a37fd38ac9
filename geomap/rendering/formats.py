"""Every format of a map by its name, and the files that it takes: a Markdown file has a picture beside it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from geomap.errors import InputError
from geomap.models import ParsedArticle
from geomap.rendering.data import MapData
from geomap.rendering.figure import PictureOptions, render_picture, size_of
from geomap.rendering.format_names import ENDINGS, FORMATS
from geomap.rendering.page import PageOptions
from geomap.rendering.theme import Theme, read_theme

_ABOUT_PAGES = frozenset(entry.name for entry in fields(PageOptions))
_ABOUT_PICTURES = frozenset(entry.name for entry in fields(PictureOptions))


def page_options(options: dict[str, Any]) -> PageOptions:
    """Options of a page among those of every format.

    Raises
    ------
    InputError
        When there is no such option, or a value is out of its range.
    """
    return _options(options)[0]


def render(article: ParsedArticle, format: str, *, data: MapData, options: dict[str, Any] | None = None) -> str | bytes:  # noqa: A002 - the command line's word
    """Return the contents of one file in a format.

    Parameters
    ----------
    article
        The parsed article.
    format
        One of `FORMATS`.
    data
        Source of outlines, basemap and context names.
    options
        Those of `PageOptions` and `PictureOptions` by name; ``size`` (``160x100mm``) stands for width and height, a ``theme`` may
        be the path of a file or the name of a scheme. What a format does not need is passed over.

    Raises
    ------
    InputError
        When there is no such format or option, or a value is out of its range.
    """
    page, picture, rest = _options(options or {})
    if format == "html":
        from geomap.rendering.page import render_page

        return render_page(article, data=data, options=page)
    if format == "fragment":
        from geomap.rendering.embed import render_fragment

        return render_fragment(article, data=data, options=page)
    if format == "iframe":
        from geomap.rendering.embed import render_iframe

        return render_iframe(article, address=str(rest.get("address", "map.html")))
    if format == "docx":
        from geomap.rendering.docx import render_docx

        return render_docx(article, data=data, options=picture)
    if format == "md":
        from geomap.rendering.markdown import render_markdown

        return render_markdown(article, data=data, picture=str(rest.get("picture", "")), options=picture)
    for known in ("png", "svg", "pdf"):
        if format == known:
            return render_picture(article, data=data, format=known, options=picture)
    raise InputError(f"unknown format {format!r}; expected one of {', '.join(FORMATS)}")


def render_files(
    article: ParsedArticle, format: str, *, name: str, data: MapData, options: dict[str, Any] | None = None  # noqa: A002
) -> dict[str, str | bytes]:  # fmt: skip
    """Return every file that a format takes, by its name; the one that was asked for comes last.

    Parameters
    ----------
    article, format, data, options
        As for `render`.
    name
        Name of the file that was asked for.
    """
    given = dict(options or {})
    files: dict[str, str | bytes] = {}
    stem = name.removesuffix(f".{ENDINGS.get(format, format)}")
    if format == "md":
        from geomap.rendering.markdown import numbered

        stem = Path(name).stem
        given["picture"] = f"{stem}.png"
        files[f"{stem}.png"] = render_picture(article, data=data, options=numbered(_options(given)[1]))
    if format == "iframe":
        from geomap.rendering.embed import render_embedded

        # NAME.iframe.html shows NAME.html; under any other name the page must not take the code's own.
        page = f"{stem}.html" if stem != name else f"{Path(name).stem}-map.html"
        given["address"] = page
        files[page] = render_embedded(article, data=data, options=_options(given)[0])
    files[name] = render(article, format, data=data, options=given)
    return files


def _options(given: dict[str, Any]) -> tuple[PageOptions, PictureOptions, dict[str, Any]]:
    """Options for pages, for pictures, and what belongs to one format only."""
    given = dict(given)
    if given.get("size"):
        given["width_mm"], given["height_mm"] = size_of(str(given["size"]))
    given.pop("size", None)
    theme = given.get("theme")
    if isinstance(theme, str | Path):
        given |= _theme(str(theme))
    rest: dict[str, Any] = {key: given.pop(key) for key in ("picture", "address") if key in given}
    unknown = sorted(given.keys() - _ABOUT_PAGES - _ABOUT_PICTURES)
    if unknown:
        raise InputError(f"unknown option {unknown[0]!r}; expected one of {', '.join(sorted({*_ABOUT_PAGES, *_ABOUT_PICTURES, 'size'}))}")
    try:
        page = PageOptions(**{key: value for key, value in given.items() if key in _ABOUT_PAGES})
    except ValueError as error:
        raise InputError(str(error)) from error
    return page, PictureOptions(**{key: value for key, value in given.items() if key in _ABOUT_PICTURES}), rest


def _theme(name: str) -> dict[str, Any]:
    """Scheme or theme file that a name means."""
    from geomap.rendering.style import SCHEMES

    if name in SCHEMES:
        return {"theme": Theme(), "scheme": name}
    return {"theme": read_theme(Path(name)) if name else Theme()}
