"""Fits the ranker of ``geomap/resolution`` and says, corpus by corpus, what it is worth on articles that it has not seen.

    python training/fit_ranker.py --out geomap/resolution/model/ranker.json lgl.jsonl trnews.jsonl gwn.jsonl --test wiktor.jsonl

A corpus is JSON lines ``{"id", "text", "source", "mentions": [{"start", "end", "lat", "lon", "geonameid"}]}``. What the recognizer finds in
a text besides the gold mentions is context, as it is when the package runs. Each corpus is held out in turn for the report, then all are
fitted together. Encyclopedia pages about obscure namesakes (WikToR) are only tested on: fitted with news they teach to doubt capitals.
Confidence is calibrated on held-out answers only. Needs ``pip install geomap[training]``.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from sklearn.linear_model import LogisticRegression

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.geometry import distance_km
from geomap.models import Document, Mention, Place, Point, Span
from geomap.pipeline import Geomap
from geomap.reading import document_from_text
from geomap.resolution.batch import Batch, Shares, publisher_of
from geomap.resolution.candidates import look_up
from geomap.resolution.draft import softmax, support
from geomap.resolution.features import FEATURES, GROUP_OF, LEADS, feature_matrix
from geomap.resolution.home import Home, find_home
from geomap.resolution.ranker import log_odds
from geomap.resolution.scene import Floats, Scene
from geomap.resolution.view import View

# The field's customary bound for "the right place".
HIT_KM = 161.0
# A candidate without the gold id is taken for the gold place when none has it and it lies this near.
SAME_KM = 25.0
PASSES = 2
FOLDS = 4
# About as many mentions as half of the corpora's.
MADE_UP = 700
WORLD = 200
# Tables of the gazetteer that hold what is known all over the world.
CURATED = Path(__file__).parents[1] / "gazetteer" / "curated"
WIDE_TABLES = {"contested", "islands", "landmarks", "mountains", "regions", "rivers", "seats", "waters"}
ROUNDS = 90
TREES = {
    "num_leaves": 12,
    "learning_rate": 0.1,
    "min_data_in_leaf": 40,
    "lambda_l2": 5.0,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "verbose": -1,
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
}
# Evidence that can only speak for a place, and evidence that can only speak against it: holds what the corpora teach by chance in check.
RISING = {
    "prior", "prior_share", "population_share", "cue_agrees", "inside_next", "inside_second", "holds_previous", "list_alike",
    "country_named", "division_named", "county_named", "country_share", "division_share", "near_30", "near_150", "near_600", "elsewhere",
    "home_suffix", "home_near", "home_division", "batch_country", "batch_division", "batch_place", "dateline_division", "dateline_near",
    *(f"{column}_lead" for column in LEADS),
}  # fmt: skip
FALLING = {"edits", "cue_conflicts", "closest", "rank"}
MONOTONE = [1 if feature in RISING else -1 if feature in FALLING else 0 for feature in FEATURES]
# What the confidence is made of besides the belief among the candidates.
SURE = (
    "exact", "derived", "abbreviation", "demonym", "edits", "namesakes", "population", "prior", "country", "division", "landmark", "region",
    "water", "terrain", "country_share", "near_150", "inside_next", "holds_story", "cue_conflicts", "is_embedded",
)  # fmt: skip
# A third of the articles is also shown without publisher, so that the ranker does not lean on it.
HIDDEN_SHARE = 3


@dataclass
class Article:
    """An annotated article and what is believed of it at the moment."""

    corpus: str
    document: Document
    gold: list[dict[str, Any]]
    scene: Scene
    home: Home
    hidden: bool = False
    view: View | None = None
    matrix: Floats | None = None
    belief: Floats | None = None

    @property
    def publisher(self) -> str:
        """Key of the publisher, empty when it is hidden."""
        return "" if self.hidden else publisher_of(self.document)


def read_articles(path: Path, mapper: Geomap, *, limit: int | None) -> Iterator[Article]:
    """Articles of a corpus with their candidates."""
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for _, line in zip(range(limit or 10**9), lines, strict=False)]
    for record in records:
        gold = [mention for mention in record["mentions"] if mention["lat"] is not None]
        if not gold:
            continue
        document = document_from_text(record["text"], id=str(record["id"]), source=record.get("source") or "")
        mentions = mapper.recognizer.recognize_given(document, [Span(m["start"], m["end"]) for m in gold])
        context = [m for m in mapper.recognizer.recognize(document) if not any(o.start < m.end and m.start < o.end for o in mentions)]
        everything: Sequence[Mention] = (*mentions, *context)
        scene = Scene.of(document, everything, look_up(mapper.gazetteer, everything))
        yield Article(path.stem, document, gold, scene, find_home(document, mapper.gazetteer))


def made_up_articles(gazetteer: Gazetteer, *, count: int = MADE_UP, seed: int = 1) -> Iterator[Article]:
    """Articles that name a town with what contains it, amid a story from around a namesake: a reader is not misled by that.

    The towns are drawn from all over the world; the corpora have few such cases, and nearly all of them American.
    """
    rng = random.Random(seed)
    made = 0
    while made < count:
        point = Point(math.degrees(math.asin(rng.uniform(-0.7, 0.95))), rng.uniform(-180.0, 180.0))
        here = gazetteer.near(point, 250.0, min_population=2_000, limit=40)
        if not here:
            continue
        town = rng.choice(here)
        namesakes = [c.place for c in gazetteer.look_up(town.name, limit=12) if c.rule == "exact" and c.place.country != town.country]
        containers = [place for place in gazetteer.places(town.parents[:2]).values() if place.name != town.name]
        if not namesakes or not containers:
            continue
        # Half of them beside the best known namesake ("London, Ontario" in a story from England).
        rival = namesakes[0] if rng.random() < 0.5 else rng.choice(namesakes)
        around = [place for place in gazetteer.near(rival.point, 120.0, min_population=2_000, limit=12) if place.name != town.name]
        if len(around) < 3:
            continue
        made += 1
        yield _made_up(f"made-up-{made}", town, rng.choice(containers), rng.sample(around, 3), gazetteer)


def world_articles(gazetteer: Gazetteer, *, count: int = WORLD, seed: int = 2) -> Iterator[Article]:
    """Articles that name well-known places far apart, seas and regions among them: a name needs no neighbours to be the usual place."""
    rng = random.Random(seed)
    known = [name for table in sorted(CURATED.glob("*.tsv")) if table.stem in WIDE_TABLES for name in _names(table)]
    while count:
        point = Point(math.degrees(math.asin(rng.uniform(-0.7, 0.95))), rng.uniform(-180.0, 180.0))
        city = gazetteer.near(point, 1500.0, min_population=300_000, limit=40)
        if not city:
            continue
        names = [rng.choice(city).name, *rng.sample(known, 4)]
        places = [answer[0].place for answer in gazetteer.look_up_many(names, limit=1) if answer and answer[0].rule == "exact"]
        if len(places) == len(names):
            yield _story(
                f"world-{count}",
                list(zip(("The ship left ", ", passed ", " and ", ", and came from ", " to "), places, strict=True)),
                gazetteer,
            )
            count -= 1


def _names(table: Path) -> list[str]:
    lines = [line for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [line.split("\t")[1] for line in lines[1:]]


def _made_up(name: str, town: Place, container: Place, others: Sequence[Place], gazetteer: Gazetteer) -> Article:
    first, second, third = others
    parts = [
        ("Rain fell in ", first),
        (" and in ", second),
        (". The mayor of ", town),
        (", ", container),
        (", spoke to people from ", third),
    ]
    return _story(name, parts, gazetteer)


def _story(name: str, parts: Sequence[tuple[str, Place]], gazetteer: Gazetteer) -> Article:
    text, mentions, gold = "", [], []
    for words, place in parts:
        text += words
        mentions.append(Mention(len(text), len(text) + len(place.name), place.name, names=(place.name,)))
        gold.append({"lat": place.point.latitude, "lon": place.point.longitude, "geonameid": place.geonameid, "text": place.name})
        text += place.name
    document = Document(name, text + ".")
    return Article("made-up", document, gold, Scene.of(document, mentions, look_up(gazetteer, mentions)), Home())


def targets(article: Article) -> tuple[Floats, Floats]:
    """Which rows are the gold place, and which are hits, shape (rows,) each; rows of context are neither."""
    view = blank_view(article)
    right, hit = np.zeros(len(view.candidate)), np.zeros(len(view.candidate))
    for index, gold in enumerate(article.gold):
        rows = range(int(view.row_first[index]), int(view.row_first[index + 1]))
        places = [article.scene.candidates[int(view.candidate[row])].place for row in rows]
        same = np.array([bool(gold["geonameid"]) and place.geonameid == gold["geonameid"] for place in places], bool)
        km = np.array([distance_km(Point(gold["lat"], gold["lon"]), place.point) for place in places])
        hit[rows.start : rows.stop] = same | (km <= HIT_KM)
        # The point of a sea or a region is a convention: a gold point inside its extent is the same place.
        extent = np.array([max(HIT_KM, place.radius_km) for place in places])
        near = (km <= max(SAME_KM, km.min() + 1)) & (km <= extent) if len(km) else same
        right[rows.start : rows.stop] = same if same.any() else near
    return right, hit


def blank_view(article: Article) -> View:
    """View with the gazetteer's priors as belief."""
    prior = article.scene.prior
    blank = View(article.scene, prior, prior, Home(), Batch())
    return View(article.scene, prior, prior[blank.candidate], Home() if article.hidden else article.home, Batch())


