"""``geomap parse``: one line out for each line in, in order; what cannot be used is said; interrupted work goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from geomap.cli import cli
from geomap.exporting import schema


def run(*arguments: str, stdin: str | None = None) -> Result:
    """Run the command."""
    return CliRunner().invoke(cli, ["parse", "--offline", *arguments], input=stdin)


def lines(text: str) -> list[dict[str, Any]]:
    """Records of JSON lines."""
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Three usable records, and two that are not."""
    path = tmp_path / "in.jsonl"
    rows = [
        json.dumps({"id": "a", "text": "Rain fell in Lille.", "mentions": [{"start": 13, "end": 18}]}),
        "{broken",
        json.dumps({"id": "b", "text": "Snow fell in Lyon \ud800.", "mentions": []}),
        json.dumps({"id": "c", "text": "Nothing.", "mentions": [{"start": 3, "end": 99}]}),
        json.dumps({"id": 4, "text": "Rain fell in Lyon and in Łódź."}),
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_output_follows_input(records: Path, tmp_path: Path) -> None:
    """Order, ids and the schema hold; each bad line is said with its number."""
    result = run(str(records), "-o", str(tmp_path / "out.jsonl"))
    found = lines((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert (result.exit_code, [record["id"] for record in found]) == (1, ["a", "b", "4"])
    for record in found:
        jsonschema.Draft202012Validator(schema()).validate(record)
    assert [mention["text"] for mention in found[2]["mentions"]] == ["Lyon", "Łódź"]
    assert "in.jsonl, line 2: broken JSON" in result.stderr
    assert "in.jsonl, line 4: mention 0 is 3 to 99" in result.stderr
    assert not (tmp_path / "out.jsonl.part").exists()


def test_given_mentions_and_no_others(records: Path) -> None:
    """With --given-mentions the spans of the record are resolved, and a record without any is said."""
    result = run(str(records), "--given-mentions")
    found = lines(result.stdout)
    assert [[m["text"] for m in record["mentions"]] for record in found] == [["Lille"], []]
    assert 'line 5: no "mentions", which --given-mentions needs' in result.stderr


def test_standard_input_and_output() -> None:
    """A dash reads standard input, the lines go to standard output."""
    result = run("-", stdin='{"id": "1", "text": "Rain fell in Lille."}\n')
    assert (result.exit_code, lines(result.stdout)[0]["mentions"][0]["country"]) == (0, "FR")


def test_interrupted_work_goes_on(records: Path, tmp_path: Path) -> None:
    """--resume keeps whole lines, cuts a broken one away, and the result is the same."""
    whole, resumed = tmp_path / "whole.jsonl", tmp_path / "resumed.jsonl"
    run(str(records), "-o", str(whole))
    text = whole.read_bytes()
    cut = text.index(b"\n") + 20
    resumed.with_name("resumed.jsonl.part").write_bytes(text[:cut])
    run(str(records), "-o", str(resumed), "--resume")
    assert resumed.read_bytes() == text


def test_resume_refuses_another_input(records: Path, tmp_path: Path) -> None:
    """What was written for another input is not continued."""
    (tmp_path / "out.jsonl.part").write_text('{"id": "z", "mentions": []}\n', encoding="utf-8")
    result = run(str(records), "-o", str(tmp_path / "out.jsonl"), "--resume")
    assert "holds other records than this input begins with" in str(result.exception)


def test_articles_of_one_publisher_do_not_depend_on_the_process(records: Path) -> None:
    """Two runs write the same bytes."""
    assert run(str(records)).stdout == run(str(records)).stdout
