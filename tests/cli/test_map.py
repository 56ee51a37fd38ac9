"""``geomap map``: pages where they belong, one line about each, the rest goes on past a bad one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geomap.cli import cli

TEXT = "Rain fell in Lille and in Lyon, the government in Paris said."


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    """Run the command."""
    return CliRunner().invoke(cli, ["map", "--offline", *arguments], input=stdin)


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article in the working folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "story.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_page_goes_to_output(story: Path) -> None:
    """Without -o the page is output/NAME.html, and the command says so."""
    result = run("story.txt")
    assert (result.exit_code, result.stdout.split(":")[0]) == (0, "output/story.html")
    assert "Lille" in Path("output/story.html").read_text(encoding="utf-8")


def test_format_by_ending(story: Path) -> None:
    """The ending of -o chooses the format."""
    assert run("story.txt", "-o", "places.geojson").exit_code == 0
    assert json.loads(Path("places.geojson").read_text(encoding="utf-8"))["type"] == "FeatureCollection"


def test_standard_input(story: Path) -> None:
    """A dash reads standard input."""
    assert run("-", "-o", "page.html", stdin=TEXT.encode()).exit_code == 0
    assert "Lyon" in Path("page.html").read_text(encoding="utf-8")


def test_many_articles_go_past_a_bad_one(story: Path, tmp_path: Path) -> None:
    """Each bad source is one line on stderr, the others are mapped, the exit status is 1."""
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    result = run("empty.txt", "missing.txt", "binary.txt", "story.txt", "story.txt", "-o", "maps")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 3
    for part in ("empty.txt: empty, expected an article", "missing.txt: no such file", "binary.txt: this is a PNG picture"):
        assert part in result.stderr
    assert {"story.html", "story-2.html"} <= {path.name for path in Path("maps").iterdir()}


def test_unwritable_place_is_said(story: Path) -> None:
    """A place that cannot be written is one line, and nothing is left behind."""
    result = run("story.txt", "-o", "story.txt/page.html")
    assert result.exit_code == 1
    assert "page.html: cannot be written" in result.stderr


@pytest.mark.parametrize("arguments", [[], ["story.txt", "--format", "gif"], ["story.txt", "--nonsense"]])
def test_wrong_calls_have_status_2(story: Path, arguments: list[str]) -> None:
    """A wrong call is told apart from a bad article."""
    assert run(*arguments).exit_code == 2


def test_labels_are_in_the_language_asked_for(tmp_path: Path) -> None:
    """A country by its German name; the mention as written; a wrong code is said."""
    path = tmp_path / "story.txt"
    path.write_text("Rivers rose in Austria and in the Czech Republic on Monday.", encoding="utf-8")
    for language, name in (("de", "Österreich"), ("fr", "Autriche")):
        page = tmp_path / f"{language}.html"
        assert run(str(path), "--labels", language, "-o", str(page)).exit_code == 0
        assert name in page.read_text(encoding="utf-8")
    wrong = run(str(path), "--labels", "Deutsch", "-o", str(tmp_path / "wrong.html"))
    assert wrong.exit_code != 0
    assert "language code" in wrong.output
    assert not (tmp_path / "wrong.html").exists()


def test_help_has_examples() -> None:
    """The help shows how the command is called."""
    assert "geomap map article.txt --open" in run("--help").output


def test_a_map_alone_leaves_the_text_out(story: Path) -> None:
    """With --no-text no sentence of the article is on the page, its places are."""
    assert run("story.txt", "-o", "map.html", "--no-text").exit_code == 0
    page = Path("map.html").read_text(encoding="utf-8")
    assert 'class="map-only' in page
    assert 'class="prose' not in page


def test_a_theme_with_an_unknown_key_is_refused(story: Path) -> None:
    """The file and the key are named, and nothing is written."""
    Path("paper.toml").write_text('[colours]\nevent = "#aa0000"\n', encoding="utf-8")
    result = run("story.txt", "-o", "map.html", "--theme", "paper.toml")
    assert result.exit_code == 1
    assert "unknown key 'colours'" in result.stderr
    assert not Path("map.html").exists()


def test_a_disk_that_fills_leaves_the_old_page(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line says so; the page of yesterday is whole."""
    Path("map.html").write_text("yesterday", encoding="utf-8")

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    result = run("story.txt", "-o", "map.html")
    assert result.exit_code == 1
    assert "map.html: cannot be written (No space left on device)" in result.stderr
    assert [path.name for path in Path().iterdir() if "map" in path.name] == ["map.html"]
    assert Path("map.html").read_text(encoding="utf-8") == "yesterday"


def test_a_text_without_places_is_a_page(story: Path) -> None:
    """It says so in a sentence."""
    Path("nothing.txt").write_text("Nothing happened there.", encoding="utf-8")
    assert run("nothing.txt", "-o", "nothing.html").exit_code == 0
    assert "The text names no place." in Path("nothing.html").read_text(encoding="utf-8")