def look(articles: Sequence[Article], number: int) -> None:
    """Make the features of a pass from the beliefs of the one before."""
    shares: dict[str, Shares] = defaultdict(Shares)
    own: list[Shares] = []
    for article in articles:
        article.view = blank_view(article) if number == 0 else believed_view(article, Batch())
        places = (candidate.place for candidate in article.scene.candidates)
        own.append(Shares.of(zip(places, article.view.mass.tolist(), strict=True)))
        if number:
            shares[article.publisher].add(own[-1])
    for article, mine in zip(articles, own, strict=True):
        if number and article.publisher:
            article.view = believed_view(article, shares[article.publisher].without(mine))
        assert article.view is not None
        article.matrix = feature_matrix(article.view)


def believed_view(article: Article, batch: Batch) -> View:
    """View with the beliefs of the pass before."""
    scene, view, belief = article.scene, article.view, article.belief
    assert view is not None
    assert belief is not None
    total = np.bincount(view.candidate, weights=belief, minlength=len(scene.candidates))
    mean = total / np.maximum(1.0, scene.mentions_of_name[scene.name])
    return View(scene, mean, belief, Home() if article.hidden else article.home, batch)


def fit_forest(articles: Sequence[Article]) -> lightgbm.Booster:
    """Fit boosted trees to the choice among the candidates of each gold mention."""
    rows, right, group = [], [], []
    offset = 0
    for article in articles:
        assert article.view is not None
        assert article.matrix is not None
        target, _ = targets(article)
        end = int(article.view.row_first[len(article.gold)])
        rows.append(article.matrix[:end])
        right.append(target[:end])
        group.append(article.view.mention[:end] + offset)
        offset += len(article.gold)
    data = lightgbm.Dataset(np.vstack(rows), label=np.concatenate(right))
    objective = _choice(np.concatenate(group), offset)
    return lightgbm.train({**TREES, "monotone_constraints": MONOTONE, "objective": objective}, data, num_boost_round=ROUNDS)


