"""The measures behind the published figures, on answers whose figures are known."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from geomap.gazetteer import Gazetteer
from geomap.models import Document, Mention, Place, Point

sys.path.insert(0, str(Path(__file__).parents[2]))
from training.scoring import Answered, Gold, paired, scored, wilson
from training.subregions import SUBREGION

HERE = Place("geonames:1", "Here", Point(10.0, 10.0), "P")
THERE = Place("geonames:2", "There", Point(40.0, 40.0), "P")


def gold(start: int, end: int, place: Place | None = HERE) -> Gold:
    """Gold mention."""
    point = place.point if place else None
    return {
        "start": start,
        "end": end,
        "lat": point and point.latitude,
        "lon": point and point.longitude,
        "geonameid": place and place.geonameid,
    }


def answer(start: int, end: int, place: Place | None = HERE, confidence: float = 0.9) -> Answered:
    """Answer to a mention."""
    return Mention(start, end, "x" * (end - start)), place, confidence


def test_pairs_are_one_to_one_largest_overlap_first() -> None:
    """An answer that touches two gold mentions belongs to the one that it covers more of."""
    wide, narrow = answer(0, 10), answer(8, 12)
    assert paired([gold(0, 8), gold(8, 12)], [wide, narrow]) == {0: wide, 1: narrow}
    assert paired([gold(0, 3), gold(3, 10)], [wide]) == {1: wide}


def test_what_counts_for_recall_and_precision() -> None:
    """Misses are charged to recall, places nobody asked for to precision, gold without coordinates to neither."""
    golds = [gold(0, 2), gold(3, 5), gold(6, 8, None), gold(9, 11)]
    answers = [answer(0, 2), answer(3, 5, THERE), answer(6, 8), answer(20, 22), answer(30, 32, None)]
    scores = scored([(Document("1", ""), golds, answers)])
    assert scores.recall == pytest.approx(1 / 3)
    assert scores.precision == pytest.approx(1 / 3)


def test_same_id_is_a_hit_wherever_its_point_lies() -> None:
    """Where a country's point lies is a convention."""
    moved = Place(HERE.id, "Here", Point(-40.0, 100.0), "A")
    assert scored([(Document("1", ""), [gold(0, 2)], [answer(0, 2, moved)])]).recall == 1.0


def test_calibration_and_risk() -> None:
    """Four answers at .9 of which three are right are .15 too sure; the surest half holds no error."""
    places, sure = [HERE, HERE, HERE, THERE], [0.95, 0.95, 0.85, 0.85]
    items = [
        (Document(str(n), ""), [gold(0, 2)], [answer(0, 2, place, share)])
        for n, (place, share) in enumerate(zip(places, sure, strict=True))
    ]
    scores = scored(items)
    assert scores.calibration_error == pytest.approx((0.1 + 0.7) / 4)
    assert (scores.risk(0.5), scores.risk(1.0)) == (0.0, 0.25)
    assert scores.precision_above(0.9) == (1.0, 1.0, 0.5)


def test_interval_of_a_share() -> None:
    """Wilson's interval for 8 of 10 is .49 to .94; none of none says nothing."""
    assert wilson(8, 10) == pytest.approx((0.490, 0.943), abs=0.001)
    assert wilson(0, 0) == (0.0, 1.0)


def test_every_country_has_a_subregion(gazetteer: Gazetteer) -> None:
    """Only Antarctica has none."""
    codes = {place.country for code in SUBREGION if (place := gazetteer.country(code))}
    assert len(codes) > 230
    assert [code for code in ("US", "XK", "TW", "SS", "EH", "PS") if code not in SUBREGION] == []
