"""Whether something happens at a mention: sentences of our own, each with the names that are events and those that are not."""

from __future__ import annotations

import pytest

from geomap.models import Document, Mention
from geomap.resolution.events import is_eventful

HAPPENS = [
    "Police in [Ghent] arrested two men.",
    "In [Ghent], police arrested two men.",
    "The market was closed. In [Ghent] the trams stood still.",
    "A bus overturned near [Lockerbie] on Monday.",
    "Gunmen barricaded themselves in the village of [Banjska].",
    "Shots were fired in the northern Syrian town of [Azaz].",
    "The fire spread to the outskirts of [Valencia].",
    "Fighting went on in eastern [Ukraine].",
    "Fighting was heard north of [Goma].",
    "Shells hit [Kharkiv] at dawn.",
    "The quake shook [Izmit] and the coast.",
    "Floods devastated the city of [Derna].",
    "[Bakhmut] was shelled again.",
    "[Severodonetsk] fell in June.",
    "The president flew to [Nairobi] on Sunday.",
    "Thousands fled from [Sake].",
    "Rallies were held in [Lyon], Nice and Paris.",
    "Rallies were held in Lyon, [Nice] and Paris.",
    "Rallies were held in Lyon, Nice and [Paris].",
    "The ship sank off the coast of [Somalia].",
    "A tanker exploded on the road between Accra and [Tema].",
    "Troops recaptured the town of [Bama].",
    "Residents were evacuated across [Wisconsin].",
    "Voters lined up throughout [New South Wales].",
    "Three people were killed at [Union Station].",
]
DOES_NOT = [
    "The mayor of [Ghent] resigned.",
    "[Ghent] is an old city.",
    "The firm, based in [Boulder], makes sensors.",
    "She was born in [Tirana] and studies law.",
    "He lives in [Oslo].",
    "The ambassador to [Chile] was called back.",
    "A bus overturned in Paris, [Texas].",
    "A man from [Porto] won the race.",
    "The people of [Sudan] wait.",
    "Headquartered in [Geneva], the agency has 900 employees.",
    "It is the largest city in [Alberta].",
    "Officials in [Washington] declined to comment.",
    "Imports from [Brazil] rose.",
    "The capital of [Peru] has ten million inhabitants.",
]


def happens(marked: str, role: str = "literal") -> bool:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    return is_eventful(Mention(start, end, text[start:end], role=role), Document("1", text))  # type: ignore[arg-type]


@pytest.mark.parametrize("sentence", HAPPENS)
def test_something_happens_there(sentence) -> None:
    """A locative word or a verb that does something to the place makes an event."""
    assert happens(sentence)


@pytest.mark.parametrize("sentence", DOES_NOT)
def test_nothing_happens_there(sentence) -> None:
    """A person, a firm, a thing of the place, or what contains it, is no event."""
    assert not happens(sentence)


@pytest.mark.parametrize("role", ["dateline", "metonymic", "modifier", "demonym", "embedded"])
def test_only_a_literal_mention_is_eventful(role) -> None:
    """In another role the name does not say where."""
    assert not happens("Police in [Ghent] arrested two men.", role)


def test_words_of_another_line_do_not_count() -> None:
    """A heading that ends with "in" says nothing of the line below."""
    assert not happens("What happened in\n[Ghent] is an old city.")
