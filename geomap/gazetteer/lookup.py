"""Names → candidates: exact, else by a plainer form, else by a similar spelling."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from math import log10

from geomap.gazetteer.containment import contained
from geomap.gazetteer.derive import derived_keys, leading_keys
from geomap.gazetteer.geometry import distance_km
from geomap.gazetteer.keys import key_of
from geomap.gazetteer.places import PlaceReader
from geomap.gazetteer.ranking import prior_of, total_weight
from geomap.gazetteer.schema import NAME_KINDS
from geomap.gazetteer.spelling import SpellingIndex
from geomap.gazetteer.summary import total_of
from geomap.models import Candidate, MatchRule, Point

# The names of a key lie side by side in the order of their weight. Their places are read apart: most are known already.
_COLUMNS = "n.key, n.weight, n.kind, n.name, n.place, n.summary"
_ONE = f"SELECT {_COLUMNS} FROM names n WHERE n.key = ? AND n.rank < ? ORDER BY n.rank"  # noqa: S608 - constant
_MANY = f"SELECT {_COLUMNS} FROM json_each(?) j JOIN names n ON n.key = j.value WHERE n.rank < ? ORDER BY n.key, n.rank"  # noqa: S608
_ALL = 1 << 31
# Decades that a candidate gains in a country that was asked for, and at the point that was asked for: more than fame can outweigh.
_IN_COUNTRY, _NEAR = 4.0, 5.0
# Distance at which nearness has lost half of its decades.
_NEAR_KM = 100.0

# Weight (a town of 10,000) that the beginning of an institution's name must have to be taken for the place where it is: most
# institutions begin with the name of a person that some hamlet shares.
_WELL_KNOWN = 72

# Names whose candidates are kept, and how many candidates a name may have to be kept: news names the same places again and again.
_KNOWN, _LONGEST_KNOWN = 5_000, 200

# What comes after it says more about the place before it: "Nilgrar (Sonamarg)", "Wando, South Jeolla", "the Macquarie / Wambuul".
_SAYS_MORE = re.compile(r"\s*[,;(\[/|]|\s[–—-]\s")

# Key, weight, kind and language, name, number of the place, summary of the key in its first row.
_Row = tuple[str, int, int, str | None, int, int | None]


class Lookup:
    """Answers names from one file.

    Parameters
    ----------
    db
        The open file.
    places
        Makes its places.
    languages
        Codes by number.
    source
        What candidates carry as their source.
    """

    def __init__(self, db: sqlite3.Connection, places: PlaceReader, languages: Sequence[str], source: str) -> None:
        self._db = db
        self._places = places
        self._languages = languages
        self._source = source
        self._known: dict[str, tuple[Candidate, ...]] = {}

    def look_up_many(
        self, names: Sequence[str], countries: Sequence[str], near: Point | None, limit: int | None
    ) -> list[tuple[Candidate, ...]]:
        """Give the candidates of each name, best first; see `geomap.gazetteer.Gazetteer.look_up`."""
        keys = [key_of(name) for name in names]
        # What is ordered anew must be there whole; otherwise the strongest are enough.
        exact = self.exact(sorted(set(keys)), limit=None if near or countries else limit)
        answers: dict[str, tuple[Candidate, ...]] = {}
        for key, name in zip(keys, names, strict=True):
            if key in answers:
                continue
            found = exact[key] if key in exact else self.inexact(key, head_of(name))
            answers[key] = (ordered(found, near, countries) if near or countries else tuple(found))[:limit]
        return [answers[key] for key in keys]

    def exact(self, keys: Sequence[str], *, limit: int | None = None) -> Mapping[str, Sequence[Candidate]]:
        """Give the candidates of those distinct keys that are known, best first, of each key so many."""
        known = self._known
        found = {key: known[key][:limit] for key in keys if key in known}
        if len(found) < len(keys):
            rows_of = self._rows_of([key for key in keys if key not in found], limit)
            found |= {key: self._remembered(key, rows, limit) for key, rows in rows_of.items()}
        return found

    def _remembered(self, key: str, rows: Sequence[_Row], limit: int | None) -> tuple[Candidate, ...]:
        found = tuple(self._candidates(rows, "exact"))
        if len(found) <= _LONGEST_KNOWN and (limit is None or len(found) < limit):
            if len(self._known) >= _KNOWN:
                # The oldest half goes: what a run of texts names again is soon back.
                for old in list(self._known)[: _KNOWN // 2]:
                    del self._known[old]
            self._known[key] = found
        return found

    def _rows_of(self, keys: Sequence[str], limit: int | None = None) -> Mapping[str, list[_Row]]:
        most = _ALL if limit is None else limit
        if len(keys) == 1:
            rows = self._db.execute(_ONE, (keys[0], most)).fetchall()
            return {keys[0]: rows} if rows else {}
        found: dict[str, list[_Row]] = {}
        for row in self._db.execute(_MANY, (json.dumps(keys, ensure_ascii=False), most)):
            found.setdefault(row[0], []).append(row)
        return found

    def inexact(self, key: str, head: str = "") -> Sequence[Candidate]:
        """Give the candidates of the first plainer form that is known, else of the nearest spelling.

        Parameters
        ----------
        key
            Of the whole name.
        head
            Key of the part before a comma or bracket; empty when there is none.
        """
        if not key:
            return []
        plainer, leading = list(derived_keys(key)), list(leading_keys(key))
        exact = self._rows_of([*plainer, *leading]) if plainer or leading else {}
        for form in plainer:
            if form in exact:
                return self._candidates(exact[form], "derived")
        if " " in key and (found := contained(key, self.exact)):
            whole = sum(candidate.prior for candidate in found)
            return [replace(candidate, rule="derived", prior=candidate.prior / whole) for candidate in found]
        if head and head != key and (found := self._plain(head)):
            return found
        for form in leading:
            if form in exact and exact[form][0][1] >= _WELL_KNOWN:
                return self._candidates(exact[form], "derived")
        near = self._spelling.near(key)
        best = [other for edits, other in near if edits == near[0][0]]
        exact = self._rows_of(best) if best else {}
        similar = [candidate for other in best if other in exact for candidate in self._candidates(exact[other], "spelling", near[0][0])]
        return ordered(similar, None, ())

    def _plain(self, key: str) -> list[Candidate]:
        """Candidates of a key or of its first plainer form that is known."""
        forms = [key, *derived_keys(key)]
        rows = self._rows_of(forms)
        return next((self._candidates(rows[form], "derived") for form in forms if form in rows), [])

    def _candidates(self, rows: Sequence[_Row], rule: MatchRule, edits: int = 0) -> list[Candidate]:
        # The first row of a key of several places knows the total of them all.
        total = total_of(rows[0][5] or 0) or total_weight([rows[0][1]])
        places = self._places.by_number([row[4] for row in rows])
        languages, source = self._languages, self._source
        found = []
        for key, weight, kind, name, number, _ in rows:
            place = places[number]
            language, name_kind = divmod(kind, 8)
            # What is not written out is the place's own name, or the key in title case.
            matched = name or (key.title() if name_kind else place.name)
            prior = prior_of(weight, total)
            found.append(Candidate(place, matched, rule, NAME_KINDS[name_kind], languages[language], prior, source, edits))
        return found

    @cached_property
    def _spelling(self) -> SpellingIndex:
        blobs = dict(self._db.execute("SELECT name, data FROM blobs WHERE name LIKE 'spelling%'"))
        return SpellingIndex(blobs["spelling_blocks"], blobs["spelling_text"], blobs["spelling_signatures"])


def head_of(name: str) -> str:
    """Key of a name up to its first comma, bracket or dash; empty when it has none.

    Examples
    --------
    >>> head_of("Wando, South Jeolla"), head_of("Wando")
    ('wando', '')
    """
    parts = _SAYS_MORE.split(name, maxsplit=1)
    return key_of(parts[0]) if len(parts) > 1 else ""


def ordered(found: Sequence[Candidate], near: Point | None, countries: Sequence[str]) -> tuple[Candidate, ...]:
    """Order candidates by prior, those in a country or close to a point first; population, then id, decide what is left."""

    def merit(candidate: Candidate) -> tuple[float, int, str]:
        decades = log10(candidate.prior + 1e-12)
        if candidate.place.country in countries:
            decades += _IN_COUNTRY
        if near is not None:
            decades += _NEAR * _NEAR_KM / (_NEAR_KM + distance_km(near, candidate.place.point))
        return -decades, -candidate.place.population, candidate.place.id

    return tuple(sorted(found, key=merit))
