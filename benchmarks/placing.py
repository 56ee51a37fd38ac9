"""How well the words of a text place what they describe: radius, center, by kind of phrase; and the constants behind it.

::

    python benchmarks/placing.py              # both halves, phrases as recognition reads them
    python benchmarks/placing.py --columns    # phrases as the table gives them
    python benchmarks/placing.py --misses     # the rows that lie outside their radius
    python benchmarks/placing.py --fit        # what the even rows say of the constants of geomap/resolution/fields.py
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.geometry import distance_km
from geomap.gazetteer.outlines import Outlines
from geomap.models import Area, Document, Mention, Place, Point, Span, SpatialPhrase
from geomap.recognition.phrases import spatial_phrases
from geomap.resolution.ground import Ground
from geomap.resolution.placing import place_by_words

TESTS = Path(__file__).parents[1] / "tests" / "resolution"
# In the surroundings of a town; and more than 50 km from the anchor, or somewhere in a country.
LOCAL, WIDE = TESTS / "spatial_sentences.tsv", TESTS / "spatial_sentences_wide.tsv"


@dataclass(frozen=True)
class Row:
    """A sentence, what it places, where that is, and what the table says of its phrase."""

    sentence: str
    name: Span
    point: Point
    anchors: dict[Span, str]
    phrase: SpatialPhrase


@dataclass(frozen=True)
class Outcome:
    """A row with the area that its words gave; None when they gave none."""

    row: Row
    area: Area | None

    @property
    def off_km(self) -> float:
        """Distance of the true point from the center."""
        return distance_km(self.area.center, self.row.point) if self.area else float("inf")

    @property
    def held(self) -> bool:
        """Whether the true point lies within the radius."""
        return self.area is not None and self.off_km <= self.area.radius_km


def read_rows(path: Path = LOCAL) -> list[Row]:
    """Rows of the table."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return [_row(record) for record in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _row(record: dict[str, str]) -> Row:
    sentence = record["sentence"]
    start = sentence.index(record["name"])
    name = Span(start, start + len(record["name"]))
    anchors: dict[Span, str] = {}
    for pair in record["anchors"].split(";"):
        text, _, place = pair.partition("=")
        at = sentence.index(text, name.end)
        anchors[Span(at, at + len(text))] = place
    spans = tuple(anchors)
    bearing, distance = (float(record[key]) if record[key] else None for key in ("bearing", "distance"))
    phrase = SpatialPhrase(record["relation"], Span(name.end + 2, spans[0].start - 1), spans, bearing, distance)  # type: ignore[arg-type]
    return Row(sentence, name, Point(float(record["latitude"]), float(record["longitude"])), anchors, phrase)


def parsed(row: Row) -> tuple[SpatialPhrase, ...]:
    """Phrases of a row as recognition reads them."""
    spans = sorted([row.name, *row.anchors])
    return spatial_phrases(row.sentence, spans, [Span(0, len(row.sentence))] * len(spans))[spans.index(row.name)]


def place_all(rows: Iterable[Row], places: dict[str, Place], ground: Ground, *, columns: bool) -> list[Outcome]:
    """Place every row."""
    outcomes = []
    for row in rows:
        phrases = (row.phrase,) if columns else parsed(row)
        mention = Mention(row.name.start, row.name.end, row.sentence[row.name.start : row.name.end], spatial=phrases)
        anchors = {span: places[place] for span, place in row.anchors.items()}
        outcomes.append(Outcome(row, place_by_words(mention, anchors, document=Document("", row.sentence), ground=ground)))
    return outcomes


def known_places(rows: Sequence[Row], gazetteer: Gazetteer) -> dict[str, Place]:
    """Places of all anchors."""
    return gazetteer.places(sorted({place for row in rows for place in row.anchors.values()}))


def line(name: str, outcomes: Sequence[Outcome]) -> str:
    """One line of the report."""
    held = sum(outcome.held for outcome in outcomes) / len(outcomes)
    near = sum(outcome.off_km <= 10 for outcome in outcomes) / len(outcomes)
    radius = float(np.median([outcome.area.radius_km for outcome in outcomes if outcome.area] or [np.nan]))
    off = float(np.median([outcome.off_km for outcome in outcomes]))
    shares = f"within radius {held:.2f}  within 10 km {near:.2f}"
    return f"{name:28} {len(outcomes):4}  {shares}  median radius {radius:7.1f} km, error {off:6.1f} km"


