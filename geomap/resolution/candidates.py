"""Names → candidates for all mentions of a document, each name looked up once."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.models import Candidate, CandidateSource, Mention, Place

# Candidates that the ranker weighs; of the right ones on the development corpora .998 are among the first thirty.
LIMIT = 30


def look_up(source: CandidateSource, mentions: Sequence[Mention], *, countries: Sequence[str] = ()) -> list[tuple[Candidate, ...]]:
    """Candidates of each mention: those of its best form that any place bears exactly, else of its first form that finds anything.

    Parameters
    ----------
    source
        Gazetteer or geocoder.
    mentions
        In any order.
    countries
        Countries to prefer.
    """
    names = list(dict.fromkeys(name for mention in mentions for name in _forms(mention)))
    found = dict(zip(names, source.look_up_many(names, countries=countries, limit=LIMIT), strict=True)) if names else {}
    found = {name: tuple(filter(_is_on_earth, answer)) for name, answer in found.items()}
    return [_written(mention) or _best([found[name] for name in _forms(mention)]) for mention in mentions]


def _is_on_earth(candidate: Candidate) -> bool:
    """Whether a source, a geocoder or a layer of the user's, gives a position that there is; false for a position that is no number."""
    point = candidate.place.point
    return -90.0 <= point.latitude <= 90.0 and -180.0 <= point.longitude <= 180.0


def _forms(mention: Mention) -> tuple[str, ...]:
    return () if mention.coordinates else mention.names or (" ".join(mention.text.split()),)


def _best(answers: Sequence[tuple[Candidate, ...]]) -> tuple[Candidate, ...]:
    exact = (answer for answer in answers if answer and answer[0].rule == "exact")
    return next(exact, None) or next((answer for answer in answers if answer), ())


def _written(mention: Mention) -> tuple[Candidate, ...]:
    """Candidate of coordinates that stand in the text: they resolve themselves."""
    if mention.coordinates is None:
        return ()
    name = " ".join(mention.text.split())
    place = Place(f"text:{name}", name, mention.coordinates, "S", radius_km=0.1, source="the article")
    return (Candidate(place, name, rule="coordinates", prior=1.0, source="the article"),)


def merge(known: tuple[Candidate, ...], further: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Candidates of two sources, the first source's first, each place once."""
    ids = {candidate.place.id for candidate in known}
    return known + tuple(candidate for candidate in further if candidate.place.id not in ids)
