"""A name that is several places at one spot: the policy of ``docs/resolution.md``, rule by rule."""

from __future__ import annotations

import pytest

from geomap.gazetteer import Gazetteer
from geomap.models import Document, Mention, Resolution, Role
from geomap.resolution import Resolver
from geomap.resolution.kinds import kind_of


@pytest.fixture(scope="module")
def resolver(gazetteer: Gazetteer) -> Resolver:
    """Resolver over the packaged gazetteer."""
    return Resolver(gazetteer)


def resolved(resolver: Resolver, text: str, name: str, role: Role = "literal") -> Resolution:
    """Resolution of a name in a text."""
    mention = Mention(text.index(name), text.index(name) + len(name), name, role=role, names=(name,))
    return resolver.resolve(Document("1", text), [mention]).resolutions[0]


@pytest.mark.parametrize("name", ["Moscow", "Baku", "Idlib", "Kandahar", "Madrid", "Aleppo", "Kyiv", "Herat"])
def test_bare_name_is_the_city_and_the_twin_is_kept(resolver: Resolver, name: str) -> None:
    """Rule 1: without a word about it the city is meant; the division of the same name is an alternative."""
    resolution = resolved(resolver, f"Snow fell in {name} on Monday.", name)
    assert resolution.place
    assert resolution.place.feature_class == "P"
    assert "division" in [kind_of(other.place) for other in resolution.alternatives]


@pytest.mark.parametrize("words", ["the province of {}", "{} province"])
@pytest.mark.parametrize("name", ["Idlib", "Kandahar", "Aleppo", "Herat"])
def test_word_for_a_division_makes_it_the_division(resolver: Resolver, words: str, name: str) -> None:
    """Rule 2: "province" beside the name means the division; the city is an alternative."""
    resolution = resolved(resolver, f"Snow fell in {words.format(name)} on Monday.", name)
    assert resolution.place
    assert kind_of(resolution.place) == "division"


@pytest.mark.parametrize("name", ["Idlib", "Kandahar", "Aleppo", "Moscow"])
def test_word_for_a_city_makes_it_the_city(resolver: Resolver, name: str) -> None:
    """Rule 2 the other way round."""
    resolution = resolved(resolver, f"Snow fell in the city of {name} on Monday.", name)
    assert resolution.place
    assert resolution.place.feature_class == "P"


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"), [("France", 46.0, 2.0), ("Australia", -25.0, 135.0), ("Kosovo", 42.58333, 21.0)]
)
def test_country_is_where_geonames_puts_it(resolver: Resolver, name: str, latitude: float, longitude: float) -> None:
    """Rule 3: the point of a country is GeoNames' point, not its capital."""
    place = resolved(resolver, f"Snow fell in {name} on Monday.", name).place
    assert place
    assert (place.point.latitude, place.point.longitude) == pytest.approx((latitude, longitude), abs=0.6)


@pytest.mark.parametrize(("name", "kind"), [("French", "country"), ("Californian", "division"), ("Syrian", "country")])
def test_demonym_is_the_country_or_division(resolver: Resolver, name: str, kind: str) -> None:
    """Rule 4: what people are called means where they are from, never a town of that name."""
    place = resolved(resolver, f"The {name} minister came.", name, "modifier").place
    assert place
    assert kind_of(place) == kind


@pytest.mark.parametrize("name", ["Luxembourg", "Djibouti"])
def test_capital_that_bears_the_name_of_its_country(resolver: Resolver, name: str) -> None:
    """Rule 5: where a government speaks the country is meant; the capital is an alternative."""
    resolution = resolved(resolver, f"{name} said on Monday that it would pay.", name, "metonymic")
    assert resolution.place
    assert kind_of(resolution.place) == "country"
    assert "capital" in [kind_of(other.place) for other in resolution.alternatives]
