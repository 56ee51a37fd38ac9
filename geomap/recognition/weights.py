"""The packaged weights: where they lie and how they are read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geomap.errors import ModelError
from geomap.recognition.network import Network

FOLDER = Path(__file__).parent / "model"
SECOND_STEP = "second-step.npz"


def read_arrays(path: Path) -> dict[str, NDArray[np.generic]]:
    """Arrays of a weights file by name.

    Raises
    ------
    ModelError
        When the file is missing or damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            return dict(stored)
    except (OSError, ValueError) as error:
        raise ModelError(f"the recognizer's weights cannot be read from {path} ({error}); install geomap again") from error


@cache
def tagger_network(name: str) -> Network:
    """Network of a trained language; read once for all recognizers of a process."""
    return Network(read_arrays(FOLDER / name))


@cache
def second_step_weights() -> dict[str, NDArray[np.generic]]:
    """Weights of the second step; read once for all recognizers of a process."""
    return read_arrays(FOLDER / SECOND_STEP)
