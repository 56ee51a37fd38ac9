"""Layers: what the user has added, above the packaged gazetteer, answering as one.

::

    places-NAME.sqlite         the user's own places, by name
    geonames-XK-RS.sqlite      GeoNames by countries
    geonames-full.sqlite       all of GeoNames
    (packaged) gazetteer.sqlite

A place known to two layers is one place: the upper layer says what it is, the names of all lead to it. It is known again by its id,
or by what the import found to be the same (`same_as`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, reduce
from math import log10
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.gazetteer.geometry import distance_km
from geomap.gazetteer.keys import key_of
from geomap.gazetteer.lookup import ordered
from geomap.gazetteer.matcher import NameMatch
from geomap.gazetteer.ranking import STEPS, priors
from geomap.gazetteer.rows import NameRow
from geomap.gazetteer.summary import KeySummary
from geomap.gazetteer.viewed import ViewedGazetteer
from geomap.gazetteer.viewpoint import Viewpoint
from geomap.models import Candidate, MatchRule, Place, Point

# Places of lower layers kept as the uppermost layer knows them.
_CACHED_PLACES = 50_000
# Candidates of a layer that are weighed against those of another when fewer are asked for.
_WEIGHED = 200
_RULES: tuple[MatchRule, ...] = ("exact", "derived", "spelling")
# Share that `priors` leaves for "means no place that we know", as a weight: with it the weights follow from the priors.
_NOTHING = 1 / priors([0])[0] - 1


class LayeredGazetteer(ViewedGazetteer):
    """A gazetteer file with layers above it; it answers like one file.

    Parameters
    ----------
    base
        The lowest file.
    layers
        Files above it, uppermost first; candidates carry the name of the layer as their source.
    viewpoint
        Whose country a contested place is.
    """

    def __init__(self, base: Path, layers: Sequence[Path], viewpoint: Viewpoint | None = None) -> None:
        super().__init__(base, viewpoint=viewpoint)
        self._known: dict[str, Place] = {}
        self.layers = tuple(_opened(path, viewpoint) for path in layers)

    @property
    def stack(self) -> tuple[ViewedGazetteer, ...]:
        """Every file that is asked, uppermost first; the last one is the base, without its layers."""
        return (*self.layers, self._base)

    @cached_property
    def _base(self) -> ViewedGazetteer:
        return ViewedGazetteer(self.path, viewpoint=self.viewpoint)

    @cached_property
    def _same_as(self) -> Mapping[str, str]:
        """Ids of lower layers → ids under which an upper layer knows the same place."""
        found: dict[str, str] = {}
        for layer in reversed(self.layers):
            found |= layer.same_as
        return found

    @cached_property
    def _also(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of upper layers → ids under which lower layers know the same place."""
        found: dict[str, tuple[str, ...]] = {}
        for low, high in sorted(self._same_as.items()):
            found[high] = (*found.get(high, ()), low)
        return found

    def close(self) -> None:
        """Close every file."""
        for gazetteer in self.stack:
            gazetteer.close()
        super().close()

    def look_up_many(
        self,
        names: Sequence[str],
        *,
        countries: Sequence[str] = (),
        near: Point | None = None,
        limit: int | None = None,
    ) -> list[tuple[Candidate, ...]]:
        """Look many names up in every layer; see `Gazetteer.look_up_many`.

        A plainer form or a similar spelling is asked for only when no layer knows the name as it is.
        """
        keys = [key_of(name) for name in names]
        # What is ordered anew must be there whole; otherwise the strongest are enough to weigh the layers together.
        most = None if near or countries or limit is None else max(limit, _WEIGHED)
        exact = [gazetteer.lookup.exact(sorted(set(keys)), limit=most) for gazetteer in self.stack]
        answers: dict[str, tuple[Candidate, ...]] = {}
        for key, name in dict(zip(keys, names, strict=True)).items():
            found: list[Sequence[Candidate]] = [known[key] for known in exact if key in known]
            found = found or [gazetteer.lookup.inexact(key, name) for gazetteer in self.stack]
            united = self._united([answer for answer in found if answer])
            answers[key] = (ordered(united, near, countries) if near or countries else tuple(united))[:limit]
        return [answers[key] for key in keys]

    def _united(self, answers: Sequence[Sequence[Candidate]]) -> list[Candidate]:
        """Candidates of all layers by the best rule that any of them found, each place once, weighed together."""
        best = min((_rank(candidate) for answer in answers for candidate in answer), default=(0, 0))
        places = self._topmost(answers)
        united: dict[str, tuple[float, Candidate]] = {}
        for answer in answers:
            for candidate, weight in zip(answer, _weights(answer), strict=True):
                place = places[candidate.place.id]
                known = united.get(place.id)
                if _rank(candidate) == best and (known is None or known[0] < weight):
                    united[place.id] = weight, candidate if candidate.place is place else candidate._replace(place=place)
        heaviest = sorted(united.values(), key=lambda pair: (-pair[0], -pair[1].place.population, pair[1].place.id))
        shares = priors([weight for weight, _ in heaviest])
        return [candidate._replace(prior=share) for share, (_, candidate) in zip(shares, heaviest, strict=True)]

    def _topmost(self, answers: Sequence[Sequence[Candidate]]) -> dict[str, Place]:
        """Places of the candidates, by the ids that they have there, as the uppermost layer knows them."""
        if len(self._known) > _CACHED_PLACES:
            self._known.clear()
        ids = dict.fromkeys(candidate.place.id for answer in answers for candidate in answer)
        missing = [place_id for place_id in ids if place_id not in self._known]
        self._known |= self.places(missing) if missing else {}
        return {place_id: self._known[place_id] for place_id in ids}

    def place(self, place_id: str) -> Place | None:
        """Give the place of an id as the uppermost layer knows it, None when no layer holds it."""
        return self.places([place_id]).get(place_id)

    def places(self, place_ids: Sequence[str]) -> dict[str, Place]:
        """Give the places of those ids that any layer holds, in the order asked for."""
        wanted = {place_id: self._same_as.get(place_id, place_id) for place_id in place_ids}
        asked = sorted({one for target in wanted.values() for one in (target, *self._also.get(target, ()))})
        layers = [gazetteer.places(asked) for gazetteer in self.stack]
        found: dict[str, Place] = {}
        for place_id, target in wanted.items():
            known = [layer[one] for layer in layers for one in (target, *self._also.get(target, ())) if one in layer]
            if known:
                found[place_id] = reduce(_filled, known)
        return found

    def names(self, place_id: str) -> tuple[NameRow, ...]:
        """Give the names of a place from all layers, uppermost first."""
        target = self._same_as.get(place_id, place_id)
        rows = (
            name
            for gazetteer in self.stack
            for one in (target, *self._also.get(target, ()))
            if gazetteer.place(one)
            for name in gazetteer.names(one)
        )
        return tuple(dict.fromkeys(rows))

    def names_in(self, language: str, place_ids: Sequence[str]) -> dict[str, str]:
        """Give the names of places in a language, each from the uppermost layer that has one; see `Gazetteer.names_in`."""
        known_as = {place_id: (one := self._same_as.get(place_id, place_id), *self._also.get(one, ())) for place_id in place_ids}
        asked = list(dict.fromkeys(other for others in known_as.values() for other in others))
        found: dict[str, str] = {}
        for gazetteer in self.stack:
            names = gazetteer.names_in(language, asked)
            for place_id, others in known_as.items():
                name = next((names[other] for other in others if other in names), "")
                if name:
                    found.setdefault(place_id, name)
        return {place_id: found[place_id] for place_id in place_ids if place_id in found}

    def near(self, point: Point, radius_km: float, *, min_population: int = 0, limit: int | None = None) -> tuple[Place, ...]:
        """Give the populated places around a point from all layers, largest first, then nearest."""
        found: dict[str, Place] = {}
        for gazetteer in reversed(self.stack):
            for place in gazetteer.near(point, radius_km, min_population=min_population):
                found[self._same_as.get(place.id, place.id)] = place
        kept = sorted(found.values(), key=lambda place: (-place.population, distance_km(point, place.point), place.id))
        return tuple(kept[:limit])

    def match(self, words: Sequence[str], *, cased: bool = False) -> tuple[NameMatch, ...]:
        """Give every run of words that is a name in any layer, by start, then end."""
        found: dict[tuple[int, int, str], NameMatch] = {}
        for gazetteer in self.stack:
            for match in gazetteer.match(words, cased=cased):
                place = (match.start, match.end, match.key)
                known = found.get(place)
                found[place] = match if known is None else replace(known, summary=_both(known.summary, match.summary))
        return tuple(found[place] for place in sorted(found))


