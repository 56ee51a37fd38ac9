"""The design itself: imports go downward, heavy libraries stand in one room each, importing geomap does no work."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import geomap

PACKAGE = Path(geomap.__file__).parent
# Rooms from the bottom up; a room imports only from lower layers, or from its own.
LAYERS = [
    {"errors"},
    {"models", "files"},
    {"config"},
    {"reading", "gazetteer", "geocoding"},
    {"recognition"},
    {"resolution"},
    {"rendering", "exporting"},
    {"pipeline"},
    {"cli"},
]
# The library → the only room that may import it.
OWNERS = {
    "spacy": "recognition",
    "thinc": "recognition",
    "folium": "rendering",
    "branca": "rendering",
    "geopy": "geocoding",
    "trafilatura": "reading",
    "matplotlib": "rendering",
    "docx": "rendering",
    "click": "cli",
    "rich": "cli",
}
RANK = {room: rank for rank, layer in enumerate(LAYERS) for room in layer}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    """Room that a module of the package stands in."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """Dotted names that a module imports, those for type checking left out."""
    names: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    checking = {
        child
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in checking:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_downward(path: Path) -> None:
    """A module imports only its own room and rooms below it."""
    room = room_of(path)
    if room in {"__init__", "__main__"}:
        return
    for name in imports_of(path):
        if name.startswith("geomap."):
            other = name.split(".")[1]
            assert other == room or RANK[other] < RANK[room], f"{path.name} imports {name} from above"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_have_one_owner(path: Path) -> None:
    """A heavy library is imported by one room."""
    for name in imports_of(path):
        owner = OWNERS.get(name.split(".")[0])
        assert owner is None or owner == room_of(path), f"{path.name} imports {name}, which belongs to {owner}"


def test_import_does_no_work() -> None:
    """``import geomap`` imports neither spaCy nor folium nor geopy nor numpy."""
    code = "import sys, geomap; print(sorted({'spacy', 'folium', 'geopy', 'numpy', 'click', 'trafilatura'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", [name for name in geomap.__all__ if name != "__version__"])
def test_public_names_exist(name: str) -> None:
    """Every exported name can be imported."""
    assert getattr(geomap, name).__doc__
