"""Fits the ranker of ``geomap/resolution`` and says, corpus by corpus, what it is worth on articles that it has not seen.

    python training/fit_ranker.py --out geomap/resolution/model/ranker.json lgl.jsonl trnews.jsonl gwn.jsonl --test wiktor.jsonl
    python training/fit_ranker.py --out ranker.json --corrected checked.jsonl

``training/articles.py`` says what a corpus is. What the recognizer finds in a text besides the gold mentions is context, as it is when the
package runs. Each corpus is held out in turn for the report, then all are fitted together. Encyclopedia pages about obscure namesakes
(WikToR) are only tested on: fitted with news they teach to doubt capitals. Confidence is calibrated on held-out answers only.

With ``--corrected`` the ranker in use learns from a newsroom's own checked articles (``training/corrected.py``): the new one is written
only when it puts more of their names right that it has not seen, else the exit status is 1 and nothing is written.
Needs ``pip install geomap[training]``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from geomap.files import write_whole
from geomap.pipeline import Geomap
from geomap.resolution.features import FEATURES, GROUP_OF
from geomap.resolution.ranker import Forest
from training.articles import Article, read_articles
from training.confidence import calibrate, calibration_error
from training.corrected import refit, texts_of
from training.forests import Answer, answer, fit, share_of_hits, with_hidden
from training.stories import STORIES, stories

Corpora = dict[str, list[Article]]


def main() -> None:
    """Fit, report and write, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--test", nargs="*", type=Path, default=[], help="corpora to report on only")
    parser.add_argument("--limit", type=int, default=1000, help="articles of a corpus at most")
    parser.add_argument("--no-report", action="store_true", help="fit only")
    parser.add_argument("--corrected", type=Path, help="checked articles to learn from, as a corpus or as `geomap parse` writes them")
    parser.add_argument("--texts", type=Path, help="input of `geomap parse`, for checked articles without their text")
    parser.add_argument("--stories", type=int, default=STORIES, help="stories made up from the gazetteer that are fitted along")
    arguments = parser.parse_args()
    if not arguments.corpora and not arguments.corrected:
        parser.error("give corpora to fit on, or --corrected")
    mapper = Geomap(online=False)
    corpora = {path.stem: list(read_articles(path, mapper, limit=arguments.limit)) for path in arguments.corpora}
    told = stories(mapper.gazetteer, count=arguments.stories)
    if arguments.corrected:
        texts = texts_of(arguments.texts) if arguments.texts else {}
        checked = list(read_articles(arguments.corrected, mapper, limit=None, texts=texts))
        others = [*told, *(article for own in corpora.values() for article in own)]
        sys.exit(refit(checked, others, arguments.out))
    tests = {path.stem: list(read_articles(path, mapper, limit=arguments.limit)) for path in arguments.test}
    held_out = {} if arguments.no_report else report(corpora, told)
    everything = [*told, *with_hidden([article for own in corpora.values() for article in own])]
    passes = fit(everything)
    forests = [Forest.of(raw) for raw in passes]
    pooled = [pair for pairs in held_out.values() for pair in pairs] or answer(everything, forests)
    confidence = calibrate(pooled)
    for name, articles in tests.items():
        answers = answer(articles, forests)
        error = calibration_error(answers, confidence)
        print(f"{name}: Acc@161 {share_of_hits(answers):.4f}, {len(answers)} mentions; calibration error {error:.4f}", flush=True)
    write_model(arguments.out, passes, confidence)
    print(f"{arguments.out}: {arguments.out.stat().st_size:,} bytes")


def report(corpora: Corpora, told: Sequence[Article]) -> dict[str, list[Answer | None]]:
    """Answers to each corpus by a ranker that was fitted without it; prints how good they are."""
    held_out: dict[str, list[Answer | None]] = {}
    for name, articles in corpora.items():
        others = [article for other, own in corpora.items() if other != name for article in own]
        forests = [Forest.of(raw) for raw in fit([*told, *with_hidden(others)])]
        blind = share_of_hits(answer([replace(article, hidden=True, first=None) for article in articles], forests))
        held_out[name] = answer(articles, forests)
        seen = share_of_hits(held_out[name])
        print(f"{name}: Acc@161 {seen:.4f}, publisher hidden {blind:.4f}, {len(held_out[name])} mentions", flush=True)
    for name, answers in held_out.items():
        others = [pair for other, pairs in held_out.items() if other != name for pair in pairs]
        print(f"{name}: calibration error {calibration_error(answers, calibrate(others)):.4f}")
    return held_out


def write_model(path: Path, passes: Sequence[dict[str, Any]], confidence: dict[str, Any]) -> None:
    """Write the forests and the confidence as the package reads them."""
    model = {"features": list(FEATURES), "groups": list(GROUP_OF), "confidence": confidence, "passes": list(passes)}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(model, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
