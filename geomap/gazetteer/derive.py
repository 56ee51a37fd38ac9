"""Plainer forms of a name that no source knows as it stands: "Springfield Township", "northern Serbia", "Texans'"."""

from __future__ import annotations

from collections.abc import Iterator

# Words that say what kind of place a name is; news adds and drops them at will. Longer ones first.
_KINDS_AFTER = tuple(
    words.split()
    for words in (
        "metropolitan area|metro area|urban area|city centre|city center|business district|school district|nature reserve|"
        "local government area|autonomous region|autonomous republic|special administrative region|national park|state park|"
        "federal district|capital territory|capital region|police district|local municipality|metropolitan municipality|"
        "district municipality|metropolitan city|census division|sub county|nature park|wildlife refuge|wildlife sanctuary|"
        "wildlife reserve|biological reserve|forest reserve|game reserve|marine park|biosphere reserve|"
        "township|twp|county|co|parish|borough|city|town|village|hamlet|municipality|district|province|region|state|republic|"
        "governorate|oblast|krai|raion|rayon|okrug|prefecture|department|division|canton|commune|community|area|metro|island|"
        "islands|peninsula|valley|river|lake|mountain|mountains|desert|basin|coast|suburb|neighborhood|neighbourhood|heights|"
        "suburbs|outskirts|downtown|airport|territory|capital|proper|kingdom|emirate|subcounty|subdistrict|upazila|tehsil|"
        "taluk|taluka|mandal|constituency|governate|voivodeship|strip|camp|port|harbor|harbour|area|cdp|municipal|"
        "soum|sum|aimag|kebele|woreda|zone|barangay|ward|regency|zilla|zila|colony|hamlets|villages|archipelago|volcano|"
        "plateau|delta|canal|crossing|corridor|environs|vicinity|countryside|hinterland|localities|neighborhoods|neighbourhoods"
    ).split("|")
)
_KINDS_BEFORE = tuple(
    words.split()
    for words in (
        "city of|town of|village of|county of|state of|republic of|province of|district of|region of|municipality of|township of|"
        "part of|parts of|side of|half of|end of|corner of|tip of|coast of|shores of|banks of|outskirts of|centre of|center of|"
        "emirate of|governorate of|canton of|department of|prefecture of|wilaya of|commune of|island nation of|"
        "borough of|parish of|kingdom of|gulf of|bay of|island of|isle of|port of|university of|greater|metropolitan|metro|"
        "downtown|central|old|inner|outer|upper|lower|mainland|modern|ancient|rural|urban|suburban|occupied|nearby|upstate|"
        "city|lake|river|mount|camp|province|district|barrio|colonia|comuna|municipio de|municipio|distrito de|provincia de|"
        "canton de|departamento de|estado de|villa|kampung|desa|kota|kabupaten|kecamatan|barangay|volcan|isla|rio|lago|"
        "north|south|east|west|northern|southern|eastern|western|northeast|northwest|southeast|southwest|northeastern|"
        "northwestern|southeastern|southwestern|north eastern|north western|south eastern|south western|north east|north west|"
        "south east|south west|mid|n|s|e|w|pre war|post war|post|pre|pro|anti|non|trans|ex"
    ).split("|")
)
# Last words of the names of institutions, buildings, streets and events, which often begin with the place where they are.
_INSTITUTIONS = frozenset(
    "academy agency airport arena army assembly association authority avenue ballroom bank barracks base bazaar beach "
    "boulevard bridge building bureau campus castle cathedral cemetery center centre championship chapel church clinic club "
    "college commission committee company congregation congress convent corporation council court courthouse cup dam "
    "department derby district division embassy estate expressway factory farm federation festival force games garden gardens "
    "gate government governorate guard gym hall herald highway hospital hotel house infirmary inn institute institution jail "
    "journal laboratory lane league library line mall marathon market medical memorial military ministry mission monastery "
    "mosque museum navy news office open opera orchestra palace park parliament pier plant plaza police port post prison "
    "province quarter race racecourse railway railroad refinery reserve resort road school senate seminary service shrine "
    "square stadium station street summit synagogue system team temple terminal theater theatre times tower trail trust "
    "tribune tunnel union university works zoo".split()
)
# Things that are dropped from a name: three from "the southern city of Sacheon".
_DEPTH = 3
# A torn name is of so many pieces at most and so many letters at least: more would join what are words of their own.
_MOST_PIECES, _LEAST_LETTERS = 3, 6
# Endings of demonyms and what stands in their place: plural, possessive, and the nouns of inhabitants.
_ENDINGS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("men", ""), ("man", ""), ("women", ""), ("woman", ""), ("ers", ""), ("er", ""), ("ian", ""),
)  # fmt: skip


def derived_keys(key: str) -> Iterator[str]:
    """Plainer keys of a key, those that drop least first, each once.

    Parameters
    ----------
    key
        Made by `geomap.gazetteer.keys.key_of`.

    Examples
    --------
    >>> list(derived_keys("springfield township"))
    ['springfield', 'springfieldtownship']
    >>> next(derived_keys("northern serbia"))
    'serbia'
    >>> next(derived_keys("kashubians"))
    'kashubian'
    """
    seen = {key}
    forms = [key]
    for depth in range(_DEPTH):
        plainer = dict.fromkeys(form for whole in forms for form in _plainer(whole.split(), torn=depth == 0))
        forms = [form for form in plainer if form not in seen]
        seen.update(forms)
        yield from forms


def _plainer(words: list[str], *, torn: bool) -> Iterator[str]:
    yield from _initials(words)
    yield from _without_kind(words)
    yield from _without_ending(words)
    if torn:
        yield from _torn(words)


def _initials(words: list[str]) -> Iterator[str]:
    """Initials written apart: "U. K." is "U.K."."""
    if len(words) > 1 and all(len(word) == 1 for word in words):
        yield "".join(words)


def _torn(words: list[str]) -> Iterator[str]:
    """A name torn at a letter that a program did not know, or at a hyphen of a narrow column: "Whang ā rei"."""
    if 1 < len(words) <= _MOST_PIECES and sum(map(len, words)) >= _LEAST_LETTERS:
        yield "".join(words)


def _without_kind(words: list[str]) -> Iterator[str]:
    for kind in _KINDS_AFTER:
        if len(words) > len(kind) and words[-len(kind) :] == kind:
            yield " ".join(words[: -len(kind)])
    for kind in _KINDS_BEFORE:
        if len(words) > len(kind) and words[: len(kind)] == kind:
            yield " ".join(words[len(kind) :])
    # "al Hasakah" and "Hasakah", "City of London" in languages that put an article first.
    if len(words) > 1 and words[0] in ("al", "el", "ad", "ar", "as", "at", "ash", "an", "la", "le", "los", "las"):
        yield " ".join(words[1:])


def _without_ending(words: list[str]) -> Iterator[str]:
    *before, last = words
    for ending, instead in _ENDINGS:
        if last.endswith(ending) and len(last) - len(ending) >= 4:
            yield " ".join([*before, last[: -len(ending)] + instead])


def leading_keys(key: str) -> Iterator[str]:
    """Beginnings of the name of an institution, longest first: where "Manila Cathedral" stands when nobody knows it.

    Examples
    --------
    >>> list(leading_keys("arizona state university"))
    ['arizona state', 'arizona']
    >>> list(leading_keys("new york"))
    []
    """
    words = key.split()
    if words and words[-1] in _INSTITUTIONS:
        for count in range(len(words) - 1, 0, -1):
            yield " ".join(words[:count])
