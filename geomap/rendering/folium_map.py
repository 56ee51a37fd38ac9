"""The map as an ordinary ``folium.Map``: the only module that imports folium.

Folium compiles the fragments of its elements twice and puts texts into template literals. Here nothing of an article passes
that way: the data stands in a JSON block that `Verbatim` hands on as it is, and the script in `assets/map` inserts it as text.
"""

from __future__ import annotations

from typing import Any

import folium
from branca.element import Element
from folium.map import Layer
from folium.template import Template

from geomap.rendering.assets import MAP_SCRIPT, asset, joined, vendored
from geomap.rendering.escape import json_block
from geomap.rendering.geometry import Bounds
from geomap.rendering.payload import Json

LAYER_NAME = "Places of the article"
# Names clash in one document only; pages of one article are to have the same bytes, so the ids are not random.
STANDARD_ID = "article"


class Verbatim(Element):
    """Markup that is written as it is: never compiled as a template."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self._markup = markup

    def render(self, **kwargs: object) -> str:  # noqa: ARG002 - branca's signature
        """Return the markup."""
        return self._markup


class ArticleMap(folium.Map):
    """A ``folium.Map`` that carries its own Leaflet and asks no host for anything.

    When layers are added to it, Folium's own scripts are linked too, as on any other Folium map: a ``folium.Icon`` needs them.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own attribute
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template("""
        {% macro header(this, kwargs) %}
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>
                html, body { height: 100%; margin: 0; }
                #{{ this.get_name() }} { position: relative; width: 100%; height: 100%; }
            </style>
        {% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="folium-map" id="{{ this.get_name() }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = geomap.map("{{ this.get_name() }}", {{ this.options|tojavascript }});
        {% endmacro %}
    """)

    def __init__(self, extent: Bounds, *, style: str, map_id: str = STANDARD_ID) -> None:
        center = extent.center_on_earth
        super().__init__(location=[round(center.latitude, 4), round(center.longitude, 4)], zoom_start=4, tiles=None)
        self._id = map_id
        self._style = style

    def render(self, **kwargs: object) -> Any:
        """Put Leaflet, the map's script and style, and the layers into the figure."""
        figure: Any = self.get_root()
        for name, markup in _head(self._style):
            figure.header.add_child(Verbatim(markup), name=name)
        if any(not isinstance(child, ArticleLayer) for child in self._children.values()):
            self.default_js = [link for link in folium.Map.default_js if link[0] != "leaflet"]
            self.default_css = [link for link in folium.Map.default_css if link[0] != "leaflet_css"]
        return super().render(**kwargs)  # type: ignore[no-untyped-call]


class ArticleLayer(Layer):
    """The places of an article with the ground they lie on, as one layer of a Folium map."""

    _template = Template("""
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = geomap.layer({{ this._parent.get_name() }}, "{{ this.data_id }}");
        {% endmacro %}
    """)

    def __init__(self, data: Json, *, layer_id: str = STANDARD_ID) -> None:
        super().__init__(name=LAYER_NAME, overlay=True)
        self._name, self._id = "ArticleLayer", layer_id
        self.data_id = f"data_{layer_id}"
        self._data = data

    def render(self, **kwargs: object) -> Any:
        """Put the data beside the map, where Folium does not compile it."""
        markup = f'<script type="application/json" id="{self.data_id}">{json_block(self._data)}</script>'
        figure: Any = self.get_root()
        figure.html.add_child(Verbatim(markup), name=self.data_id)
        return super().render(**kwargs)  # type: ignore[no-untyped-call]


def _head(style: str) -> list[tuple[str, str]]:
    return [
        ("leaflet_css", f"<style>{vendored('leaflet.css')}</style>"),
        ("theme_css", f"<style>{style}</style>"),
        ("geomap_css", f"<style>{asset('map.css')}</style>"),
        ("leaflet", f"<script>{vendored('leaflet.js')}</script>"),
        ("geomap", f"<script>{joined(MAP_SCRIPT)}</script>"),
    ]
