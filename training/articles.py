"""Annotated articles as the ranker's fit sees them: the gold mentions first, then what else the recognizer finds, with all candidates.

A corpus is JSON lines ``{"id", "text", "source", "mentions": [{"start", "end", "lat", "lon", "geonameid"}]}``; a mention without
coordinates is left out, as in what ``geomap parse`` writes of an unresolved one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from geomap.gazetteer.geometry import distance_km
from geomap.models import Document, Mention, Point, Span
from geomap.pipeline import Geomap
from geomap.reading import document_from_text
from geomap.resolution.batch import Batch, publisher_of
from geomap.resolution.candidates import look_up
from geomap.resolution.features import feature_matrix
from geomap.resolution.home import Home, find_home
from geomap.resolution.scene import Floats, Scene
from geomap.resolution.view import View

# The field's customary bound for "the right place".
HIT_KM = 161.0
# A candidate without the gold id is taken for the gold place when none has it and it lies this near.
SAME_KM = 25.0


@dataclass
class Article:
    """An annotated article and what is believed of it at the moment; ``first`` keeps what the first pass sees, which never changes."""

    corpus: str
    document: Document
    gold: list[dict[str, Any]]
    scene: Scene
    home: Home
    hidden: bool = False
    view: View | None = None
    matrix: Floats | None = None
    belief: Floats | None = None
    first: tuple[View, Floats] | None = None

    @property
    def publisher(self) -> str:
        """Key of the publisher, empty when it is hidden."""
        return "" if self.hidden else publisher_of(self.document)

    def blank(self) -> tuple[View, Floats]:
        """View with the gazetteer's priors as belief, and its features."""
        if self.first is None:
            view = blank_view(self)
            self.first = view, feature_matrix(view)
        return self.first


def read_articles(path: Path, mapper: Geomap, *, limit: int | None, texts: Mapping[str, str] | None = None) -> Iterator[Article]:
    """Articles of a corpus with their candidates; ``texts`` are those of articles that the file gives only the id of."""
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for _, line in zip(range(limit or 10**9), lines, strict=False)]
    for record in records:
        gold = [mention for mention in record["mentions"] if mention["lat"] is not None]
        text = record.get("text") or (texts or {}).get(str(record["id"]), "")
        if not gold or not text:
            continue
        document = document_from_text(text, id=str(record["id"]), source=record.get("source") or "")
        mentions = mapper.recognizer.recognize_given(document, [Span(m["start"], m["end"]) for m in gold])
        context = [m for m in mapper.recognizer.recognize(document) if not any(o.start < m.end and m.start < o.end for o in mentions)]
        everything: Sequence[Mention] = (*mentions, *context)
        scene = Scene.of(document, everything, look_up(mapper.gazetteer, everything))
        yield Article(path.stem, document, gold, scene, find_home(document, mapper.gazetteer))


def read_golds(path: Path) -> Iterator[dict[str, Any]]:
    """Records of a corpus, each with its ``document``; the mentions without coordinates too. Ids are told apart by the corpus."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            record = json.loads(line)
            document = document_from_text(record["text"], id=str(record["id"]), source=record.get("source") or "")
            yield {**record, "document": document}


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
