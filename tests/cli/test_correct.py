"""``geomap correct`` and ``geomap corrections``."""

import json

import pytest
from click.testing import CliRunner

from geomap.cli import cli
from geomap.errors import GeomapError
from geomap.gazetteer import Corrections
from geomap.gazetteer.rows import PlaceRow, SourceNote
from geomap.gazetteer.writer import GazetteerWriter
from geomap.reading import read


@pytest.fixture
def article(tmp_path, monkeypatch):
    """Write an article, and a gazetteer that knows two Mitrovicas."""
    path = tmp_path / "gazetteer.sqlite"
    with GazetteerWriter(path) as writer:
        writer.note(SourceNote("GeoNames", "CC BY 4.0", "", "2026"))
        writer.add(PlaceRow("geonames:789225", "Mitrovica", 42.88, 20.87, "P", "PPLA", "XK", population=71000, source="GeoNames"))
        writer.add(PlaceRow("geonames:3193044", "Mitrovica", 44.98, 19.62, "P", "PPL", "RS", population=39000, source="GeoNames"))
    monkeypatch.setenv("GEOMAP_GAZETTEER", str(path))
    file = tmp_path / "article.txt"
    file.write_text("A bridge in Mitrovica was closed on Monday.\n")
    return file


def run(*arguments):
    """Run the command as a shell would see it: output, error, status."""
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    if isinstance(result.exception, GeomapError):
        return result.output, str(result.exception), 1
    return result.output, result.output, result.exit_code


def test_a_correction_is_kept_for_the_article(article):
    """With who, when and why; the next run finds it."""
    output, _, status = run("correct", article, "Mitrovica", "geonames:3193044", "--why", "the Serbian town", "--who", "ana")
    found = Corrections.load().find("Mitrovica", read(str(article)))
    assert status == 0
    assert "Mitrovica → Mitrovica, RS (geonames:3193044) (document)" in output
    assert (found.place_id, found.who, found.why) == ("geonames:3193044", "ana", "the Serbian town")


@pytest.mark.parametrize(("option", "meaning"), [(["--not-a-place"], "not a place"), (["--at", "42.97,20.78"], "42.97,20.78")])
def test_a_name_may_be_no_place_or_a_position(article, option, meaning):
    """Where no gazetteer helps."""
    run("correct", article, "Mitrovica", *option, "--scope", "everywhere")
    assert next(iter(Corrections.load())).meaning == meaning


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Mitrovica"], "say what the name means"),
        (["Mitrovica", "geonames:1"], "'geonames:1' is no place of the gazetteer; .*geonames:789225 (Mitrovica, XK)"),
        (["Mitrovica", "Mitrovica"], "expected an id such as geonames:789225"),
        (["Nowhereville", "geonames:1"], "nothing is known by the name 'Nowhereville'; use --at"),
        (["Mitrovica", "--at", "42.9"], "'42.9' is no position; expected LAT,LON"),
        (["Mitrovica", "--at", "142.9,20"], "'142.9,20' is out of range"),
        (["Mitrovica", "geonames:789225", "--scope", "publisher"], "does not say who published it"),
    ],
)
def test_a_slip_is_one_clear_line(article, arguments, message):
    """With what was expected; nothing is written."""
    _, error, status = run("correct", article, *arguments)
    assert status != 0
    for part in message.split(".*"):
        assert part in error
    assert len(Corrections.load()) == 0


def test_corrections_are_listed_undone_exported_and_imported(article, tmp_path):
    """A team shares them."""
    run("correct", article, "Mitrovica", "geonames:3193044", "--who", "ana")
    run("correct", article, "Monday", "--not-a-place", "--scope", "everywhere", "--who", "ben")
    assert "Monday → not a place  [everywhere]  corrected by ben" in run("corrections", "list")[0]
    assert [json.loads(line)["name"] for line in run("corrections", "list", "--format", "jsonl")[0].splitlines()] == ["Mitrovica", "Monday"]
    team = tmp_path / "team.toml"
    run("corrections", "export", team)
    assert run("corrections", "export", "-")[0] == team.read_text()
    first = next(iter(Corrections.load()))
    assert f"undone: {first.id}" in run("corrections", "undo", first.id)[0]
    assert len(Corrections.load()) == 1
    assert "1 corrections taken over, 1 were known or older" in run("corrections", "import", team)[0]
    assert len(Corrections.load()) == 2


def test_importing_a_file_that_is_not_there_is_said(tmp_path):
    """With what was expected."""
    assert "no such file" in run("corrections", "import", tmp_path / "none.toml")[1]
