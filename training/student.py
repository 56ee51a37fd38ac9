"""The student: the network of ``geomap/recognition/network.py``, trained from scratch with the teacher's help.

Where a corpus says what a token is, the student learns that and the teacher's opinion; on raw text it learns the teacher's
opinion alone.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import spacy
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from geomap.recognition.network import Table, WordVectors, halved, part_rows
from geomap.recognition.tags import TAGS

# Rows of the hashed tables: lower-case word, first letter, last three letters, shape.
SIZES = (10_000, 1_000, 4_000, 1_000)
# Two layers beside each other, then wider: ten tokens to each side are seen.
DISTANCES = (1, 1, 2, 2, 4)
WIDTH = 128
# Chance that a known word is shown as an unknown one, by its pieces only.
HIDE = 0.15


@dataclass(frozen=True, slots=True)
class Lesson:
    """A run of words with the teacher's log probabilities and, where a corpus speaks, the allowed tags."""

    words: tuple[str, ...]
    opinion: NDArray[np.float16]
    allowed: NDArray[np.bool_] | None


class Vocabulary:
    """Every distinct word of the lessons with its features, so that a batch is a list of numbers."""

    def __init__(self, vectors: WordVectors) -> None:
        self._vocab = spacy.blank("en").vocab
        self._vectors = vectors
        self._numbers: dict[str, int] = {}
        self._lexemes: list[tuple[int, int, int, int]] = []
        self._lower: list[str] = []

    def number(self, word: str) -> int:
        """Number of a word; new words get the next one."""
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self._lexemes)
            lexeme = self._vocab[word]
            self._lexemes.append((lexeme.lower, lexeme.prefix, lexeme.suffix, lexeme.shape))
            self._lower.append(lexeme.lower_)
        return found

    def tables(self) -> tuple[Tensor, Tensor, Tensor]:
        """Feature rows (words, 5), static vectors (words, width) and the vectors from pieces alone."""
        hashes = np.array(self._lexemes, dtype=np.uint64)
        columns = [part_rows(hashes[:, column], size) for column, size in enumerate(SIZES)]
        columns.append(part_rows(hashes[:, 0], SIZES[0], second=True))
        known = self._vectors.take(hashes[:, 0], self._lower)
        pieces = np.array([self._vectors.composed(word) for word in self._lower])
        return torch.from_numpy(np.stack(columns, axis=1)), torch.from_numpy(known), torch.from_numpy(pieces)


class Student(nn.Module):
    """The network, in torch."""

    def __init__(self, static_width: int, outputs: int = len(TAGS)) -> None:
        super().__init__()
        self.parts = nn.ModuleList(nn.Embedding(size, WIDTH) for size in SIZES)
        for table in self.parts:
            nn.init.normal_(table.weight, std=0.1)
        self.linear = nn.Linear(static_width, WIDTH, bias=False)
        self.norm = nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(nn.Linear(3 * WIDTH, 2 * WIDTH) for _ in DISTANCES)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in DISTANCES)
        self.output = nn.Linear(WIDTH, outputs)
        self.dropout = nn.Dropout(0.15)

    def embed(self, rows: Tensor, static: Tensor) -> Tensor:
        """First vectors of words."""
        total = self.linear(static) + self.parts[0](rows[..., 4])
        for column, table in enumerate(self.parts):
            total = total + table(rows[..., column])
        return self.norm(total)

    def forward(self, rows: Tensor, static: Tensor, mask: Tensor) -> Tensor:
        """Context vectors (batch, length, width)."""
        x = self.dropout(self.embed(rows, static)) * mask
        for layer, norm, distance in zip(self.layers, self.norms, DISTANCES, strict=True):
            padded = functional.pad(x, (0, 0, distance, distance))
            wide = torch.cat([padded[:, : x.shape[1]], x, padded[:, 2 * distance :]], dim=2)
            left, right = layer(wide).split(WIDTH, dim=2)
            x = (x + self.dropout(norm(torch.maximum(left, right)))) * mask
        return x


def loss_of(scores: Tensor, opinion: Tensor, allowed: Tensor, spoken: Tensor) -> Tensor:
    """Cross entropy with the teacher's opinion, and with the corpus' set of tags where it speaks."""
    logs = functional.log_softmax(scores, dim=-1)
    taught = -(opinion.exp() * logs).sum(-1)
    said = -torch.logsumexp(logs.masked_fill(~allowed, -1e4), dim=-1)
    return torch.where(spoken, 0.6 * said + 0.4 * taught, taught).mean()


def _recase(words: Sequence[str], generator: np.random.Generator) -> Sequence[str]:
    """Now and then a run in capitals, in lower case or with every word capitalized: headlines and tweets."""
    draw = generator.random()
    if draw < 0.03:
        return [word.upper() for word in words]
    if draw < 0.05:
        return [word.lower() for word in words]
    if draw < 0.065:
        return [word[:1].upper() + word[1:] for word in words]
    return words


