"""Where an article's publisher is at home: by its name, its address, and what its other articles name.

No list of papers: "Chicago Tribune" and ``chicagotribune.com`` lose the words that papers are called by, and what is left is
looked up in the gazetteer like any name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from geomap.gazetteer import Gazetteer
from geomap.models import Candidate, Document
from geomap.reading.metadata import host_of

# What newspapers, stations and agencies are called besides their place; general vocabulary, longest first where they nest.
_PRESS_WORDS = sorted(
    """advertiser advocate agency argus banner beacon bee broadcasting bulletin bureau call chronicle citizen commercial courier
    daily democrat democrats dispatch echo enquirer evening examiner express free gazette globe guardian head herald independent
    inquirer intelligencer item journal leader ledger live local mail media mercury messenger mirror monitor morning network news
    newspaper newspapers now observer online patriot pilot post press radio record register report reporter republic republican
    review sentinel standard star statesman sun sunday telegram telegraph times today tribune tv union valley voice weekly world
    the of and www my our inside this is com""".split(),
    key=len,
    reverse=True,
)
_TOP_LEVELS = {"uk": "GB", "eu": "", "tv": "", "io": "", "co": "", "me": "", "fm": "", "ai": "", "ly": "", "to": "", "cc": "", "ws": ""}
_SECOND_LEVELS = {"co", "com", "org", "net", "gov", "gob", "ac", "edu", "or", "ne", "go"}
_WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*\.?")
# Shorter rests of a host name are chance ("la", "sun").
_MIN_REST = 4
_MAX_HOMES = 30


@dataclass(frozen=True)
class Home:
    """Where a publisher is at home.

    Attributes
    ----------
    country
        ISO code of the country whose domain the publisher uses, empty for a general one.
    candidates
        Places that its name or address may mean, each with a weight; the weights sum to 1 or there are none.
    """

    country: str = ""
    candidates: tuple[tuple[Candidate, float], ...] = ()


def find_home(document: Document, gazetteer: Gazetteer) -> Home:
    """Home of a document's publisher by its name and the address of the article; empty when neither says anything."""
    country = country_of_host(document.source or document.publisher)
    names = [name for name in publisher_names(document) if name.casefold() not in _PRESS_WORDS]
    names += [split for name in names if " " not in name and name.islower() for split in _splits(name, gazetteer)]
    for answer in gazetteer.look_up_many(names, countries=[country] if country else []):
        # The most populous namesake is not much likelier to have a paper: the root keeps small towns in sight.
        exact = [(candidate, candidate.prior**0.5) for candidate in answer if _may_have_a_paper(candidate, country)][:_MAX_HOMES]
        if exact:
            total = sum(weight for _, weight in exact)
            return Home(country, tuple((candidate, weight / total) for candidate, weight in exact))
    return Home(country)


def _may_have_a_paper(candidate: Candidate, country: str) -> bool:
    place = candidate.place
    return candidate.rule == "exact" and candidate.kind != "demonym" and place.feature_class in "AP" and country in {"", place.country}


def _splits(name: str, gazetteer: Gazetteer) -> list[str]:
    """Ways to read a squeezed name as two words that the gazetteer knows together ("lasvegas")."""
    splits = [(name[:cut], name[cut:]) for cut in range(2, len(name) - 1)]
    return [" ".join(words) for words in splits if any(match.end - match.start == 2 for match in gazetteer.match(words))]


def publisher_names(document: Document) -> list[str]:
    """Names to look up for a publisher, surest first.

    Examples
    --------
    >>> publisher_names(Document("1", "", publisher="Chicago Tribune", source="https://www.chicagotribune.com/a.html"))
    ['Chicago', 'chicago', 'chicagotribune']
    """
    names = []
    words = _WORD.findall(document.publisher) if "." not in document.publisher.strip(".") else []
    rest = [word for word in words if word.casefold() not in _PRESS_WORDS]
    if rest and len(rest) < len(words):
        names.append(" ".join(rest))
    host = host_label(document.source) or (document.publisher if "." in document.publisher else "")
    label = host.split(".")[0].replace("-", " ")
    names += [name for name in (*_strip_press(label), label) if len(name) >= _MIN_REST]
    return list(dict.fromkeys(names))


def host_label(source: str) -> str:
    """Registered part of a URL's host without its suffix ("chicagotribune"), empty for a path.

    Examples
    --------
    >>> host_label("http://www.thestar.co.uk/news"), host_label("article.txt")
    ('thestar', '')
    """
    labels = host_of(source).split(".")
    while len(labels) > 1 and (len(labels[-1]) <= 4 or labels[-1] in _SECOND_LEVELS):
        labels.pop()
        if len(labels) == 1 or labels[-1] not in _SECOND_LEVELS:
            break
    return labels[-1] if labels else ""


def country_of_host(source: str) -> str:
    """Country code of a URL's top-level domain, empty for a general one.

    Examples
    --------
    >>> country_of_host("https://www.theage.com.au/a"), country_of_host("https://example.org/a")
    ('AU', '')
    """
    suffix = host_of(source).rpartition(".")[2]
    return _TOP_LEVELS.get(suffix, suffix.upper() if len(suffix) == 2 else "")


def _strip_press(label: str) -> list[str]:
    """Label without the words of the trade at either end, each way of cutting once, longest rest first."""
    rests: list[str] = []
    rest = label
    while True:
        cut = next((rest.removesuffix(word) for word in _PRESS_WORDS if rest.endswith(word) and len(rest) > len(word)), None)
        cut = cut or next((rest.removeprefix(word) for word in _PRESS_WORDS if rest.startswith(word) and len(rest) > len(word)), None)
        if cut is None:
            return rests
        rest = cut.strip(" -")
        rests.append(rest)
