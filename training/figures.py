"""The figures of ``docs/resolution.md`` as Markdown tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from geomap.gazetteer import Gazetteer
from geomap.models import Point
from training.scoring import Gold, Pair, Scores, by, wilson
from training.subregions import NOWHERE, SUBREGION

# Gold spans and raw text.
Both = tuple[Scores, Scores]
COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.9)
SURE = 0.8
# A gold point whose place the gazetteer does not hold lies in the country of what is at most this near.
_NEAR_KM = 60.0
# Groups of fewer mentions say nothing.
_LEAST_COUNT = 20


def by_corpus(folds: Sequence[Both], corpus_of: Mapping[str, str], corpora: Sequence[str]) -> dict[str, Both]:
    """Scores of all folds together, by corpus."""
    found = {}
    for corpus in corpora:
        both = []
        for place in range(2):
            pairs = [pair for fold in folds for pair in fold[place].pairs if corpus_of[pair.document.id] == corpus]
            spurious = [one for fold in folds for one in fold[place].spurious if corpus_of[one[0]] == corpus]
            both.append(Scores(tuple(pairs), tuple(spurious)))
        found[corpus] = (both[0], both[1])
    return found


def overview(left_out: Mapping[str, Both], folds: Mapping[str, Both], baselines: Mapping[str, Both]) -> str:
    """What is right, with weights that never saw the corpus, in five folds, and by population alone."""
    rows = [
        (f"{name}, {label}", f"{given.recall:.3f}", f"{raw.recall:.3f}", f"{raw.precision:.3f}", *_errors(label, given, raw))
        for name in left_out
        for label, (given, raw) in (("left out", left_out[name]), ("five folds", folds[name]), ("most populous", baselines[name]))
    ]
    head = ("corpus", "Acc@161, gold spans", "recall, raw text", "precision, raw text", "calibration error, gold spans", "raw text")
    return _table(head, rows)


def _errors(label: str, given: Scores, raw: Scores) -> tuple[str, str]:
    return ("–", "–") if label == "most populous" else (f"{given.calibration_error:.3f}", f"{raw.calibration_error:.3f}")


def confidence(left_out: Mapping[str, Both]) -> str:
    """What the confidence promises and what it keeps, on raw text: at .8, by coverage, by role."""
    sure = [(name, *(f"{share:.3f}" for share in raw.precision_above(SURE))) for name, (_, raw) in left_out.items()]
    head = (
        "at confidence ≥ .8, raw text",
        "right, of gold names",
        "right, of all places given",
        "share of the gold answered so",
    )
    risks = [(name, *(_risk(raw, coverage) for coverage in COVERAGES)) for name, (_, raw) in left_out.items()]
    pairs = [pair for _, raw in left_out.values() for pair in raw.pairs if pair.placed]
    roles = [_promise(role, group) for role, group in by(pairs, lambda pair: pair.answer[0].role if pair.answer else "").items()]
    return "\n".join(
        [
            _table(head, sure),
            _table(("wrong among the surest", *(f"{coverage:.0%}" for coverage in COVERAGES)), risks),
            _table(("role, raw text", "places given", "mean confidence", "right"), roles),
        ]
    )


def _risk(scores: Scores, coverage: float) -> str:
    """Risk at a coverage; a dash where fewer are answered."""
    risk = scores.risk(coverage)
    return "–" if np.isnan(risk) else f"{risk:.3f}"


def _promise(name: str, pairs: Sequence[Pair]) -> tuple[str, ...]:
    mean = np.mean([pair.answer[2] for pair in pairs if pair.answer])
    return name, str(len(pairs)), f"{mean:.3f}", f"{np.mean([pair.hit for pair in pairs]):.3f}"


def regions(left_out: Mapping[str, Both], gazetteer: Gazetteer) -> str:
    """Share of right answers to gold spans by the subregion of the gold point, with its interval, and the mean confidence."""
    pairs = [pair for given, _ in left_out.values() for pair in given.pairs]
    known: dict[str, str] = {}

    def region_of(pair: Pair) -> str:
        key = f"{pair.gold.get('geonameid')} {pair.gold['lat']} {pair.gold['lon']}"
        if key not in known:
            known[key] = SUBREGION.get(_country_of(pair.gold, gazetteer), NOWHERE)
        return known[key]

    rows = []
    for region, group in by(pairs, region_of).items():
        right = sum(pair.hit for pair in group)
        low, high = wilson(right, len(group))
        shown = f"{right / len(group):.3f}" if len(group) >= _LEAST_COUNT else f"{right} of {len(group)}"
        mean = np.mean([pair.answer[2] for pair in group if pair.answer and pair.placed] or [0.0])
        rows.append((region, str(len(group)), shown, f"{low:.2f}–{high:.2f}", f"{mean:.2f}"))
    return _table(("subregion (UN M49), gold spans, left out", "mentions", "Acc@161", ".95 interval", "mean confidence"), rows)


def _country_of(gold: Gold, gazetteer: Gazetteer) -> str:
    place = gazetteer.place(f"geonames:{gold['geonameid']}") if gold.get("geonameid") else None
    if place:
        return place.country
    near = gazetteer.near(Point(gold["lat"], gold["lon"]), _NEAR_KM, limit=1)
    return near[0].country if near else ""


def evidence(shares: Mapping[str, Mapping[str, float]]) -> str:
    """What each group of evidence is worth: Acc@161 on gold spans with all, and the change without it."""
    whole = shares["all"]
    rows = [("all", *(f"{share:.3f}" for share in whole.values()))]
    for groups, found in shares.items():
        if groups != "all":
            rows.append((f"without {groups}", *(f"{found[corpus] - whole[corpus]:+.3f}" for corpus in whole)))
    return _table(("evidence, gold spans, left out", *whole), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
