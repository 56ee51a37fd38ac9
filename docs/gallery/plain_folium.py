"""The river flood of the gallery as a customary Folium map and as ours: hosts, requests, bytes, time until a reader can use it.

Run ``python docs/gallery/plain_folium.py``; it needs Chromium and playwright. No request leaves the machine: what a page asks
other hosts for is counted and refused.
"""

from __future__ import annotations

import html
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import folium
from build import CHROMIUM, OUTPUT, ROOT, VIEWPORT

from geomap.files import write_whole
from geomap.pipeline import Geomap, MappedArticle
from geomap.reading import read_all

if TYPE_CHECKING:
    from playwright.sync_api import Page

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def customary(mapped: MappedArticle) -> str:
    """Build it as tutorials do: online tiles, a pin with a popup and a tooltip for each mention."""
    made = folium.Map()
    points = []
    for resolution in mapped.resolutions:
        place = resolution.place
        if place:
            points.append((place.point.latitude, place.point.longitude))
            folium.Marker(points[-1], popup=html.escape(resolution.mention.text), tooltip=html.escape(place.name)).add_to(made)
    made.fit_bounds(points)
    return str(made.get_root().render())


def opened(page: Page, path: Path, picture: Path, *, patience_s: float = 5.0) -> tuple[list[str], float]:
    """Requests to other hosts, and seconds until a marker can be clicked; infinite when patience ends before. Takes a picture."""
    from playwright.sync_api import Error

    asked: list[str] = []
    page.route(re.compile("^https?:"), lambda route: (asked.append(route.request.url), route.abort()))
    start = time.perf_counter()
    try:
        page.goto(path.resolve().as_uri())
        page.wait_for_selector(".leaflet-marker-icon", state="attached", timeout=patience_s * 1000)
        seconds = time.perf_counter() - start
    except Error:
        seconds = float("inf")
    page.screenshot(path=picture)
    return asked, seconds


def main() -> None:
    """Write both and print a row of the table in docs/map.md for each."""
    from playwright.sync_api import sync_playwright

    record = next(iter(read_all(str(ROOT / "examples" / "river-flood.txt"))))
    if record.document is None:
        raise SystemExit(str(record.error))
    mapped = Geomap(online=False).map(record.document)
    with sync_playwright() as playwright:
        for name, content in (("plain Folium", customary(mapped)), ("geomap", mapped.to_html())):
            path = OUTPUT / f"side-by-side-{name.split()[0]}.html"
            write_whole(path, content)
            # A browser each: what one page warmed up must not count for the other.
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            asked, seconds = opened(browser.new_page(viewport=VIEWPORT), path, path.with_suffix(".png"))
            browser.close()
            hosts = {urlsplit(address).hostname for address in asked}
            print(f"| {name} | {len(content.encode()):,} | {len(asked)} | {len(hosts)} | {seconds:.2f} s |")


if __name__ == "__main__":
    main()
