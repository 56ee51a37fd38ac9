"""The notebook and the Quarto document of the guide, run cell by cell."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "docs" / "notebooks"


def cells_of(path: Path) -> list[str]:
    """Code of each cell."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".qmd":
        return re.findall(r"^```\{python\}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]


@pytest.mark.parametrize("name", ["report.ipynb", "report.qmd"])
def test_every_cell_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what it shows shows itself on screen and in print."""
    pytest.importorskip("docx")
    pytest.importorskip("matplotlib")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    variables: dict[str, Any] = {}
    for cell in cells_of(NOTEBOOKS / name):
        exec(compile(cell, name, "exec"), variables)
    assert (tmp_path / "output" / "report" / "flood.docx").read_bytes().startswith(b"PK")
    assert (tmp_path / "output" / "report" / "flood.png").read_bytes().startswith(b"\x89PNG")
    assert variables["mapped"]._repr_html_().startswith("<iframe")
    assert variables["mapped"]._repr_png_().startswith(b"\x89PNG")