def kind(row: Row) -> str:
    """Relation, and whether it names a distance."""
    named = row.phrase.relation in ("direction", "near") and row.phrase.distance_km is not None
    return row.phrase.relation + (" with distance" if named else "")


def fit(rows: Sequence[Row], places: dict[str, Place]) -> None:
    """Print what the rows say of each constant."""
    named = [(row, *_truth(row, places)) for row in rows if row.phrase.distance_km and row.phrase.bearing_degrees is not None]
    ratios = np.array([np.log(km / row.phrase.distance_km) for row, km, _ in named])
    print(f"named distance: shift {ratios.mean():+.2f}, spread {np.sqrt((ratios**2).mean()):.2f} (n {len(ratios)})")
    for loose in (False, True):
        turned = [
            (bearing - row.phrase.bearing_degrees + 180) % 360 - 180
            for row, _, bearing in ((row, *_truth(row, places)) for row in rows if row.phrase.bearing_degrees is not None)
            if row.phrase.relation == "direction" and (row.phrase.distance_km is None) == loose
        ]
        print(
            f"bearing {'without' if loose else 'with'} distance: spread {np.sqrt(np.mean(np.square(turned))):.0f} degrees (n {len(turned)})"
        )
    for relation in ("near", "direction", "suburb"):
        chosen = [row for row in rows if row.phrase.relation == relation and row.phrase.distance_km is None]
        km = np.array([_truth(row, places)[0] for row in chosen])
        radius = np.array([places[next(iter(row.anchors.values()))].radius_km for row in chosen])
        best = min(
            (float(np.std(np.log(km / (base + part * radius)))), base, part)
            for base in np.arange(0, 20.5, 0.5)
            for part in np.arange(0.1, 4, 0.1)
        )
        factor = float(np.exp(np.mean(np.log(km / (best[1] + best[2] * radius)))))
        print(f"{relation}: {best[1] * factor:.1f} km + {best[2] * factor:.2f} radii, spread {best[0]:.2f} (n {len(chosen)})")


def _truth(row: Row, places: dict[str, Place]) -> tuple[float, float]:
    """Distance and bearing of the true point from the first anchor."""
    from geomap.resolution.shapes import LocalPlane

    x, y = LocalPlane(places[next(iter(row.anchors.values()))].point).to_plane(
        np.array([row.point.longitude]), np.array([row.point.latitude])
    )
    return float(np.hypot(x[0], y[0])), float(np.degrees(np.arctan2(x[0], y[0])) % 360)


def main() -> None:
    """Report."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for flag in ("--columns", "--misses", "--fit"):
        options.add_argument(flag, action="store_true")
    asked = options.parse_args()
    local, wide = read_rows(LOCAL), read_rows(WIDE)
    places = known_places([*local, *wide], Gazetteer.open())
    if asked.fit:
        fit(local[::2], places)
        return
    ground = Ground(Outlines.open())
    place_all([*local, *wide], places, ground, columns=asked.columns)  # reads the outlines, so that the time below is that of placing
    started = time.perf_counter()
    near = place_all(local, places, ground, columns=asked.columns)
    elapsed = (time.perf_counter() - started) / len(local)
    far = place_all(wide, places, ground, columns=asked.columns)
    print(line("around a town", near))
    print(line("  even rows (fitted on)", near[::2]))
    print(line("  odd rows (never seen)", near[1::2]))
    print(line("farther away (never seen)", far))
    for name in sorted({kind(outcome.row) for outcome in near + far}):
        print(line("  " + name, [outcome for outcome in near + far if kind(outcome.row) == name]))
    print(f"{elapsed * 1000:.0f} ms a phrase")
    for outcome in near + far if asked.misses else []:
        if not outcome.held:
            print(f"{outcome.off_km:7.1f} km off, radius {outcome.area.radius_km if outcome.area else 0:6.1f}: {outcome.row.sentence}")


if __name__ == "__main__":
    main()
