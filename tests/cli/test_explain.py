"""``geomap explain`` and ``geomap config``: reasons in words, settings by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geomap.cli import cli, main


def run(*arguments: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(cli, list(arguments))


@pytest.fixture
def story(tmp_path: Path) -> str:
    """An article of a Kentucky paper."""
    path = tmp_path / "story.txt"
    path.write_text("PARIS, Ky. (AP) — The mayor of Paris left Bourbon County for Lexington.", encoding="utf-8")
    return str(path)


def test_explain_says_why_and_what_else(story: str) -> None:
    """Place, confidence and reasons stand there for each mention."""
    output = run("explain", story, "paris", "--offline").stdout
    assert output.count("[PARIS]") + output.count("[Paris]") == 2
    for part in ("Paris (Kentucky, US)", "confidence", "because", "geonames:4303602"):
        assert part in output


def test_explain_names_what_was_found_instead(story: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is not there is one line with those that are."""
    monkeypatch.setattr("sys.argv", ["geomap", "explain", story, "Rome", "--offline"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    error = capsys.readouterr().err
    assert error.startswith("geomap: 'Rome' is no place name found in")
    assert "Bourbon County" in error


def test_config_round_trip() -> None:
    """What is set is got and listed; keys of services are not shown in a list."""
    assert run("config", "set", "geocoder.contact", "desk@example.org").exit_code == 0
    assert run("config", "set", "geocoder.options.api_key", "hidden").exit_code == 0
    assert run("config", "get", "geocoder.contact").stdout == "desk@example.org\n"
    listed = run("config", "list").stdout
    assert "geocoder.contact = 'desk@example.org'" in listed
    assert "hidden" not in listed


def test_version_is_quick_to_ask() -> None:
    """The version needs no heavy import."""
    assert run("--version").stdout.startswith("geomap, version")


def test_explain_says_what_would_have_turned_it(story: str) -> None:
    """For the runner-up stands there without what it would have been chosen."""
    output = run("explain", story, "paris", "--offline").stdout
    assert "without the other places of the story, Paris (Île-de-France, FR) would have been chosen" in output
