"""What may be a place name: every entity of the tagger, and every gazetteer match that is written like a name."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise, product
from typing import Protocol

from geomap.gazetteer.matcher import POSSESSIVES, NameMatch
from geomap.recognition.forms import base_forms
from geomap.recognition.languages import INFLECTED, Inflection
from geomap.recognition.tagger import Entity, Reading
from geomap.recognition.tokens import Tokens

# Words that keep a name together in lower case: "Trinidad and Tobago", "Rio de la Plata".
_LINKS = frozenset(
    "of the and in on upon under by next de la le les lès du des del della di da do dos das las los el en sur sous au aux "
    "al ad ar as ash at az ed er es ez bel bin bint e i y o u am an aan bei bij der den dem op ob ter ten van von und zu zum zur "
    "pri na nad nell ti - ‐ ‑ ' ’ 's ’s .".split()
)
_CUTS = frozenset({",", "-"})
# What makes a capitalized run beside it a settlement.
_SETTLEMENTS = frozenset({"village", "town", "hamlet", "settlement", "city", "villages", "suburb"})
_LONGEST_NAME = 4
# The Earth, its moon and the planets; Jupiter and Neptune are left out, which are as often large towns.
_BODIES = frozenset("earth moon mercury venus mars saturn uranus pluto".split())
# Base forms asked for together: bounds memory on a text of megabytes.
_FORMS_AT_ONCE = 20_000


class Matcher(Protocol):
    """Whatever finds known names in a run of words: the gazetteer."""

    def match(self, words: Sequence[str], /, *, cased: bool = False) -> Sequence[NameMatch]:
        """All matches, overlapping ones too."""
        ...


class InflectedMatcher:
    """Finds names that a language has inflected, beside those that stand as they are.

    Parameters
    ----------
    matcher
        Knows the base forms.
    inflection
        The language's rules.

    Notes
    -----
    A word is changed only when it is no name as it stands; two words are changed together ("у Новом Саду").
    """

    def __init__(self, matcher: Matcher, inflection: Inflection) -> None:
        self._matcher = matcher
        self._inflection = inflection

    def match(self, words: Sequence[str], /, *, cased: bool = False) -> Sequence[NameMatch]:
        """All matches, overlapping ones too; those of inflected names behind the others, with the key of the base form."""
        found = list(self._matcher.match(words, cased=cased))
        spans = {(match.start, match.end) for match in found}
        forms: dict[tuple[str, ...], list[tuple[int, int]]] = {}
        for start, end, form in self._forms(words, spans):
            forms.setdefault(form, []).append((start, end))
        best: dict[tuple[int, int], NameMatch] = {}
        for form, match in self._known(list(forms), cased=cased):
            for span in forms[form]:
                if span not in best or match.summary.population_log10 > best[span].summary.population_log10:
                    best[span] = replace(match, start=span[0], end=span[1])
        return [*found, *(best[span] for span in sorted(best))]

    def base_of(self, words: Sequence[str]) -> str:
        """Base form of the name that the words are as a whole; empty when they are a name as they stand, or none."""
        whole = (0, len(words))
        spans = {(match.start, match.end) for match in self._matcher.match(words)}
        forms = [form for start, end, form in self._forms(words, spans) if (start, end) == whole and whole not in spans]
        known = list(self._known(forms, cased=False))
        return " ".join(max(known, key=lambda pair: pair[1].summary.population_log10)[0]) if known else ""

    def _known(self, forms: Sequence[tuple[str, ...]], *, cased: bool) -> Iterator[tuple[tuple[str, ...], NameMatch]]:
        """Those forms that are names as a whole: many are asked for at once, a break between them."""
        for first in range(0, len(forms), _FORMS_AT_ONCE):
            asked: list[str] = []
            places = {}
            for form in forms[first : first + _FORMS_AT_ONCE]:
                places[len(asked), len(asked) + len(form)] = form
                asked += [*form, "\n"]
            for match in self._matcher.match(asked, cased=cased):
                if (match.start, match.end) in places:
                    yield places[match.start, match.end], match

    def _forms(self, words: Sequence[str], known: set[tuple[int, int]]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        before: tuple[str, ...] = ()
        for number, word in enumerate(words):
            named = word[0].isalpha() and _is_capitalized(word)
            forms = (word, *base_forms(word, self._inflection)) if named else ()
            if (number, number + 1) not in known:
                for form in forms[1:]:
                    yield number, number + 1, (form,)
            if (number - 1, number + 1) not in known:
                # The first pair is the words as they stand.
                for pair in islice(product(before, forms), 1, None):
                    yield number - 1, number + 1, pair
            before = forms


def inflected(matcher: Matcher, language: str) -> Matcher:
    """The matcher for a document's language: the same where no rules are known for it."""
    rules = INFLECTED.get(language)
    return InflectedMatcher(matcher, rules) if rules else matcher


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens that may name a place.

    Attributes
    ----------
    start, end
        Token numbers, the end exclusive.
    entity
        The entity that shares most tokens with them, if any.
    match
        The gazetteer's match of exactly these tokens, if any.
    """

    start: int
    end: int
    entity: Entity | None
    match: NameMatch | None


def written_like_a_name(words: Sequence[str]) -> bool:
    """Whether every word is capitalized or has no case, links apart, the first and the last word being no links.

    Examples
    --------
    >>> written_like_a_name(["Rio", "de", "la", "Plata"]), written_like_a_name(["of", "Paris"]), written_like_a_name(["nice"])
    (True, False, False)
    """
    first, last = words[0], words[-1]
    if first in _LINKS or last in _LINKS or not any(word[0].isalpha() for word in words):
        return False
    return all(word in _LINKS or _is_capitalized(word) for word in words)


def _is_capitalized(word: str) -> bool:
    """Whether a word begins with a capital or a letter that has none, or with a capital behind one small letter: "eThekwini", "d'Alger"."""
    return word[0] == word[0].title() or word[1:2].isupper() or (word[1:2] == "'" and word[2:3].isupper())


def propose(reading: Reading, matches: Iterable[NameMatch], listed: Iterable[tuple[int, int]] = ()) -> list[Candidate]:
    """All candidates of a document, by start, longer ones first.

    Parameters
    ----------
    reading
        What the tagger made of it.
    matches
        The gazetteer's matches over its tokens.
    listed
        Further spans, whatever they look like: members of lists.
    """
    words = reading.tokens.words
    known = {(match.start, match.end): match for match in matches}
    entities = tuple(part for entity in reading.entities for part in _cut(entity, words, known))
    spans = {(entity.start, entity.end) for entity in entities}
    spans.update(listed)
    spans.update(_settlements(words))
    spans.update(span for span in known if written_like_a_name(_without_possessive(words[slice(*span)])) and not _is_glossed(reading, span))
    starts = {start for start, _ in known}
    spans = {span for span in spans if not _is_in_the_sky(words, span, starts)}
    owners = _owners(len(words), entities)
    ordered = sorted(spans, key=lambda span: (span[0], -span[1]))
    return [Candidate(start, end, _sharing(owners, start, end), known.get((start, end))) for start, end in ordered]


def _without_possessive(words: Sequence[str]) -> Sequence[str]:
    """Words of a name without the possessive at its end, which belongs to it ("St. John's")."""
    return words[:-1] if len(words) > 1 and words[-1] in POSSESSIVES else words


def _is_glossed(reading: Reading, span: tuple[int, int]) -> bool:
    """Whether a span is one of the words that the language's glosses explain, such as "the north"."""
    return span[1] - span[0] == 1 and reading.tokens.words[span[0]].lower() in reading.glosses


