"""Every hostile string through every file that is no page: none breaks it, each is shown as it was written."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from hostile import HOSTILE
from stories import article, kosovo_karabakh, town

from geomap.models import Document, Mention, ParsedArticle, Resolution
from geomap.rendering.embed import render_fragment
from geomap.rendering.figure import PictureOptions
from geomap.rendering.figure.canvas import canvas
from geomap.rendering.markdown import render_markdown
from geomap.rendering.plain import cut, isolated, one_line

SMALL = PictureOptions(width_mm=90, height_mm=70, dpi=50)
COUNTING = "window.hits = 0; window.hit = () => { window.hits += 1; return ''; }; window.alert = hit;"
HEADS_OF_CARDS = """() => {
    const story = Object.values(geomap.controllers)[0], box = document.body.appendChild(document.createElement('div'));
    return story.marks.map(mark => { box.replaceChildren(story.card(mark.place)); return box.querySelector('h3').textContent; });
}"""
# Of the strings that a line break or a blank end would change, the file shows them on one line.
STRINGS = tuple(dict.fromkeys(text for text in HOSTILE if text.strip()))
# Every seed alone, and of their pairs every second: each seed is first and last of dozens.
LETTERS = tuple(one_line(text) for text in (*STRINGS[:300], *STRINGS[300::2]))
SEPARATOR = "\u00a6"


def unplaced() -> ParsedArticle:
    """Every string is a name that no place was found for, and the reason why."""
    text, resolutions, at = [], [], 0
    for string in STRINGS:
        resolutions.append(Resolution(Mention(at, at + len(string), string), "unresolved", reason=string))
        text.append(string)
        at += len(string) + 1
    return ParsedArticle(Document("hostile", "\n".join(text), title="Hostile"), tuple(resolutions))


def placed(strings: Sequence[str] = STRINGS) -> ParsedArticle:
    """Every string is the name of a town; the towns stand in rows, so far apart that a large sheet has room for long names."""
    columns = max(1, round(len(strings) ** 0.5 / 3))
    step = 80 / columns
    rows = 80 * columns / len(strings)
    towns = [town(number, text, 60 - number // columns * rows, number % columns * step) for number, text in enumerate(strings, 1)]
    named = [(one_line(place.name), place) for place in towns]
    return article("\n".join(name for name, _ in named), named, title=STRINGS[0], publisher=STRINGS[1], source=STRINGS[11])


def test_word_lists_every_string_as_written(data: Any) -> None:
    """Thousands of them in one document, which opens again; what XML forbids is the replacement character."""
    docx = pytest.importorskip("docx", reason="needs python-docx (pip install 'geomap[report]')")
    from geomap.rendering.docx import render_docx

    opened = docx.Document(BytesIO(render_docx(unplaced(), data=data, options=SMALL)))
    lines = {paragraph.text.strip() for paragraph in opened.paragraphs if paragraph.style.name == "List Bullet"}
    assert {f"{isolated(cut(text, 80))}: {isolated(text)}".strip() for text in STRINGS} <= lines
    assert len(STRINGS) >= 3000


def test_markdown_keeps_each_string_in_its_line(data: Any) -> None:
    """None of them begins a line, a list, a table or a picture of its own."""
    text = render_markdown(unplaced(), data=data, picture="x.png")
    assert sum(line.startswith("- ") for line in text.splitlines()) == len(STRINGS)
    assert text.count("![") == 1


def elements(svg: bytes) -> tuple[set[str], list[str]]:
    """Kinds of elements of a picture, and what its comments say; no attribute may be an event's."""
    root = ElementTree.fromstring(svg, ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True)))
    nodes = list(root.iter())
    assert not [key for node in nodes for key in node.attrib if key.lower().startswith("on")]
    comments = [(node.text or "").strip() for node in nodes if not isinstance(node.tag, str)]
    return {node.tag for node in nodes if isinstance(node.tag, str)}, comments


def test_an_svg_with_hostile_names_is_xml(data: Any) -> None:
    """A map of hundreds of towns with such names, most of which find room: no element and no attribute is theirs."""
    from geomap.rendering.figure import render_picture

    known, _ = elements(render_picture(kosovo_karabakh(), data=data, format="svg", options=SMALL))
    sheet = PictureOptions(width_mm=900, height_mm=900, dpi=50)
    drawn, comments = elements(render_picture(placed(STRINGS[::30]), data=data, format="svg", options=sheet))
    assert drawn <= known
    # matplotlib notes each text that it draws as shapes; what is no number is a name.
    assert sum(not comment.isdigit() for comment in comments) >= 150


def test_thousands_of_strings_are_drawn_as_letters() -> None:
    """Through the one function that writes into a picture: shapes and a comment each, which none of them ends."""
    with canvas(60, 60, fonts=[], color="#ffffff") as paper:
        for start in range(0, len(LETTERS), 50):
            paper.text(1, 1 + start / 100, SEPARATOR.join(LETTERS[start : start + 50]), 6, "#000000")
        drawn, comments = elements(paper.save("svg", dpi=72, title="", description=""))
    assert {tag.rpartition("}")[2] for tag in drawn} & {"script", "style", "a", "image", "foreignObject", "iframe"} <= {"style"}
    written = [name for comment in comments for name in comment.split(SEPARATOR)]
    assert len(written) == len(LETTERS) >= 3000


def test_records_give_every_string_back() -> None:
    """JSON and GeoJSON: equal when read."""
    from geomap.exporting import geojson_text, to_json_line, to_record

    names = [entry["text"] for entry in json.loads(to_json_line(to_record(unplaced())))["mentions"]]
    # Two halves of a pair that stand side by side are one letter to a reader of JSON.
    assert names == [text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") for text in STRINGS]
    towns = placed()
    assert len(json.loads(geojson_text(towns))["features"]) == len(towns.resolutions)


@pytest.mark.browser
def test_an_embed_runs_none_of_them(open_page: Callable[..., Any], data: Any) -> None:
    """All as names of places in the frame of another page, each of its cards opened."""
    code = render_fragment(placed(), data=data).replace(' loading="lazy"', "")
    page = open_page(f"<!DOCTYPE html><html class=ready><meta charset=utf-8><body>{code}", script=COUNTING)
    frame = page.frames[1]
    frame.wait_for_selector("html.ready", state="attached")
    names = frame.evaluate(HEADS_OF_CARDS)
    assert len(names) >= 3000
    assert [window.evaluate("window.hits") for window in page.frames] == [0, 0]
    assert page.faults == []
