"""``geomap map``: pages where they belong, one line about each, the rest goes on past a bad one."""

from __future__ import annotations

import json
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