def _choice(group: Any, groups: int) -> Any:
    """Gradient of the log likelihood of a softmax over each group; right rows share their target, groups without one say nothing."""

    def objective(scores: Floats, data: lightgbm.Dataset) -> tuple[Floats, Floats]:
        best = np.full(groups, -np.inf)
        np.maximum.at(best, group, scores)
        powers = np.exp(scores - best[group])
        share = powers / np.bincount(group, weights=powers, minlength=groups)[group]
        right = data.get_label()
        on_right = np.bincount(group, weights=share * right, minlength=groups)
        target = np.where(right > 0, share / np.maximum(on_right[group], 1e-9), 0.0)
        told = (np.bincount(group, weights=right, minlength=groups) > 0)[group]
        return (share - target) * told, np.maximum(share * (1 - share), 1e-3) * told

    return objective


def believe(articles: Sequence[Article], forest: lightgbm.Booster) -> None:
    """Set the beliefs of articles by a forest."""
    for article in articles:
        assert article.view is not None
        assert article.matrix is not None
        scores = forest.predict(article.matrix) if len(article.matrix) else np.zeros(0)
        article.belief = softmax(article.view, scores)


def fit(articles: Sequence[Article]) -> list[lightgbm.Booster]:
    """Fit all passes; each pass sees what the one before believes of articles that it was not fitted on."""
    forests = []
    for number in range(PASSES):
        look(articles, number)
        forests.append(fit_forest(articles))
        if number < PASSES - 1:
            folds = [fold_of(article.document.id) for article in articles]
            for fold in range(FOLDS):
                forest = fit_forest([article for article, own in zip(articles, folds, strict=True) if own != fold])
                believe([article for article, own in zip(articles, folds, strict=True) if own == fold], forest)
    return forests


