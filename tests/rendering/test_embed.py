"""Embed codes: a fragment that carries the map, an iframe that names it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hostile import SEEDS
from stories import article, kosovo_karabakh, town

from geomap.rendering.embed import render_embedded, render_fragment, render_iframe
from geomap.rendering.plain import one_line

COUNTING = "window.hits = 0; window.hit = () => { window.hits += 1; window.top.postMessage('hit', '*'); return ''; };"


def test_a_fragment_is_one_element_on_one_line(data: Any) -> None:
    """No syntax of a template, a short code or a paragraph filter stands in it."""
    code = render_fragment(kosovo_karabakh(), data=data)
    assert re.fullmatch(r'<iframe class="geomap" [^<>]*></iframe>\n', code)
    assert not re.search(r"[{}\[\]$`\\]", code)


def test_an_iframe_names_its_page_safely() -> None:
    """An address cannot leave its attribute."""
    assert 'src="a&#34; onload=x"' in render_iframe(kosovo_karabakh(), address='a" onload=x')


def test_the_embedded_page_asks_for_nothing(data: Any) -> None:
    """No address of a script, a style or a font."""
    page = re.sub(r"<script.*?</script>", "", render_embedded(kosovo_karabakh(), data=data), flags=re.DOTALL)
    assert set(re.findall(r'(?:src|href)="([^"]*)"', page)) == {"https://wire.example/2025/bridge"}
    assert "url(http" not in page


@pytest.mark.browser
def test_two_maps_on_one_page_keep_to_themselves(open_page: Callable[..., Any], data: Any) -> None:
    """Each is as wide as its column; a click in one opens nothing in the other."""
    code = render_fragment(kosovo_karabakh(), data=data).replace(' loading="lazy"', "")
    page = open_page(f"<!DOCTYPE html><html class=ready><body><div style='width:700px'>{code}</div><div style='width:380px'>{code}</div>")
    frames = [page.frames[1], page.frames[2]]
    for frame in frames:
        frame.wait_for_selector("html.ready", state="attached")
    assert [round(entry.bounding_box()["width"]) for entry in page.query_selector_all("iframe")] == [700, 380]
    frames[0].click(".gm-mark .gm-dot >> nth=0", force=True)
    assert frames[0].query_selector(".gm-card")
    assert not frames[1].query_selector(".gm-card")


@pytest.mark.browser
def test_hostile_names_do_nothing_in_a_frame(open_page: Callable[..., Any], data: Any) -> None:
    """Every seed as a name, as title and as publisher."""
    named = [(one_line(seed), town(number, seed, 36 + number % 9 * 2, 12 + number // 9 * 4)) for number, seed in enumerate(SEEDS, 1)]
    story = article("\n".join(name for name, _ in named), named, title=" ".join(SEEDS), publisher=SEEDS[0], source=SEEDS[11])
    code = render_fragment(story, data=data).replace(' loading="lazy"', "")
    page = open_page(f"<!DOCTYPE html><html class=ready><meta charset=utf-8><body>{code}", script=COUNTING)
    page.frames[1].wait_for_selector("html.ready", state="attached")
    assert [frame.evaluate("window.hits") for frame in page.frames] == [0, 0]
