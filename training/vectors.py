"""Static word vectors distilled from MiniLM: what a word means alone, and what kind of name the teacher takes it for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import spacy
import torch
from numpy.typing import NDArray

from geomap.recognition.network import Floats, Table
from training.teacher import Pieces, Teacher, batches


@torch.inference_mode()
def _alone(model: Teacher, pieces: Pieces, words: Sequence[str], size: int = 4096) -> Floats:
    """Mean of the last hidden states of each word when it stands alone."""
    vectors = np.zeros((len(words), model.tags.in_features), np.float32)
    for group in batches([pieces.length([word]) for word in words], size):
        batch = pieces.batch([[words[number]] for number in group], size)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = model.encode(batch.pieces, batch.cases, batch.mask).float()
        mask = batch.mask[..., None].float()
        vectors[group] = ((hidden * mask).sum(1) / mask.sum(1).clamp(min=1)).numpy()[: len(group)]
    return vectors


def _principal(values: Floats, width: int) -> Floats:
    """Project onto the first principal components, each row then of length one."""
    centered = values - values.mean(axis=0)
    _, _, axes = np.linalg.svd(centered[:: max(1, len(centered) // 20_000)], full_matrices=False)
    projected = centered @ axes[:width].T
    unit: Floats = (projected / (np.linalg.norm(projected, axis=1, keepdims=True) + 1e-6)).astype(np.float32)
    return unit


def distil(folder: Path, teacher: Teacher, pieces: Pieces, words: Sequence[str], *, width: int = 64) -> dict[str, NDArray[np.generic]]:
    """Tables of ``2 × width`` numbers for words and for all of MiniLM's pieces, as ``WordVectors`` reads them.

    The first half comes from MiniLM as published, the second from the fine-tuned teacher, which reads each word with a
    capital. Both are cut to their principal components.
    """
    spellings = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    spellings = [piece for piece in spellings if piece and not piece.startswith(("[unused", "[CLS", "[SEP", "[MASK", "[PAD", "[UNK"))]
    plain = [piece.removeprefix("##") for piece in spellings]
    everything = [*words, *plain]
    halves = [
        _alone(Teacher(folder).eval(), pieces, everything),
        _alone(teacher, pieces, [word[:1].upper() + word[1:] for word in everything]),
    ]
    vectors = np.concatenate([_principal(half, width) for half in halves], axis=1)
    strings = spacy.blank("en").vocab.strings
    keys = np.array([strings.add(word) for word in words], dtype=np.uint64)
    order = np.argsort(keys)
    known, parts = Table.pack(vectors[: len(words)][order]), Table.pack(vectors[len(words) :])
    return {
        "words.keys": keys[order],
        "words.rows": known.rows,
        "words.scales": known.scales,
        "pieces.rows": parts.rows,
        "pieces.scales": parts.scales,
        "pieces.text": np.frombuffer("\n".join(spellings).encode(), np.uint8),
    }
