"""Whether something happens at a mention: its role, the words before it, a few verbs.

::

    was killed  in the village of  Banjska      a locative word leads to the name            → happens there
    shells hit                     Kharkiv      a verb that does something to a place        → happens there
    a firm  based in               Boulder      where something stands is no event           → does not
    the mayor of                   Boulder      "of" leads to a person or a thing            → does not

A rule of words, not a model: it reads no further than the line, and what it does not know does not happen.
"""

from __future__ import annotations

import re

from geomap.models import Document, Mention

# How far before and after a mention the words are read: the longest phrase that leads to a name is about ten words.
_REACH = 90

_KINDS = (
    r"(?:cit(?:y|ies)|towns?|villages?|hamlet|settlements?|ports?|capital|suburbs?|districts?|neighbou?rhoods?|quarter|county|province|"
    r"regions?|state|island|outskirts|edge|vicinity|coast|shore|north|south|east|west|cent(?:er|re)|heart|parts?|streets?|area|side|tip|"
    r"municipality|republic|territory|town\s+cent(?:er|re))"
)
# "the village of", "the northern Syrian city of", "in the north of": what leads from a locative word to the name.
# Words that begin something else: "in the city under [Moscow]'s protection", "on hopes that [Egypt]".
_OTHERS = (
    r"(?!(?:of|under|that|when|which|where|while|with|by|for|and|or|to|from|in|at|on|as|is|was|are|were|what|how|who|than|but|its|their|"
    r"his|her|hopes?|between|against)\b)"
)
_LEADING = rf"(?:(?:[\w'’.-]+\s+){{0,5}}?{_KINDS}\s+of\s+)?(?:the\s+)?(?:{_OTHERS}[a-z][\w-]*\s+){{0,2}}?"
_NAME = r"(?:[A-Z][\w'’.-]*(?:\s+(?:de|of|al|el|la|le|du|do|da)?\s*[A-Z][\w'’.-]*){0,3})"
# "in Paris, Lyon and [Nice]": other names between the locative word and this one.
_SERIES = rf"(?:{_NAME}(?:,\s+|,?\s+and\s+|,?\s+or\s+))*"
_LOCATIVE = (
    r"(?:in|at|near|inside|outside|around|across|throughout|through|over|within|along|beneath|off|into|toward|towards|onto|against|(?:road|highway|route|railway|border)\s+between|"
    r"amid|upon|on|(?:close|next)\s+to|(?:north|south)?(?:east|west)?(?:north|south)?\s+of)"
)
_IN = re.compile(rf"(?:^|[^\w-])(?P<locative>{_LOCATIVE})\s+{_LEADING}(?P<series>{_SERIES})$")
_MOVED = (
    r"(?:went|go|goes|going|gone|travel\w*|fl[ey]w|fl(?:y|ies|ying)|came|comes?|coming|mov(?:ed?|ing)|sent|deploy\w*|return\w*|rush\w*|"
    r"drove|driv\w+|march\w*|headed|heading|spread\w*|brought|taken|evacuated|arriv\w+|advanc\w+|trips?|visits?|walk\w*|climb\w*)"
)
_TO = re.compile(rf"\b{_MOVED}\b[^.;:]{{0,40}}?\bto\s+{_LEADING}$", re.IGNORECASE)
_FROM = re.compile(
    rf"\b(?:fled|flee\w*|withdr\w+|evacuat\w+|retreat\w*|escap\w+|launched|fired|pull\w*\s+out|driven|report\w*|left)\b[^.;:]{{0,40}}?\bfrom\s+{_LEADING}$",
    re.IGNORECASE,
)
_DONE_TO = (
    r"(?:hit|hits|struck|strikes?|shook|shakes?|reach(?:ed|es)|enter(?:ed|s)|left|leav(?:es|ing)|fled|captur(?:ed|es|ing)|recaptured|seized?|seiz(?:es|ing)|"
    r"bomb(?:ed|s|ing)|shell(?:ed|s|ing)|attack(?:ed|s|ing)|raid(?:ed|s|ing)|storm(?:ed|s|ing)|invad(?:ed|es|ing)|occup(?:ied|ies|ying)|besieg(?:ed|es|ing)|"
    r"liberat(?:ed|es|ing)|devastat(?:ed|es|ing)|destroy(?:ed|s|ing)|flood(?:ed|s|ing)|battered|ravaged|rocked|cross(?:ed|es)|visit(?:ed|s|ing)|tour(?:ed|s|ing)|"
    r"evacuat(?:ed|es|ing)|surround(?:ed|s|ing)|swept|overran|pounded|defend(?:ed|ing)|retook|retaken|took|approach(?:ed|es|ing)|threaten(?:ed|s|ing))"
)
_VERB_BEFORE = re.compile(rf"\b{_DONE_TO}\s+{_LEADING}$")
_VERB_AFTER = re.compile(
    r"\s+(?:(?:was|were|has\s+been|had\s+been|have\s+been|is\s+being|was\s+being)\s+(?:\w+ly\s+|again\s+)?"
    r"(?:hit|struck|shaken|bombed|shelled|attacked|raided|stormed|invaded|occupied|besieged|captured|recaptured|seized|liberated|flooded|evacuated|"
    r"destroyed|devastated|rocked|surrounded|cut\s+off|overrun|retaken|under\s+(?:attack|fire|siege))|fell|burned|shook|came\s+under)\b"
)
# What only says where someone or something stands: no event, although "in" leads to the name.
_STANDING = re.compile(
    r"\b(?i:based|headquartered|born|raised|educated|buried|liv(?:es|ed|ing)|resid(?:es|ed|ing)|located|situated|lies|registered|incorporated|"
    r"studied|graduated|officials?|embassy|ambassador|university|college|firm|company|interests?|investments?|population|language|"
    r"(?:largest|biggest|oldest|best|most\s+popular|common|known)(?:\s+[a-z]+){0,2})\s+(?:\w+ly\s+)?(?:in|at|near|outside|from|on)\s+"
    rf"{_LEADING}{_SERIES}$",
)
# After a comma this name is the next of a series only if "and" follows: in "in Paris, Texas" it says where Paris is.
_GOES_ON = re.compile(rf"(?:,\s+{_NAME})*,?\s+(?:and|or)\s+[A-Z]")


