"""What kind of thing a place is, and which words beside a name call for which kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, get_args

from geomap.models import Place

Kind = Literal[
    "country", "division", "county", "district", "capital", "seat", "town", "quarter", "region", "continent", "water", "terrain",
    "park", "airport", "landmark", "former",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)

_BY_CODE: Mapping[str, Kind] = {
    "ADM1": "division", "ADM2": "county", "PPLC": "capital", "PPLX": "quarter", "PPLH": "former", "PPLQ": "former", "CONT": "continent",
    "AIRP": "airport", "PRK": "park", "RES": "park", "RESN": "park", "ISL": "terrain",
}  # fmt: skip
_BY_CLASS: Mapping[str, Kind] = {
    "A": "district", "P": "town", "L": "region", "H": "water", "T": "terrain", "U": "water", "V": "park", "S": "landmark", "R": "landmark",
}  # fmt: skip

# Words right after a name that say what it is ("Lee County", "Banjska village") and right before it ("Lake Chad", "the city of").
_AFTER: Mapping[str, frozenset[Kind]] = {
    "county parish borough co counties parishes": frozenset({"county"}),
    "district municipality township twp oblast raion rayon": frozenset({"county", "district", "division"}),
    "province state region governorate prefecture canton republic territory department oblast": frozenset({"division", "region", "county"}),
    "city town village hamlet municipality settlement metro township": frozenset({"town", "capital", "seat", "district"}),
    "river creek lake bay sea ocean gulf strait canal channel reservoir falls sound lagoon basin": frozenset({"water"}),
    "island islands peninsula mountains mountain hills hill valley desert range plateau coast": frozenset({"terrain", "region"}),
    "airport airfield": frozenset({"airport"}),
    "park forest reserve": frozenset({"park"}),
    "neighborhood neighbourhood quarter suburb district": frozenset({"quarter", "town"}),
}
_BEFORE: Mapping[str, frozenset[Kind]] = {
    "city town village hamlet municipality port capital mayor suburb outskirts downtown": frozenset({"town", "capital", "seat", "quarter"}),
    "county parish": frozenset({"county"}),
    "province state governorate region governor senator": frozenset({"division", "region"}),
    "republic kingdom country nation president": frozenset({"country", "division"}),
    "lake river gulf bay sea strait": frozenset({"water"}),
    "island mount mt isle islands valley peninsula": frozenset({"terrain"}),
    "district neighborhood neighbourhood": frozenset({"quarter", "district", "county"}),
}
_WORD_AFTER = re.compile(r"[\s-]*\(?([^\W\d_]+)")
# "the city of X", "lake X", "village X"; the determiner between them is passed over.
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?(?:\s+of)?(?:\s+the)?\s*$")
_BEFORE_REACH = 24


def kind_of(place: Place) -> Kind:
    """Kind of a place.

    Examples
    --------
    >>> from geomap.models import Point
    >>> kind_of(Place("geonames:1", "Paris", Point(48.9, 2.3), "P", "PPLC"))
    'capital'
    """
    code = place.feature_code
    if code.startswith("PCL"):
        return "former" if code == "PCLH" else "country"
    if code.startswith("PPLA"):
        return "seat"
    return _BY_CODE.get(code) or _BY_CLASS.get(place.feature_class, "region")


def cues(text: str, start: int, end: int) -> frozenset[Kind]:
    """Kinds that the words beside ``text[start:end]``, or its own last or first word, call for; empty when nothing does.

    Examples
    --------
    >>> sorted(cues("in Lee County on", 3, 6)), sorted(cues("the city of York", 12, 16))
    (['county'], ['capital', 'quarter', 'seat', 'town'])
    """
    words = text[start:end].casefold().split()
    after = _WORD_AFTER.match(text, end, min(len(text), end + _BEFORE_REACH))
    before = _WORD_BEFORE.search(text, max(0, start - _BEFORE_REACH), start)
    found: frozenset[Kind] = frozenset()
    if after:
        found |= _AFTER_WORD.get(after[1].casefold(), frozenset())
    if before and not found:
        found |= _BEFORE_WORD.get(before[1].casefold(), frozenset())
    if len(words) > 1:
        found |= _AFTER_WORD.get(words[-1].strip("."), frozenset()) | _BEFORE_WORD.get(words[0], frozenset())
    return found


def _spread(table: Mapping[str, frozenset[Kind]]) -> dict[str, frozenset[Kind]]:
    spread: dict[str, frozenset[Kind]] = {}
    for words, kinds in table.items():
        for word in words.split():
            spread[word] = spread.get(word, frozenset()) | kinds
    return spread


_AFTER_WORD = _spread(_AFTER)
_BEFORE_WORD = _spread(_BEFORE)
