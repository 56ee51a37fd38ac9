"""Labels never collide, marks move apart."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from geomap.rendering.labels import Box, Label, Mark, place_labels, push_apart

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
