"""Labels never collide, marks move apart."""

from __future__ import annotations

import time
from itertools import combinations
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from geomap.rendering.labels import CROWD, Box, Label, Mark, Room, place_labels, push_apart

COORDINATE = st.floats(0, 400)
FRAME = Box(0, 0, 400, 300)
LABELS = st.lists(
    st.builds(Label, COORDINATE, COORDINATE, st.floats(5, 120), st.floats(8, 20), st.floats(0, 12), st.sampled_from(["beside", "over"])),
    max_size=25,
)


@given(LABELS)
def test_labels_never_overlap(labels: list[Label]) -> None:
    """Whatever is asked for, no two labels lie on each other, on a taken box, or beyond the frame."""
    legend = Box(300, 220, 400, 300)
    placed = [box for box in place_labels(labels, taken=[legend], frame=FRAME) if box]
    assert not any(one.meets(other) for one, other in combinations([*placed, legend], 2))
    assert all(box.inside(FRAME) for box in placed)


def test_a_free_label_stands_to_the_right() -> None:
    """The first spot is the one that readers expect."""
    assert place_labels([Label(100, 100, 40, 10, 6)], taken=[], frame=FRAME) == [Box(106, 95, 146, 105)]


def test_the_first_label_has_the_right_of_way() -> None:
    """Of two labels on one spot the second moves."""
    first, second = place_labels([Label(100, 100, 40, 10, 6)] * 2, taken=[], frame=FRAME)
    assert first == Box(106, 95, 146, 105)
    assert second is not None
    assert second.right < 100


@given(st.integers(2, 8))
def test_marks_on_one_spot_move_apart(count: int) -> None:
    """A handful of places in one town can be told apart."""
    spots = push_apart([Mark(50, 50, 20)] * count)
    assert all(((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 > 12 for (x1, y1), (x2, y2) in combinations(spots, 2))


def test_marks_that_are_apart_stay_where_they_are() -> None:
    """A mark moves only when it must."""
    assert push_apart([Mark(0, 0, 20), Mark(30, 0, 20)]) == [(0, 0), (30, 0)]


@given(LABELS, st.lists(st.builds(Label, COORDINATE, COORDINATE, st.floats(1, 200), st.floats(1, 200)), max_size=25))
def test_room_knows_what_every_box_together_would_say(labels: list[Label], asked: list[Label]) -> None:
    """Asking the cells around a box is asking all that is taken, beyond the frame too."""
    taken = [Box(label.x - 50, label.y - 50, label.x - 50 + label.width, label.y - 50 + label.height) for label in labels]
    room = Room(FRAME, taken)
    for label in asked:
        box = Box(label.x - 80, label.y - 80, label.x - 80 + label.width, label.y - 80 + label.height)
        assert room.is_free(box) is not any(box.meets(other) for other in taken)


@given(st.lists(st.builds(Mark, st.floats(0, 200), st.floats(0, 200), st.floats(2, 12)), max_size=40))
def test_a_mark_moves_only_for_a_neighbour_and_no_pair_is_missed(marks: list[Mark]) -> None:
    """Marks move when two of them overlap, however far those are from the corner of a cell, and only then."""
    overlapping = any(hypot(one.x - other.x, one.y - other.y) < (one.size + other.size) / 2 + 2 for one, other in combinations(marks, 2))
    assert (push_apart(marks) != [(mark.x, mark.y) for mark in marks]) is overlapping


def test_a_heap_stays_a_heap_and_costs_nothing() -> None:
    """Thousands of marks on one spot cannot be parted; what stands elsewhere still is."""
    heap, pair = [Mark(0, 0, 3)] * 4000, [Mark(500, 500, 3), Mark(501, 500, 3)]
    start = time.perf_counter()
    spots = push_apart([*heap, *pair])
    assert time.perf_counter() - start < 3
    assert len(heap) > CROWD
    assert set(spots[:-2]) == {(0, 0)}
    assert hypot(spots[-1][0] - spots[-2][0], spots[-1][1] - spots[-2][1]) >= 5


def test_a_map_of_thousands_is_labelled_in_seconds() -> None:
    """Marks on a grid with their names: the time grows with their number, not with its square."""
    marks = [Mark(number % 80 * 5.0, number // 80 * 5.0, 6) for number in range(4000)]
    start = time.perf_counter()
    spots = push_apart(marks)
    labels = [Label(x, y, 30, 4, 3) for x, y in spots]
    placed = place_labels(labels, taken=[Box(x - 1, y - 1, x + 1, y + 1) for x, y in spots], frame=FRAME)
    assert time.perf_counter() - start < 5
    assert any(placed)
