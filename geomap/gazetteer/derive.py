"""Plainer forms of a name that no source knows as it stands: "Springfield Township", "northern Serbia", "Texans'"."""

from __future__ import annotations

from collections.abc import Iterator

# Words that say what kind of place a name is; news adds and drops them at will. Longer ones first.
_KINDS_AFTER = tuple(
    words.split()
    for words in (
        "metropolitan area|metro area|urban area|city centre|city center|business district|school district|nature reserve|"
        "special economic zone|economic zone|free zone|industrial area|industrial park|traditional area|first nation|"
        "indian reserve|local government area|lga|municipal district|autonomous region|autonomous republic|"
        "special administrative region|national park|state park|"
        "federal district|capital territory|capital region|police district|local municipality|metropolitan municipality|"
        "district municipality|metropolitan city|census division|sub county|nature park|wildlife refuge|wildlife sanctuary|"
        "wildlife reserve|biological reserve|forest reserve|game reserve|marine park|biosphere reserve|"
        "township|twp|county|co|parish|borough|city|town|village|hamlet|municipality|district|province|region|state|republic|"
        "governorate|oblast|krai|raion|rayon|okrug|prefecture|department|division|canton|commune|community|area|metro|island|"
        "islands|peninsula|valley|river|lake|mountain|mountains|desert|basin|coast|suburb|neighborhood|neighbourhood|heights|"
        "suburbs|outskirts|downtown|airport|territory|capital|proper|kingdom|emirate|subcounty|subdistrict|upazila|tehsil|"
        "taluk|taluka|mandal|constituency|governate|voivodeship|strip|camp|port|harbor|harbour|area|cdp|municipal|"
        "soum|sum|aimag|kebele|woreda|zone|barangay|ward|regency|zilla|zila|colony|hamlets|villages|archipelago|volcano|"
        "plateau|delta|canal|crossing|corridor|environs|vicinity|countryside|hinterland|localities|neighborhoods|neighbourhoods|"
        "districts|counties|provinces|regions|townships|municipalities|prefectures|dong|gu|gun|eup|myeon|ri|ku|cho|machi|mura|"
        "nation|sadar|cbd|"
        "shi|xian|qu|zhen|xiang|cun|sheng|mahallesi|ilcesi|koyu|tumani|audany|"
        "north|south|east|west|north east|north west|south east|south west"
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
        "pulau|gunung|sungai|amphoe|tambon|changwat|thi xa|thanh pho|huyen|phuong|shahrestan e|brgy|bgy|sitio|purok|"
        "reparto|vereda|corregimiento de|corregimiento|urbanizacion|fraccionamiento|caserio|parroquia|alcaldia|delegacion|"
        "ciudad de|pueblo de|cidade de|vila de|bairro|ville de|commune de|quartier de|quartier|ile de|lac|mont|"
        "selo|derevnya|poselok|landkreis|bezirk|wilayat|governorate|muhafazat|"
        "north|south|east|west|northern|southern|eastern|western|northeast|northwest|southeast|southwest|northeastern|"
        "northwestern|southeastern|southwestern|north eastern|north western|south eastern|south western|north east|north west|"
        "south east|south west|mid|n|s|e|w|pre war|post war|post|pre|pro|anti|non|trans|ex"
    ).split("|")
)
# Last words of the names of institutions, buildings, streets and events, which often begin with the place where they are.
_INSTITUTIONS = frozenset(
    "academy agency airport archdiocese arena army assembly association authority avenue ballroom bank barracks base bazaar beach "
    "boulevard bridge building bureau campus castle cathedral cemetery center centre championship chapel church clinic club "
    "college commission committee company congregation congress convent corporation council court courthouse cup dam "
    "department derby diocese district division embassy estate expressway factory farm federation festival force games garden gardens "
    "gate government governorate guard gym hall herald highway hospital hospitals hotel house infirmary inn institute institution jail "
    "journal laboratory lane league library line mall marathon market medical memorial military ministry mission monastery "
    "mosque museum navy news office open opera orchestra palace park parliament pier plant plaza police port post prison "
    "province quarter race racecourse railway railroad refinery reserve resort road school senate seminary service shrine "
    "square stadium station street summit synagogue system team temple terminal theater theatre times tower trail trust "
    "cantonment shopping soi terminals tribune tunnel union university works zoo".split()
)
# Things that are dropped from a name: three from "the southern city of Sacheon".
_DEPTH = 3
# A torn name is of so many pieces at most and so many letters at least: more would join what are words of their own.
_MOST_PIECES, _LEAST_LETTERS = 3, 6
# Parts of a place that a text names together with it: "the Pacific side of Costa Rica" is in Costa Rica.
_PARTS = frozenset(
    "area areas bank banks border center centre coast coastline coasts corner edge end flank foothills half heart hinterland interior "
    "mouth outskirts part parts portion region section sector shore shores side slopes stretch suburb suburbs tip waters".split()
)
_DIRECTIONS = frozenset("north south east west northeast northwest southeast southwest outside upstream downstream off".split())
_ARTICLES = ("al", "el", "ad", "ar", "as", "at", "ash", "an", "la", "le", "los", "las")
# Articles that transcriptions of Arabic add and drop.
_ADDED = ("al", "el")
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
    ['springfield', 'springfieldtownship', 'al springfield', 'el springfield', 'al springfieldtownship', 'el springfieldtownship']
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
    # "Mughayir" is "Al-Mughayir".
    yield from (f"{article} {form}" for form in sorted(seen) if " " not in form for article in _ADDED)


def _plainer(words: list[str], *, torn: bool) -> Iterator[str]:
    yield from _initials(words)
    yield from _without_kind(words)
    yield from _without_ending(words)
    yield from _without_part(words)
    yield from _joined(words)
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


def _without_part(words: list[str]) -> Iterator[str]:
    """The place itself: "Pacific side of the Isthmus" is in "Isthmus", "Yongin south of Seoul" is "Yongin"."""
    for i, word in enumerate(words[:-1]):
        if word in _PARTS and words[i + 1] == "of":
            whole = words[i + 3 :] if words[i + 2 : i + 3] == ["the"] else words[i + 2 :]
            if whole:
                yield " ".join(whole)
        elif i and word in _DIRECTIONS and (words[i + 1] == "of" or word == "outside"):
            yield " ".join(words[:i])


def _joined(words: list[str]) -> Iterator[str]:
    """Letters that stand alone put back: "People 's Palace", "K ā piti Coast"."""
    for i in range(1, len(words) - 1):
        if words[i] == "s":
            yield " ".join([*words[: i - 1], words[i - 1] + "s", *words[i + 1 :]])
        elif words[i] in "aeiou" and len(words[i]) == 1:
            yield " ".join([*words[: i - 1], words[i - 1] + words[i] + words[i + 1], *words[i + 2 :]])


def _without_kind(words: list[str]) -> Iterator[str]:
    for kind in _KINDS_AFTER:
        if len(words) > len(kind) and words[-len(kind) :] == kind:
            yield " ".join(words[: -len(kind)])
    for kind in _KINDS_BEFORE:
        if len(words) > len(kind) and words[: len(kind)] == kind:
            rest = words[len(kind) :]
            yield " ".join(rest[1:] if rest[0] == "the" and len(rest) > 1 else rest)
    # "al Hasakah" and "Hasakah", "City of London" in languages that put an article first.
    if len(words) > 1 and words[0] in _ARTICLES:
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
