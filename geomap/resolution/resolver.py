"""Mentions → resolutions: candidates, two passes of the ranker, the fallback, placing by words, corrections, evidence.

One mention in, one resolution out, always.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

import numpy as np

from geomap.gazetteer import Correction, Corrections, Gazetteer
from geomap.models import Alternative, Candidate, CandidateSource, Document, Evidence, Mention, ParsedArticle, Place, Resolution, Span
from geomap.resolution.approximate import place_approximately
from geomap.resolution.batch import Batch, Shares, publisher_of
from geomap.resolution.candidates import look_up, merge
from geomap.resolution.corrected import Verdict, corrected, told_of_publisher, verdicts_of, with_verdicts
from geomap.resolution.draft import Draft
from geomap.resolution.events import is_eventful
from geomap.resolution.explain import explain
from geomap.resolution.focus import find_focus
from geomap.resolution.ground import Ground
from geomap.resolution.home import Home, find_home
from geomap.resolution.ranker import Model, packaged_model
from geomap.resolution.reasons import Reasons

# Articles whose publishers are learned from one another; more only cost memory.
_AT_ONCE = 500
# Below this confidence in the best candidate a guess would be dressed as knowledge.
_LEAST_CONFIDENCE = 0.12
# A best candidate less sure than this, outside the story's countries, is worth asking a geocoder.
_ASK_BELOW = 0.5
_ALTERNATIVES = 3
_LEAST_ALTERNATIVE = 0.005


@dataclass(frozen=True, slots=True)
class _Opened:
    """A document after the first pass; ``verdicts`` of the mentions and then of the context."""

    document: Document
    mentions: Sequence[Mention]
    verdicts: Sequence[Verdict | None]
    draft: Draft
    warnings: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Shortlist:
    """Rows of a mention that are spoken of: the answer and its alternatives, with the shares of these; empty without candidates."""

    rows: Sequence[int] = ()
    shares: Sequence[float] = ()
    confidence: float = 0.0

    @property
    def answered(self) -> bool:
        """Whether the answer is sure enough to be given."""
        return bool(self.rows) and self.confidence >= _LEAST_CONFIDENCE

    @classmethod
    def of(cls, draft: Draft, index: int, model: Model) -> _Shortlist:
        """Shortlist of a mention."""
        rows = draft.rows(index)
        if not rows:
            return cls()
        confidence = model.confidence(draft.support(rows[0]), draft.matrix[rows[0]])
        # What the best leaves open is shared by the others as the ranker believes in them.
        left = min(1.0, (1.0 - confidence) / max(1.0 - float(draft.belief[rows[0]]), 1e-9))
        shares = {row: left * float(draft.belief[row]) for row in rows[1 : _ALTERNATIVES + 1]}
        named = [row for row, share in shares.items() if share >= _LEAST_ALTERNATIVE]
        return cls((rows[0], *named), [shares[row] for row in named], confidence)


class Resolver:
    """Says which place each mention means.

    Parameters
    ----------
    gazetteer
        The local gazetteer.
    fallback
        Sources to ask for names that the gazetteer does not know or knows only outside the story's countries, in order.
    corrections
        What people have put right.
    model
        The learned ranker; the packaged one by default.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        *,
        fallback: Sequence[CandidateSource] = (),
        corrections: Corrections | None = None,
        model: Model | None = None,
    ) -> None:
        self._gazetteer = gazetteer
        self._fallback = tuple(fallback)
        self._corrections = corrections or Corrections()
        self._model = model or packaged_model()
        self._homes: dict[tuple[str, str], Home] = {}

    def resolve(self, document: Document, mentions: Sequence[Mention], context: Sequence[Mention] = ()) -> ParsedArticle:
        """Resolve the mentions of one document; see `resolve_many`.

        Parameters
        ----------
        document
            The document.
        mentions
            What to resolve, in any order; the resolutions stand in the same one.
        context
            Further mentions that are evidence and are not resolved.
        """
        return next(self.resolve_many([(document, mentions, context)]))

    def resolve_many(self, items: Iterable[tuple[Document, Sequence[Mention], Sequence[Mention]]]) -> Iterator[ParsedArticle]:
        """Resolve the mentions of many documents, in their order; a publisher's articles are evidence for one another.

        Parameters
        ----------
        items
            Documents with their mentions and context, as in `resolve`.
        """
        stream = iter(items)
        while chunk := list(islice(stream, _AT_ONCE)):
            opened = [self._open(*item) for item in chunk]
            shares: dict[str, Shares] = defaultdict(Shares)
            told: dict[str, list[tuple[Correction, Shares]]] = {}
            for one in opened:
                publisher = publisher_of(one.document)
                shares[publisher].add(one.draft.shares)
                if publisher not in told:
                    told[publisher] = told_of_publisher(self._corrections, one.document, self._gazetteer.place)
                    for _, share in told[publisher]:
                        shares[publisher].add(share)
            shares.pop("", None)
            for one in opened:
                publisher = publisher_of(one.document)
                # What is corrected in this very article is no word of the others.
                own = [
                    share for correction, share in told[publisher] if correction.scope == "document" and correction.holds_in(one.document)
                ]
                yield self._finish(one, shares[publisher].without(one.draft.shares, *own) if publisher else Batch())

    def _open(self, document: Document, mentions: Sequence[Mention], context: Sequence[Mention]) -> _Opened:
        everything = (*mentions, *context)
        verdicts, lost = verdicts_of(self._corrections, document, everything, self._gazetteer.place)
        found = with_verdicts(look_up(self._gazetteer, everything), verdicts)
        draft = Draft.first(document, everything, found, self._home(document), self._model)
        return _Opened(document, mentions, verdicts, draft, lost)

    def _home(self, document: Document) -> Home:
        key = (document.publisher, document.source.partition("//")[2].partition("/")[0])
        if key not in self._homes:
            self._homes[key] = find_home(document, self._gazetteer)
        return self._homes[key]

    def _finish(self, opened: _Opened, batch: Batch) -> ParsedArticle:
        document = opened.document
        final = opened.draft.second(batch, self._model)
        unknown = self._to_ask(final, opened)
        warnings: list[str] = []
        if unknown:
            final, warnings = self._asked(final, unknown, batch)
        resolutions = self._placed(opened, final)
        resolutions = [replace(r, eventful=r.place is not None and is_eventful(r.mention, document)) for r in resolutions]
        focus = find_focus(resolutions, document, self._gazetteer)
        return ParsedArticle(document, tuple(resolutions), focus, (*warnings, *opened.warnings))

    def _to_ask(self, draft: Draft, opened: _Opened) -> list[int]:
        """Mentions whose name no place bears, or only places outside the story's countries, and not surely; none that is corrected."""
        asked = []
        for index in range(len(opened.mentions)):
            if opened.verdicts[index]:
                continue
            rows = draft.rows(index)
            if draft.view.scene.mentions[index].coordinates or draft.view.scene.mentions[index].role == "demonym":
                continue
            best = draft.candidate(rows[0]) if rows else None
            known = best is not None and best.rule != "spelling"
            if not known or (best is not None and best.place.country not in draft.countries and draft.support(rows[0]) < _ASK_BELOW):
                asked.append(index)
        return asked

    def _asked(self, draft: Draft, unknown: Sequence[int], batch: Batch) -> tuple[Draft, list[str]]:
        """Draft with the fallback's candidates among the others, and what to tell the user."""
        scene = draft.view.scene
        names = sorted({scene.mentions[index].text for index in unknown})
        if not self._fallback:
            shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
            return draft, [
                f"not in the gazetteer, or only elsewhere: {shown}; with --online a geocoder is asked (see `geomap config list`)"
            ]
        found = [scene.candidates[scene.first[name] : scene.first[name + 1]] for name in scene.name_of]
        warnings: list[str] = []
        for source in self._fallback:
            answers = look_up(source, [scene.mentions[index] for index in unknown], countries=draft.countries)
            for index, answer in zip(unknown, answers, strict=True):
                found[index] = merge(found[index], answer)
            warnings += getattr(source, "warnings", [])
        first = Draft.first(scene.document, scene.mentions, found, draft.view.home, self._model)
        return first.second(batch, self._model), list(dict.fromkeys(warnings))

    def _resolutions(self, draft: Draft) -> list[Resolution]:
        """What the ranker says of each mention; the reasons of all are computed together."""
        shortlists = [_Shortlist.of(draft, index, self._model) for index in range(len(draft.view.scene.mentions))]
        reasons = Reasons.of(draft.matrix, [tuple(one.rows) for one in shortlists if one.answered], self._model.passes[1])
        return [self._resolution(draft, index, shortlist, reasons) for index, shortlist in enumerate(shortlists)]

    def _resolution(self, draft: Draft, index: int, shortlist: _Shortlist, reasons: Reasons) -> Resolution:
        mention = draft.view.scene.mentions[index]
        if not shortlist.rows:
            return Resolution(mention, "unresolved", reason=f"no place of the name '{mention.text}' is known here")
        row, *others = shortlist.rows
        best, confidence = draft.candidate(row), shortlist.confidence
        if mention.coordinates:
            return Resolution(mention, "resolved", best.place, 1.0, (Evidence("coordinates", "the text gives the coordinates", 1.0),))
        alternatives = tuple(
            Alternative(draft.candidate(other).place, share, reasons.turned.get((row, other), ""))
            for other, share in zip(others, shortlist.shares, strict=True)
        )
        if not shortlist.answered:
            alternatives = (Alternative(best.place, confidence), *alternatives)[:_ALTERNATIVES]
            reason = _doubt(mention, int(np.diff(draft.view.row_first)[index]), best)
            return Resolution(mention, "unresolved", alternatives=alternatives, reason=reason)
        evidence = explain(draft, index, row, reasons.contributions[row])
        return Resolution(mention, "resolved", best.place, confidence, evidence, alternatives, matched=best)

    def _placed(self, opened: _Opened, draft: Draft) -> list[Resolution]:
        """Resolutions: corrected ones, and those placed by the words of the text that no source knows, or knows only elsewhere."""
        resolutions = [
            corrected(resolution, verdict) if verdict else resolution
            for resolution, verdict in zip(self._resolutions(draft), opened.verdicts, strict=True)
        ]
        places = {Span(one.mention.start, one.mention.end): one.place for one in resolutions if one.place}
        placed = list(resolutions[: len(opened.mentions)])
        for index, resolution in enumerate(placed):
            if resolution.mention.spatial and not opened.verdicts[index]:
                placed[index] = self._by_words(opened, draft, resolutions, places, index)
        return placed

    def _by_words(
        self, opened: _Opened, draft: Draft, resolutions: Sequence[Resolution], places: Mapping[Span, Place], index: int
    ) -> Resolution:
        beside = draft.view.scene.adjacency
        containers = {int(beside.container[index]), int(beside.second_container[index])} - {-1}
        return place_approximately(
            resolutions[index],
            [draft.candidate(row) for row in draft.rows(index)],
            places,
            opened.document,
            self._ground,
            [place for container in sorted(containers) if (place := resolutions[container].place) and place.feature_class == "A"],
        )

    @cached_property
    def _ground(self) -> Ground:
        from geomap.gazetteer.outlines import Outlines

        return Ground(Outlines.open())


def _doubt(mention: Mention, count: int, best: Candidate) -> str:
    if best.rule == "spelling":
        return f"no place of the name '{mention.text}' is known here; the nearest spelling, '{best.matched}', does not fit the text"
    if count == 1:
        return f"the only known place of this name, {_where(best.place)}, does not fit the text"
    return f"{count} places of this name are known, and nothing in the text decides between them"


def _where(place: Place) -> str:
    return ", ".join(dict.fromkeys(part for part in (place.name, place.admin1, place.country) if part))
