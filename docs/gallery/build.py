"""Rebuild the gallery: a page and a picture of every example, and screenshots of the pages where Chromium is installed.

    python docs/gallery/build.py             # output/gallery: pages, pictures, index, one map of all
    python docs/gallery/build.py --approve   # and take the pictures over as the approved ones, in docs/gallery

The test ``tests/rendering/test_gallery.py`` compares what is drawn now with what was approved.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from geomap.files import write_whole
from geomap.models import ParsedArticle
from geomap.pipeline import Geomap
from geomap.reading import read_all
from geomap.rendering import PageOptions, Theme, render_page
from geomap.rendering.collection import ALL, INDEX, entry_of, render_collection, render_index
from geomap.rendering.data import MapData
from geomap.rendering.figure import PictureOptions, render_picture

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
OUTPUT = ROOT / "output" / "gallery"
# DejaVu comes with matplotlib: the pictures are the same on every machine.
PICTURE = PictureOptions(dpi=100, theme=replace(Theme(), label_font="DejaVu Sans"))
# Colors that an approved picture keeps, so that all of them together stay below 2 MB.
COLORS = 160
VIEWPORT = {"width": 1000, "height": 680}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def parsed() -> Iterator[tuple[str, ParsedArticle]]:
    """Every example with its name, in the order of the names."""
    paths = sorted((ROOT / "examples").glob("*.txt"))
    documents = [replace(record.document, source="") for path in paths for record in read_all(str(path)) if record.document]
    articles = Geomap(online=False).parse_many(documents)
    return zip((path.stem for path in paths), articles, strict=True)


def picture(article: ParsedArticle, data: MapData) -> bytes:
    """Draw the picture of an example."""
    return small(render_picture(article, data=data, options=PICTURE))


def small(content: bytes) -> bytes:
    """Picture with few colors."""
    from PIL import Image

    out = BytesIO()
    image = Image.open(BytesIO(content)).convert("RGB")
    # One step of k-means puts the colors of large areas back where they were.
    image.quantize(COLORS, method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def screenshots(pages: dict[str, Path]) -> dict[str, bytes]:
    """Take a picture of each page in Chromium."""
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    taken = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        for name, path in pages.items():
            page = browser.new_page(viewport=VIEWPORT)
            page.goto(path.resolve().as_uri())
            page.wait_for_selector("html.ready", state="attached")
            page.wait_for_timeout(400)
            taken[name] = small(page.screenshot())
            page.close()
        browser.close()
    return taken


def main() -> None:
    """Build the gallery."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--approve", action="store_true", help="take the pictures over into docs/gallery")
    approve = parser.parse_args().approve
    data = Geomap(online=False).map_data
    entries, pages, pictures = [], {}, {}
    for name, article in parsed():
        pages[name] = OUTPUT / f"{name}.html"
        write_whole(pages[name], render_page(article, data=data, options=PageOptions(scheme="light")))
        pictures[f"{name}.png"] = picture(article, data)
        entries.append(entry_of(article, f"{name}.html", data=data))
    write_whole(OUTPUT / ALL, render_collection(entries, data=data, title="The gallery on one map"))
    write_whole(OUTPUT / INDEX, render_index(entries, title="Gallery"))
    if CHROMIUM:
        pictures |= {f"{name}-page.png": content for name, content in screenshots(pages).items()}
    for name, content in pictures.items():
        write_whole(OUTPUT / name, content)
        if approve:
            write_whole(HERE / name, content)
    print(f"{OUTPUT}: {len(pages)} pages, {len(pictures)} pictures of {sum(map(len, pictures.values())) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
