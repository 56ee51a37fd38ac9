"""The map as a Word document: headline, figure with caption and alternative text, table; the only module that imports python-docx."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from geomap.errors import OutputError
from geomap.models import ParsedArticle
from geomap.rendering.data import MapData
from geomap.rendering.escape import web_link
from geomap.rendering.figure import PictureOptions, picture_of
from geomap.rendering.figure.wording import description, source_line, summary_line
from geomap.rendering.layout import lay_out
from geomap.rendering.local_names import in_language
from geomap.rendering.markdown import numbered
from geomap.rendering.plain import cut, isolated
from geomap.rendering.table import HEADS, Table, table_of
from geomap.rendering.view import MapView, view_of

# A4 upright with the margins of a report: its type area is as wide as the picture.
_PAGE_MM, _MARGIN_MM = (210.0, 297.0), 20.0
_WIDTHS_MM = (9.0, 26.0, 33.0, 31.0, 21.0, 24.0, 26.0)
# The first moment that a zip file can hold: the same article gives the same bytes on every day.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
# Word keeps 255 characters of a title property.
_LONGEST_PROPERTY = 250


def render_docx(article: ParsedArticle, *, data: MapData, options: PictureOptions | None = None) -> bytes:
    """Return the map of an article as a Word document.

    Parameters
    ----------
    article
        The parsed article.
    data
        Source of outlines, basemap and context names.
    options
        How the picture is made; it is drawn at this size, and shown no wider than the page.

    Raises
    ------
    OutputError
        When python-docx or matplotlib is not installed.
    """
    try:
        import docx
        from docx.shared import Mm
    except ImportError as error:
        raise OutputError("DOCX needs python-docx, which is not installed; run pip install 'geomap[report]'") from error
    article, data = in_language(article, data, options.labels if options else "")
    view = view_of(article, country_name=data.country_name)
    layout = lay_out(view, data)
    chosen = numbered(options)
    picture = picture_of(view, layout, data=data, options=chosen)
    document = docx.Document()
    _page(document, Mm)
    _properties(document, view)
    document.add_heading(isolated(cut(view.title, 1000)), level=1)
    byline = " · ".join(isolated(part) for part in (*view.byline, web_link(view.document.source)) if part)
    if byline:
        document.add_paragraph(byline)
    shown = document.add_picture(BytesIO(picture), width=Mm(min(chosen.width_mm, _PAGE_MM[0] - 2 * _MARGIN_MM)))
    shown._inline.docPr.set("descr", description(view, layout))
    shown._inline.docPr.set("name", "Map")
    document.add_paragraph(f"{isolated(view.headline)}. {summary_line(view)} {source_line(view)}", style="Caption")
    _table(document, table_of(view), Mm)
    for warning in view.warnings:
        document.add_paragraph(isolated(warning))
    out = BytesIO()
    document.save(out)
    return _undated(out.getvalue())


def _page(document: Any, mm: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = mm(_PAGE_MM[0]), mm(_PAGE_MM[1])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = mm(_MARGIN_MM)


def _properties(document: Any, view: MapView) -> None:
    day = view.published
    at = datetime(day.year, day.month, day.day) if day else datetime(*_NO_TIME)  # noqa: DTZ001 - Word's dates carry no zone
    properties = document.core_properties
    properties.title, properties.author = cut(view.title, _LONGEST_PROPERTY), "geomap"
    properties.comments, properties.last_modified_by = cut(view.summary, _LONGEST_PROPERTY), "geomap"
    properties.created = properties.modified = at
    properties.revision = 1


def _table(document: Any, table: Table, mm: Any) -> None:
    if table.rows:
        made = document.add_table(rows=1, cols=len(HEADS), style="Table Grid")
        made.autofit = False
        _fill(made.rows[0], HEADS, mm, bold=True)
        _repeated(made.rows[0])
        for row in table.rows:
            _fill(made.add_row(), row, mm)
    if table.missing:
        document.add_heading("Not on the map", level=2)
        # Its id, looked up once: python-docx reads every style of the document anew for each line that is given one by name.
        bullet = document.styles["List Bullet"].style_id
        for name, reason in table.missing:
            line = document.add_paragraph()
            line._p.style = bullet
            line.add_run(name).bold = True
            line.add_run(f": {reason}")


def _fill(row: Any, cells: tuple[str, ...], mm: Any, *, bold: bool = False) -> None:
    from docx.shared import Pt

    for cell, text, width in zip(row.cells, cells, _WIDTHS_MM, strict=True):
        cell.width = mm(width)
        run = cell.paragraphs[0].add_run(text)
        run.font.size = Pt(8)
        run.bold = bold


def _repeated(row: Any) -> None:
    """Have Word repeat a row at the head of every page, and a screen reader call it a header."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _undated(content: bytes) -> bytes:
    """Write a zip file again, its parts in the same order but without the time of the day."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            entry = ZipInfo(part.filename, _NO_TIME)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(part))
    return out.getvalue()
