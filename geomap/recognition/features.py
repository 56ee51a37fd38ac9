"""Numbers that describe a candidate to the second step: tags, match, entity, shape, words around, the rest of the document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geomap.recognition.candidates import Candidate
from geomap.recognition.network import Floats
from geomap.recognition.tagger import Reading
from geomap.recognition.tags import KINDS

# Bits of geomap.gazetteer.MatchKind.
_BITS = 12
_KINDS = len(KINDS)
_LOC, _NORP, _PER = KINDS.index("LOC"), KINDS.index("NORP"), KINDS.index("PER")
# Ways a candidate can lie to its entity.
_RELATIONS = ("same", "first", "middle", "last", "around", "across")
_MATCH_COLUMNS = _BITS + 7
_ENTITY_COLUMNS = _KINDS * len(_RELATIONS) + 4
_CASES = ("none", "lower", "title", "single", "upper", "mixed", "digits", "mark")
_LOWER, _TITLE = _CASES.index("lower"), _CASES.index("title")


def case_of(word: str | None) -> int:
    """Number in ``_CASES`` of a word's shape; None is the edge of a line, and a word of a script without case is in lower case."""
    if word is None:
        return 0
    if any(map(str.isdigit, word)):
        return 6
    if not any(map(str.isalpha, word)):
        return 7
    if word.islower() or not has_case(word):
        return _LOWER
    if word.isupper():
        return 3 if len(word) == 1 else 4
    return _TITLE if word[0].isupper() and word[1:].islower() else 5


def has_case(word: str) -> bool:
    """Whether a word is written with a capital at times: not one in Arabic, Hebrew, Devanagari, Georgian."""
    return word.lower() != word.title()


def _kind_sums(tags: Floats) -> Floats:
    """Probability of each kind, B and I together, with "no name" first."""
    sums: Floats = np.concatenate([tags[:, :1], tags[:, 1::2] + tags[:, 2::2]], axis=1)
    return sums


