"""The role teacher: MiniLM, fine-tuned to say in what role a given name stands.

The corpora mark the roles of some 4,700 names, too few for the shipped model to learn grammar from. The teacher knows grammar already;
its opinions of the names in news that nobody marked are what the shipped model learns beside them.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from geomap.recognition.roles import ROLES
from training.roles import RoleGold
from training.teacher import Batch, Pieces, Teacher, batches

# Pieces of text before the first and behind the last name of a passage, and the length up to which further names join it.
BEFORE, BEHIND, LONGEST = 70, 50, 230
HIDDEN = 192
EPOCHS = 3
RATE = 8e-5


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words with names in it.

    Attributes
    ----------
    text, names
        Number of the text that it is cut from, and the numbers of its names there.
    words, spans
        Its words, and the first and last (exclusive) word of each name.
    targets
        Allowed roles of each name, of shape (names, roles).
    """

    text: int
    names: tuple[int, ...]
    words: Sequence[str]
    spans: tuple[tuple[int, int], ...]
    targets: NDArray[np.bool_]


def passages(golds: Iterable[RoleGold], pieces: Pieces) -> list[Passage]:
    """Cut texts into passages that hold every name once, with some text on both sides of it."""
    return [passage for text, gold in enumerate(golds) for passage in _cut(text, gold, pieces)]


def _cut(text: int, gold: RoleGold, pieces: Pieces) -> Iterator[Passage]:
    words = gold.reading.tokens.words
    ends = np.cumsum([0, *(len(pieces.of(word)) for word in words)])
    waiting = sorted(range(len(gold.candidates)), key=lambda number: gold.candidates[number].start)
    while waiting:
        first = int(np.searchsorted(ends, max(0, ends[gold.candidates[waiting[0]].start] - BEFORE)))
        names: list[int] = []
        last = first
        for number in waiting:
            needed = int(np.searchsorted(ends, min(ends[-1], ends[gold.candidates[number].end] + BEHIND), "right")) - 1
            if names and ends[needed] - ends[first] > LONGEST:
                break
            names.append(number)
            last = max(last, needed)
        spans = tuple((gold.candidates[number].start - first, gold.candidates[number].end - first) for number in names)
        yield Passage(text, tuple(names), words[first:last], spans, gold.targets[names])
        waiting = waiting[len(names) :]


class RoleTeacher(nn.Module):
    """A teacher with a role layer on the mean of a name's pieces and on the pieces before and behind it.

    Parameters
    ----------
    body
        The teacher of the tagger: it has seen what names look like.
    """

    def __init__(self, body: Teacher) -> None:
        super().__init__()
        self.body = body
        self.hidden = nn.Linear(3 * body.tags.in_features, HIDDEN)
        self.roles = nn.Linear(HIDDEN, len(ROLES))
        self.dropout = nn.Dropout(0.2)

    def forward(self, batch: Batch, spans: Tensor) -> Tensor:
        """Role scores of shape (names of the batch, roles): ``spans`` are flat indices of each name's first and last piece (exclusive)."""
        states = self.body.encode(batch.pieces, batch.cases, batch.mask).flatten(0, 1).float()
        sums = torch.cat([torch.zeros(1, states.shape[1]), states.cumsum(0)])
        first, last = spans.T
        means = (sums[last] - sums[first]) / (last - first)[:, None]
        described = self.dropout(torch.cat([means, states[first - 1], states[last]], 1))
        scores: Tensor = self.roles(self.dropout(functional.gelu(self.hidden(described))))
        return scores


def fit(body: Teacher, pieces: Pieces, golds: Sequence[RoleGold], *, seed: int, size: int = 2560) -> RoleTeacher:
    """Fine-tune a teacher on texts whose roles are known; prints one line."""
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    found = passages(golds, pieces)
    lengths = [pieces.length(passage.words) for passage in found]
    teacher = RoleTeacher(body)
    head = [*teacher.hidden.parameters(), *teacher.roles.parameters()]
    inner = [parameter for parameter in body.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW([{"params": inner, "lr": RATE}, {"params": head, "lr": RATE * 10}], weight_decay=0.01)
    steps = EPOCHS * len(batches(lengths, size))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, s / (0.06 * steps)) * max(0.0, 1 - s / (steps * 1.03)))
    started = time.monotonic()
    teacher.train()
    for _ in range(EPOCHS):
        for group in batches(lengths, size, generator):
            chosen = [found[number] for number in group]
            allowed = torch.from_numpy(np.concatenate([passage.targets for passage in chosen]) > 0)
            logs = functional.log_softmax(_scores(teacher, pieces, chosen, size), dim=-1)
            loss = -torch.logsumexp(logs.masked_fill(~allowed, -1e4), dim=-1).mean()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    print(f"role teacher on {sum(len(gold.candidates) for gold in golds)} names: {time.monotonic() - started:.0f} s", flush=True)
    return teacher.eval()


@torch.inference_mode()
def label(teacher: RoleTeacher, pieces: Pieces, golds: Sequence[RoleGold], size: int = 5120) -> list[NDArray[np.float32]]:
    """Probabilities of the roles of every name of every text, each of shape (names, roles)."""
    found = passages(golds, pieces)
    labelled = [np.zeros((len(gold.candidates), len(ROLES)), np.float32) for gold in golds]
    for group in batches([pieces.length(passage.words) for passage in found], size):
        chosen = [found[number] for number in group]
        rows = iter(functional.softmax(_scores(teacher, pieces, chosen, size), dim=-1).numpy())
        for passage in chosen:
            for number in passage.names:
                labelled[passage.text][number] = next(rows)
    return labelled


def _scores(teacher: RoleTeacher, pieces: Pieces, chosen: Sequence[Passage], size: int) -> Tensor:
    batch = pieces.batch([passage.words for passage in chosen], size)
    firsts = iter(batch.firsts.split([len(passage.words) for passage in chosen]))
    spans = [
        (int(first[start]), int(first[end - 1]) + len(pieces.of(passage.words[end - 1])))
        for passage, first in zip(chosen, firsts, strict=True)
        for start, end in passage.spans
    ]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = teacher(batch, torch.tensor(spans))
    return scores.float()