def _opened(path: Path, viewpoint: Viewpoint | None) -> ViewedGazetteer:
    try:
        return ViewedGazetteer(path, viewpoint=viewpoint, name=path.stem)
    except GazetteerError as error:
        raise GazetteerError(f"layer {path.stem}: {error}; or take it out with `geomap gazetteer remove {path.stem}`") from error


def _filled(upper: Place, lower: Place) -> Place:
    """Place of an upper layer with what only a lower one knows: its claim, its outline, how large it is."""
    return replace(
        upper,
        country=lower.country if lower.claim and not upper.claim else upper.country or lower.country,
        admin1=upper.admin1 or lower.admin1,
        parents=upper.parents if len(upper.parents) >= len(lower.parents) else lower.parents,
        population=upper.population or lower.population,
        radius_km=lower.radius_km if upper.feature_class != "P" else upper.radius_km,
        has_outline=upper.has_outline or lower.has_outline,
        claim=upper.claim or lower.claim,
    )


def _rank(candidate: Candidate) -> tuple[int, int]:
    return _RULES.index(candidate.rule) if candidate.rule in _RULES else len(_RULES), candidate.distance


def _weights(candidates: Sequence[Candidate]) -> list[float]:
    """Weights from which `priors` made the priors of these candidates, so that layers can be weighed together."""
    left = max(1e-12, 1 - sum(candidate.prior for candidate in candidates))
    return [STEPS * log10(max(1e-12, candidate.prior) * _NOTHING / left) for candidate in candidates]


def _both(one: KeySummary, other: KeySummary) -> KeySummary:
    return KeySummary(
        max(one.candidates, other.candidates),
        max(one.population_log10, other.population_log10),
        max(one.prior, other.prior),
        one.kinds | other.kinds,
    )
