"""Speed, memory and load time of the recognizer, beside spaCy's own named-entity pipeline of the same width.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 BLIS_NUM_THREADS=1 python benchmarks/recognition.py CORPUS.jsonl…

Reads the texts of JSON lines. Both run on the same documents in one process, on one core; spaCy's pipeline has random
weights, which takes as long as trained ones.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path


def texts_of(paths: Iterable[str]) -> list[str]:
    """Texts of JSON lines, in their order."""
    return [json.loads(line)["text"] for path in paths for line in Path(path).read_text(encoding="utf-8").split("\n") if line]


def best_of(times: int, work: Callable[[], object]) -> float:
    """Shortest of several runs, in seconds."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found)


def spacy_pipeline(width: int) -> Callable[[Sequence[str]], object]:
    """SpaCy's efficiency pipeline for named entities: HashEmbedCNN of the given width and a transition-based recognizer."""
    import spacy

    nlp = spacy.blank("en")
    source = {"@architectures": "spacy.Tok2VecListener.v1", "width": width}
    embedding = {"@architectures": "spacy.HashEmbedCNN.v2", "width": width, "depth": 4, "embed_size": 2000, "window_size": 1,
                 "maxout_pieces": 3, "subword_features": True, "pretrained_vectors": None}  # fmt: skip
    nlp.add_pipe("tok2vec", config={"model": embedding})
    parser = {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False, "hidden_width": 64,
              "maxout_pieces": 2, "use_upper": True, "tok2vec": source}  # fmt: skip
    recognizer = nlp.add_pipe("ner", config={"model": parser})
    for label in ("GPE", "LOC", "ORG", "PERSON", "NORP", "FAC"):
        recognizer.add_label(label)  # type: ignore[attr-defined]
    nlp.initialize()
    nlp.max_length = 10**9
    return lambda texts: list(nlp.pipe(texts))


def main() -> None:
    """Measure and print."""
    import spacy

    assert spacy.__version__
    from geomap.gazetteer import Gazetteer
    from geomap.models import Document

    started = time.perf_counter()
    from geomap.recognition import Recognizer

    recognizer = Recognizer(Gazetteer.open())
    recognizer.recognize(Document("", "Rain fell in Lille."))
    print(f"load after import spacy, first sentence included: {time.perf_counter() - started:.2f} s")
    texts = texts_of(sys.argv[1:])
    words = sum(len(text.split()) for text in texts)
    documents = [Document(str(number), text) for number, text in enumerate(texts)]
    seconds = best_of(3, lambda: list(recognizer.recognize_many(documents)))
    print(f"geomap: {len(texts)} documents, {words} words, {seconds:.1f} s, {words / seconds * 60 / 1e6:.2f} million words a minute")
    print(f"memory at peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    for width in (96, 128):
        run = spacy_pipeline(width)
        seconds = best_of(3, lambda run=run: run(texts))  # type: ignore[misc]
        print(f"spaCy tok2vec and ner of width {width}: {words / seconds * 60 / 1e6:.2f} million words a minute")


if __name__ == "__main__":
    main()
