"""Parsed articles as maps: what is shown (`view`), how it is laid out (`layout`), how it is drawn (`folium_map`, `page`).

Names are imported on first use: ``import geomap`` must not import folium.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.rendering.data import GazetteerMapData, MapData
    from geomap.rendering.layout import Layout, lay_out
    from geomap.rendering.page import PageOptions, render_page, to_folium
    from geomap.rendering.theme import Theme, read_theme
    from geomap.rendering.view import MapView, view_of

__all__ = [
    "GazetteerMapData",
    "Layout",
    "MapData",
    "MapView",
    "PageOptions",
    "Theme",
    "lay_out",
    "read_theme",
    "render_page",
    "to_folium",
    "view_of",
]

_HOMES = {
    "GazetteerMapData": "data",
    "MapData": "data",
    "Layout": "layout",
    "lay_out": "layout",
    "PageOptions": "page",
    "render_page": "page",
    "to_folium": "page",
    "Theme": "theme",
    "read_theme": "theme",
    "MapView": "view",
    "view_of": "view",
}


def __getattr__(name: str) -> object:
    """Import a public name on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
