"""The page that tutorials make, beside ours: what ``docs/gallery/plain_folium.py`` builds and counts."""

from __future__ import annotations

import importlib
import re
import sys
from math import inf
from pathlib import Path
from typing import Any

import pytest
from stories import kosovo_karabakh

from geomap.pipeline import Geomap, MappedArticle

GALLERY = Path(__file__).parents[2] / "docs" / "gallery"
FOREIGN = "<script src='https://cdn.example/a.js'></script><img src='https://tiles.example/1.png'>"
MARKER = "<p class='leaflet-marker-icon'>here</p>"


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
def test_requests_are_counted_and_none_leaves_the_machine(script: Any, chromium: Any, tmp_path: Path) -> None:
    """A page that shows no marker is never usable, however soon it is painted."""
    found = {}
    for name, body in (("with", MARKER), ("without", "<p>nothing</p>")):
        path = tmp_path / f"{name}.html"
        path.write_text(f"<!DOCTYPE html>{FOREIGN}{body}", encoding="utf-8")
        page = chromium.new_page()
        asked, found[name] = script.opened(page, path, path.with_suffix(".png"), patience_s=0.5)
        page.close()
        assert sorted(asked) == ["https://cdn.example/a.js", "https://tiles.example/1.png"]
    assert found["with"] < found["without"] == inf
    assert (tmp_path / "with.png").read_bytes().startswith(b"\x89PNG")