class Whole:
    """What the description of a candidate needs of the whole document, made once however many parts its candidates come in.

    Parameters
    ----------
    reading
        The document.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.words = reading.tokens.words

    @classmethod
    def of(cls, reading: Reading | Whole) -> Whole:
        """The same, or that of a reading."""
        return reading if isinstance(reading, Whole) else cls(reading)

    @cached_property
    def kinds(self) -> Floats:
        """Probability of each kind of name at each token."""
        return _kind_sums(self.reading.tags)

    @cached_property
    def kind_sums(self) -> Floats:
        """Sums of these over the tokens before each."""
        edge = np.zeros((1, self.kinds.shape[1]), np.float32)
        return np.concatenate([edge, np.cumsum(self.kinds, axis=0, dtype=np.float64).astype(np.float32)])

    @cached_property
    def tags(self) -> Floats:
        """Tags with an empty row at both ends."""
        return _padded(self.reading.tags)

    @cached_property
    def context(self) -> Floats:
        """Context vectors with an empty row at both ends."""
        return _padded(self.reading.context)

    @cached_property
    def context_sums(self) -> NDArray[np.float64]:
        """Sums of the context vectors of the tokens before each."""
        sums = np.zeros((len(self.reading.context) + 1, self.reading.context.shape[1]))
        np.cumsum(self.reading.context, axis=0, out=sums[1:])
        return sums

    @cached_property
    def cases(self) -> list[int]:
        """Shape of each word."""
        return [case_of(word) for word in self.words]

    @cached_property
    def lines(self) -> set[int]:
        """Where lines begin and end."""
        return set(self.reading.tokens.lines.tolist())

    @cached_property
    def sentences(self) -> set[int]:
        """Where sentences begin and end."""
        return set(self.reading.tokens.sentences.tolist())

    @cached_property
    def surnames(self) -> set[str]:
        """Last words of the names of persons, in lower case."""
        return {self.words[e.end - 1].lower() for e in self.reading.entities if e.kind == _PER and e.end - e.start > 1}


def _padded(rows: Floats) -> Floats:
    edge = np.zeros((1, rows.shape[1]), np.float32)
    return np.concatenate([edge, rows, edge])


class Describer:
    """Describes the candidates of a document as rows of numbers.

    Parameters
    ----------
    lexicon
        Column of each word that matters beside or in a name, keyed as ``prev=in``, ``next=county``, ``head=university``.
    """

    def __init__(self, lexicon: Mapping[str, int]) -> None:
        self._lexicon = dict(lexicon)

    def __call__(self, reading: Reading | Whole, candidates: Sequence[Candidate]) -> Floats:
        """Rows in the order of the candidates; without candidates, none."""
        whole = Whole.of(reading)
        rows = np.array([(c.start, c.end) for c in candidates], np.int64).reshape(-1, 2)
        blocks = [
            self._tag_block(whole, rows),
            np.array([_match_row(c) for c in candidates], np.float32).reshape(len(rows), _MATCH_COLUMNS),
            _nesting(candidates),
            np.array([_entity_row(c) for c in candidates], np.float32).reshape(len(rows), _ENTITY_COLUMNS),
            self._shape_block(whole, candidates),
            _document_block(whole, candidates),
            self._word_block(whole.reading, candidates),
        ]
        return np.concatenate(blocks, axis=1)

    @staticmethod
    def _tag_block(whole: Whole, rows: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> Floats:
        starts, ends = rows[:, 0], rows[:, 1]
        sums, padded = whole.kind_sums, whole.tags
        means = (sums[ends] - sums[starts]) / (ends - starts)[:, None]
        begins = padded[starts + 1][:, 1::2]
        goes_on = padded[ends + 1][:, 2::2]
        named_before = 1 - padded[starts][:, :1]
        return np.concatenate([means, np.log(means + 1e-4), begins, goes_on, named_before], axis=1)

    @staticmethod
    def _shape_block(whole: Whole, candidates: Sequence[Candidate]) -> Floats:
        words, lines, sentences, cases = whole.words, whole.lines, whole.sentences, whole.cases
        block = np.zeros((len(candidates), 3 * len(_CASES) + 12), np.float32)
        for row, c in zip(block, candidates, strict=True):
            # What has no case lacks no capital: among words in lower case the candidate is taken as if it had one.
            without_case = cases[c.start] == _LOWER and not has_case(words[c.start])
            row[_TITLE if without_case else cases[c.start]] = 1
            row[8 + (cases[c.start - 1] if c.start and c.start not in lines else 0)] = 1
            row[16 + (cases[c.end] if c.end < len(words) and c.end not in lines else 0)] = 1
            text = words[c.start : c.end]
            before, after = words[c.start - 1] if c.start else "", words[c.end] if c.end < len(words) else ""
            row[24:] = (
                c.start in sentences,
                c.start in lines,
                c.end in lines,
                min(len(text), 5) / 5,
                min(sum(map(len, text)), 20) / 20,
                after == "-",
                before == "-",
                after in ("'s", "'"),
                before in ("#", "@"),
                any("." in word for word in text),
                cases[c.end - 1] == 4,
                all(case == 4 for case in cases[max(0, c.start - 3) : c.end + 3] if case in (1, 2, 4, 5)),
            )
        return block

    def _word_block(self, reading: Reading, candidates: Sequence[Candidate]) -> Floats:
        block = np.zeros((len(candidates), len(self._lexicon)), np.float32)
        for row, candidate in zip(block, candidates, strict=True):
            for word in words_around(reading, candidate):
                column = self._lexicon.get(word)
                if column is not None:
                    row[column] = 1
        return block


def words_around(reading: Reading, candidate: Candidate) -> list[str]:
    """Words beside and in a candidate, keyed by where they stand; beside it in English where a gloss says so."""
    words, start, end = reading.tokens.words, candidate.start, candidate.end

    def beside(number: int) -> str:
        word = words[number].lower()
        return reading.glosses.get(word, word)

    found = [f"self={' '.join(words[start:end]).lower()}", f"head={words[end - 1].lower()}"]
    found += [f"prev={beside(start - 1)}"] if start else []
    found += [f"prev2={beside(start - 2)}"] if start > 1 else []
    found += [f"next={beside(end)}"] if end < len(words) else []
    found += [f"next2={beside(end + 1)}"] if end + 1 < len(words) else []
    entity = candidate.entity
    if entity and entity.end > end:
        found += [f"tail={words[entity.end - 1].lower()}"]
    if entity and entity.start < start:
        found += [f"lead={words[entity.start].lower()}"]
    return found


def _match_row(candidate: Candidate) -> list[float]:
    if candidate.match is None:
        return [0.0] * _MATCH_COLUMNS
    summary = candidate.match.summary
    bits = [float(summary.kinds >> bit & 1) for bit in range(_BITS)]
    size = summary.population_log10
    steps = (float(size > 4), float(size > 5), float(size > 6))
    return [*bits, 1.0, size / 5, *steps, float(np.log(summary.candidates)) / 3, summary.prior]


def _nesting(candidates: Sequence[Candidate]) -> Floats:
    """Whether a longer match holds the candidate, whether it holds a shorter one, and which part it is."""
    block = np.zeros((len(candidates), 5), np.float32)
    for number, one in enumerate(candidates):
        for other_number in range(number + 1, len(candidates)):
            other = candidates[other_number]
            if other.start >= one.end:
                break
            if other.end <= one.end and one.match:
                block[other_number, 0 if other.start == one.start else 1] = 1
            if other.end <= one.end and other.match:
                block[number, 2 if other.start == one.start else 3] = 1
            if other.end > one.end:
                block[number, 4] = block[other_number, 4] = 1
    return block


def _entity_row(candidate: Candidate) -> list[float]:
    row = [0.0] * _ENTITY_COLUMNS
    entity = candidate.entity
    if entity is None:
        row[-1] = 1.0
        return row
    row[entity.kind * len(_RELATIONS) + _relation(candidate.start, candidate.end, entity.start, entity.end)] = 1.0
    row[-4] = min(entity.end - entity.start, 8) / 8
    row[-3] = min(max(candidate.start - entity.start, 0), 5) / 5
    row[-2] = min(max(entity.end - candidate.end, 0), 5) / 5
    return row


def _relation(start: int, end: int, first: int, last: int) -> int:
    if (start, end) == (first, last):
        return 0
    if first <= start and end <= last:
        return 1 if start == first else 3 if end == last else 2
    return 4 if start <= first and last <= end else 5


def _document_block(whole: Whole, candidates: Sequence[Candidate]) -> Floats:
    """What the tagger thinks of the same name elsewhere in the document, and whether it is the last word of a person's name."""
    words, kinds, surnames = whole.words, whole.kinds, whole.surnames
    names = [" ".join(words[c.start : c.end]).lower() for c in candidates]
    groups: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        groups[name].append(number)
    means = np.array([kinds[c.start : c.end].mean(axis=0) for c in candidates], np.float32).reshape(-1, _KINDS + 1)
    block = np.zeros((len(candidates), 3 + 2 * _KINDS), np.float32)
    for name, members in groups.items():
        group = means[members, 1:]
        block[members, 0] = np.log(len(members)) / 3
        block[members, 1] = name in surnames
        block[members, 2] = len(members) > 1
        if len(members) > 1:
            block[np.ix_(members, range(3, 3 + _KINDS))] = (group.sum(axis=0) - group) / (len(members) - 1)
            block[np.ix_(members, range(3 + _KINDS, 3 + 2 * _KINDS))] = group.max(axis=0)
    return block