def _is_in_the_sky(words: Sequence[str], span: tuple[int, int], starts: Container[int]) -> bool:
    """Whether a span is the Earth or a planet: towns are called so, but then the text says where they lie ("Mars, Pa.")."""
    start, end = span
    return end - start == 1 and words[start].lower() in _BODIES and not (words[end : end + 1] == [","] and end + 1 in starts)


def spans_as_candidates(reading: Reading, matches: Iterable[NameMatch], spans: Iterable[tuple[int, int]]) -> list[Candidate]:
    """Candidates of exactly the given spans, in their order."""
    known = {(match.start, match.end): match for match in matches}
    owners = _owners(len(reading.tokens), reading.entities)
    return [Candidate(start, end, _sharing(owners, start, end), known.get((start, end))) for start, end in spans]


def _settlements(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of capitalized words that the text calls a village, a town: "Banjska village", "the village of Banjska"."""
    for number, word in enumerate(words):
        if word not in _SETTLEMENTS:
            continue
        start = number
        while start > 0 and words[start - 1][0].isupper() and number - start < _LONGEST_NAME:
            start -= 1
        if start < number:
            yield start, number
        start = end = number + 2
        while end < len(words) and words[end][0].isupper() and end - start < _LONGEST_NAME:
            end += 1
        if end > start and words[number + 1] == "of":
            yield start, end


def _cut(entity: Entity, words: Sequence[str], known: Container[tuple[int, int]]) -> Sequence[Entity]:
    """The entity, or its parts between commas and hyphens when each of them is a name of its own: "Richmond, VA", "Kyiv-Lviv"."""
    if (entity.start, entity.end) in known:
        return (entity,)
    edges = [entity.start - 1, *(number for number in range(entity.start, entity.end) if words[number] in _CUTS), entity.end]
    parts = [Entity(before + 1, edge, entity.kind) for before, edge in pairwise(edges) if edge > before + 1]
    return parts if len(edges) > 2 and all((part.start, part.end) in known for part in parts) else (entity,)


def _owners(count: int, entities: Iterable[Entity]) -> list[Entity | None]:
    owners: list[Entity | None] = [None] * count
    for entity in entities:
        owners[entity.start : entity.end] = [entity] * (entity.end - entity.start)
    return owners


def _sharing(owners: Sequence[Entity | None], start: int, end: int) -> Entity | None:
    found = [entity for entity in owners[start:end] if entity]
    return max(found, key=lambda entity: (found.count(entity), -entity.start)) if found else None


def matches_of(tokens: Tokens, matcher: Matcher, *, cased: bool = True) -> list[NameMatch]:
    """The gazetteer's matches over tokens, none of which runs over the end of a line; without ``cased``, those in lower case too."""
    words, numbers = tokens.with_breaks()
    found = matcher.match(words, cased=cased)
    return [replace(match, start=numbers[match.start], end=numbers[match.end - 1] + 1) for match in found]
