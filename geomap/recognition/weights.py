"""The packaged weights: where they lie and how they are read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from geomap.errors import ModelError
from geomap.recognition.network import Network

FOLDER = Path(__file__).parent / "model"
SECOND_STEP = "second-step.npz"


def read_arrays(path: Path) -> dict[str, NDArray[np.generic]]:
    """Arrays of a weights file by name.

    The build of the wheel writes the file once more, uncompressed (``training/unpack.py``); that copy is read unless the file is newer.

    Raises
    ------
    ModelError
        When the file is missing or damaged.
    """
    try:
        with _quickest(path).open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return dict(stored)
    except (OSError, ValueError, BadZipFile) as error:
        raise ModelError(f"the recognizer's weights cannot be read from {path} ({error}); install geomap again") from error


def _quickest(path: Path) -> Path:
    unpacked = path.parent / "unpacked" / path.name
    if not unpacked.exists():
        return path
    return path if path.exists() and path.stat().st_mtime_ns > unpacked.stat().st_mtime_ns else unpacked


@cache
def tagger_network(name: str) -> Network:
    """Network of a trained language; read once for all recognizers of a process."""
    return Network(read_arrays(FOLDER / name))


@cache
def second_step_weights() -> dict[str, NDArray[np.generic]]:
    """Weights of the second step; read once for all recognizers of a process."""
    return read_arrays(FOLDER / SECOND_STEP)
