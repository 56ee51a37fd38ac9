"""The tagger's network, run with NumPy: word vectors and hashed word parts, then dilated convolutions.

::

    word ──► static vector (int8 table, else its pieces) ─► linear ─┐
         ├─► hash of the lower-case word, twice ───► table ─────────┤
         ├─► hash of its first letter ─────────────► table ─────────┼─► sum ─► norm ─► layer × n ─► scores of the tags
         ├─► hash of its last three letters ───────► table ─────────┤
         └─► hash of its shape ("Xxxx") ───────────► table ─────────┘

    layer: a token and its neighbours at distance d ─► linear ─► larger of two halves ─► norm ─► added to the input

What stands before the first layer depends on the word alone, so it is computed once for each distinct word of a batch. The
same network is trained by ``training/student.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geomap.gazetteer.keys import key_words

Floats = NDArray[np.float32]
Hashes = NDArray[np.uint64]

# Steps of a packed row to each side of zero.
_STEPS = 15
# The columns of a token's hashes: the word as written and the four parts that have tables.
COLUMNS = ("orth", "lower", "prefix", "suffix", "shape")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of whole numbers with one scale each: packed, a sixth of the size of floats, the same scores."""

    rows: NDArray[np.int8]
    scales: NDArray[np.float16]

    def take(self, numbers: NDArray[np.int64]) -> Floats:
        """Rows as floats, in the order of ``numbers``."""
        taken: Floats = self.rows[numbers].astype(np.float32) * self.scales[numbers].astype(np.float32)[:, None]
        return taken

    @classmethod
    def pack(cls, values: Floats) -> Table:
        """Round each row to 31 steps of its own scale: five bits of each number are left for a packed file to hold."""
        scales = np.maximum(np.abs(values).max(axis=1) / _STEPS, 1e-6).astype(np.float16)
        return cls(np.rint(values / scales.astype(np.float32)[:, None]).clip(-_STEPS, _STEPS).astype(np.int8), scales)


def halved(values: Floats) -> NDArray[np.float16]:
    """Numbers with six bits of fraction, as a packed file holds them best: no score changes in its third digit."""
    bits = np.ascontiguousarray(values, dtype=np.float16).view(np.uint16)
    return ((bits + np.uint16(8)) & np.uint16(0xFFF0)).view(np.float16)


@dataclass(frozen=True, slots=True)
class Layer:
    """One convolution: ``weights`` of shape (3 × width, 2 × width)."""

    distance: int
    weights: Floats
    bias: Floats
    gain: Floats
    shift: Floats


def normalize(values: Floats, gain: Floats, shift: Floats) -> Floats:
    """Bring each row to mean 0 and variance 1, then scale and shift it."""
    centered = values - values.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", centered, centered)[:, None] / values.shape[1]
    centered *= 1.0 / np.sqrt(variance + 1e-5)
    centered *= gain
    centered += shift
    result: Floats = centered
    return result


def part_rows(hashes: Hashes, size: int, *, second: bool = False) -> NDArray[np.int64]:
    """Rows of a table of ``size`` rows that hashes fall into; the second choice uses the hash's upper half."""
    numbers = hashes >> np.uint64(32) if second else hashes & np.uint64(0xFFFFFFFF)
    return (numbers % np.uint64(size)).astype(np.int64)


class WordVectors:
    """Static vectors: of known words from a table, of others the mean of their pieces."""

    def __init__(self, keys: Hashes, words: Table, pieces: Sequence[str], piece_vectors: Table) -> None:
        self._keys = keys
        self._words = words
        self._pieces = {piece: number for number, piece in enumerate(pieces)}
        self._piece_vectors = piece_vectors
        self.width = words.rows.shape[1]

    def take(self, hashes: Hashes, words: Sequence[str]) -> Floats:
        """Vectors of lower-case words, of which both hash and spelling are given."""
        places = np.searchsorted(self._keys, hashes).clip(max=len(self._keys) - 1)
        vectors = self._words.take(places)
        for number in np.flatnonzero(self._keys[places] != hashes).tolist():
            vectors[number] = self.composed(words[number])
        return vectors

    def composed(self, word: str) -> Floats:
        """Vector of a word from its pieces; zeros when it has none."""
        # The pieces are those of a model that reads letters without their marks.
        numbers = self._cut(word if word.isascii() else "".join(key_words(word)) or word)
        if not numbers:
            return np.zeros(self.width, np.float32)
        mean: Floats = self._piece_vectors.take(np.array(numbers)).mean(axis=0)
        return mean

    def _cut(self, word: str) -> list[int]:
        numbers: list[int] = []
        start = 0
        word = word[:40]
        while start < len(word):
            prefix = "##" if start else ""
            end = len(word)
            while end > start and prefix + word[start:end] not in self._pieces:
                end -= 1
            if end == start:
                start += 1
                continue
            numbers.append(self._pieces[prefix + word[start:end]])
            start = end
        return numbers


