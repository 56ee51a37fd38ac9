"""The map as Markdown and as a Word document."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hostile import HOSTILE, SEEDS
from stories import article, kosovo_karabakh, town

from geomap.models import Document, ParsedArticle
from geomap.rendering.figure import PictureOptions
from geomap.rendering.markdown import escaped, render_markdown
from geomap.rendering.plain import isolated, one_line
from geomap.rendering.table import table_of
from geomap.rendering.view import view_of

docx = pytest.importorskip("docx", reason="needs python-docx (pip install 'geomap[report]')")
SMALL = PictureOptions(width_mm=90, height_mm=70, dpi=72)


@pytest.fixture
def word(data: Any) -> Any:
    """Word document of the story, opened again."""
    from geomap.rendering.docx import render_docx

    return docx.Document(BytesIO(render_docx(kosovo_karabakh(), data=data, options=SMALL)))


def hostile_story() -> ParsedArticle:
    """Every seed as the name of a town, as title, publisher and source."""
    named = [(one_line(seed), town(number, seed, 36 + number % 9 * 2, 12 + number // 9 * 4)) for number, seed in enumerate(SEEDS, 1)]
    return article("\n".join(name for name, _ in named), named, title=SEEDS[0], publisher=SEEDS[1], source=SEEDS[11])


def test_the_table_has_a_row_for_each_place(data: Any) -> None:
    """In the order of the text, with roles and counts; what is not on the map is listed with its reason."""
    table = table_of(view_of(kosovo_karabakh(), country_name=data.country_name))
    assert [row[0] for row in table.rows] == [str(number) for number in range(1, 17)]
    assert table.rows[2][3] == "PRISTINA (dateline); Pristina (place)"
    assert table.rows[3][5] == "within about 12 km of 42.9650, 20.8000"
    assert [name for name, _ in table.missing] == ["Gornja Lipa", "Camp Oriole"]


def test_markdown_has_title_picture_caption_and_table(data: Any) -> None:
    """In this order."""
    text = render_markdown(kosovo_karabakh(), data=data, picture="bridge map.png")
    heads = (
        "# Bridge at Mitrovica",
        "Northern Wire · November 3, 2025 · [source](<https://wire",
        "![Map for ",
        "*Bridge ",
        "| No. |",
        "Not on the map:",
    )
    parts = text.split("\n\n")
    assert all(part.startswith(head) for part, head in zip(parts, heads, strict=False))
    assert parts[2].endswith("](bridge%20map.png)")
    assert len(parts[4].splitlines()) == 2 + 16


def test_markdown_without_a_file_carries_its_picture(data: Any) -> None:
    """As a data address."""
    assert "](data:image/png;base64,iVBOR" in render_markdown(kosovo_karabakh(), data=data, options=SMALL)


def test_an_article_without_a_place_has_no_table(data: Any) -> None:
    """Only the sentence that says so."""
    empty = ParsedArticle(Document("1", "Nothing.", title="Nothing"))
    assert "| No. |" not in render_markdown(empty, data=data, picture="x.png")


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_text_as_written(text: str) -> None:
    """A CommonMark reader takes the backslashes away and finds no markup: what is left is the text."""
    written = escaped(text)
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", written) == one_line(text).strip()
    assert not re.search(r"(?<!\\)(?:\\\\)*[<>`*_\[\]{}|$~#^@]", written)
    assert "\n" not in written


def test_hostile_names_leave_the_table_whole(data: Any) -> None:
    """As many cells in each row as in its head."""
    text = render_markdown(hostile_story(), data=data, picture="x.png")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(rows) >= len(SEEDS) - 2
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {8}


def test_word_shows_headline_figure_caption_and_table(word: Any) -> None:
    """The figure says in words what it shows."""
    assert word.paragraphs[0].text == "Bridge at Mitrovica reopens as envoys leave for Baku"
    assert word.paragraphs[0].style.name == "Heading 1"
    assert "Ground: Natural Earth" in next(entry.text for entry in word.paragraphs if entry.style.name == "Caption")
    assert "It shows Mitrovica" in word.inline_shapes[0]._inline.docPr.get("descr")
    assert [cell.text for cell in word.tables[0].rows[1].cells][:3] == ["1", "Mitrovica", "town, district seat, Kosovo"]
    assert len(word.tables[0].rows) == 17


def test_word_is_the_same_file_on_every_day(data: Any) -> None:
    """No date of today in it, neither in the archive nor in the properties."""
    from geomap.rendering.docx import render_docx

    content = render_docx(kosovo_karabakh(), data=data, options=SMALL)
    assert content == render_docx(kosovo_karabakh(), data=data, options=SMALL)
    assert {entry.date_time[0] for entry in ZipFile(BytesIO(content)).infolist()} == {1980}
    assert docx.Document(BytesIO(content)).core_properties.created.year == 2025


def test_word_shows_hostile_names_as_written(data: Any) -> None:
    """As text in cells, never as a field, a link or markup."""
    from geomap.rendering.docx import render_docx

    content = render_docx(hostile_story(), data=data, options=SMALL)
    opened = docx.Document(BytesIO(content))
    shown = {row.cells[1].text for row in opened.tables[0].rows[1:]}
    assert {isolated(seed).strip() for seed in SEEDS if isolated(seed).strip()} <= {name.strip() for name in shown}
    part = ZipFile(BytesIO(content)).read("word/document.xml").decode("utf-8")
    assert not re.search(r"<w:(instrText|fldSimple|hyperlink|object)|<script", part)


def test_a_long_title_fits_into_the_properties(data: Any) -> None:
    """Word refuses a property of more than 255 characters."""
    from geomap.rendering.docx import render_docx

    story = replace(kosovo_karabakh(), document=replace(kosovo_karabakh().document, title="word " * 1000))
    assert docx.Document(BytesIO(render_docx(story, data=data, options=SMALL))).core_properties.title.endswith("…")
