"""The words of the text and the gazetteer are held against one another."""

from __future__ import annotations

from geomap.gazetteer import Gazetteer
from geomap.models import Document, Mention, Resolution, Span, SpatialPhrase
from geomap.resolution import Resolver


def resolved(
    gazetteer: Gazetteer, text: str, placed: str, anchor: str, *others: str, bearing: float | None, km: float | None
) -> Resolution:
    """Resolution of a name that a phrase before its anchor places."""
    spans = {name: Span(text.index(name), text.index(name) + len(name)) for name in (placed, anchor, *others)}
    start = spans[placed].end + 1
    spatial = SpatialPhrase("near" if bearing is None else "direction", Span(start, spans[anchor].start), (spans[anchor],), bearing, km)
    mentions = [
        Mention(span.start, span.end, name, names=(name,), spatial=(spatial,) if name == placed else ()) for name, span in spans.items()
    ]
    return Resolver(gazetteer).resolve(Document("1", text), mentions).resolutions[0]


def test_unknown_name_lies_in_what_the_text_says_contains_it(gazetteer: Gazetteer) -> None:
    """A village near Basel that is said to be in France lies west of one that is not."""
    plain = resolved(gazetteer, "Qxyzzyvale near Basel", "Qxyzzyvale", "Basel", bearing=None, km=None)
    inside = resolved(gazetteer, "Qxyzzyvale, France, near Basel", "Qxyzzyvale", "Basel", "France", bearing=None, km=None)
    assert (plain.status, inside.status) == ("approximate", "approximate")
    assert plain.place
    assert inside.place
    assert inside.place.point.longitude < plain.place.point.longitude - 0.02


def test_namesake_where_the_words_say_is_chosen(gazetteer: Gazetteer) -> None:
    """A name whose usual place is far from where the words say means the one that lies there; the usual one is the runner-up."""
    found = resolved(gazetteer, "Paris, 31 km northeast of Lexington", "Paris", "Lexington", bearing=45.0, km=25.0)
    assert found.place
    assert found.place.admin1 == "Kentucky"
    assert found.place not in [other.place for other in found.alternatives]
    assert any("where the text says" in fact.text for fact in found.evidence)
