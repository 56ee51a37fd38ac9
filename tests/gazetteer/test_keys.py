import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.gazetteer.keys import join_words, key_of, key_words


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("St. Étienne-du-Grès", "saint etienne du gres"),
        ("Saint Etienne du Gres", "saint etienne du gres"),
        ("Ft. Worth", "fort worth"),
        ("Mt. Vernon", "mount vernon"),
        ("U.S.", "us"),
        ("W.Va.", "wva"),
        ("St.Louis", "saint louis"),
        ("The Hague", "hague"),
        ("N'Djaména", "ndjamena"),
        ("İstanbul", "istanbul"),
        ("Łódź", "lodz"),
        ("Þingvellir", "thingvellir"),
        ("Trinidad & Tobago", "trinidad and tobago"),
        ("Москва", "москва"),
        ("أبوظبي", "ابوظبي"),
        ("서울", "서울"),
        ("पुणे", "पुणे"),
        ("???", ""),
    ],
)
def test_a_key_joins_the_spellings_of_a_name(name, key):
    """Case, marks, hyphens, dots, "St." and "the" make no difference; the script does."""
    assert key_of(name) == key


def test_a_short_form_that_ends_a_name_stays_short():
    """ "MT" at the end is Montana, not a mountain."""
    assert key_of("Big Sky, MT") == "big sky mt"


def test_decomposed_letters_equal_composed_ones():
    """An accent typed as a character of its own makes no difference."""
    assert key_of("Sa\u0303o Paulo") == key_of("São Paulo")


@given(st.text())
def test_a_key_is_its_own_key(text):
    """Normalizing twice changes nothing."""
    assert key_of(key_of(text)) in (key_of(text), key_of(text).removeprefix("the "))


@given(st.text())
def test_a_key_ignores_case(text):
    """Upper and lower case share a key wherever lower-casing an upper-cased text gives it back."""
    if text.upper().lower() == text.lower():
        assert key_of(text.upper()) == key_of(text.lower())


@given(st.lists(st.text(max_size=8), max_size=6))
def test_a_name_of_words_has_the_key_of_its_words(words):
    """The matcher may make a key word by word."""
    words = [word for word in words if "." not in word]
    assert key_of(" ".join(words)) == join_words([part for word in words for part in key_words(word)])
