"""The page as a file: whole, closed to the outside, the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import folium
import pytest
from stories import article, kosovo_karabakh, town

from geomap.models import Document, ParsedArticle
from geomap.rendering import PageOptions, Theme, render_page, to_folium


def test_the_page_asks_no_host_for_anything(data: Any) -> None:
    """The only addresses are links a reader may follow."""
    page = render_page(kosovo_karabakh(), data=data)
    fetched = re.findall(r"<(?:script|img|link|iframe|source)[^>]*(?:src|href)=\"(?!data:)", page)
    assert fetched == []


def test_the_policy_allows_the_pages_own_blocks_and_no_others(data: Any) -> None:
    """Each script and style is hashed; nothing inline besides."""
    page = render_page(kosovo_karabakh(), data=data)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    for tag in ("script", "style"):
        blocks = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()}'" for block in blocks]
        assert hashes
        assert sorted(re.search(rf"{tag}-src ([^;]*)", policy[1])[1].split()) == sorted(hashes)  # type: ignore[index]
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    body = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.search(r"\son\w+=|\sstyle=", body)


def test_a_block_of_the_article_is_not_allowed(data: Any) -> None:
    """A script in a title does not get into the policy by being in the page."""
    page = render_page(replace(kosovo_karabakh(), document=Document("x", "x", title="<script>evil()</script>"), resolutions=()), data=data)
    digest = base64.b64encode(hashlib.sha256(b"evil()").digest()).decode()
    assert digest not in page


def test_same_article_same_bytes(data: Any) -> None:
    """Twice in one process."""
    assert render_page(kosovo_karabakh(), data=data) == render_page(kosovo_karabakh(), data=data)


def test_same_bytes_in_another_process(data: Any) -> None:
    """Whatever the hash seed is."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from conftest import SmallWorld; from stories import kosovo_karabakh;"
        "from geomap.rendering import render_page; sys.stdout.buffer.write(render_page(kosovo_karabakh(), data=SmallWorld()).encode())"
    )
    pages = [
        subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert pages[0] == pages[1] == render_page(kosovo_karabakh(), data=data).encode()


def test_the_page_says_what_it_is(data: Any) -> None:
    """Title, day, publisher, source, summary, language."""
    page = render_page(kosovo_karabakh(), data=data)
    for part in (
        '<html lang="en">',
        "<title>Bridge at Mitrovica reopens as envoys leave for Baku</title>",
        "Northern Wire",
        "November 3, 2025",
        'href="https://wire.example/2025/bridge"',
        "16 places on the map",
        "GeoNames (CC BY 4.0)",
        "Natural Earth (public domain)",
        "Online look-up is off",
    ):
        assert part in page


def test_text_can_be_left_out(data: Any) -> None:
    """A map alone holds no paragraph of the article."""
    page = render_page(kosovo_karabakh(), data=data, options=PageOptions(text=False))
    assert "Police had blocked" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert 'class="map-only' in page


def test_text_runs_in_its_language(data: Any) -> None:
    """An Arabic article runs from the right; the page around it does not."""
    parsed = ParsedArticle(Document("x", "قال المتحدث في موسكو", title="موسكو", language="ar"))
    page = render_page(parsed, data=data)
    assert '<html lang="ar">' in page
    assert '<h1 dir="rtl">' in page


def test_a_title_of_5000_characters_is_a_page(data: Any) -> None:
    """Nothing is cut and nothing breaks."""
    title = "Long " * 1000
    page = render_page(article("Oslo", [("Oslo", town(1, "Oslo", 60, 10))], title=title), data=data)
    assert title.strip() in page


def test_an_unknown_scheme_is_refused() -> None:
    """The message lists what there is."""
    with pytest.raises(ValueError, match="expected one of auto, light, dark, print"):
        PageOptions(scheme="neon")


def test_tiles_open_the_policy_for_their_host_only(data: Any) -> None:
    """Online tiles are named, allowed, and said to be loaded."""
    options = PageOptions(tiles="https://tiles.example/{z}/{x}/{y}.png", tiles_credit="© Tiles")
    page = render_page(kosovo_karabakh(), data=data, options=options)
    assert "img-src data: https://tiles.example;" in page
    assert "This page loads map tiles from tiles.example." in page
    assert "Natural Earth" not in page


def test_the_data_block_holds_every_mention(data: Any) -> None:
    """The table is made of it."""
    page = render_page(kosovo_karabakh(), data=data)
    block = json.loads(re.search(r'id="data_article">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    assert len(block["mentions"]) == len(kosovo_karabakh().resolutions)
    assert [place["name"] for place in block["places"]][:3] == ["Mitrovica", "Baku", "Pristina"]


def test_it_is_an_ordinary_folium_map(data: Any) -> None:
    """It takes layers, and shows itself in a notebook."""
    made = to_folium(kosovo_karabakh(), data=data)
    assert isinstance(made, folium.Map)
    assert "<iframe" in made._repr_html_()
    assert not re.search(r"<(script|link|img)[^>]*(src|href)=", made.get_root().render())


def test_added_layers_bring_foliums_own_scripts(data: Any) -> None:
    """A marker with an icon needs them; the map of the article alone does not."""
    made = to_folium(kosovo_karabakh(), data=data)
    folium.Marker([42, 21], icon=folium.Icon(color="red")).add_to(made)
    folium.LayerControl().add_to(made)
    html = made.get_root().render()
    assert "awesome-markers" in html
    assert "Places of the article" in html
    assert html.count("leaflet@1") == 0
    assert "awesome-markers" not in to_folium(kosovo_karabakh(), data=data).get_root().render()


def test_a_theme_reaches_the_map(data: Any) -> None:
    """Its colors are the variables of the style."""
    theme = Theme(logo_text="The <Valley> Times", logo="data:image/png;base64,AAAA")
    page = render_page(kosovo_karabakh(), data=data, options=PageOptions(theme=theme))
    assert "The &#60;Valley&#62; Times" in page
    assert f"--event: {theme.light.event};" in page
