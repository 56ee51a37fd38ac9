"""Measures recognition and resolution together on corpora that neither has seen, and prints the figures of ``docs/resolution.md``.

    python training/evaluate_end_to_end.py --data DIR --work WORK > figures.md

``--data`` is the folder that ``training/fit_recognizer.py`` takes. For each corpus the recognizer's second step, its roles and the ranker
with its confidence are fitted on the other two; beside it stand five folds by article, each fitted on the other four of all corpora. Then
the package itself runs on the raw texts and on the gold spans. What each stage made is kept in ``--work`` under a name that changes with
the gazetteer, the weights and the code, so that a second run takes seconds. Needs torch and ``pip install geomap[training]``.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.store import PACKAGED
from geomap.models import Document, Mention, ParsedArticle, Span
from geomap.pipeline import Geomap
from geomap.recognition.features import Describer
from geomap.recognition.finder import Finder
from geomap.recognition.languages import TRAINED, shared_language
from geomap.recognition.network import Floats
from geomap.recognition.tagger import Tagger
from geomap.recognition.weights import FOLDER, second_step_weights, tagger_network
from geomap.resolution import Resolver
from geomap.resolution.candidates import look_up
from geomap.resolution.features import FEATURES, GROUPS
from geomap.resolution.ranker import Forest, Model, model_of
from training import evidence, figures, roles, second_step
from training.articles import Article, read_articles, read_golds
from training.confidence import calibrate
from training.forests import Answer, answer, fit, share_of_hits, with_hidden
from training.scoring import Gold, Scores, answers_of, scored
from training.stories import stories
from training.written import Written

CORPORA = ("lgl-dev", "trnews", "gwn")
FOLDS = 5
# What the resolver may not see in the table of the evidence, besides each group alone.
TOGETHER = ("publisher", "dateline")
T = TypeVar("T")
Arrays = dict[str, NDArray[np.generic]]
Found = list[tuple[Document, list[Gold], tuple[Mention, ...], tuple[Mention, ...]]]


@dataclass(frozen=True)
class Setup:
    """One way to hold documents out: a name, and which documents are tested, by corpus and id."""

    name: str
    corpora: tuple[str, ...]
    fold: int | None = None

    def tests(self, corpus: str, id_: str) -> bool:
        """Whether a document is held out."""
        return corpus in self.corpora and (self.fold is None or zlib.crc32(id_.encode()) % FOLDS == self.fold)


LEFT_OUT = tuple(Setup(corpus, (corpus,)) for corpus in CORPORA)
FIVE = tuple(Setup(f"fold {fold}", CORPORA, fold) for fold in range(FOLDS))


class Evaluation:
    """The stages, each kept in a folder."""

    def __init__(self, data: Path, folder: Path, *, seed: int) -> None:
        self.data, self.folder, self.seed = data, folder, seed
        self.mapper = Geomap(online=False)
        self.version = version_of()
        folder.mkdir(parents=True, exist_ok=True)

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """Result of a stage, from the folder when it lies there."""
        path = self.folder / f"{name.replace(' ', '-')}-{self.version}.pkl"
        if path.exists():
            return pickle.loads(path.read_bytes())  # type: ignore[no-any-return]
        started = time.monotonic()
        result = make()
        path.write_bytes(pickle.dumps(result))
        print(f"{name}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
        return result

    def path(self, corpus: str) -> Path:
        """File of a corpus."""
        return self.data / "corpora" / f"{corpus}.jsonl"

    @cached_property
    def _reader(self) -> Tagger:
        return Tagger(shared_language().vocab, tagger_network(TRAINED["en"].weights))

    @cached_property
    def _describe(self) -> Describer:
        lexicon = second_step_weights()["lexicon"].tobytes().decode("utf-8").split("\n")
        return Describer({word: column for column, word in enumerate(lexicon)})

    @cached_property
    def _texts(self) -> list[Written]:
        return evidence.written_texts(Gazetteer.locate(None), seed=self.seed)

    @cached_property
    def _golds(self) -> list[tuple[second_step.Gold, Floats]]:
        """What the second step learns from, with its rows: the news corpora, and what `fit_recognizer.py` adds to them."""
        matcher = self.mapper.gazetteer
        news = [gold for corpus in CORPORA for gold in second_step.read_gold(self.path(corpus), self._reader, matcher)]
        more = evidence.read_evidence(self.data, self._reader, matcher) + evidence.read_written(self._texts, self._reader, matcher)
        return [(gold, second_step.rows_of(gold, self._describe)) for gold in (*news, *more)]

    @cached_property
    def _roles(self) -> tuple[list[tuple[str, roles.RoleGold]], list[roles.RoleGold]]:
        """Marked roles of the news with their documents, and those of the sentences and texts that are in every setup."""
        news, sentences = roles.read_roles(self.data, self._reader, self.mapper.gazetteer)
        ids = [str(record["id"]) for record in read_golds(self.path("gwn"))]
        written = roles.read_written(self._texts, self._reader, self.mapper.gazetteer)
        return [(ids[int(gold.split)], gold) for gold in news], [*sentences, *written]

    def _fitted_second_step(self, setup: Setup) -> Arrays:
        """Second step and roles of a setup, as `Finder` takes them."""
        seen = [(gold, rows) for gold, rows in self._golds if not setup.tests(gold.corpus, gold.id)]
        fitted = second_step.fit_on([gold for gold, _ in seen], [rows for _, rows in seen], seed=self.seed)
        found = dict(second_step_weights()) | fitted.arrays("places.full")
        news, always = self._roles
        inside = [gold for id_, gold in news if not setup.tests("gwn", id_)]
        if len(inside) < len(news):
            found |= roles.fit_roles([roles.Table.of([*inside, *always], self._describe)], seed=self.seed).arrays("roles.full")
        return found

    def found(self, setup: Setup) -> Found:
        """Held-out documents with their gold mentions, what a recognizer finds that never saw them, and what it says of the gold spans."""
        return self.kept(f"found {setup.name}", lambda: self._find(setup))

    def _find(self, setup: Setup) -> Found:
        recognizer = self.mapper.recognizer
        packaged = recognizer._finder
        recognizer._finder = Finder(self._fitted_second_step(setup), "full")
        found: Found = []
        for corpus in setup.corpora:
            for record in read_golds(self.path(corpus)):
                if not setup.tests(corpus, str(record["id"])):
                    continue
                document = record["document"]
                spans = [Span(gold["start"], gold["end"]) for gold in record["mentions"]]
                found.append((document, record["mentions"], recognizer.recognize(document), recognizer.recognize_given(document, spans)))
        recognizer._finder = packaged
        return found

    @cached_property
    def _articles(self) -> dict[str, list[Article]]:
        return self.kept("articles", lambda: {c: list(read_articles(self.path(c), self.mapper, limit=None)) for c in CORPORA})

    @cached_property
    def _stories(self) -> list[Article]:
        return self.kept("stories", lambda: stories(self.mapper.gazetteer))

    def passes(self, corpora: Sequence[str], *, hidden_groups: Sequence[str] = ()) -> list[dict[str, Any]]:
        """Forests fitted on some corpora."""
        name = " ".join(["ranker", *corpora, *(f"without {group}" for group in hidden_groups)])
        articles = [article for corpus in corpora for article in self._articles[corpus]]
        return self.kept(name, lambda: fit([*self._stories, *with_hidden(articles)], hidden_groups=hidden_groups))

    def answers(self, corpus: str, fitted_on: Sequence[str], *, hidden_groups: Sequence[str] = ()) -> list[Answer | None]:
        """Answers to the gold mentions of a corpus by forests fitted on others."""
        return answer(self._articles[corpus], [Forest.of(raw) for raw in self.passes(fitted_on, hidden_groups=hidden_groups)])

    def model(self, setup: Setup) -> Model:
        """Ranker of a setup: its confidence is fitted on answers to articles that the forests behind them had not seen either."""
        return model_of({"features": list(FEATURES), **self.kept(f"model {setup.name}", lambda: self._fit(setup))})

    def _fit(self, setup: Setup) -> dict[str, Any]:
        if setup.fold is None:
            others = [corpus for corpus in CORPORA if corpus not in setup.corpora]
            pooled = [one for corpus in others for one in self.answers(corpus, [other for other in others if other != corpus])]
            return {"passes": self.passes(others), "confidence": calibrate(pooled)}
        seen = [a for corpus in CORPORA for a in self._articles[corpus] if not setup.tests(corpus, a.document.id)]
        pooled = []
        for corpus in CORPORA:
            told = self.answers(corpus, [other for other in CORPORA if other != corpus])
            ids = [article.document.id for article in self._articles[corpus] for _ in article.gold]
            pooled += [one for one, id_ in zip(told, ids, strict=True) if not setup.tests(corpus, id_)]
        return {"passes": fit([*self._stories, *with_hidden(seen)]), "confidence": calibrate(pooled)}

    def scores(self, setup: Setup, *, given: bool) -> Scores:
        """Scores of a setup on raw text, or on the gold spans with what else is found as context."""
        return self.kept(f"scores {setup.name} {'given' if given else 'raw'}", lambda: self._score(setup, given=given))

    def _score(self, setup: Setup, *, given: bool) -> Scores:
        resolver = Resolver(self.mapper.gazetteer, model=self.model(setup))
        found = self.found(setup)
        items = [(one[0], *(_given(one[3], one[2]) if given else (one[2], ()))) for one in found]
        parsed: list[ParsedArticle] = list(resolver.resolve_many(items))
        return scored([(one[0], one[1], answers_of(article.resolutions)) for one, article in zip(found, parsed, strict=True)])

    def baseline(self, setup: Setup, *, given: bool) -> Scores:
        """Scores of the most populous place of each name that is found."""
        items = []
        for document, golds, mentions, spans in self.found(setup):
            kept = spans if given else mentions
            answered = []
            for mention, candidates in zip(kept, look_up(self.mapper.gazetteer, kept), strict=True):
                best = max(candidates, key=lambda candidate: (candidate.place.population, candidate.prior), default=None)
                answered.append((mention, best.place if best else None, 0.0))
            items.append((document, golds, answered))
        return scored(items)

    def evidence(self) -> dict[str, dict[str, float]]:
        """Share of hits on the gold spans of each corpus with all evidence, and without each group, forests fitted anew each time."""
        hidden: list[tuple[str, ...]] = [(), *((group,) for group in GROUPS), TOGETHER]
        found: dict[str, dict[str, float]] = {}
        for groups in hidden:
            pairs = {next(c for c in CORPORA if c not in others): others for others in combinations(CORPORA, 2)}
            found[" and ".join(groups) or "all"] = {
                corpus: share_of_hits(self.answers(corpus, pairs[corpus], hidden_groups=groups)) for corpus in CORPORA
            }
        return found


def _given(spans: Sequence[Mention], found: Sequence[Mention]) -> tuple[Sequence[Mention], Sequence[Mention]]:
    """Gold spans, and what else is found as their context."""
    return spans, [one for one in found if not any(span.start < one.end and one.start < span.end for span in spans)]


def version_of() -> str:
    """Digest of everything that the figures depend on besides the corpora."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256(f"{PACKAGED.stat().st_size} {PACKAGED.stat().st_mtime_ns}".encode())
    code = [
        path for room in ("geomap/gazetteer", "geomap/recognition", "geomap/resolution", "training") for path in (root / room).rglob("*.py")
    ]
    for path in sorted([*code, *FOLDER.glob("*.npz")]):
        if path.name not in {"figures.py", "subregions.py"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def main() -> None:
    """Measure what is not kept yet, and print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--work", type=Path, required=True, help="folder that keeps what each stage made")
    parser.add_argument("--no-evidence", action="store_true", help="leave out the table of what each group is worth, the longest stage")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1, help="of the processor")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    evaluation = Evaluation(given.data, given.work, seed=given.seed)
    left_out = {setup.name: (evaluation.scores(setup, given=True), evaluation.scores(setup, given=False)) for setup in LEFT_OUT}
    baselines = {setup.name: (evaluation.baseline(setup, given=True), evaluation.baseline(setup, given=False)) for setup in LEFT_OUT}
    five = [(evaluation.scores(setup, given=True), evaluation.scores(setup, given=False)) for setup in FIVE]
    folds = figures.by_corpus(five, {str(r["id"]): c for c in CORPORA for r in read_golds(evaluation.path(c))}, CORPORA)
    print(figures.overview(left_out, folds, baselines))
    print(figures.confidence(left_out))
    print(figures.regions(left_out, evaluation.mapper.gazetteer))
    if not given.no_evidence:
        print(figures.evidence(evaluation.evidence()))


if __name__ == "__main__":
    main()
