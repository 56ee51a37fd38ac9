"""The teacher: MiniLM-L6 (Apache-2.0), fine-tuned as a token classifier that also sees how words are cased.

MiniLM knows only lower case, so each piece gets a learned vector for the shape of its word, zero at the start. The network
is written out here: six layers of BERT in forty lines need no framework around them.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from geomap.recognition.tags import TAGS
from training.corpora import Example

SHAPES = 7
# Batches come in multiples of this many pieces: a new shape costs the CPU's matrix kernels a compilation.
BUCKET = 16


def shape_of(word: str) -> int:
    """Class of a word's shape: 1 lower, 2 Title, 3 single capital, 4 UPPER, 5 miXed, 6 has digits; 0 has no letters."""
    if any(character.isdigit() for character in word):
        return 6
    if not any(character.isalpha() for character in word):
        return 0
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) == 1 else 4
    return 2 if word[0].isupper() and not word[1:].isupper() and word[1:].islower() else 5


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.output = (nn.Linear(width, width) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Hidden states of the next layer."""
        batch, length, width = x.shape
        query, key, value = (layer(x).view(batch, length, self.heads, -1).transpose(1, 2) for layer in (self.query, self.key, self.value))
        # Written out: on a CPU with bfloat16 units this is four times as fast backwards as torch's fused attention.
        weights = (query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])).masked_fill(~mask, -1e4).softmax(-1)
        attended = weights.to(value.dtype) @ value
        attended = self.output(attended.transpose(1, 2).reshape(batch, length, width))
        x = self.norm1(x + attended)
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Teacher(nn.Module):
    """MiniLM with case vectors and a tag layer on the first piece of each word."""

    def __init__(self, folder: Path, outputs: int = len(TAGS)) -> None:
        super().__init__()
        config = json.loads((folder / "config.json").read_text())
        width = config["hidden_size"]
        self.words = nn.Embedding(config["vocab_size"], width)
        self.positions = nn.Embedding(config["max_position_embeddings"], width)
        self.kinds = nn.Embedding(config["type_vocab_size"], width)
        self.cases = nn.Embedding(SHAPES, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(
            Layer(width, config["num_attention_heads"], config["intermediate_size"]) for _ in range(config["num_hidden_layers"])
        )
        self.tags = nn.Linear(width, outputs)
        self.dropout = nn.Dropout(0.1)
        self._load(load_file(folder / "model.safetensors"))
        nn.init.zeros_(self.cases.weight)
        # Half of all parameters; words that the corpora lack keep their place among the others.
        self.words.weight.requires_grad = False

    def _load(self, weights: dict[str, Tensor]) -> None:
        weights = {name.removeprefix("bert."): value for name, value in weights.items()}
        names = {"words": "word", "positions": "position", "kinds": "token_type"}
        state = {f"{ours}.weight": weights[f"embeddings.{theirs}_embeddings.weight"] for ours, theirs in names.items()}
        parts = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "output": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for end in ("weight", "bias"):
            state[f"norm.{end}"] = weights[f"embeddings.LayerNorm.{end}"]
            for number in range(len(self.layers)):
                for ours, theirs in parts.items():
                    state[f"layers.{number}.{ours}.{end}"] = weights[f"encoder.layer.{number}.{theirs}.{end}"]
        self.load_state_dict(state, strict=False)

    def encode(self, pieces: Tensor, cases: Tensor, mask: Tensor) -> Tensor:
        """Hidden states of shape (batch, pieces, width)."""
        places = torch.arange(pieces.shape[1])
        x = self.words(pieces) + self.positions(places) + self.kinds.weight[0] + self.cases(cases)
        x = self.dropout(self.norm(x))
        wide = mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, wide)
        return x

    def forward(self, pieces: Tensor, cases: Tensor, mask: Tensor, firsts: Tensor) -> Tensor:
        """Tag scores of shape (words of the batch, tags): ``firsts`` are flat indices of the first piece of each word."""
        return self.tags(self.dropout(self.encode(pieces, cases, mask))).flatten(0, 1)[firsts]


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples as the teacher reads them."""

    pieces: Tensor
    cases: Tensor
    mask: Tensor
    firsts: Tensor


class Pieces:
    """Cuts words into MiniLM's pieces, remembering each word."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._known: dict[str, list[int]] = {}

    def of(self, word: str) -> list[int]:
        """Piece ids of one word, at most eight, never none."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._tokenizer.encode(word, add_special_tokens=False).ids[:8] or [100]
        return found

    def length(self, words: Sequence[str]) -> int:
        """Number of pieces of a run with the two marks around it, rounded up to a bucket."""
        return -(-(sum(len(self.of(word)) for word in words) + 2) // BUCKET) * BUCKET

    def batch(self, runs: Sequence[Sequence[str]], size: int) -> Batch:
        """Pad runs of words into one batch of about ``size`` pieces, of one of a few shapes."""
        length = max(map(self.length, runs))
        assert length <= 512, length
        rows = max(len(runs), size // length)
        pieces, cases = torch.zeros(rows, length, dtype=torch.long), torch.zeros(rows, length, dtype=torch.long)
        mask = torch.zeros(rows, length, dtype=torch.bool)
        flat: list[int] = []
        for number, words in enumerate(runs):
            ids, shapes = [101], [0]
            for word in words:
                flat.append(number * length + len(ids))
                found = self.of(word)
                ids += found
                shapes += [shape_of(word)] * len(found)
            ids.append(102)
            pieces[number, : len(ids)] = torch.tensor(ids)
            cases[number, : len(shapes)] = torch.tensor(shapes)
            mask[number, : len(ids)] = True
        return Batch(pieces, cases, mask, torch.tensor(flat))


def batches(lengths: Sequence[int], size: int, generator: np.random.Generator | None = None) -> list[list[int]]:
    """Group runs of the same bucket into batches of ``size`` pieces; shuffled when a generator is given."""
    order = np.argsort(lengths, kind="stable") if generator is None else generator.permutation(len(lengths))
    buckets: dict[int, list[int]] = {}
    groups: list[list[int]] = []
    for number in order.tolist():
        bucket = buckets.setdefault(lengths[number], [])
        bucket.append(number)
        if len(bucket) >= max(1, size // lengths[number]):
            groups.append(buckets.pop(lengths[number]))
    groups += buckets.values()
    if generator:
        generator.shuffle(groups)
    return groups


def set_loss(scores: Tensor, allowed: Tensor) -> Tensor:
    """Negative log probability of the allowed set of tags, averaged over words."""
    logs = functional.log_softmax(scores.float(), dim=-1)
    return -torch.logsumexp(logs.masked_fill(~allowed, -1e4), dim=-1).mean()


def fit(
    folder: Path, examples: Sequence[Example], *, seed: int, epochs: int = 3, rate: float = 2.5e-4, size: int = 2560
) -> tuple[Teacher, Pieces]:
    """Fine-tune MiniLM on the examples; prints one line an epoch."""
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    teacher, pieces = Teacher(folder), Pieces(folder)
    head = [*teacher.tags.parameters(), *teacher.cases.parameters()]
    body = [p for p in teacher.parameters() if p.requires_grad and all(p is not other for other in head)]
    optimizer = torch.optim.AdamW([{"params": body, "lr": rate}, {"params": head, "lr": rate * 5}], weight_decay=0.01)
    runs = [example.words for example in examples]
    lengths = [pieces.length(run) for run in runs]
    steps = epochs * len(batches(lengths, size))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, s / (0.06 * steps)) * max(0.0, 1 - s / (steps * 1.03)))
    teacher.train()
    for epoch in range(epochs):
        started, total = time.monotonic(), 0.0
        groups = batches(lengths, size, generator)
        for group in groups:
            batch = pieces.batch([runs[number] for number in group], size)
            allowed = torch.from_numpy(np.concatenate([examples[number].allowed for number in group]))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = teacher(batch.pieces, batch.cases, batch.mask, batch.firsts)
            loss = set_loss(scores, allowed)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"teacher epoch {epoch + 1}: loss {total / len(groups):.4f}, {time.monotonic() - started:.0f} s", flush=True)
    return teacher.eval(), pieces


@torch.inference_mode()
def label(teacher: Teacher, pieces: Pieces, runs: Sequence[Sequence[str]], size: int = 5120) -> list[NDArray[np.float16]]:
    """Log probabilities of the tags of every word of every run, each of shape (words, tags)."""
    labelled: list[NDArray[np.float16] | None] = [None] * len(runs)
    for group in batches([pieces.length(run) for run in runs], size):
        batch = pieces.batch([runs[number] for number in group], size)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = teacher(batch.pieces, batch.cases, batch.mask, batch.firsts)
        logs = functional.log_softmax(scores.float(), dim=-1).numpy().astype(np.float16)
        ends = np.cumsum([len(runs[number]) for number in group])
        for number, rows in zip(group, np.split(logs, ends[:-1]), strict=True):
            labelled[number] = rows
    return [rows for rows in labelled if rows is not None]


def decode(logs: NDArray[np.floating]) -> list[tuple[int, int, str]]:
    """Spans (start, end, kind) of the most probable well-formed sequence of tags."""
    count = len(TAGS)
    barred = np.zeros((count, count))
    for new in range(2, count, 2):
        barred[:, new] = -math.inf
        barred[new - 1, new] = barred[new, new] = 0
    score, back = np.where(np.arange(count) % 2 == 0, -math.inf, 0.0), []
    score[0] = 0
    score = score + logs[0]
    for row in logs[1:]:
        paths = score[:, None] + barred
        back.append(paths.argmax(0))
        score = paths.max(0) + row
    tags = [int(score.argmax())]
    for pointers in reversed(back):
        tags.append(int(pointers[tags[-1]]))
    spans: list[tuple[int, int, str]] = []
    for place, tag in enumerate(reversed(tags)):
        if tag and tag % 2:
            spans.append((place, place + 1, TAGS[tag][2:]))
        elif tag:
            spans[-1] = (spans[-1][0], place + 1, spans[-1][2])
    return spans


def allowed_spans(example: Example) -> list[tuple[int, int, str]]:
    """Gold spans of an example whose corpus leaves nothing open."""
    return decode(np.where(example.allowed, 0.0, -1e3))


def span_scores(
    gold: Iterable[set[tuple[int, int, str]]], found: Iterable[set[tuple[int, int, str]]], kind: str
) -> tuple[float, float, float]:
    """Exact precision, recall and F1 of the spans of one kind."""
    right = asked = given = 0
    for one, other in zip(gold, found, strict=True):
        a, b = {s for s in one if s[2] == kind}, {s for s in other if s[2] == kind}
        right, asked, given = right + len(a & b), asked + len(a), given + len(b)
    precision, recall = right / max(given, 1), right / max(asked, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)