class Network:
    """The trained network.

    Parameters
    ----------
    weights
        Arrays by name, as ``training/fit_recognizer.py`` writes them.
    """

    def __init__(self, weights: Mapping[str, NDArray[np.generic]]) -> None:
        def floats(name: str) -> Floats:
            return weights[name].astype(np.float32)

        def table(name: str) -> Table:
            return Table(weights[f"{name}.rows"].astype(np.int8, copy=False), weights[f"{name}.scales"].astype(np.float16, copy=False))

        pieces = weights["pieces.text"].tobytes().decode("utf-8").split("\n")
        self.vectors = WordVectors(weights["words.keys"].astype(np.uint64, copy=False), table("words"), pieces, table("pieces"))
        self._parts = tuple(table(name) for name in COLUMNS[1:])
        self._linear = floats("linear")
        self._gain, self._shift = floats("norm.gain"), floats("norm.shift")
        self._layers = tuple(
            Layer(int(distance), *(floats(f"layer{number}.{part}") for part in ("weights", "bias", "gain", "shift")))
            for number, distance in enumerate(weights["distances"])
        )
        self._output, self._output_bias = floats("output.weights"), floats("output.bias")
        self._gap = max(layer.distance for layer in self._layers)

    def embed(self, hashes: Hashes, words: Sequence[str]) -> Floats:
        """First vectors of distinct words: ``hashes`` has the columns of ``COLUMNS``, ``words`` are in lower case."""
        lower, *_ = parts = [hashes[:, column] for column in range(1, len(COLUMNS))]
        total = self.vectors.take(lower, words) @ self._linear
        for column, table in zip(parts, self._parts, strict=True):
            total += table.take(part_rows(column, len(table.rows)))
        total += self._parts[0].take(part_rows(lower, len(self._parts[0].rows), second=True))
        return normalize(total, self._gain, self._shift)

    def encode(self, first: Floats, runs: Sequence[NDArray[np.int64]]) -> list[Floats]:
        """Context vectors of each run of tokens; a run lists rows of ``first``. No run sees another."""
        length = sum(len(run) + self._gap for run in runs) + self._gap
        x = np.zeros((length, first.shape[1]), np.float32)
        gaps = np.ones(length, bool)
        start, places = self._gap, []
        for run in runs:
            places.append(slice(start, start + len(run)))
            x[places[-1]] = first[run]
            gaps[places[-1]] = False
            start += len(run) + self._gap
        for layer in self._layers:
            x += self._convolve(x, layer)
            x[gaps] = 0
        return [x[place] for place in places]

    def scores(self, context: Floats) -> Floats:
        """Log probabilities of the tags, of shape (tokens, tags)."""
        logits = context @ self._output + self._output_bias
        logits -= logits.max(axis=1, keepdims=True)
        logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
        scores: Floats = logits
        return scores

    @staticmethod
    def _convolve(x: Floats, layer: Layer) -> Floats:
        distance, width = layer.distance, x.shape[1]
        wide = np.zeros((len(x), 3 * width), np.float32)
        wide[distance:, :width] = x[:-distance]
        wide[:, width : 2 * width] = x
        wide[:-distance, 2 * width :] = x[distance:]
        both = wide @ layer.weights + layer.bias
        return normalize(np.maximum(both[:, :width], both[:, width:]), layer.gain, layer.shift)
