"""Opening the gazetteer as a user has it: the file, the layers above it, the viewpoint."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from geomap.gazetteer.layers import LayeredGazetteer
from geomap.gazetteer.store import Gazetteer
from geomap.gazetteer.viewed import ViewedGazetteer
from geomap.gazetteer.viewpoint import Viewpoint

# Upper layers first: kinds by the beginning of their file's name.
_KINDS = ("places", "geonames")


def open_gazetteer(path: str | Path | None = None, *, viewpoint: str | Path | Viewpoint = "de-facto") -> Gazetteer:
    """Open the gazetteer with the user's layers above it.

    Parameters
    ----------
    path
        File to use instead of the packaged one; the layers lie above it all the same.
    viewpoint
        Whose country a contested place is: ``de-facto``, ``un``, a TOML file, or one that was loaded.

    Raises
    ------
    GazetteerNotFoundError
        When the file does not exist.
    GazetteerError
        When the file or a layer is no gazetteer, or one of a newer format.
    ConfigError
        When the viewpoint is not as described, or names a place that no layer holds.
    """
    base = Gazetteer.locate(path)
    seen = viewpoint if isinstance(viewpoint, Viewpoint) else Viewpoint.load(viewpoint)
    seen = _canonical(seen, base) if seen.places else seen
    layers = layer_paths()
    gazetteer = LayeredGazetteer(base, layers, seen) if layers else ViewedGazetteer(base, viewpoint=seen)
    seen.check(gazetteer.places(sorted(seen.places)))
    return gazetteer


def _canonical(viewpoint: Viewpoint, base: Path) -> Viewpoint:
    """Viewpoint with the ids that the gazetteer kept: "geomap:crimea" may stand for a place of GeoNames."""
    with closing(Gazetteer(base)) as gazetteer:
        known = gazetteer.places(sorted(viewpoint.places))
    renamed = {known[place_id].id if place_id in known else place_id: what for place_id, what in viewpoint.places.items()}
    return replace(viewpoint, places=renamed)


def layers_folder() -> Path:
    """Where the user's layers lie."""
    from geomap.config import data_folder

    return data_folder() / "layers"


def layer_paths() -> list[Path]:
    """Files of the user's layers, uppermost first."""
    return sorted(layers_folder().glob("*.sqlite"), key=_layer_order)


def _layer_order(path: Path) -> tuple[int, int, str]:
    kind = path.name.partition("-")[0].removesuffix(".sqlite")
    # All of GeoNames lies below its countries: those were imported because they were to be newer or fuller.
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS), path.stem == "geonames-full", path.name
