"""The small networks of the second step: one hidden layer over described candidates, calibrated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geomap.recognition.network import Floats, halved

_PARTS = ("mean", "scale", "hidden", "hidden_bias", "output", "output_bias")


@dataclass(frozen=True, slots=True)
class Scorer:
    """Probabilities of classes from rows of numbers: the mean over a few networks, each with its own hidden layer.

    Attributes
    ----------
    mean, scale
        What each column is shifted and divided by; constant columns have scale 1.
    hidden, hidden_bias
        Shapes (networks, columns, units) and (networks, units).
    output, output_bias
        Shapes (networks, units, classes) and (networks, classes).
    temperature
        Divides the averaged scores, so that the probabilities mean what they say.
    """

    mean: Floats
    scale: Floats
    hidden: Floats
    hidden_bias: Floats
    output: Floats
    output_bias: Floats
    temperature: float

    def __call__(self, rows: Floats) -> Floats:
        """Probabilities of shape (rows, classes)."""
        scaled = np.clip((rows - self.mean) / self.scale, -6, 6)
        total = np.zeros((len(rows), self.output.shape[2]), np.float32)
        for weights, bias, output, output_bias in zip(self.hidden, self.hidden_bias, self.output, self.output_bias, strict=True):
            total += np.maximum(scaled @ weights + bias, 0) @ output + output_bias
        total /= len(self.hidden) * self.temperature
        total -= total.max(axis=1, keepdims=True)
        powers = np.exp(total)
        probabilities: Floats = powers / powers.sum(axis=1, keepdims=True)
        return probabilities

    @classmethod
    def load(cls, arrays: Mapping[str, NDArray[np.generic]], name: str) -> Scorer:
        """Read the scorer that is stored under ``name.…``."""
        values = {part: arrays[f"{name}.{part}"].astype(np.float32) for part in _PARTS}
        return cls(**values, temperature=float(arrays[f"{name}.temperature"].astype(np.float32)))

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """What `load` reads, in half precision, the large part in less."""
        found: dict[str, NDArray[np.generic]] = {f"{name}.{part}": getattr(self, part).astype(np.float16) for part in _PARTS}
        found[f"{name}.hidden"] = halved(self.hidden)
        found[f"{name}.temperature"] = np.array(self.temperature, np.float32)
        return found
