"""Find the place names of a news article, say which place each one means, and draw the map.

>>> import geomap
>>> article = geomap.parse("PARIS, Ky. (AP) — The mayor of Paris spoke.")  # doctest: +SKIP
>>> [resolution.place.admin1 for resolution in article.resolutions if resolution.place]  # doctest: +SKIP
['Kentucky', 'Kentucky', 'Kentucky']

Importing the package does no work: what a name needs is imported when the name is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.errors import GeomapError
    from geomap.models import Candidate, Document, Evidence, Mention, ParsedArticle, Place, Point, Resolution
    from geomap.pipeline import Geomap, MappedArticle, map_article, parse

__all__ = [
    "Candidate",
    "Document",
    "Evidence",
    "Geomap",
    "GeomapError",
    "MappedArticle",
    "Mention",
    "ParsedArticle",
    "Place",
    "Point",
    "Resolution",
    "__version__",
    "map_article",
    "parse",
]

__version__ = "0.1.0"

_HOMES = {
    "GeomapError": "geomap.errors",
    "Geomap": "geomap.pipeline",
    "MappedArticle": "geomap.pipeline",
    "map_article": "geomap.pipeline",
    "parse": "geomap.pipeline",
}


def __getattr__(name: str) -> object:
    """Import a public name on first use, so that ``import geomap`` stays quick."""
    if name not in __all__:
        raise AttributeError(f"module 'geomap' has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES.get(name, "geomap.models")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