def fit(
    lessons: Sequence[Lesson],
    vectors: WordVectors,
    *,
    seed: int,
    epochs: int,
    start: Student | None = None,
    rate: float = 3e-3,
    size: int = 4000,
) -> Student:
    """Train on the lessons, from ``start`` where one is given; prints one line an epoch."""
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    vocabulary = Vocabulary(vectors)
    passes = [[[vocabulary.number(word) for word in _recase(lesson.words, generator)] for lesson in lessons] for _ in range(3)]
    rows, known, pieces = vocabulary.tables()
    student = start or Student(known.shape[1])
    optimizer = torch.optim.AdamW(student.parameters(), lr=rate, weight_decay=0.01)
    lengths = np.array([len(lesson.words) for lesson in lessons])
    steps = epochs * int(lengths.sum() / size + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, s / 300) * max(0.02, 1 - s / steps))
    student.train()
    for epoch in range(epochs):
        started, total, count = time.monotonic(), 0.0, 0
        numbers = passes[epoch % len(passes)]
        for group in _groups(lengths, size, generator):
            loss = _step(student, [lessons[n] for n in group], [numbers[n] for n in group], (rows, known, pieces), generator)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(student.parameters(), 2.0)
            optimizer.step()
            schedule.step()
            total, count = total + loss.item(), count + 1
        print(f"student epoch {epoch + 1}: loss {total / count:.4f}, {time.monotonic() - started:.0f} s", flush=True)
    return student.eval()


def _groups(lengths: NDArray[np.int64], size: int, generator: np.random.Generator) -> list[NDArray[np.int64]]:
    order = np.argsort(lengths + generator.uniform(0, 15, len(lengths)), kind="stable")
    cuts = np.flatnonzero(np.diff(np.cumsum(lengths[order]) // size)) + 1
    groups = np.split(order, cuts)
    generator.shuffle(groups)  # type: ignore[arg-type]
    return groups


def _step(
    student: Student,
    lessons: Sequence[Lesson],
    numbers: Sequence[Sequence[int]],
    tables: tuple[Tensor, Tensor, Tensor],
    generator: np.random.Generator,
) -> Tensor:
    rows, known, pieces = tables
    length = max(len(run) for run in numbers)
    padded = torch.zeros(len(numbers), length, dtype=torch.long)
    mask = torch.zeros(len(numbers), length, dtype=torch.bool)
    for place, run in enumerate(numbers):
        padded[place, : len(run)] = torch.tensor(run)
        mask[place, : len(run)] = True
    hidden = torch.from_numpy(generator.random(padded.shape) < HIDE)
    static = torch.where(hidden[..., None], pieces[padded], known[padded])
    context = student(rows[padded], static, mask[..., None].float())
    scores = student.output(student.dropout(context[mask]))
    opinion = torch.from_numpy(np.concatenate([lesson.opinion for lesson in lessons]).astype(np.float32))
    blank = [np.zeros(lesson.opinion.shape, bool) for lesson in lessons]
    allowed = np.concatenate([one if lesson.allowed is None else lesson.allowed for lesson, one in zip(lessons, blank, strict=True)])
    spoken = np.concatenate([np.full(len(lesson.words), lesson.allowed is not None) for lesson in lessons])
    return loss_of(scores, opinion, torch.from_numpy(allowed), torch.from_numpy(spoken))


def arrays(student: Student) -> dict[str, NDArray[np.generic]]:
    """The student's weights under the names that ``geomap.recognition.network.Network`` reads."""
    with torch.no_grad():
        found: dict[str, NDArray[np.generic]] = {
            "linear": _half(student.linear.weight.T),
            "norm.gain": _half(student.norm.weight),
            "norm.shift": _half(student.norm.bias),
            "output.weights": _half(student.output.weight.T),
            "output.bias": _half(student.output.bias),
            "distances": np.array(DISTANCES, np.int8),
        }
        for number, (layer, norm) in enumerate(zip(student.layers, student.norms, strict=True)):
            found[f"layer{number}.weights"], found[f"layer{number}.bias"] = halved(layer.weight.T.numpy()), _half(layer.bias)
            found[f"layer{number}.gain"], found[f"layer{number}.shift"] = _half(norm.weight), _half(norm.bias)
        for name, table in zip(("lower", "prefix", "suffix", "shape"), student.parts, strict=True):
            packed = Table.pack(table.weight.numpy())
            found[f"{name}.rows"], found[f"{name}.scales"] = packed.rows, packed.scales
    return found


def _half(values: Tensor) -> NDArray[np.float16]:
    return np.ascontiguousarray(values.detach().numpy().astype(np.float16))
