"""The second step: which candidates are places, and in what role each stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geomap.gazetteer import MatchKind
from geomap.gazetteer.matcher import NameMatch
from geomap.gazetteer.summary import KeySummary
from geomap.recognition.candidates import Candidate, Matcher, matches_of, propose, spans_as_candidates
from geomap.recognition.features import Describer, Whole, context_block, has_case, role_block
from geomap.recognition.forms import unwritten_names
from geomap.recognition.network import Floats
from geomap.recognition.scoring import Scorer
from geomap.recognition.tagger import Reading
from geomap.recognition.tokens import Tokens

# A name that only its list makes one ("Lee, Polk and Hill counties") is a place whatever it looks like, and so are a well-known one
# in the dateline and an abbreviated state behind a town.
_BY_LAYOUT = 0.95
# Decades of inhabitants from which a name at the head of a dateline is well known.
_WELL_KNOWN = 5.0
# Least confidence in a script without case, where no capital tells "the city" from Medina: on sentences of our own in Arabic, Persian,
# Hebrew and Hindi, other than the pages of the tests, .90 of the names above it are places, and .95 of the places are above it.
_WITHOUT_CASE = 0.6
# A known name with at least the second confidence, which stands at least twice with the first in the same document, is a place there
# too: on LGL and TR-News, left out, 22 of 29 such names that are below the threshold are marked, on GeoWebNews 3 of 14.
_SURE, _IN_DOUBT, _ONE_SENSE = 0.9, 0.1, 0.6
_ANDS = frozenset({"and", "&"})
# Candidates described together: bounds memory on a text of megabytes; an article has some forty.
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """A place name among the tokens.

    Attributes
    ----------
    start, end
        Token numbers, the end exclusive.
    confidence
        Calibrated probability that it names a place.
    roles
        Probabilities of the roles, in the order of ``geomap.recognition.roles.ROLES``.
    name
        The full name when the text does not write it out ("Lee County"), else empty.
    base
        The base form of an inflected name, else empty.
    names_people
        Whether it may be a demonym: the gazetteer knows it as one, or does not know it.
    """

    start: int
    end: int
    confidence: float
    roles: Floats
    name: str = ""
    base: str = ""
    names_people: bool = True


class Finder:
    """Finds the places in readings.

    Parameters
    ----------
    arrays
        Weights of the second step as ``training/fit_recognizer.py`` writes them.
    variant
        ``full`` beside the trained tagger, ``entities`` beside another recognizer, ``plain`` beside none.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]], variant: str = "full") -> None:
        lexicon = arrays["lexicon"].tobytes().decode("utf-8").split("\n")
        self._describe = Describer({word: column for column, word in enumerate(lexicon)})
        self._places = Scorer.load(arrays, f"places.{variant}")
        self._roles = Scorer.load(arrays, f"roles.{variant}")
        self.threshold = float(arrays[f"places.{variant}.threshold"])

    def find(self, reading: Reading, matcher: Matcher, *, dateline: tuple[int, int] | None = None) -> list[Found]:
        """Place names of a document, in order, not overlapping.

        Parameters
        ----------
        reading
            What the first step made of it.
        matcher
            Knows names.
        dateline
            Tokens of the dateline's places, if the article has one.
        """
        matches = matches_of(reading.tokens, matcher)
        listed = full_names(reading.tokens)
        by_layout = {*listed, *(well_known(reading.tokens, matches, dateline) if dateline else ())}
        candidates = propose(reading, matches, by_layout)
        if not candidates:
            return []
        confidences, roles = self._judge(reading, candidates)
        for number, candidate in enumerate(candidates):
            if (candidate.start, candidate.end) in by_layout:
                confidences[number] = max(confidences[number], _BY_LAYOUT)
        _follow_the_others(reading.tokens, candidates, confidences)
        thresholds = self._thresholds(reading.tokens, candidates)
        towns = {candidate.end for candidate, sure in zip(candidates, confidences >= thresholds, strict=True) if sure}
        for number, candidate in enumerate(candidates):
            if candidate.start - 1 in towns and _is_state_behind(reading.tokens, candidate):
                confidences[number] = max(confidences[number], _BY_LAYOUT)
        _keep_whole(reading.tokens, candidates, confidences, thresholds)
        kept = select(candidates, confidences, thresholds)
        return _found(candidates, kept, confidences, roles, listed)

    def describe_given(self, reading: Reading, matcher: Matcher, spans: Sequence[tuple[int, int]]) -> list[Found]:
        """All given token spans, in their order, with what would be thought of them had they been found."""
        if not spans:
            return []
        listed = full_names(reading.tokens)
        candidates = spans_as_candidates(reading, matches_of(reading.tokens, matcher), spans)
        return _found(candidates, range(len(candidates)), *self._judge(reading, candidates), listed)

    def _thresholds(self, tokens: Tokens, candidates: Sequence[Candidate]) -> Floats:
        least = [self.threshold if has_case(tokens.words[one.start]) else max(self.threshold, _WITHOUT_CASE) for one in candidates]
        return np.array(least, np.float32)

    def _judge(self, reading: Reading, candidates: Sequence[Candidate]) -> tuple[Floats, Floats]:
        """Probability that each candidate is a place, and of each role."""
        confidences, roles, whole = [], [], Whole(reading)
        for start in range(0, len(candidates), _AT_ONCE):
            part = candidates[start : start + _AT_ONCE]
            rows = np.concatenate([self._describe(whole, part), context_block(whole, part)], axis=1)
            confidences.append(self._places(rows)[:, 1])
            roles.append(self._roles(np.concatenate([rows, role_block(whole, part)], axis=1)))
        return np.concatenate(confidences), np.concatenate(roles)


