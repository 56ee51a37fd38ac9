"""A spaCy Doc as arrays: words with their offsets, the runs that the network reads, and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from geomap.recognition.network import Hashes

Numbers = NDArray[np.int64]

# Longest run that the network reads at once: bounds memory on text without line breaks.
LONGEST_RUN = 400
# The hashes of the network in the order of its columns, then where the token stands.
_ATTRIBUTES: list[int | str] = ["ORTH", "LOWER", "PREFIX", "SUFFIX", "SHAPE", "IDX", "LENGTH"]
_ENDS = frozenset({".", "!", "?", "…", "。", "।", "؟"})
_CLOSERS = frozenset({'"', "'", ")", "]", "''", "»"})


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, without white space.

    Attributes
    ----------
    words
        As they are spelled.
    starts, ends
        Offsets in the text.
    numbers
        Their numbers in the Doc, which also holds white space.
    hashes
        Columns as in ``geomap.recognition.network.COLUMNS``.
    lines, sentences
        Bounds of lines and sentences as token numbers: ``n`` parts have ``n + 1`` bounds, the first 0, the last the number of tokens.
    """

    words: list[str]
    starts: Numbers
    ends: Numbers
    numbers: Numbers
    hashes: Hashes
    lines: Numbers
    sentences: Numbers

    def __len__(self) -> int:
        return len(self.words)

    def with_breaks(self) -> tuple[list[str], list[int]]:
        """Words with a line break between lines, and the token number of each; a break has that of the token behind it."""
        words: list[str] = []
        numbers: list[int] = []
        for start, end in pairwise(self.lines.tolist()):
            words += [*self.words[start:end], "\n"]
            numbers += [*range(start, end), end]
        return words, numbers

    def runs(self) -> list[slice]:
        """Lines, those longer than ``LONGEST_RUN`` tokens cut at sentences where that is possible."""
        cuts: list[int] = []
        for start, end in pairwise(self.lines.tolist()):
            cuts.append(start)
            while end - start > LONGEST_RUN:
                last = int(self.sentences[np.searchsorted(self.sentences, start + LONGEST_RUN, "right") - 1])
                start = last if last > start else start + LONGEST_RUN
                cuts.append(start)
        return [slice(a, b) for a, b in pairwise([*cuts, len(self.words)]) if b > a]


def read(doc: Doc) -> Tokens:
    """Take the tokens of a Doc.

    Examples
    --------
    >>> import spacy
    >>> tokens = read(spacy.blank("en")("Fog in Ghent.\\nRain in Lille."))
    >>> tokens.words, tokens.lines.tolist()
    (['Fog', 'in', 'Ghent', '.', 'Rain', 'in', 'Lille', '.'], [0, 4, 8])
    """
    table: Hashes = np.asarray(doc.to_array(_ATTRIBUTES), np.uint64).reshape(len(doc), len(_ATTRIBUTES))
    text = doc.text
    starts = table[:, 5].astype(np.int64)
    ends = starts + table[:, 6].astype(np.int64)
    spelled = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    kept = [number for number, word in enumerate(spelled) if not word.isspace()]
    words = [spelled[number] for number in kept]
    numbers = np.array(kept, np.int64)
    lines = _lines(spelled, numbers)
    return Tokens(words, starts[numbers], ends[numbers], numbers, table[numbers, :5], lines, _sentences(words, lines))


def _lines(spelled: list[str], numbers: Numbers) -> Numbers:
    breaks = np.array([number for number, word in enumerate(spelled) if "\n" in word], np.int64)
    inner = sorted(set(np.searchsorted(numbers, breaks).tolist()) - {0, len(numbers)})
    return np.array([0, *inner, len(numbers)], np.int64)


def _sentences(words: list[str], lines: Numbers) -> Numbers:
    """Cut after full stops and closing quotes, before anything but a lower-case word; and at every line."""
    bounds = set(lines.tolist())
    for number, word in enumerate(words):
        if word not in _ENDS:
            continue
        after = number + 1
        while after < len(words) and words[after] in _CLOSERS:
            after += 1
        if after < len(words) and not words[after][0].islower():
            bounds.add(after)
    return np.array(sorted(bounds), np.int64)
