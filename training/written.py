"""Short texts made from patterns of our own: what the corpora of news leave rare.

A name at the head of a sentence, a representative's party and town ("D-Milford"), a place in the name of an office, peoples of
a region, and persons who are named like places. Places and peoples are drawn from the gazetteer, persons are put together from
common given names and family names or names of places, so that a name alone decides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

# {place} and {people} are places, with their roles where these are not "literal" and "modifier"; {person} and {surname} are none;
# one of the words in <a|b> is drawn.
_PATTERNS = (
    "{place:metonymic} closed the crossing on Monday, and the guards left for home.",
    "{place:metonymic} rejected the offer within hours.",
    "{place:metonymic} has asked for talks on the border.",
    "{place} lies two hours from the coast by bus.",
    "{place} had no power for most of the night.",
    "{place:metonymic} and {place:metonymic} signed a pact on water.",
    "{place}, {place} and {place} were the worst hit.",
    "{place} was quiet after the vote.",
    "{place:metonymic} will not send troops to {place}, the spokeswoman said.",
    "Shops in {place} stayed shut. {place:metonymic} is to vote again in May.",
    "The bridge at {place} was rebuilt. {place:metonymic} paid half of it.",
    "Roads around {place} and {place} are closed until further notice.",
    "Buses run from {place} to {place} every hour.",
    "Sen. {person}, D-{place:modifier}, spoke against the bill.",
    "Rep. {person}, R-{place:modifier}, said the plan would cost too much.",
    "The amendment came from {person} (R-{place:modifier}).",
    "The measure by {person}, D-{place:modifier}, failed by two votes.",
    "The {place:embedded} Police Department is looking for witnesses.",
    "The fire was put out by the {place:embedded} Fire Department.",
    "She was taken to {place:embedded} General Hospital with burns.",
    "He teaches history at {place:embedded} High School.",
    "Pupils of {place:embedded} Elementary School planted forty trees.",
    "A spokesman for the {place:embedded} City Council gave no comment.",
    "The University of {place:embedded} will study the soil.",
    "The Bank of {place:embedded} kept its rate where it was.",
    "The {place:embedded} County Sheriff's Office found the car.",
    "The {place:embedded} District Court set a date in June.",
    "{place:embedded} Chamber of Commerce members met on Thursday.",
    "{place:embedded} Police Chief {person} thanked the neighbors.",
    "The {place:embedded} Board of Education voted on the budget.",
    "{place:embedded} FC lost at home for the third time.",
    "Archaeologists of the {place:embedded} Museum dated the wall.",
    "{place:embedded} University students marched through the rain.",
    "The {people} government denied the report.",
    "The {people} prime minister flew home early.",
    "The {people:embedded} Ministry of Defense published a map.",
    "{people} officials met their {people} colleagues at noon.",
    "{people} Prime Minister {person} thanked the envoys.",
    "Two {people} soldiers were wounded near {place}.",
    "{place:metonymic} and {place:metonymic} agreed to share the gas.",
    "{place:metonymic} accused {place:metonymic} of breaking the truce.",
    "{place:metonymic} beat {place:metonymic} 3-1 in the final.",
    "{place:metonymic} said on Tuesday that it would lift the tariffs.",
    "Talks between {place:metonymic} and {place:metonymic} ended without a result.",
    "The minister urged {place:metonymic} to release the sailors.",
    "Rain fell in {place} and over the hills near {place}.",
    "The train from {place} to {place} was late.",
    "He left {place} for {place} at nineteen.",
    "Prices in {place} rose faster than in {place}.",
    "{place:modifier} officials said the line would open in spring.",
    "{place:modifier}'s foreign minister flew to {place}.",
    "{place:modifier}'s parliament passed the law at night.",
    "The {place:modifier} delegation left the hall.",
    "The president of {place:modifier} spoke for an hour.",
    "{people:demonym}s marched through {place} with candles.",
    "Thousands of {people:demonym}s have left the valley.",
    "She is {people:demonym}, her husband {people:demonym}.",
    "{place} {people:demonym}s fear another winter of war.",
    "An old {people:demonym} showed us the well.",
    "The ferry {place:embedded} lost power off the coast.",
    "The frigate {place:embedded} and two tankers left the harbor of {place}.",
    "Divers found the wreck of the {place:embedded}.",
    "The <destroyer|corvette|minesweeper|tanker|trawler|icebreaker|yacht> {place:embedded} <ran aground|left the dock|was towed home>.",
    "<USS|HMS|SS|MV|HDMS|ARA> {place:embedded} <sailed at noon|took two sailors aboard|fired on the boats|lies in dry dock>.",
    "The {place:embedded} <Agreement|Declaration|Memorandum|Pact|Process> was signed at dawn.",
    "The {place:embedded} <Convention|Charter|Statute> binds forty states.",
    "The <Treaty|Peace|Edict|Congress|Declaration> of {place:embedded} <ended the war|is in every schoolbook|was read aloud>.",
    "The {place:embedded} Stock Exchange opened lower.",
    "Doctors tested her for {place:embedded} <fever|disease|syndrome>.",
    "The {place:embedded} <virus|strain|variant|flu> spread to the <farms|city|next valley>.",
    "The cook served {place:embedded} <sausages|noodles|dumplings|soup|ham|cheese|stew> with <rice|bread|potatoes>.",
    "She <bakes|sells|likes> {place:embedded} <cake|buns|rolls|tart|bread|omelette|curry>.",
    "{people} <wheat|steel|cotton|coffee|timber> is <cheaper|scarce|taxed> this year.",
    "The {people} <army|currency|economy|navy|coastline> <grew|weakened|is watched closely>.",
    "{place:modifier} <wine|timber|apples|wool> fetched a record price.",
    "The {place:modifier} <crisis|uprising|truce|campaign> entered its third month.",
    "The <Constitution|Parliament|Central Bank|National Museum|High Court|Senate|Academy> of {place:embedded} <was silent|has new rules>.",
    "The <Port|Diocese|Free State|Museum|Opera|Technical University> of {place:embedded} <opened|closed|hired|sued> again in May.",
    "The <Bishop|Duke|Archbishop|Patriarch> of {place:embedded} wrote a letter.",
    "The <Labour|Green|People's|Liberal> Party of {place:embedded} <lost|won|split> in spring.",
    "<Sporting|Atletico|Dinamo|Lokomotiv|Racing|Athletic> {place:embedded} <drew at home|signed a keeper|lost the derby>.",
    "{place:embedded} <Rovers|United|Wanderers|Tigers|Wolves|Falcons> <won|lost|drew> <2-1|0-0|after extra time>.",
    "The {place:embedded} <Times|Herald|Gazette|Courier|Post> printed the list.",
    "The {place:embedded} <Refinery|Nuclear Power Station|Cement Works|Airport Authority> <shut down|was sold>.",
    "The {people:demonym} <won|love|fear|invented|rejected|decided|mourn|complain about> <the cup|it|the plan|the winter>.",
    "<A|One|Another> {people:demonym} <was among the dead|took gold|runs the bakery|scored twice>.",
    "{people:demonym}s <abroad|living here|working in the fields|fleeing the war> <vote early|sent money home|crossed the river>.",
    "{people:demonym}s <voted|marched|queue|protested|send money home> <on Sunday|for the bridge|for fuel|every winter>.",
    "Most {people:demonym}s <want|expect|trust> <peace|an early vote|their neighbors>.",
    "{person} said the harvest had been poor.",
    "{person} was born in {place} and studied in {place}.",
    "{person} scored twice before the break.",
    "{person}, a nurse, found the letter in March.",
    "Lawyers for {person} asked for a delay.",
    "{person} and {person} were married in {place}.",
    "Mayor {person} opened the new pool in {place}.",
    "Mr. {surname} had left the office before noon.",
    "Police arrested {person}, 34, on Friday. {surname} denies everything.",
)
# Given names, the last line of them names of places too.
_FIRST = (
    "Anna Maria John David Elena Omar Fatima James Linda Peter Karim Ivan Olga Chen Mei Ravi Priya Kofi Ama Lucas Julia Daniel Sarah "
    "Thomas Laura Pablo Ines Yusuf Leila Marko Jelena Viktor Nadia Henry Alice George Emma Samuel Ruth "
    "Paris London Austin Florence Sofia Georgia Jordan Israel Madison Charlotte Sydney Victoria Brooklyn Chad Kent Chelsea Dallas Carolina"
).split()
# Half of all persons have one of these family names, the others that of a place.
_FAMILY = (
    "Smith Jones Brown Miller Garcia Khan Singh Kim Lee Nguyen Silva Novak Petrov Ivanova Kowalski Rossi Weber Dubois Haddad Okafor Mensah "
    "Tanaka Cohen Yilmaz Hansen Virtanen Murphy Hoffman Castillo Pereira Jovanovic Popescu Nagy Ahmed Rahman Banda"
).split()
_CHOICE = re.compile(r"<([^>]+)>")
_SLOT = re.compile(r"\{(place|people|person|surname)(?::(\w+))?\}")
# What a place or a people is where the pattern does not say.
_ROLES = {"place": "literal", "people": "modifier"}


@dataclass(frozen=True, slots=True)
class Written:
    """A text with its places: where they start and end, in code points, and in what role they stand."""

    text: str
    places: tuple[tuple[int, int, str], ...]


def write(places: list[str], peoples: list[str], *, count: int, seed: int) -> list[Written]:
    """Texts from patterns drawn at random.

    Examples
    --------
    >>> found = write(["Lille"], ["French"], count=50, seed=1)
    >>> {text[start:end] for text, spans in ((one.text, one.places) for one in found) for start, end, _ in spans}
    {'French', 'Lille'}
    """
    random = Random(seed)
    return [_filled(_drawn(random.choice(_PATTERNS), random), places, peoples, random) for _ in range(count)]


def _drawn(pattern: str, random: Random) -> str:
    return _CHOICE.sub(lambda choice: random.choice(choice[1].split("|")), pattern)


def _filled(pattern: str, places: list[str], peoples: list[str], random: Random) -> Written:
    parts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    surname = _family_name(places, random)
    at = size = 0
    for slot in _SLOT.finditer(pattern):
        kind = slot[1]
        before = pattern[at : slot.start()]
        name = surname if kind == "surname" else random.choice(peoples if kind == "people" else places)
        if kind == "person":
            name = f"{random.choice(_FIRST)} {surname}"
            surname = surname if "{surname}" in pattern else _family_name(places, random)
        size += len(before)
        if kind in ("place", "people"):
            spans.append((size, size + len(name), slot[2] or _ROLES[kind]))
        parts += [before, name]
        size += len(name)
        at = slot.end()
    return Written("".join([*parts, pattern[at:]]), tuple(spans))


def _family_name(places: list[str], random: Random) -> str:
    return random.choice(_FAMILY if random.random() < 0.5 else places)