def is_eventful(mention: Mention, document: Document) -> bool:
    """Whether something happens at a mention.

    Parameters
    ----------
    mention
        The mention. Only a literal one can be eventful: a government, a team, a people act elsewhere too, and a dateline says where the
        report was written.
    document
        The document it stands in.

    Examples
    --------
    >>> text = "Police in Ghent arrested the mayor of Lille."
    >>> is_eventful(Mention(10, 15, "Ghent"), Document("1", text)), is_eventful(Mention(38, 43, "Lille"), Document("1", text))
    (True, False)
    """
    if mention.role != "literal":
        return False
    before = _line_before(document.text, mention.start)
    after = document.text[mention.end : mention.end + _REACH].partition("\n")[0]
    if _VERB_AFTER.match(after) or _VERB_BEFORE.search(before):
        return True
    if ("to" in before and _TO.search(before)) or ("from" in before and _FROM.search(before)):
        return True
    found = _IN.search(before)
    return found is not None and _leads_here(found["series"], after) and not _STANDING.search(before)


def _leads_here(series: str, after: str) -> bool:
    """Whether a locative word before a series of names also belongs to the name at its end."""
    return not series.rstrip().endswith(",") or _GOES_ON.match(after) is not None


def _line_before(text: str, start: int) -> str:
    line = text[max(0, start - _REACH) : start].rpartition("\n")[2]
    # "In" begins a sentence as "in" goes on with one.
    return re.sub(
        r"(?:^|(?<=[.!?”\"]\s))(In|At|Near|Across|Outside|Inside|On|Around|Throughout|Off|Along)\b", lambda found: found[0].lower(), line
    )
