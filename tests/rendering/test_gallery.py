"""The gallery: what is drawn now against what an editor approved (``python docs/gallery/build.py --approve``)."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

GALLERY = Path(__file__).parents[2] / "docs" / "gallery"
EXAMPLES = sorted((GALLERY.parents[1] / "examples").glob("*.txt"))
# A pixel differs when one of its colors does by more than this, of 255: less is antialiasing and the reduced palette.
TOLERANCE = 48
# Share of pixels that may differ: a name that moved is .003 of a picture, a map of another region a third. Pages are set in the
# fonts of the machine.
PICTURE_BOUND, PAGE_BOUND = 0.01, 0.08

Image = pytest.importorskip("PIL.Image")
pytest.importorskip("matplotlib")


@pytest.fixture(scope="module")
def build() -> Any:
    """The gallery's own program."""
    spec = importlib.util.spec_from_file_location("gallery_build", GALLERY / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def articles(build: Any) -> dict[str, Any]:
    """Every example, parsed once."""
    return dict(build.parsed())


@pytest.fixture(scope="module")
def world(build: Any) -> Any:
    return build.Geomap(online=False).map_data


def difference(one: bytes, other: bytes) -> float:
    """Share of pixels that differ, 1 when the sizes do."""
    import numpy as np

    first, second = (np.asarray(Image.open(BytesIO(content)).convert("RGB"), dtype=int) for content in (one, other))
    return float((abs(first - second).max(axis=2) > TOLERANCE).mean()) if first.shape == second.shape else 1.0


def test_the_gallery_is_complete_and_small() -> None:
    """A picture of each example, two megabytes in all, and each is named in the README."""
    pictures = sorted(GALLERY.glob("*.png"))
    assert {path.stem for path in EXAMPLES} <= {path.stem for path in pictures}
    assert len(EXAMPLES) >= 8
    assert sum(path.stat().st_size for path in pictures) <= 2_000_000
    text = (GALLERY / "README.md").read_text(encoding="utf-8")
    assert all(path.name in text for path in pictures)


@pytest.mark.parametrize("name", [path.stem for path in EXAMPLES])
def test_a_picture_looks_as_it_was_approved(name: str, build: Any, articles: dict[str, Any], world: Any) -> None:
    """Up to a name that moved a little."""
    assert difference(build.picture(articles[name], world), (GALLERY / f"{name}.png").read_bytes()) <= PICTURE_BOUND


@pytest.mark.browser
@pytest.mark.parametrize("name", [path.stem for path in EXAMPLES])
def test_a_page_looks_as_it_was_approved(
    name: str, build: Any, articles: dict[str, Any], world: Any, open_page: Callable[..., Any]
) -> None:
    """In Chromium, in the light scheme."""
    html = build.render_page(articles[name], data=world, options=build.PageOptions(scheme="light"))
    page = open_page(html, viewport=build.VIEWPORT)
    page.wait_for_timeout(400)
    assert difference(page.screenshot(), (GALLERY / f"{name}-page.png").read_bytes()) <= PAGE_BOUND
