"""A small world to draw, and a browser to open pages in."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import GeometryCollection, LineString, box
from shapely.geometry.base import BaseGeometry

from geomap.models import Place
from geomap.rendering.data import NoMapData
from geomap.rendering.geometry import Bounds
from geomap.rendering.ground import Ground, Land

# Test files are imported by their paths: what they share is found beside them.
sys.path.insert(0, str(Path(__file__).parent))

from stories import town

# Two countries side by side, Karabakh as a box, and a town in each.
WEST, EAST = box(10, 35, 40, 55), box(40, 35, 60, 55)
COUNTRIES = {"RS": "Serbia", "XK": "Kosovo", "AZ": "Azerbaijan", "AM": "Armenia", "RU": "Russia", "BE": "Belgium", "GE": "Georgia"}


class SmallWorld(NoMapData):
    """Two countries, one border, a lake, a river, four towns."""

    def outline(self, place_id: str, level: str) -> BaseGeometry | None:
        """Karabakh, Kosovo and Russia as boxes."""
        return {
            "geomap:karabakh": box(46, 39, 47.5, 40.5),
            "geonames:2017370": box(28, 45, 179, 75),
            "geonames:831053": box(20, 41.9, 21.8, 43.3),
        }.get(place_id)

    def ground(self, bounds: Bounds, level: str) -> Ground:
        """Two countries with a border, a lake, a river and a disputed line."""
        window = box(*bounds.box)
        return Ground(
            land=(
                Land("W1", "Westland", GeometryCollection([WEST.intersection(window)])),
                Land("E1", "Eastland", GeometryCollection([EAST.intersection(window)])),
            ),
            borders=LineString([(40, 35), (40, 55)]).intersection(window),
            disputed=LineString([(20, 40), (25, 45)]).intersection(window),
            lakes=GeometryCollection([box(30, 40, 31, 41).intersection(window)]),
            rivers=LineString([(12, 50), (38, 36)]).intersection(window),
        )

    def towns(self, bounds: Bounds) -> tuple[Place, ...]:
        """Four towns, two of them side by side."""
        return (
            replace(town(1, "Alpha", 43.0, 25.0), feature_code="PPLC"),
            town(2, "Beta", 43.01, 25.01),
            town(3, "Gamma", 50.0, 45.0),
            town(789225, "Mitrovica", 42.8914, 20.8660),
        )

    def country_name(self, code: str) -> str:
        """Names of the story's countries."""
        return COUNTRIES.get(code, code)


@pytest.fixture
def data() -> SmallWorld:
    return SmallWorld()


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser, shared by all tests; each opens pages of its own."""
    api = pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install 'geomap[test]')")
    if not CHROMIUM:
        pytest.skip("needs Chromium (apt-get install chromium)")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class OpenPage:
    """A page in the browser, with what it asked for and what went wrong in it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requests: list[str] = []
        self.faults: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)


@pytest.fixture
def open_page(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., OpenPage]]:
    """Open a page's markup from disk, ready to be used."""
    contexts = []

    def open_(html: str, *, script: str = "", ready: str = "html.ready", **context: Any) -> OpenPage:
        contexts.append(chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **context}))
        path = tmp_path / f"page-{len(contexts)}.html"
        path.write_text(html, encoding="utf-8")
        opened = OpenPage(contexts[-1].new_page())
        if script:
            opened.add_init_script(script)
        opened.goto(path.as_uri())
        opened.wait_for_selector(ready, state="attached")
        return opened

    yield open_
    for context in contexts:
        context.close()
