"""The map as a picture: PNG, SVG and PDF from one path."""

from __future__ import annotations

import builtins
import os
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from hostile import HOSTILE, SEEDS
from stories import article, kosovo_karabakh, town

from geomap.errors import InputError, OutputError
from geomap.models import Document, ParsedArticle
from geomap.rendering.figure import PictureOptions, render_picture, size_of
from geomap.rendering.figure.canvas import canvas
from geomap.rendering.plain import cut, isolated, one_line

pytest.importorskip("matplotlib", reason="needs matplotlib (pip install 'geomap[report]')")
Image = pytest.importorskip("PIL.Image")
SMALL = PictureOptions(width_mm=90, height_mm=70, dpi=72)
SVG = "{http://www.w3.org/2000/svg}"
# A script that draws a picture in a process of its own and prints its digest.
DIGEST = """
import sys; sys.path.insert(0, sys.argv[1])
import conftest, hashlib
from stories import kosovo_karabakh
from geomap.rendering.figure import PictureOptions, render_picture
options = PictureOptions(width_mm=90, height_mm=70, dpi=72)
print(hashlib.sha256(render_picture(kosovo_karabakh(), data=conftest.SmallWorld(), format=sys.argv[2], options=options)).hexdigest())
"""


@pytest.mark.parametrize(("format_", "head"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_each_format_begins_as_it_must(format_: Any, head: bytes, data: Any) -> None:
    """One path, three kinds of file."""
    assert render_picture(kosovo_karabakh(), data=data, format=format_, options=SMALL).startswith(head)


def test_a_png_has_the_size_and_resolution_asked_for(data: Any) -> None:
    """160 by 100 mm at 127 dots an inch are 800 by 500 dots."""
    content = render_picture(kosovo_karabakh(), data=data, options=PictureOptions(width_mm=160, height_mm=100, dpi=127))
    image = Image.open(BytesIO(content))
    assert image.size == (800, 500)
    assert image.info["dpi"][0] == pytest.approx(127, abs=0.1)
    assert "Bridge at Mitrovica" in image.info["Title"]
    assert "It shows Mitrovica" in image.info["Description"]


@pytest.mark.parametrize("format_", ["png", "svg", "pdf"])
def test_same_article_same_bytes_in_two_processes(format_: str) -> None:
    """No clock, no random id, no order of a set."""
    here = str(Path(__file__).parent)
    digests = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", DIGEST, here, format_], capture_output=True, text=True, check=True, env=environment)
        digests.add(done.stdout)
    assert len(digests) == 1


def test_a_picture_without_a_place_is_a_map_with_its_sentence(data: Any) -> None:
    """Nothing to show is something to say."""
    empty = ParsedArticle(Document("1", "Nothing.", title="Nothing"))
    assert render_picture(empty, data=data, format="svg", options=SMALL).startswith(b"<?xml")


@pytest.mark.parametrize("places", [[("Suva", 178.44), ("Apia", -171.76)], [("Pole", 0.0)]])
def test_the_antimeridian_and_a_pole_can_be_drawn(places: list[tuple[str, float]], data: Any) -> None:
    """Where a map ends, a picture does not break."""
    latitude = 89.9 if places[0][0] == "Pole" else -15.0
    named = [(name, town(number, name, latitude, longitude)) for number, (name, longitude) in enumerate(places, 1)]
    story = article(" and ".join(name for name, _ in named), named)
    assert render_picture(story, data=data, options=SMALL).startswith(b"\x89PNG")


def test_a_long_title_is_cut(data: Any) -> None:
    """Five thousand characters make no picture of text."""
    story = replace(kosovo_karabakh(), document=replace(kosovo_karabakh().document, title="word " * 1000))
    assert render_picture(story, data=data, options=SMALL).startswith(b"\x89PNG")


def test_a_missing_matplotlib_is_named(data: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""
    real = builtins.__import__

    def without(name: str, *arguments: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "matplotlib":
            raise ImportError(name)
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(OutputError, match=r"pip install 'geomap\[report\]'"):
        render_picture(kosovo_karabakh(), data=data)


def test_the_settings_of_the_user_are_left_alone(data: Any) -> None:
    """A notebook's own figures look after a map as they did before."""
    import matplotlib

    matplotlib.rcParams["font.size"] = 13.0
    try:
        render_picture(kosovo_karabakh(), data=data, options=SMALL)
        assert matplotlib.rcParams["font.size"] == 13.0
    finally:
        matplotlib.rcdefaults()


@pytest.mark.parametrize(
    ("text", "size"), [("160x100mm", (160, 100)), ("16x10cm", (160, 100)), ("6x4in", (152.4, 101.6)), ("160 × 100", (160, 100))]
)
def test_sizes_are_read_as_people_write_them(text: str, size: tuple[float, float]) -> None:
    """Millimetres are meant when nothing is said."""
    assert size_of(text) == pytest.approx(size)


@pytest.mark.parametrize("text", ["", "160", "x100mm", "160x100px", "-1x5mm", "160x100mm; rm"])
def test_other_sizes_are_refused(text: str) -> None:
    """With an example of what is expected."""
    with pytest.raises(InputError, match="such as 160x100mm"):
        size_of(text)


@pytest.mark.parametrize(
    "wrong", [{"width_mm": 20}, {"height_mm": 5000}, {"dpi": 1}, {"scheme": "pink"}, {"width_mm": 1200, "height_mm": 1200, "dpi": 1200}]
)
def test_options_out_of_range_are_refused(wrong: dict[str, Any]) -> None:
    """Before any memory is asked for."""
    with pytest.raises(InputError, match="expected"):
        PictureOptions(**wrong)


def _drawn(root: ElementTree.Element) -> list[str]:
    """Elements and attributes of a picture that could do more than be looked at."""
    bad = []
    for node in root.iter():
        tag = node.tag.removeprefix(SVG)
        if tag in {"script", "foreignObject", "image", "a", "animate", "set", "iframe"}:
            bad.append(tag)
        bad += [name for name in node.attrib if name.lower().startswith("on")]
        bad += [value for name, value in node.attrib.items() if name.endswith("href") and not value.startswith("#")]
    return bad


def test_hostile_names_are_drawn_and_nothing_else(data: Any) -> None:
    """As letters on the map: no formula, no markup, no broken XML."""
    named = [(one_line(seed), town(number, seed, 36 + number % 9 * 2, 12 + number // 9 * 4)) for number, seed in enumerate(SEEDS, 1)]
    story = article("\n".join(name for name, _ in named), named, title=SEEDS[0], publisher=SEEDS[3])
    content = render_picture(story, data=data, format="svg", options=PictureOptions(width_mm=250, height_mm=200))
    assert _drawn(ElementTree.fromstring(content)) == []
    assert render_picture(story, data=data, format="pdf", options=SMALL).startswith(b"%PDF")
    assert render_picture(story, data=data, format="png", options=SMALL).startswith(b"\x89PNG")


def test_hostile_titles_stand_in_the_metadata_as_written() -> None:
    """All of them, two hundred to a picture."""
    shown = []
    for start in range(0, len(HOSTILE), 200):
        text = "\u00a6".join(one_line(entry) for entry in HOSTILE[start : start + 200])
        with canvas(60, 60, fonts=[], color="#ffffff") as paper:
            root = ElementTree.fromstring(paper.save("svg", dpi=72, title=text, description=text))
        assert _drawn(root) == []
        titles = [node.text for node in root.iter() if node.tag.endswith("}title")]
        shown += (titles[0] or "").split("\u00a6")
    assert shown == [one_line(entry) for entry in HOSTILE]


@pytest.mark.parametrize("text", HOSTILE[:400])
def test_plain_text_can_stand_in_xml_and_in_utf_8(text: str) -> None:
    """Whatever an article holds."""
    line = isolated(cut(text, 60))
    assert ElementTree.fromstring(f"<a>{escape(line)}</a>").text == (line or None)
    assert line.encode("utf-8")
    assert not re.search(r"[\n\r\t]", line)
