"""Speed of the whole way from text to places beside recognition alone, and of one text with very many names.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 BLIS_NUM_THREADS=1 python benchmarks/resolution.py CORPUS.jsonl…

Reads the texts of JSON lines. Both run on the same documents in one process, on one core, in turns.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from geomap.gazetteer import Gazetteer
from geomap.models import Document, Mention, Point
from geomap.pipeline import Geomap

MENTIONS = 5_000
TURNS = 3


def seconds_of(work: Callable[[], object]) -> float:
    """Seconds of the processor that something takes: what else the machine does counts less than by the clock on the wall."""
    started = time.process_time()
    work()
    return time.process_time() - started


def crowded(gazetteer: Gazetteer, count: int, *, seed: int = 1) -> tuple[Document, list[Mention]]:
    """Text of towns from all over the world, a few of them often, with a mention of each."""
    rng = random.Random(seed)
    towns: list[str] = []
    while len(towns) < count // 4:
        point = Point(rng.uniform(-50.0, 65.0), rng.uniform(-180.0, 180.0))
        towns += [place.name for place in gazetteer.near(point, 500.0, min_population=1_000, limit=20)]
    text, mentions = "", []
    for name in rng.choices(towns, k=count):
        text += "Rain fell in "
        mentions.append(Mention(len(text), len(text) + len(name), name, names=(name,)))
        text += name + ".\n"
    return Document("crowded", text), mentions


def main() -> None:
    """Measure and print."""
    mapper = Geomap(online=False)
    lines = [line for path in sys.argv[1:] for line in Path(path).read_text(encoding="utf-8").split("\n") if line]
    documents = [Document(str(number), json.loads(line)["text"]) for number, line in enumerate(lines)]
    list(mapper.parse_many(documents[:20]))
    alone, whole = [], []
    for _ in range(TURNS):
        alone.append(seconds_of(lambda: list(mapper.recognizer.recognize_many(documents))))
        whole.append(seconds_of(lambda: list(mapper.parse_many(documents))))
    one, other = (len(documents) / min(times) for times in (alone, whole))
    print(f"{len(documents)} documents: recognition alone {one:.1f} a second, whole parse {other:.1f}, ratio {other / one:.2f}")
    document, mentions = crowded(mapper.gazetteer, MENTIONS)
    seconds = min(seconds_of(lambda: mapper.resolver.resolve(document, mentions)) for _ in range(TURNS))
    print(f"{MENTIONS} mentions in one text: {seconds:.1f} s")


if __name__ == "__main__":
    main()