@dataclass(frozen=True, slots=True)
class Answer:
    """Best candidate of a gold mention: belief in it and its twins, its features, whether it is a hit, whether it is right.

    A sea whose point lies elsewhere by another convention is right and no hit.
    """

    believed: float
    features: Floats
    hit: bool
    right: bool


def answer(articles: Sequence[Article], forests: Sequence[lightgbm.Booster]) -> list[Answer | None]:
    """Answer to each gold mention, None without candidates."""
    for number, forest in enumerate(forests):
        look(articles, number)
        believe(articles, forest)
    answers: list[Answer | None] = []
    for article in articles:
        assert article.view is not None
        assert article.belief is not None
        assert article.matrix is not None
        right, hit = targets(article)
        for index in range(len(article.gold)):
            rows = slice(int(article.view.row_first[index]), int(article.view.row_first[index + 1]))
            if rows.stop == rows.start:
                answers.append(None)
                continue
            best = rows.start + int(np.argmax(article.belief[rows]))
            believed = support(article.view, article.belief, best)
            answers.append(Answer(believed, article.matrix[best], bool(hit[best]), bool(hit[best] or right[best])))
    return answers


def fold_of(text: str) -> int:
    """Fold of a document: the same on every machine."""
    return zlib.crc32(text.encode()) % FOLDS


def calibrate(answers: Sequence[Answer | None]) -> dict[str, Any]:
    """Logistic regression of being right, over the belief and what it cannot know: how the name matched and whether the story is near."""
    found = [one for one in answers if one is not None]
    at = [FEATURES.index(feature) for feature in SURE]
    table = np.array([[log_odds(one.believed), *one.features[at]] for one in found])
    scale = table.std(axis=0) + 1e-6
    fitted = LogisticRegression(C=1.0, max_iter=500).fit(table / scale, [one.right for one in found])
    weights = fitted.coef_[0] / scale
    named = {feature: round(float(weight), 5) for feature, weight in zip(SURE, weights[1:], strict=True)}
    return {"bias": round(float(fitted.intercept_[0]), 5), "support": round(float(weights[0]), 5), "weights": named}


def dumped(forest: lightgbm.Booster) -> dict[str, Any]:
    """Trees of a forest as lists of their nodes, root first."""
    trees, depths = [], []
    for tree in forest.dump_model()["tree_info"]:
        nodes: dict[str, list[float]] = {key: [] for key in ("feature", "threshold", "left", "right", "value")}
        depths.append(_dump(tree["tree_structure"], nodes))
        trees.append(nodes)
    return {"depth": max(depths), "trees": trees}


