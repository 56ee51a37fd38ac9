"""Names → candidates: exact, else by a plainer form, else by a similar spelling."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain, repeat
from math import log10

from geomap.gazetteer.containment import contained, holding_keys
from geomap.gazetteer.derive import derived_keys, leading_keys
from geomap.gazetteer.geometry import distance_km
from geomap.gazetteer.key_rows import BEARER, KeyRow
from geomap.gazetteer.keys import key_of
from geomap.gazetteer.places import PlaceReader
from geomap.gazetteer.ranking import POWERS, total_weight
from geomap.gazetteer.schema import NAME_KINDS
from geomap.gazetteer.spelling import SpellingIndex
from geomap.gazetteer.summary import total_of
from geomap.models import Candidate, MatchRule, NameKind, Point

# A key's row says which places bear it. The places are read apart: most are known already.
_COLUMNS = "n.key, n.summary, substr(n.bearers, 1, ?), n.written"
_ONE = f"SELECT {_COLUMNS} FROM names n WHERE n.key = ?"  # noqa: S608 - constant
_MANY = f"SELECT {_COLUMNS} FROM json_each(?) j JOIN names n ON n.key = j.value"  # noqa: S608 - constant
# Bytes of more bearers than a name has; SQLite counts them in 31 bits.
_ALL = 1 << 30
# Decades that a candidate gains in a country that was asked for, and at the point that was asked for: more than fame can outweigh.
_IN_COUNTRY, _NEAR = 4.0, 5.0
# Distance at which nearness has lost half of its decades.
_NEAR_KM = 100.0

# Weight (a town of 10,000) that the beginning of an institution's name must have to be taken for the place where it is: most
# institutions begin with the name of a person that some hamlet shares.
_WELL_KNOWN = 72

# Names whose candidates are kept, and how many candidates a name may have to be kept: news names the same places again and again.
_KNOWN, _LONGEST_KNOWN = 5_000, 200

# "Wuhan's optics valley": a key has no apostrophe, and would join the place with its "s".
_POSSESSIVE = re.compile(r"\s?['\u2019]\s?s\s")
# What comes after it says more about the place before it: "Nilgrar (Sonamarg)", "Wando, South Jeolla", "the Macquarie / Wambuul".
_SAYS_MORE = re.compile(r"\s*[,;(\[/|]|\s[–—-]\s")


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
        # Kind of name and language by what a bearer's row says of them; found once for each.
        self._kinds: dict[int, tuple[NameKind, str]] = {}

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
            found = exact[key] if key in exact else self.inexact(key, name)
            answers[key] = (ordered(found, near, countries) if near or countries else tuple(found))[:limit]
        return [answers[key] for key in keys]

    def exact(self, keys: Sequence[str], *, limit: int | None = None) -> Mapping[str, Sequence[Candidate]]:
        """Give the candidates of those distinct keys that are known, best first, of each key so many."""
        known = self._known
        found = {key: known[key][:limit] for key in keys if key in known}
        if len(found) < len(keys):
            rows_of = self._rows_of([key for key in keys if key not in found], limit)
            found |= {key: self._remembered(row, limit) for key, row in rows_of.items()}
        return found

    def _remembered(self, row: KeyRow, limit: int | None) -> tuple[Candidate, ...]:
        found = tuple(self._candidates(row, "exact"))
        if len(found) <= _LONGEST_KNOWN and (limit is None or len(found) < limit):
            if len(self._known) >= _KNOWN:
                # The oldest half goes: what a run of texts names again is soon back.
                for old in list(self._known)[: _KNOWN // 2]:
                    del self._known[old]
            self._known[row.key] = found
        return found

    def _rows_of(self, keys: Sequence[str], limit: int | None = None) -> Mapping[str, KeyRow]:
        most = _ALL if limit is None else min(_ALL, max(1, limit) * BEARER.size)
        if len(keys) == 1:
            rows = self._db.execute(_ONE, (most, keys[0]))
        else:
            rows = self._db.execute(_MANY, (most, json.dumps(keys, ensure_ascii=False)))
        return {row[0]: KeyRow._make(row) for row in rows}

    def inexact(self, key: str, name: str) -> Sequence[Candidate]:
        """Give the candidates of the first plainer form that is known, else of the nearest spelling, else of what is said to hold it.

        Parameters
        ----------
        key
            Of the whole name.
        name
            As it was asked for: its commas and brackets say which part of it holds the other.
        """
        if not key:
            return []
        plainer, leading = list(derived_keys(key)), list(leading_keys(key))
        exact = self._rows_of([*plainer, *leading]) if plainer or leading else {}
        for form in plainer:
            if form in exact:
                return self._candidates(exact[form], "derived")
        apart = key_of(_POSSESSIVE.sub(" s ", name))
        if " " in apart and (found := contained(apart, self.exact)):
            whole = sum(candidate.prior for candidate in found)
            return [candidate._replace(rule="derived", prior=candidate.prior / whole) for candidate in found]
        head, tail = head_and_tail(name)
        if head and head != key and (found := self._plain(head)):
            return found
        for form in leading:
            if form in exact and exact[form].heaviest >= _WELL_KNOWN:
                return self._candidates(exact[form], "derived")
        near = self._spelling.near(key)
        best = [other for edits, other in near if edits == near[0][0]]
        exact = self._rows_of(best) if best else {}
        similar = [candidate for other in best if other in exact for candidate in self._candidates(exact[other], "spelling", near[0][0])]
        return ordered(similar, None, ()) if similar else self._holding(apart, tail)

    def _holding(self, key: str, tail: str) -> Sequence[Candidate]:
        """Candidates of a well-known place that is said to hold one that nobody knows: "Northcliff, Randburg" is in Randburg."""
        holders = dict.fromkeys([*([tail] if tail else []), *holding_keys(key)])
        exact = self._rows_of(list(holders)) if holders else {}
        found = (exact[holder] for holder in holders if holder in exact and exact[holder].heaviest >= _WELL_KNOWN)
        return next((self._candidates(row, "derived") for row in found), [])

    def _plain(self, key: str) -> list[Candidate]:
        """Candidates of a key or of its first plainer form that is known."""
        forms = [key, *derived_keys(key)]
        rows = self._rows_of(forms)
        return next((self._candidates(rows[form], "derived") for form in forms if form in rows), [])

    def _candidates(self, row: KeyRow, rule: MatchRule, edits: int = 0) -> list[Candidate]:
        bearers = row.bearers
        # The summary of a key of several places knows the total of them all.
        scale = 10.0 ** -(total_of(row.summary) or total_weight([row.heaviest]))
        places = self._places.by_number([bearer[0] for bearer in bearers])
        kinds, source, title, new = self._kinds, self._source, row.key.title(), tuple.__new__
        found = []
        for (number, weight, kind), name in zip(bearers, chain(row.names, repeat("")), strict=False):
            place = places[number]
            name_kind, language = kinds[kind] if kind in kinds else self._kind(kind)
            # What is not written out is the place's own name, or the key in title case.
            matched = name or (title if kind % 8 else place.name)
            power = POWERS[weight] * scale
            prior = power if power < 1.0 else 1.0
            # What `Candidate(…)` does, without its detour, which is a fifth of the time of a name of a hundred places.
            found.append(new(Candidate, (place, matched, rule, name_kind, language, prior, source, edits)))
        return found

    def _kind(self, packed: int) -> tuple[NameKind, str]:
        language, kind = divmod(packed, 8)
        self._kinds[packed] = NAME_KINDS[kind], self._languages[language]
        return self._kinds[packed]

    @cached_property
    def _spelling(self) -> SpellingIndex:
        blobs = dict(self._db.execute("SELECT name, data FROM blobs WHERE name LIKE 'spelling%'"))
        return SpellingIndex(blobs["spelling_blocks"], blobs["spelling_text"])


def head_and_tail(name: str) -> tuple[str, str]:
    """Keys of a name up to its first comma, bracket or dash and after its last one; both empty when it has none.

    Examples
    --------
    >>> head_and_tail("Wando, South Jeolla"), head_and_tail("Wando")
    (('wando', 'south jeolla'), ('', ''))
    """
    parts = [part for part in _SAYS_MORE.split(name) if part.strip(" )]")]
    return (key_of(parts[0]), key_of(parts[-1])) if len(parts) > 1 else ("", "")


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