def context_block(reading: Reading | Whole, candidates: Sequence[Candidate]) -> Floats:
    """Context vectors of the token before, the mean over the candidate, and of the token behind it."""
    padded = Whole.of(reading).context
    width = padded.shape[1]
    block = np.zeros((len(candidates), 3 * width), np.float32)
    for row, c in zip(block, candidates, strict=True):
        row[:width] = padded[c.start]
        row[width : 2 * width] = padded[c.start + 1 : c.end + 1].mean(axis=0)
        row[2 * width :] = padded[c.end + 1]
    return block


def role_block(reading: Reading | Whole, candidates: Sequence[Candidate]) -> Floats:
    """What a role shows in beside all this: context vectors of the words near by and of the sentence, and where in it the name stands."""
    whole = Whole.of(reading)
    sentences, words, sums = whole.reading.tokens.sentences, whole.words, whole.context_sums
    starts, ends = (np.array([getattr(c, edge) for c in candidates], np.int64) for edge in ("start", "end"))
    number = np.searchsorted(sentences, starts, "right")
    first, last = sentences[number - 1], sentences[number]
    lengths = last - first

    def mean(low: NDArray[np.int64], high: NDArray[np.int64]) -> Floats:
        low, high = np.clip(low, 0, len(words)), np.clip(high, 0, len(words))
        means: Floats = ((sums[high] - sums[low]) / np.maximum(high - low, 1)[:, None]).astype(np.float32)
        return means

    heads = [words[c.end - 1].lower() for c in candidates]
    position = np.stack(
        [
            (starts - first) / lengths,
            np.minimum(starts - first, 10) / 10,
            np.clip(last - ends, 0, 10) / 10,
            np.minimum(lengths, 40) / 40,
            np.array([head.endswith("s") for head in heads]),
            np.array([head.endswith(("n", "ish", "ese")) for head in heads]),
        ],
        axis=1,
    ).astype(np.float32)
    return np.concatenate([mean(ends + 1, ends + 4), mean(starts - 4, starts - 1), mean(first, last), position], axis=1)
