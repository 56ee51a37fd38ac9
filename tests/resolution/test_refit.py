"""A newsroom's checked articles change the ranker only when that helps on those it has not seen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from geomap.gazetteer import Gazetteer
from geomap.resolution.features import FEATURES
from geomap.resolution.ranker import Forest, packaged_text

ROOT = Path(__file__).parents[2]
pytest.importorskip("lightgbm", reason="fitting needs LightGBM: pip install geomap[training]")

# A paper in the state of New York that always means its own towns, though it seldom says so.
TOWNS = (
    "Rome",
    "Troy",
    "Syracuse",
    "Ithaca",
    "Utica",
    "Cairo",
    "Delhi",
    "Athens",
    "Geneva",
    "Corinth",
    "Liverpool",
    "Lima",
    "Mexico",
    "Cambridge",
)


KNOWN = ("Paris", "Berlin", "Tokyo", "Moscow", "Madrid", "Nairobi", "Jakarta", "Bogota", "Hanoi", "Oslo")


def checked(gazetteer: Gazetteer, towns: tuple[str, ...] = TOWNS, admin1: str = "New York") -> list[dict[str, object]]:
    """Articles that name one town each, with the place that is meant: the most prominent one, in a division if one is named."""
    records = []
    for number, town in enumerate(towns):
        found = [c.place for c in gazetteer.look_up(town, limit=30) if c.rule == "exact" and c.place.feature_class == "P"]
        place = next((one for one in found if admin1 in {"", one.admin1}), None)
        if place is None:
            continue
        text = f"The library in {town} will be closed on Monday. People in {town} were told on Friday."
        starts = [text.index(town), text.rindex(town)]
        mentions = [{"start": at, "end": at + len(town), "lat": place.point.latitude, "lon": place.point.longitude,
                     "geonameid": place.geonameid} for at in starts]  # fmt: skip
        records.append({"id": str(number), "text": text, "mentions": mentions, "source": "https://www.albanytimes.example/a"})
    return records


def refit(folder: Path, records: list[dict[str, object]], *further: str) -> tuple[int, str, Path]:
    """Run the command on some articles; its exit status, what it says, and where it writes."""
    path, out = folder / "checked.jsonl", folder / "ranker.json"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    command = [sys.executable, str(ROOT / "training/fit_ranker.py"), "--out", str(out), "--corrected", str(path), *further]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    return done.returncode, done.stdout + done.stderr, out


def test_articles_that_help_are_learned_from(gazetteer: Gazetteer, tmp_path: Path) -> None:
    """Further trees are written behind those that were there, and the first pass stays as it was."""
    status, said, out = refit(tmp_path, checked(gazetteer), "--stories", "60")
    assert status == 0, said
    assert "mentions right before" in said
    old, new = json.loads(packaged_text()), json.loads(out.read_text(encoding="utf-8"))
    assert new["passes"][0] == old["passes"][0]
    assert new["passes"][1]["trees"][: len(old["passes"][1]["trees"])] == old["passes"][1]["trees"]
    assert len(new["passes"][1]["trees"]) > len(old["passes"][1]["trees"])
    assert Forest.of(new["passes"][1]).contributions(np.zeros((1, len(FEATURES)))).shape == (1, len(FEATURES) + 1)


def test_articles_that_do_not_help_change_nothing(gazetteer: Gazetteer, tmp_path: Path) -> None:
    """Where the ranker is right already nothing is gained: one line says so and the file is as it was."""
    (tmp_path / "ranker.json").write_text(packaged_text(), encoding="utf-8")
    status, said, out = refit(tmp_path, checked(gazetteer, KNOWN, ""), "--stories", "60")
    assert status == 1, said
    assert "refused: the checked articles did not help" in said
    assert out.read_text(encoding="utf-8") == packaged_text()


def test_too_few_articles_are_refused(gazetteer: Gazetteer, tmp_path: Path) -> None:
    """Three articles cannot be held out from one another."""
    status, said, out = refit(tmp_path, checked(gazetteer)[:3], "--stories", "10")
    assert (status, out.exists()) == (1, False)
    assert "refused: 3 checked articles" in said


def test_output_of_parse_is_read_with_its_input(gazetteer: Gazetteer, tmp_path: Path) -> None:
    """Lines without text take it from the input; mentions without coordinates are left out."""
    records = checked(gazetteer)[:2]
    texts = tmp_path / "input.jsonl"
    texts.write_text("".join(json.dumps({"id": one["id"], "text": one["text"]}) + "\n" for one in records), encoding="utf-8")
    lines = [{"id": one["id"], "mentions": [*one["mentions"], {"start": 0, "end": 3, "lat": None, "lon": None}]} for one in records]  # type: ignore[misc]
    assert "refused: 2 checked articles" in refit(tmp_path, lines, "--stories", "10", "--texts", str(texts))[1]
    assert "refused: 0 checked articles" in refit(tmp_path, lines, "--stories", "10")[1]