def test_a_png_has_the_pixels_of_its_size_and_resolution(story: Path) -> None:
    """160 by 100 mm at 127 dots an inch are 800 by 500 dots, and the file says how large it is on paper."""
    image = pytest.importorskip("PIL.Image", reason="needs Pillow (pip install 'geomap[report]')")
    assert run("story.txt", "-o", "map.png", "--size", "160x100mm", "--dpi", "127").exit_code == 0
    with image.open("map.png") as picture:
        assert picture.size == (800, 500)
        assert picture.info["dpi"] == pytest.approx((127, 127), abs=0.1)


@pytest.mark.parametrize(("size", "points"), [("160x100mm", (453.54, 283.46)), ("12x9cm", (340.16, 255.12)), ("6x4in", (432.0, 288.0))])
@pytest.mark.parametrize(
    ("name", "pattern"), [("map.svg", r'width="([\d.]+)pt" height="([\d.]+)pt"'), ("map.pdf", r"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]")]
)
def test_a_drawing_has_the_size_asked_for(name: str, pattern: str, size: str, points: tuple[float, float], story: Path) -> None:
    """In points, as SVG and PDF count; the resolution changes nothing about it."""
    pytest.importorskip("matplotlib", reason="needs matplotlib (pip install 'geomap[report]')")
    assert run("story.txt", "-o", name, "--size", size, "--dpi", "96").exit_code == 0
    found = re.search(pattern, Path(name).read_bytes().decode("latin-1"))
    assert found
    assert tuple(map(float, found.groups())) == pytest.approx(points, abs=0.01)


def test_named_tiles_bring_their_owners_line_and_their_host(story: Path) -> None:
    """The attribution stands on the page, its host is the only one allowed, and the page says that it loads tiles."""
    pytest.importorskip("xyzservices", reason="needs xyzservices (pip install 'geomap[tiles]')")
    assert run("story.txt", "-o", "map.html", "--tiles", "OpenTopoMap").exit_code == 0
    page = Path("map.html").read_text(encoding="utf-8")
    footer = page.partition("<footer")[2].partition("</footer>")[0]
    assert "© OpenStreetMap contributors" in footer
    assert "OpenTopoMap" in footer
    assert "img-src data: https://a.tile.opentopomap.org;" in page
    assert "This page loads map tiles from a.tile.opentopomap.org." in page
    assert "Natural Earth" not in page


def test_a_template_of_tiles_names_the_owner_who_was_given(story: Path) -> None:
    """With --tiles-credit; without it nothing is written."""
    template = "https://tiles.example/{z}/{x}/{y}.png"
    assert run("story.txt", "-o", "map.html", "--tiles", template, "--tiles-credit", "© County Survey").exit_code == 0
    assert "© County Survey" in Path("map.html").read_text(encoding="utf-8").partition("<footer")[2].partition("</footer>")[0]
    refused = run("story.txt", "-o", "other.html", "--tiles", template)
    assert refused.exit_code == 1
    assert "the owner of the tiles must be named" in refused.stderr
    assert not Path("other.html").exists()


@pytest.mark.parametrize(
    ("name", "arguments", "status", "message"),
    [
        ("map.png", ["--size", "160"], 1, "size is '160'; expected a width and a height such as 160x100mm, 16x10cm or 6x4in"),
        ("map.png", ["--size", "160x100px"], 1, "size is '160x100px'"),
        ("map.svg", ["--size", "20x15mm"], 1, "width of the picture is 20 mm; expected 60 to 1200"),
        ("map.pdf", ["--size", "100x5000mm"], 1, "height of the picture is 5000 mm; expected 60 to 1200"),
        ("map.png", ["--dpi", "10"], 1, "resolution is 10 dots an inch; expected 50 to 1200"),
        ("map.png", ["--dpi", "nan"], 1, "resolution is nan dots an inch"),
        ("map.png", ["--dpi", "fine"], 2, "'fine' is not a valid float"),
        ("map.png", ["--size", "1200x1200mm", "--dpi", "1200"], 1, "million pixels; expected at most 150"),
        ("map.html", ["--size", "160"], 1, "size is '160'"),
        ("map.html", ["--tiles", "Nobody.Knows"], 1, "no tiles are called 'Nobody.Knows'; expected a name such as OpenTopoMap"),
        ("map.html", ["--tiles", "https://t.example/{z}.png", "--tiles-credit", "x"], 1, "expected an http or https URL with {z}, {x}"),
        ("map.html", ["--tiles", "Thunderforest.Transport"], 1, "need a key of their owner"),
    ],
)  # fmt: skip
def test_a_wrong_size_resolution_or_tile_server_is_one_clear_line(
    name: str, arguments: list[str], status: int, message: str, story: Path
) -> None:
    """What was given, what was expected; nothing is written."""
    result = run("story.txt", "-o", name, *arguments)
    assert result.exit_code == status
    assert message in result.stderr
    assert status == 2 or result.stderr.count("\n") == 1
    assert not Path(name).exists()
