"""The page that tutorials make, beside ours: what ``docs/gallery/plain_folium.py`` builds and counts."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from math import inf
from pathlib import Path
from typing import Any

import pytest
from conftest import CHROMIUM
from stories import kosovo_karabakh

from geomap.pipeline import Geomap, MappedArticle

GALLERY = Path(__file__).parents[2] / "docs" / "gallery"
FOREIGN = "<script src='https://cdn.example/a.js'></script><img src='https://tiles.example/1.png'>"
MARKER = "<p class='leaflet-marker-icon'>here</p>"
# Opens both pages and prints, for each, the seconds and what it asked for.
OPENED = """
import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1])
from plain_folium import opened
for name in ("with", "without"):
    page = Path(sys.argv[2], f"{name}.html")
    asked, seconds = opened(page, page.with_suffix(".png"), patience_s=0.5)
    print(seconds, *sorted(asked))
"""


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The program, with the gallery's own beside it."""
    monkeypatch.syspath_prepend(str(GALLERY))
    for name in ("build", "plain_folium"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module("plain_folium")


def test_the_customary_map_has_a_pin_for_each_placed_mention(script: Any) -> None:
    """And asks other hosts for its scripts: what the table in docs/map.md counts."""
    story = kosovo_karabakh()
    page = script.customary(MappedArticle(story, Geomap(online=False)))
    assert page.count("L.marker(") == sum(resolution.place is not None for resolution in story.resolutions)
    hosts = set(re.findall(r'(?:src|href)="https://([^/"]+)/', page))
    assert len(hosts) >= 3
    assert "Gornja Lipa" not in page


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium (apt-get install chromium)")
def test_requests_are_counted_and_none_leaves_the_machine(tmp_path: Path) -> None:
    """In a process of its own, since a browser may be open here; a page that shows no marker is never usable."""
    pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install 'geomap[test]')")
    for name, body in (("with", MARKER), ("without", "<p>nothing</p>")):
        (tmp_path / f"{name}.html").write_text(f"<!DOCTYPE html>{FOREIGN}{body}", encoding="utf-8")
    command = [sys.executable, "-c", OPENED, str(GALLERY), str(tmp_path)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.splitlines()
    (with_marker, *asked), (without, *asked_too) = (line.split() for line in lines)
    assert asked == asked_too == ["https://cdn.example/a.js", "https://tiles.example/1.png"]
    assert float(with_marker) < float(without) == inf
    assert (tmp_path / "with.png").read_bytes().startswith(b"\x89PNG")
