"""Template, scripts and styles of the page; ``geomap/rendering/vendor`` holds what comes from other projects."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from geomap.errors import OutputError


@cache
def asset(name: str) -> str:
    """Text of one of our own files."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


# In the order in which they are joined. What runs at once stands in the first; the rest are functions, which find each other.
MAP_SCRIPT = tuple(f"map/{name}.js" for name in ("base", "story", "ground", "marks", "clusters", "card", "controls", "arrange"))
PAGE_SCRIPT = tuple(f"page/{name}.js" for name in ("page", "text", "table"))


@cache
def joined(names: tuple[str, ...]) -> str:
    """Our own files as one script with a scope of its own, in the order given."""
    return "(function () {\n" + "\n".join(['"use strict";', *map(asset, names)]) + "})();\n"


@cache
def vendored(name: str) -> str:
    """Text of a file of another project, as it was copied into the package at build time.

    Raises
    ------
    OutputError
        When the package was built without it.
    """
    path = files("geomap.rendering").joinpath("vendor", name)
    if not path.is_file():
        raise OutputError(f"the map page needs {name}, which this installation lacks: run python gazetteer/vendor.py, or reinstall geomap")
    return path.read_text(encoding="utf-8")
