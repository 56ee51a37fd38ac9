"""Everybody can use the page: axe-core finds nothing, every control has a name and is reached by keyboard, tones can be told apart."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from stories import kosovo_karabakh

from geomap.rendering import PageOptions, render_page
from geomap.rendering.collection import entry_of, render_collection, render_index
from geomap.rendering.theme import DARK, Palette, luminance

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WAYS = {"light": {"color_scheme": "light"}, "dark": {"color_scheme": "dark"}, "phone": PHONE}
# What has the focus: its number in the order of first focus, whether it has a name, whether a ring is seen, its markup.
STANDING = """() => {
    const node = document.activeElement;
    window.seen = window.seen || [];
    if (node === document.body) return [-1, true, true, ''];
    if (!window.seen.includes(node)) window.seen.push(node);
    const style = getComputedStyle(node), labelled = node.labels && node.labels.length;
    const name = node.getAttribute('aria-label') || node.textContent || labelled || node.title;
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    return [window.seen.indexOf(node), Boolean(name), ring, node.outerHTML.slice(0, 120)];
}"""
PAGES = ("article", "map alone", "index", "all on one map")


def markup(name: str, data: Any) -> str:
    """Page of a kind."""
    story = kosovo_karabakh()
    if name == "article":
        return render_page(story, data=data)
    if name == "map alone":
        return render_page(story, data=data, options=PageOptions(text=False))
    entries = [entry_of(story, "a.html", data=data), entry_of(story, "b.html", data=data)]
    return render_index(entries) if name == "index" else render_collection(entries, data=data)


def opened(name: str, open_page: Callable[..., Any], data: Any, **context: Any) -> Any:
    """Page of a kind in the browser; no policy is in the way of the checker."""
    return open_page(markup(name, data), ready="body" if name == "index" else "html.ready", bypass_csp=True, **context)


@pytest.fixture(scope="module")
def axe() -> str:
    """The checker's script, as its package carries it."""
    package = pytest.importorskip("axe_playwright_python", reason="needs axe-core (pip install 'geomap[test]')")
    return (Path(package.__path__[0]) / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Any, axe: str) -> list[str]:
    """What axe-core finds, all of its rules, each with the elements concerned."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert len(found["passes"]) > 10
    return [f"{entry['id']}: {', '.join(node['html'][:160] for node in entry['nodes'][:3])}" for entry in found["violations"]]


@pytest.mark.browser
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name: str, way: str, open_page: Callable[..., Any], data: Any, axe: str) -> None:
    """Light, dark and on a phone; an article, a map alone, an index, many articles on one map."""
    assert violations(opened(name, open_page, data, **WAYS[way]), axe) == []


@pytest.mark.browser
@pytest.mark.parametrize("way", WAYS)
def test_axe_finds_nothing_in_an_open_card(way: str, open_page: Callable[..., Any], data: Any, axe: str) -> None:
    """With all that a card unfolds."""
    page = opened("article", open_page, data, **WAYS[way])
    page.locator("a.mention >> text=Georgian").press("Enter")
    page.evaluate("document.querySelectorAll('.gm-card details').forEach(box => { box.open = true; })")
    assert page.locator(".gm-card").count() == 1
    assert violations(page, axe) == []


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_tab_reaches_every_control_and_shows_where_one_is(name: str, open_page: Callable[..., Any], data: Any) -> None:
    """Each has a name and a ring, and the first of them skips the map."""
    page = opened(name, open_page, data)
    wanted = page.evaluate("""[...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
        .filter(node => node.tabIndex >= 0 && node.getClientRects().length && getComputedStyle(node).visibility === 'visible').length""")
    reached, bare = set(), []
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        number, named, ring, html = page.evaluate(STANDING)
        if number < 0:
            continue
        reached.add(number)
        if not (named and ring):
            bare.append(html)
    assert bare == []
    assert len(reached) >= wanted > 2


@pytest.mark.browser
def test_the_first_stop_skips_the_map(open_page: Callable[..., Any], data: Any) -> None:
    """A reader by keyboard need not walk through sixteen marks to get to the text."""
    page = opened("article", open_page, data)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip the map"
    assert page.evaluate("Boolean(document.querySelector(document.activeElement.getAttribute('href')))")


@pytest.mark.browser
def test_the_live_region_says_what_one_stands_on(open_page: Callable[..., Any], data: Any) -> None:
    """It is polite, and speaks for marks and mentions alike."""
    page = opened("article", open_page, data)
    live = page.locator("[role=status][aria-live=polite]")
    page.locator(".gm-dot >> nth=1").focus()
    assert live.text_content().startswith("2: Baku")
    page.locator("#mention-1").focus()
    assert live.text_content().startswith("1: Mitrovica")


# Machado, Oliveira and Fernandes 2009: full protanopia, deuteranopia, tritanopia, on linear light.
SIGHT = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}
# Difference in CIELAB (1976) that is seen at a glance on small marks; 2.3 is the least that can be seen at all.
AT_A_GLANCE = 10.0


def lab(color: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """CIELAB (D65) of a color as it is seen."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    r, g, b = (min(1.0, max(0.0, sum(m * value for m, value in zip(row, linear, strict=True)))) for row in matrix)
    white = (0.95047, 1.0, 1.08883)
    xyz = (0.4124 * r + 0.3576 * g + 0.1805 * b, 0.2126 * r + 0.7152 * g + 0.0722 * b, 0.0193 * r + 0.1192 * g + 0.9505 * b)
    x, y, z = (t ** (1 / 3) if t > 216 / 24389 else t * 841 / 108 + 4 / 29 for t in (one / w for one, w in zip(xyz, white, strict=True)))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str, matrix: tuple[tuple[float, ...], ...]) -> float:
    return sum((a - b) ** 2 for a, b in zip(lab(one, matrix), lab(other, matrix), strict=True)) ** 0.5


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("palette", [Palette(), DARK], ids=["light", "dark"])
def test_marks_can_be_told_apart_by_everyone(palette: Palette, sight: str) -> None:
    """By their fill: filled ones from hollow ones and all from the ground; the two filled ones differ in shape, and in tone in color."""
    fills = {"event": palette.event, "actor": palette.actor, "passing, doubtful": palette.land}
    seen = {pair: difference(fills[pair[0]], fills[pair[1]], SIGHT[sight]) for pair in combinations(fills, 2)}
    if sight == "grey":
        # A disc and a square: in grey their tones need not differ, and in the light scheme they nearly do not.
        del seen["event", "actor"]
    assert {pair: value for pair, value in seen.items() if value < AT_A_GLANCE} == {}
    for ring in (palette.passing, palette.event, palette.actor):
        assert difference(ring, palette.land, SIGHT[sight]) >= AT_A_GLANCE
        assert difference(ring, palette.water, SIGHT[sight]) >= AT_A_GLANCE


@pytest.mark.parametrize("palette", [Palette(), DARK], ids=["light", "dark"])
@pytest.mark.parametrize("front", ["ink", "event", "actor", "passing"])
@pytest.mark.parametrize("back", ["land", "water"])
def test_marks_and_labels_stand_out_from_land_and_sea(palette: Palette, front: str, back: str) -> None:
    """WCAG 2.2, 1.4.11: three to one for graphics; labels, four and a half."""
    one, other = sorted((luminance(getattr(palette, front)), luminance(getattr(palette, back))))
    assert (other + 0.05) / (one + 0.05) >= (4.5 if front == "ink" else 3.0)
