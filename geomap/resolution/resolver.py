"""Mentions → resolutions: candidates, two passes of the ranker, the fallback, placing by words, corrections, evidence.

One mention in, one resolution out, always.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice

from geomap.gazetteer import Corrections, Gazetteer
from geomap.models import Alternative, Candidate, CandidateSource, Document, Evidence, Mention, ParsedArticle, Place, Resolution, Span
from geomap.resolution.approximate import place_approximately
from geomap.resolution.batch import Batch, Shares, publisher_of
from geomap.resolution.candidates import look_up, merge
from geomap.resolution.draft import Draft
from geomap.resolution.events import is_eventful
from geomap.resolution.explain import explain
from geomap.resolution.focus import find_focus
from geomap.resolution.ground import Ground
from geomap.resolution.home import Home, find_home
from geomap.resolution.ranker import Model, packaged_model

# Articles whose publishers are learned from one another; more only cost memory.
_AT_ONCE = 500
# Below this confidence in the best candidate a guess would be dressed as knowledge.
_LEAST_CONFIDENCE = 0.12
# A best candidate less sure than this, outside the story's countries, is worth asking a geocoder.
_ASK_BELOW = 0.5
_ALTERNATIVES = 3
_LEAST_ALTERNATIVE = 0.005


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
            drafts = [self._first_pass(document, (*mentions, *context)) for document, mentions, context in chunk]
            shares: dict[str, Shares] = defaultdict(Shares)
            for (document, _, _), draft in zip(chunk, drafts, strict=True):
                shares[publisher_of(document)].add(draft.shares)
            shares.pop("", None)
            for (document, mentions, _), draft in zip(chunk, drafts, strict=True):
                publisher = shares.get(publisher_of(document))
                yield self._finish(document, mentions, draft, publisher.without(draft.shares) if publisher else Batch())

    def _first_pass(self, document: Document, mentions: Sequence[Mention]) -> Draft:
        return Draft.first(document, mentions, look_up(self._gazetteer, mentions), self._home(document), self._model)

    def _home(self, document: Document) -> Home:
        key = (document.publisher, document.source.partition("//")[2].partition("/")[0])
        if key not in self._homes:
            self._homes[key] = find_home(document, self._gazetteer)
        return self._homes[key]

    def _finish(self, document: Document, mentions: Sequence[Mention], draft: Draft, batch: Batch) -> ParsedArticle:
        final = draft.second(batch, self._model)
        unknown = self._to_ask(final, len(mentions))
        warnings: list[str] = []
        if unknown:
            final, warnings = self._asked(final, unknown, batch)
        resolutions = [self._resolution(final, index) for index in range(len(mentions))]
        resolutions = self._placed(document, final, resolutions)
        resolutions, lost = self._corrected(document, resolutions)
        resolutions = [replace(r, eventful=r.place is not None and is_eventful(r.mention, document)) for r in resolutions]
        return ParsedArticle(document, tuple(resolutions), find_focus(resolutions, document, self._gazetteer), (*warnings, *lost))

    def _to_ask(self, draft: Draft, count: int) -> list[int]:
        """Mentions whose name no place bears, or only places outside the story's countries, and not surely."""
        asked = []
        for index in range(count):
            rows = draft.rows(index)
            if draft.view.scene.mentions[index].coordinates or draft.view.scene.mentions[index].role == "demonym":
                continue
            best = draft.candidate(rows[0]) if rows else None
            known = best is not None and best.rule != "spelling"
            if not known or (draft.support(rows[0]) < _ASK_BELOW and best is not None and best.place.country not in draft.countries):
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

    def _resolution(self, draft: Draft, index: int) -> Resolution:
        mention = draft.view.scene.mentions[index]
        rows = draft.rows(index)
        if not rows:
            return Resolution(mention, "unresolved", reason=f"no place of the name '{mention.text}' is known here")
        best, belief = draft.candidate(rows[0]), draft.support(rows[0])
        confidence = self._model.confidence(belief, draft.matrix[rows[0]])
        # What the best leaves open is shared by the others as the ranker believes in them.
        left = (1.0 - confidence) / max(1.0 - float(draft.belief[rows[0]]), 1e-9)
        others = [(draft.candidate(row), min(1.0, left) * float(draft.belief[row])) for row in rows[1 : _ALTERNATIVES + 1]]
        alternatives = tuple(Alternative(other.place, share) for other, share in others if share >= _LEAST_ALTERNATIVE)
        if mention.coordinates:
            return Resolution(mention, "resolved", best.place, 1.0, (Evidence("coordinates", "the text gives the coordinates", 1.0),))
        if confidence < _LEAST_CONFIDENCE:
            alternatives = (Alternative(best.place, confidence), *alternatives)[:_ALTERNATIVES]
            return Resolution(mention, "unresolved", alternatives=alternatives, reason=_doubt(mention, rows, best))
        return Resolution(
            mention,
            "resolved",
            best.place,
            confidence,
            explain(draft, index, rows[0], self._model.passes[1]),
            alternatives,
            matched=best,
        )

    def _placed(self, document: Document, draft: Draft, resolutions: list[Resolution]) -> list[Resolution]:
        """Resolutions with those placed by the words of the text that no source knows, or knows only elsewhere."""
        places = {Span(r.mention.start, r.mention.end): r.place for r in resolutions if r.place}
        for index in range(len(resolutions), len(draft.view.scene.mentions)):
            context = self._resolution(draft, index)
            if context.place:
                places.setdefault(Span(context.mention.start, context.mention.end), context.place)
        return [
            place_approximately(resolution, [draft.candidate(row) for row in draft.rows(index)], places, document, self._ground)
            if resolution.mention.spatial and resolution.status != "corrected"
            else resolution
            for index, resolution in enumerate(resolutions)
        ]

    @cached_property
    def _ground(self) -> Ground:
        from geomap.gazetteer.outlines import Outlines

        return Ground(Outlines.open())

    def _corrected(self, document: Document, resolutions: list[Resolution]) -> tuple[list[Resolution], list[str]]:
        corrections = self._corrections.for_document(document)
        if not len(corrections):
            return resolutions, []
        answers, lost = [], []
        for resolution in resolutions:
            mention = resolution.mention
            correction = corrections.find((mention.text, *mention.names))
            place = correction.resolve(self._gazetteer.place) if correction else None
            if correction and correction.not_a_place:
                answers.append(Resolution(mention, "unresolved", reason=f"no place here: {correction.evidence}"))
            elif correction and place:
                evidence = (Evidence("correction", correction.evidence, 1.0),)
                answers.append(Resolution(mention, "corrected", place, 1.0, evidence, _rejected(resolution, place)))
            else:
                answers.append(resolution)
                lost += [correction.lost] if correction else []
        return answers, list(dict.fromkeys(lost))


def _doubt(mention: Mention, rows: Sequence[int], best: Candidate) -> str:
    if best.rule == "spelling":
        return f"no place of the name '{mention.text}' is known here; the nearest spelling, '{best.matched}', does not fit the text"
    if len(rows) == 1:
        return f"the only known place of this name, {_where(best.place)}, does not fit the text"
    return f"{len(rows)} places of this name are known, and nothing in the text decides between them"


def _rejected(resolution: Resolution, place: Place) -> tuple[Alternative, ...]:
    own = (Alternative(resolution.place, resolution.confidence),) if resolution.place and resolution.place.id != place.id else ()
    return (*own, *(other for other in resolution.alternatives if other.place.id != place.id))


def _where(place: Place) -> str:
    return ", ".join(dict.fromkeys(part for part in (place.name, place.admin1, place.country) if part))
