"""The languages: one row each, and the tokenizer that both training and recognition use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.lang.en import English, EnglishDefaults
from spacy.language import Language
from spacy.symbols import ORTH

from geomap.recognition.tokenizer import LearningTokenizer

# Abbreviated places that spaCy's English tokenizer would cut at their full stop.
_ABBREVIATIONS = tuple("W.Va. Vt. Tex. Wyo. Mo. Penn. Wisc. Ont. Que. Alta. Sask. P.E.I. Ft. Is.".split())
# "U.S.-based" is three tokens, and so is "Kyiv–Lviv".
_INFIXES = (r"(?<=\.)-(?=\w)", r"(?<=\w)[–—/|](?=\w)")


@dataclass(frozen=True, slots=True)
class TrainedLanguage:
    """A language that a tagger was trained for.

    Attributes
    ----------
    code
        ISO 639-1.
    name
        In English.
    weights
        File name in ``geomap/recognition/model``.
    """

    code: str
    name: str
    weights: str


# Another model is one row here. All other languages rest on the gazetteer's own names.
TRAINED = {row.code: row for row in (TrainedLanguage("en", "English", "en.npz"),)}


def untrained_notice(language: str) -> str:
    """Sentence for the user when no tagger was trained for a document's language; empty when one was or no language is given.

    Examples
    --------
    >>> untrained_notice("en"), untrained_notice("")
    ('', '')
    """
    if not language or language in TRAINED:
        return ""
    return (
        f"no model was trained for the language {language!r}: only names that the gazetteer knows are found, and their roles are guesses; "
        "--model takes a spaCy pipeline for it"
    )


@dataclass(frozen=True, slots=True)
class Inflection:
    """How a language changes a name in a sentence.

    Attributes
    ----------
    endings
        Pairs of an ending in lower case and what stands in its place in the base form.
    prefixes
        The same for beginnings.
    shortest
        Least number of letters that must be left of the name.
    """

    endings: tuple[tuple[str, str], ...] = ()
    prefixes: tuple[tuple[str, str], ...] = ()
    shortest: int = 3


def _pairs(rows: str) -> tuple[tuple[str, str], ...]:
    """Pairs from words like "ов/ы,и": an ending, then what may have stood there; a hyphen is nothing."""
    split = [row.split("/") for row in rows.split()]
    return tuple((ending, "" if base == "-" else base) for ending, bases in split for base in bases.split(","))


# Endings of nouns, and of adjectives in names of two words. All that fit are tried, so their order is free.
_RUSSIAN = (
    "а/-,о у/-,а,о ом/-,о,ый,ий е/-,а,я,о,ь,й ы/а и/а,я,ь ой/а,ая,ый ю/я,ь,й ей/я,яя я/ь,й,е ем/ь,й,е,ий ью/ь "
    "ов/ы,и ах/ы,и,а ого/ый,ий,ое его/ий ому/ый,ий,ое ую/ая"
)
_UKRAINIAN = (
    "а/-,о у/-,а,о ом/-,о ові/-,о і/-,а,я,о,ь и/а ю/я,ь,й ї/я,й я/ь,й єю/я ею/я ою/а ем/ь єм/й ів/и,і ах/и,а ях/і,я "
    "ова/ів ову/ів ові/ів овом/ів ева/ів еві/ів єва/їв єву/їв єві/їв євом/їв зі/га,г ці/ка,к сі/ха,х ого/ий,е ому/ий,е ій/а"
)
_SERBIAN = "а/-,о,е у/-,а,о,е ом/-,а,о,и ем/-,е е/а и/а ој/а ама/е ка/ак ку/ак ком/ак ца/ац цу/ац цем/ац ог/и,о ем/и их/и им/и"
_LATIN_LETTERS = str.maketrans("абвгдезжијклмнопрстуфхцчшђћ", "abvgdezžijklmnoprstufhcčšđć")
_TURKISH = "da de ta te dan den tan ten nın nin nun nün ın in un ün yı yi yu yü ı i u ü ya ye a e la le yla yle ndaki deki daki taki teki"
# Languages that change names; a rule is tried only on words that the gazetteer does not know as they stand.
INFLECTED = {
    "de": Inflection(_pairs("s/- es/-")),
    "fr": Inflection(prefixes=_pairs("d'/- l'/- D'/- L'/-")),
    "ru": Inflection(_pairs(_RUSSIAN)),
    "uk": Inflection(_pairs(_UKRAINIAN), shortest=2),
    "sr": Inflection((*_pairs(_SERBIAN), *_pairs(_SERBIAN.translate(_LATIN_LETTERS))), shortest=2),
    "tr": Inflection(tuple((suffix, "") for suffix in _TURKISH.split()), shortest=4),
    "ar": Inflection(prefixes=_pairs("و/- ف/- ب/- ل/- ك/- وب/- ول/- فب/- لل/ال ولل/ال")),
}


def _glosses(rows: str) -> dict[str, str]:
    """What words mean, from rows like "in: en dans": the English word, then those that stand for it."""
    pairs = (row.split(":") for row in rows.strip().split(";"))
    return {word: english.strip() for english, words in pairs for word in words.split()}


_SERBIAN_WORDS = (
    "in: у на; from: из од; to: до за; near: код близу; around: око; through: кроз; toward: према; between: између; via: преко; "
    "and: и; city: град"
)
# Small words that stand beside names, in English: the second step knows English ones by name. What a language lacks here it does without.
GLOSSES = {
    "de": _glosses(
        "in: in im; from: aus von vom; to: nach bis; near: bei nahe; between: zwischen; and: und; through: durch; on: auf; "
        "the: der die das den dem des; city: stadt"
    ),
    "fr": _glosses(
        "in: à au aux en dans; of: de du des; from: depuis; to: jusqu'à; toward: vers; between: entre; and: et; near: près; via: par; "
        "on: sur; the: le la les; city: ville"
    ),
    "es": _glosses(
        "in: en; of: de del; from: desde; to: a al hasta; toward: hacia; between: entre; and: y e; near: cerca; through: por; "
        "the: el la los las; city: ciudad"
    ),
    "ru": _glosses(
        "in: в во на; from: из от с со; to: до к ко; near: под около у близ; between: между; and: и; through: через; across: по; "
        "city: город города городе"
    ),
    "uk": _glosses(
        "in: у в на; from: з із зі від; to: до; near: під біля; between: між; and: і й та; through: через; across: по; "
        "city: місто міста місті"
    ),
    "sr": _glosses(_SERBIAN_WORDS) | _glosses(_SERBIAN_WORDS.translate(_LATIN_LETTERS)),
    "tr": _glosses("and: ve ile; city: şehri şehrinde kenti kentinde; port: limanı limanında"),
    "ar": _glosses(
        "in: في وفي; from: من ومن; to: إلى وإلى حتى; between: بين وبين; near: قرب; toward: نحو; on: على; through: عبر; at: عند; "
        "north: شمال الشمال; south: جنوب الجنوب; east: شرق الشرق; west: غرب الغرب; city: مدينة المدينة; village: قرية القرية; "
        "province: محافظة المحافظة; port: ميناء الميناء; airport: مطار المطار; morning: صباح; evening: مساء"
    ),
}


def blank_language() -> Language:
    """An empty spaCy pipeline with geomap's tokenizer, of no length limit.

    Examples
    --------
    >>> [token.text for token in blank_language()("U.S.-based, in W.Va.")]
    ['U.S.', '-', 'based', ',', 'in', 'W.Va.']
    """
    exceptions = {**EnglishDefaults.tokenizer_exceptions, **{word: [{ORTH: word}] for word in _ABBREVIATIONS}}
    rules = {"infixes": [*(EnglishDefaults.infixes or ()), *_INFIXES], "tokenizer_exceptions": {}}
    defaults = type("Defaults", (EnglishDefaults,), rules)
    nlp: Language = type("English", (English,), {"Defaults": defaults})()
    nlp.tokenizer = LearningTokenizer(nlp, exceptions)
    # The limit guards parsers and transformers; this pipeline has none, and reads long lines in pieces.
    nlp.max_length = 10**9
    return nlp


@cache
def shared_language() -> Language:
    """One blank pipeline for all who only need its tokenizer."""
    return blank_language()