def _found(
    candidates: Sequence[Candidate],
    kept: Iterable[int],
    confidences: Floats,
    roles: Floats,
    listed: Mapping[tuple[int, int], str],
) -> list[Found]:
    return [
        Found(
            one.start,
            one.end,
            round(float(confidences[number]), 4),
            roles[number],
            listed.get((one.start, one.end), ""),
            names_people=_may_name_people(one),
        )
        for number in kept
        for one in [candidates[number]]
    ]


def _may_name_people(candidate: Candidate) -> bool:
    return candidate.match is None or bool(candidate.match.summary.kinds & MatchKind.DEMONYM)


def full_names(tokens: Tokens) -> dict[tuple[int, int], str]:
    """Full names of the members of lists that share a word, by token span."""
    words, numbers = tokens.with_breaks()
    return {(numbers[start], numbers[end - 1] + 1): name for (start, end), name in unwritten_names(words).items()}


def _is_state_behind(tokens: Tokens, candidate: Candidate) -> bool:
    """Whether a candidate is an abbreviated state or province behind a comma: "Logan, W.Va."."""
    wanted = MatchKind.ABBREVIATION | MatchKind.DIVISION
    kinds = candidate.match.summary.kinds if candidate.match else 0
    return kinds & wanted == wanted and tokens.words[candidate.start - 1] == "," and tokens.words[candidate.end - 1].endswith(".")


def _follow_the_others(tokens: Tokens, candidates: Sequence[Candidate], confidences: Floats) -> None:
    """Raise a name in doubt that the document means as a place elsewhere, twice and surely: "the Karabakh issue"."""
    spelled = [" ".join(tokens.words[one.start : one.end]) if one.match else "" for one in candidates]
    sure = Counter(name for name, confidence in zip(spelled, confidences.tolist(), strict=True) if confidence >= _SURE)
    for number, name in enumerate(spelled):
        if name and sure[name] > 1 and confidences[number] >= _IN_DOUBT:
            confidences[number] = max(confidences[number], _ONE_SENSE)


def _keep_whole(tokens: Tokens, candidates: Sequence[Candidate], confidences: Floats, thresholds: Floats) -> None:
    """Give a known name made of two the confidence of its surer half: "Antigua and Barbuda" is one country."""
    for number, candidate in enumerate(candidates):
        joined = candidate.match is not None and not _ANDS.isdisjoint(tokens.words[candidate.start : candidate.end])
        if not joined or confidences[number] < thresholds[number]:
            continue
        for other in range(number + 1, len(candidates)):  # what it holds stands behind it
            if candidates[other].start >= candidate.end:
                break
            if candidates[other].end <= candidate.end:
                confidences[number] = max(confidences[number], confidences[other])


def well_known(tokens: Tokens, matches: Iterable[NameMatch], dateline: tuple[int, int]) -> list[tuple[int, int]]:
    """Token spans of those parts of a dateline, between commas and strokes, that are names of well-known places.

    Before a mere colon nothing is: "JEWELL: …" is as likely a speaker.
    """
    start, last = dateline
    words = tokens.words
    if words[last : last + 1] == [":"]:
        return []
    kinds = {(match.start, match.end): match.summary for match in matches}
    edges = [start - 1, *(number for number in range(start, last) if words[number] in (",", "/")), last]
    parts = [(before + 1, edge) for before, edge in pairwise(edges)]
    return [part for part in parts if part in kinds and _is_well_known(kinds[part], heads=part[0] == start)]


def _is_well_known(summary: KeySummary, *, heads: bool) -> bool:
    """A large place; behind the first comma also any country or division."""
    return summary.population_log10 >= _WELL_KNOWN or (not heads and bool(summary.kinds & (MatchKind.COUNTRY | MatchKind.DIVISION)))


def select(candidates: Sequence[Candidate], confidences: Floats, thresholds: Floats | float) -> list[int]:
    """Numbers of the candidates to keep, in order: the surest first, none that overlaps a surer one or is below its threshold."""
    taken: set[int] = set()
    kept = []
    above = np.flatnonzero(confidences >= thresholds).tolist()
    order = sorted(above, key=lambda n: (-confidences[n], candidates[n].start - candidates[n].end, candidates[n].start))
    for number in order:
        tokens = range(candidates[number].start, candidates[number].end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(number)
    return sorted(kept, key=lambda number: candidates[number].start)
