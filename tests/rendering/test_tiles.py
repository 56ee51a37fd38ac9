"""Online tiles, only on request and by their owners' rules."""

from __future__ import annotations

import pytest

from geomap.errors import ConfigError
from geomap.rendering.tiles import tiles_of


def test_a_provider_brings_its_attribution() -> None:
    """Name, address and link of the owner come from xyzservices, as text."""
    pytest.importorskip("xyzservices", reason="needs xyzservices (pip install 'geomap[tiles]')")
    tiles = tiles_of("OpenStreetMap.Mapnik")
    assert "OpenStreetMap contributors" in tiles.credit_text
    assert ("OpenStreetMap", "https://www.openstreetmap.org/copyright") in tiles.credit or any(link for _, link in tiles.credit)
    assert "refuse pages that are opened from disk" in tiles.warnings[0]


def test_a_template_needs_its_owners_name() -> None:
    """Tiles without attribution are refused."""
    with pytest.raises(ConfigError, match="must be named on the map"):
        tiles_of("https://tiles.example/{z}/{x}/{y}.png")


def test_only_the_tiles_host_is_allowed() -> None:
    """The page may load pictures from this host and from no other."""
    tiles = tiles_of("https://{s}.tiles.example/{z}/{x}/{y}.png", credit='© <a href="https://tiles.example/">Tiles & Co</a><script>')
    assert tiles.hosts == ("https://*.tiles.example",)
    assert tiles.credit == (("© ", ""), ("Tiles & Co", "https://tiles.example/"))


@pytest.mark.parametrize(
    "url",
    [
        "https://tiles.example/{z}/{x}.png",
        "javascript:alert(1)/{z}/{x}/{y}",
        "https://a.example; script-src *//{z}/{x}/{y}",
        "file:///{z}/{x}/{y}",
        "https://a'b.example/{z}/{x}/{y}",
    ],
)
def test_a_faulty_template_is_refused(url: str) -> None:
    """The message shows the template and what was expected."""
    with pytest.raises(ConfigError, match="expected an http or https URL"):
        tiles_of(url, credit="x")


def test_an_unknown_provider_is_refused() -> None:
    """A name that xyzservices does not know is said."""
    pytest.importorskip("xyzservices", reason="needs xyzservices (pip install 'geomap[tiles]')")
    with pytest.raises(ConfigError, match=r"no tiles are called 'Nobody\.Knows'"):
        tiles_of("Nobody.Knows")
