"""Names that stand side by side contain or list one another."""

from __future__ import annotations

import pytest

from geomap.models import Mention
from geomap.resolution.adjacency import Adjacency


def mentions(text: str, *names: str) -> list[Mention]:
    """Mentions of names in the order of the text."""
    found, start = [], 0
    for name in names:
        start = text.index(name, start)
        found.append(Mention(start, start + len(name), name))
        start += len(name)
    return found


@pytest.mark.parametrize("text", ["Paris, Ky.", "Paris (Ky.)", "Paris in Ky.", "Paris County, Ky.", "Paris, in the southern Ky."])
def test_container_follows(text: str) -> None:
    """A comma, a bracket or "in" leads to what contains the name."""
    found = Adjacency.of(text, mentions(text, "Paris", "Ky."))
    assert (found.container.tolist(), found.content.tolist()) == ([1, -1], [-1, 0])


def test_second_container_follows_the_first() -> None:
    """Town, county, state."""
    text = "Paris, Bourbon County, Ky."
    found = Adjacency.of(text, mentions(text, "Paris", "Bourbon County", "Ky."))
    assert found.second_container.tolist() == [2, -1, -1]


@pytest.mark.parametrize("text", ["Goma and Sake", "Goma, and Sake", "Goma / Sake", "Goma, Sake", "Goma or Sake"])
def test_lists(text: str) -> None:
    """A conjunction or a comma makes a list."""
    found = Adjacency.of(text, mentions(text, "Goma", "Sake"))
    assert (found.listed_after.tolist(), found.listed_before.tolist()) == ([1, -1], [-1, 0])


@pytest.mark.parametrize("text", ["Goma fell before Sake", "Goma.\n\nSake", "Goma, where people fled to, and then from, Sake"])
def test_others_are_no_neighbours(text: str) -> None:
    """Other words, a new paragraph or a long way keep names apart."""
    found = Adjacency.of(text, mentions(text, "Goma", "Sake"))
    assert found.listed_after.tolist() == [-1, -1]
    assert found.container.tolist() == [-1, -1]
