"""Confusion of the six roles on sentences written for this, over all and by topic.

    python benchmarks/roles.py [SENTENCES.tsv]

Columns: sentence with its place in ``[[ ]]``, role, topic (``-`` for none). A mention answers for the place when the two overlap; when none
does, the place counts as missed, and as wrong. Each sentence is a document of its own, read as the command reads it; the weights have
never seen it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, get_args

from geomap.gazetteer import open_gazetteer
from geomap.models import Role
from geomap.reading.plain import document_from_text
from geomap.recognition import Recognizer

SENTENCES = Path(__file__).parent.parent / "tests" / "recognition" / "role_sentences.tsv"
MISSED = "missed"


class Answer(NamedTuple):
    """A marked place: the role it has, the one that was found (or ``missed``), the topic of its sentence."""

    gold: str
    found: str
    topic: str
    sentence: str


def answers(recognizer: Recognizer, path: Path = SENTENCES) -> Iterator[Answer]:
    """What the recognizer says of every marked place."""
    for line in path.read_text("utf-8").splitlines()[1:]:
        marked, gold, topic = line.split("\t")
        start = marked.index("[[")
        end = marked.index("]]") - 2
        document = document_from_text(marked.replace("[[", "").replace("]]", ""), id="1")
        over = [mention for mention in recognizer.recognize(document) if mention.start < end and start < mention.end]
        yield Answer(gold, over[0].role if over else MISSED, topic, marked)


def accuracy(some: list[Answer]) -> float:
    """Share with the right role."""
    return sum(answer.gold == answer.found for answer in some) / len(some)


def main(arguments: list[str]) -> None:
    """Print the tables."""
    every = list(answers(Recognizer(open_gazetteer()), *map(Path, arguments)))
    roles = get_args(Role)
    table = Counter((answer.gold, answer.found) for answer in every)
    print("| gold \\ found |", " | ".join([*roles, MISSED]), "| right |")
    print("|---" * (len(roles) + 3) + "|")
    for gold in roles:
        share = accuracy([answer for answer in every if answer.gold == gold])
        print(f"| {gold} |", " | ".join(str(table[gold, found]) for found in (*roles, MISSED)), f"| {share:.3f} |")
    print(f"\naccuracy {accuracy(every):.3f} on {len(every)} sentences")
    for topic in sorted({answer.topic for answer in every}):
        some = [answer for answer in every if answer.topic == topic]
        print(f"  {topic:12} {accuracy(some):.3f} on {len(some)}")


if __name__ == "__main__":
    main(sys.argv[1:])
