"""Corrections as the resolver uses them: final for the name itself, sure evidence for all the others.

What a person has said of one name is an anchor for its neighbours in the article, and says what the publisher writes about to its
other articles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from geomap.gazetteer import Correction, Corrections
from geomap.models import Alternative, Candidate, Document, Evidence, Mention, Place, Resolution
from geomap.reading.metadata import host_of
from geomap.resolution.batch import Shares

PlaceOf = Callable[[str], Place | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person has said of a mention: a place, or None for no place at all."""

    correction: Correction
    place: Place | None


def verdicts_of(
    corrections: Corrections, document: Document, mentions: Sequence[Mention], place_of: PlaceOf
) -> tuple[list[Verdict | None], list[str]]:
    """Verdict on each mention, and warnings of corrections whose place is gone; those decide nothing."""
    own = corrections.for_document(document)
    if not len(own):
        return [None] * len(mentions), []
    verdicts: list[Verdict | None] = []
    lost = []
    for mention in mentions:
        correction = own.find((mention.text, *mention.names))
        place = correction.resolve(place_of) if correction else None
        verdicts.append(Verdict(correction, place) if correction and (place or correction.not_a_place) else None)
        lost += [correction.lost] if correction and verdicts[-1] is None else []
    return verdicts, list(dict.fromkeys(lost))


def with_verdicts(found: Sequence[tuple[Candidate, ...]], verdicts: Sequence[Verdict | None]) -> list[tuple[Candidate, ...]]:
    """Candidates of each mention, the place of a correction among them; none for what is no place."""
    return [_told(candidates, verdict) if verdict else candidates for candidates, verdict in zip(found, verdicts, strict=True)]


def _told(candidates: tuple[Candidate, ...], verdict: Verdict) -> tuple[Candidate, ...]:
    place = verdict.place
    if place is None:
        return ()
    if any(candidate.place.id == place.id for candidate in candidates):
        return tuple(one._replace(rule="correction") if one.place.id == place.id else one for one in candidates)
    return (*candidates, Candidate(place, verdict.correction.name, rule="correction", source="correction"))


def corrected(resolution: Resolution, verdict: Verdict) -> Resolution:
    """Resolution as a person has put it right; what the ranker would have said is kept as the alternative."""
    mention, correction, place = resolution.mention, verdict.correction, verdict.place
    if place is None:
        return Resolution(mention, "unresolved", reason=f"no place here: {correction.evidence}")
    evidence = (Evidence("correction", correction.evidence, 1.0),)
    return Resolution(mention, "corrected", place, 1.0, evidence, _rejected(resolution, place))


def _rejected(resolution: Resolution, place: Place) -> tuple[Alternative, ...]:
    if resolution.place is None or resolution.place.id == place.id:
        return tuple(replace(other, chosen_if="") for other in resolution.alternatives if other.place.id != place.id)
    others = (replace(other, chosen_if="") for other in resolution.alternatives if other.place.id != place.id)
    return (Alternative(resolution.place, resolution.confidence, "without the correction"), *others)


def told_of_publisher(corrections: Corrections, document: Document, place_of: PlaceOf) -> list[tuple[Correction, Shares]]:
    """What corrections say a document's publisher writes about: those of its scope, and those of its single articles."""
    told = []
    for correction in corrections:
        single = (
            correction.scope == "document"
            and bool(host_of(correction.document))
            and host_of(correction.document) == host_of(document.source)
        )
        if single or (correction.scope == "publisher" and correction.holds_in(document)):
            place = correction.resolve(place_of)
            told += [(correction, Shares.of([(place, 1.0)], corrections=1))] if place else []
    return told
