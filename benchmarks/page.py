"""How large a page is, how long it takes to write, and how soon a reader can use it.

Run ``python benchmarks/page.py`` for a made-up article of 10,000 mentions of 1,500 places, or ``python benchmarks/page.py FILE`` for
a real one. With Chromium and playwright the page is opened too: requests, first paint, time until the map answers, pan and zoom.
"""

from __future__ import annotations

import gzip
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from geomap.models import Alternative, Document, Evidence, Mention, ParsedArticle, Place, Point, Resolution, Span
from geomap.rendering import GazetteerMapData, MapData, PageOptions, render_page

SEED = 7
FRAMES = """() => new Promise(done => {
  const map = Object.values(geomap.controllers)[0].map, frames = [];
  let before = performance.now(), left = 60;
  function frame(now) {
    frames.push(now - before);
    before = now;
    if (!left--) return done(frames);
    if (left === 40) map.zoomIn(); else if (left === 20) map.zoomOut(); else map.panBy([12, 5], { animate: false });
    requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);
})"""


def made_up(mentions: int, places: int) -> ParsedArticle:
    """Article that names made-up towns of Europe, seeded."""
    chance = random.Random(SEED)
    towns = [
        Place(
            f"geonames:{number}", f"Town {number}", Point(chance.uniform(37, 60), chance.uniform(-8, 40)), "P", "PPL",
            chance.choice(("FR", "DE", "PL", "IT")), population=chance.randrange(10**6), source="GeoNames", licence="CC BY 4.0",
        )
        for number in range(1, places + 1)
    ]  # fmt: skip
    text: list[str] = []
    resolutions = []
    at = 0
    for number in range(mentions):
        place = towns[number] if number < places else chance.choice(towns)
        sentence = f"On day {number} the convoy came to {place.name}, where nobody had seen it before."
        start = at + sentence.index(place.name)
        mention = Mention(start, start + len(place.name), place.name, sentence=Span(at, at + len(sentence)))
        facts = (
            Evidence("population", f"largest {place.name}", 1.0),
            Evidence("distance", f"{number % 90} km from the nearest other place", 0.5),
        )
        resolutions.append(Resolution(mention, "resolved", place, 0.9, facts, (Alternative(towns[0], 0.1),)))
        text.append(sentence)
        at += len(sentence) + 1
        if number % 8 == 7:
            text[-1] += "\n"
            at += 1
    return ParsedArticle(Document("large", " ".join(text), title="The convoy"), tuple(resolutions))


def measure(article: ParsedArticle, data: MapData) -> None:
    """Write the page, and open it where there is a browser."""
    start = time.perf_counter()
    page = render_page(article, data=data, options=PageOptions())
    seconds = time.perf_counter() - start
    content = page.encode()
    print(f"written in {seconds:.2f} s, {len(content):,} bytes, {len(gzip.compress(content)):,} gzipped")
    chromium = shutil.which("chromium")
    if not chromium:
        print("not opened: no Chromium (apt-get install chromium)")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_bytes(content)
        _open(path, chromium)


def _open(path: Path, chromium: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        start = time.perf_counter()
        page.goto(path.as_uri())
        page.wait_for_selector("html.ready", state="attached")
        usable = time.perf_counter() - start
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        frames = page.evaluate(FRAMES)
        browser.close()
    print(
        f"{len(requests) - 1} requests, first paint after {paint:.0f} ms, usable after {usable:.2f} s, median frame {median(frames):.0f} ms"
    )


if __name__ == "__main__":
    from geomap import Geomap

    mapper = Geomap()
    source = mapper.parse(Path(sys.argv[1]).read_text(encoding="utf-8")) if len(sys.argv) > 1 else made_up(10_000, 1_500)
    measure(source, GazetteerMapData(mapper.gazetteer))