def _dump(node: dict[str, Any], nodes: dict[str, list[float]]) -> int:
    index = len(nodes["value"])
    leaf = "split_feature" not in node
    nodes["feature"].append(0 if leaf else node["split_feature"])
    nodes["threshold"].append(0.0 if leaf else round(node["threshold"], 6))
    nodes["value"].append(round(node["leaf_value"] if leaf else node["internal_value"], 5))
    nodes["left"].append(index)
    nodes["right"].append(index)
    if leaf:
        return 0
    depth = 0
    for side, child in (("left", "left_child"), ("right", "right_child")):
        nodes[side][index] = len(nodes["value"])
        depth = max(depth, 1 + _dump(node[child], nodes))
    return depth


def share_of_hits(answers: Sequence[Answer | None]) -> float:
    """Share of all gold mentions put within 161 km."""
    return sum(one is not None and one.hit for one in answers) / max(1, len(answers))


def calibration_error(answers: Sequence[Answer | None], sure: dict[str, Any]) -> float:
    """Expected calibration error over ten equal bins, of the mentions that have candidates."""
    found = [one for one in answers if one is not None]
    weights = np.array([sure["weights"].get(feature, 0.0) for feature in FEATURES])
    scores = np.array([sure["bias"] + sure["support"] * log_odds(one.believed) + one.features @ weights for one in found])
    confidence, hit = 1.0 / (1.0 + np.exp(-scores)), np.array([one.hit for one in found], float)
    bins = np.minimum(9, (confidence * 10).astype(int))
    return float(sum(abs((confidence - hit)[bins == b].sum()) for b in range(10)) / len(found))


def with_hidden(articles: Sequence[Article]) -> list[Article]:
    """Articles, and a third of them again without their publisher."""
    hidden = [replace(article, hidden=True) for article in articles if zlib.crc32(article.document.text.encode()) % HIDDEN_SHARE == 0]
    return [*articles, *hidden]


def main() -> None:
    """Report each corpus held out, then fit all and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--test", nargs="*", type=Path, default=[], help="corpora to report on only")
    parser.add_argument("--limit", type=int, default=1000, help="articles of a corpus at most")
    parser.add_argument("--no-report", action="store_true", help="fit only")
    arguments = parser.parse_args()
    mapper = Geomap(online=False)
    corpora = {path.stem: list(read_articles(path, mapper, limit=arguments.limit)) for path in arguments.corpora}
    made_up = [*made_up_articles(mapper.gazetteer), *world_articles(mapper.gazetteer)]
    held_out: dict[str, list[Answer | None]] = {}
    for name, articles in corpora.items() if not arguments.no_report else ():
        forests = fit([*made_up, *with_hidden([article for other, own in corpora.items() if other != name for article in own])])
        held_out[name] = answer(articles, forests)
        for article in articles:
            article.hidden = True
        blind = share_of_hits(answer(articles, forests))
        for article in articles:
            article.hidden = False
        seen = share_of_hits(held_out[name])
        print(f"{name}: Acc@161 {seen:.4f}, publisher hidden {blind:.4f}, {len(held_out[name])} mentions", flush=True)
    for name, answers in held_out.items():
        others = [pair for other, pairs in held_out.items() if other != name for pair in pairs]
        print(f"{name}: calibration error {calibration_error(answers, calibrate(others)):.4f}")
    for path in arguments.test:
        articles = list(read_articles(path, mapper, limit=arguments.limit))
        answers = answer(articles, fit([*made_up, *with_hidden([article for own in corpora.values() for article in own])]))
        error = calibration_error(answers, calibrate([pair for pairs in held_out.values() for pair in pairs] or answers))
        print(f"{path.stem}: Acc@161 {share_of_hits(answers):.4f}, {len(answers)} mentions; calibration error {error:.4f}", flush=True)
    everything = [*made_up, *with_hidden([article for own in corpora.values() for article in own])]
    forests = fit(everything)
    pooled = [pair for pairs in held_out.values() for pair in pairs] or answer(everything, forests)
    model = {"features": list(FEATURES), "groups": list(GROUP_OF)}
    model |= {"confidence": calibrate(pooled), "passes": [dumped(forest) for forest in forests]}
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{arguments.out}: {arguments.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
