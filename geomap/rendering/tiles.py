"""Online tiles, only when they are asked for: which server, what it wants to be named, what it does not allow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from geomap.errors import ConfigError
from geomap.rendering.escape import web_link

_LINK = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_HOST = re.compile(r"[A-Za-z0-9.*:\-]+\Z")
_PROVIDER_KEY = re.compile(r"<insert your .*>")


@dataclass(frozen=True, slots=True)
class Tiles:
    """A tile server.

    Attributes
    ----------
    url
        Template with ``{z}``, ``{x}``, ``{y}`` and perhaps ``{s}``.
    credit
        Pieces of its attribution, each with the address it links to or nothing.
    """

    url: str
    credit: tuple[tuple[str, str], ...]
    max_zoom: int = 19
    subdomains: str = "abc"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Sources for the Content-Security-Policy."""
        parts = urlsplit(self.url.replace("{s}", "*").replace("{r}", ""))
        return (f"{parts.scheme}://{parts.netloc}",)

    @property
    def credit_text(self) -> str:
        """Attribution in one line."""
        return "".join(text for text, _ in self.credit).strip()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader or an editor must know of this server."""
        host = urlsplit(self.url).netloc
        if host.endswith("openstreetmap.org"):
            return ("OpenStreetMap's tile servers refuse pages that are opened from disk: publish the page, or leave --tiles out.",)
        return (f"This page loads map tiles from {host.replace('{s}.', '')}.",)

    def as_json(self) -> dict[str, object]:
        """What the map's script reads."""
        return {"url": self.url, "credit": self.credit, "maxZoom": self.max_zoom, "subdomains": self.subdomains}


def tiles_of(name: str, *, credit: str = "") -> Tiles:
    """Find the tile server that a name or a URL template means.

    Parameters
    ----------
    name
        Name of an xyzservices provider (``OpenStreetMap.Mapnik``), or a URL template with ``{z}``, ``{x}``, ``{y}``.
    credit
        Attribution; a URL template needs one.

    Raises
    ------
    ConfigError
        When there is no such provider, it wants a key, or the template is not as documented.
    """
    if "{" in name:
        return _from_template(name, credit)
    try:
        import xyzservices.providers as providers
    except ImportError as error:
        raise ConfigError(
            f"tiles {name!r} need xyzservices; install it with pip install 'geomap[tiles]', or give a URL template"
        ) from error
    try:
        provider = providers.query_name(name)
    except ValueError:
        raise ConfigError(f"no tiles are called {name!r}; expected a name such as OpenTopoMap, or a URL template") from None
    url = provider.build_url(scale_factor="{r}") if not provider.requires_token() else ""
    if not url or _PROVIDER_KEY.search(url):
        raise ConfigError(f"tiles {name!r} need a key of their owner; give a URL template with the key in it, and tiles_credit")
    return Tiles(
        url=url.replace("{r}", ""),
        credit=_pieces(credit or provider.get("html_attribution") or provider.attribution),
        max_zoom=int(provider.get("max_zoom", 19)),
        subdomains="".join(provider.get("subdomains", "abc")),
    )


def _from_template(url: str, credit: str) -> Tiles:
    missing = [mark for mark in ("{z}", "{x}", "{y}") if mark not in url]
    parts = urlsplit(url.replace("{s}", "a"))
    if missing or not web_link(url.replace("{s}", "a")) or not _HOST.match(parts.netloc):
        raise ConfigError(f"tiles {url!r}: expected an http or https URL with {{z}}, {{x}} and {{y}}")
    if not credit:
        raise ConfigError(f"tiles {url!r}: the owner of the tiles must be named on the map; give tiles_credit")
    return Tiles(url=url, credit=_pieces(credit))


def _pieces(markup: str) -> tuple[tuple[str, str], ...]:
    """Attribution in HTML as texts with their addresses: what goes into the page is text."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for found in _LINK.finditer(markup):
        pieces.append((_plain(markup[at : found.start()]), ""))
        pieces.append((_plain(found[2]), web_link(unescape(found[1]))))
        at = found.end()
    pieces.append((_plain(markup[at:]), ""))
    return tuple(piece for piece in pieces if piece[0])


def _plain(markup: str) -> str:
    return unescape(_TAG.sub("", markup))
