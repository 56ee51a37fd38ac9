import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.gazetteer.spelling import SpellingIndex, bound, build, distance, signatures

WORDS = st.text(alphabet="abcde ", min_size=1, max_size=9)


def index(*keys):
    tables = dict(build(sorted(keys)))
    return SpellingIndex(tables["spelling_blocks"], tables["spelling_text"])


@pytest.mark.parametrize(("left", "right", "edits"), [("kyiv", "kiyv", 1), ("banjska", "banska", 1), ("paris", "pairs", 1), ("a", "a", 0)])
def test_distance_counts_edits(left, right, edits):
    """Inserting, deleting, replacing and swapping neighbours are one edit each."""
    assert distance(left, right, 2) == edits


@given(WORDS, WORDS)
def test_distance_is_symmetric_and_bounded(left, right):
    """Both ways give the same, never more than one above the bound."""
    assert distance(left, right, 2) == distance(right, left, 2) <= 3


@given(WORDS, WORDS)
def test_signatures_never_hide_a_near_key(left, right):
    """The filter lets every pair within two edits pass."""
    edits = distance(left, right, 2)
    if edits <= 2:
        letters, pairs = (one ^ other for one, other in zip(signed(left), signed(right), strict=True))
        assert letters.bit_count() <= 2 * edits
        assert letters.bit_count() + pairs.bit_count() <= 6 * edits


def signed(key):
    """Letters and pairs of a key."""
    return signatures(key.encode(), len(key)).view("<u4").ravel().tolist()


def test_keys_side_by_side_have_the_signatures_of_each():
    """The last letter's pair is with the end of its own key, not with the next key."""
    both = signatures(b"lagosparis", 5).view("<u4").tolist()
    assert both == [signed("lagos"), signed("paris")]
    assert both[0] != both[1]


def test_short_names_are_left_alone():
    """Four letters give no room for a slip."""
    assert bound(4) == 0
    assert index("lima", "lime").near("limo") == []


def test_the_nearest_comes_first():
    """One edit before two; the key itself is no answer."""
    assert index("stavanger", "stavangel", "stavanges").near("stavanger") == [(1, "stavangel"), (1, "stavanges")]


def test_the_first_letter_must_agree():
    """Keys of another first letter are in another block."""
    assert index("paris", "baris").near("barix") == [(1, "baris")]
