import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.gazetteer import Gazetteer, MatchKind
from geomap.gazetteer.keys import key_of
from geomap.gazetteer.rows import PlaceRow, SourceNote
from geomap.gazetteer.writer import GazetteerWriter

WORDS = ["Kosovo", "in", "Paris", ",", "Texas", "the", "Sremska", "Mitrovica", "-", "Kosovar", "Albanian", "of", "City", "London"]


def found(matches, words):
    return [" ".join(words[match.start : match.end]) for match in matches]


def test_every_run_is_found_overlapping_ones_too(tiny_gazetteer):
    """A name inside another name is found beside it."""
    words = "clashes in Sremska Mitrovica".split()
    assert found(tiny_gazetteer.match(words), words) == ["Sremska Mitrovica", "Mitrovica"]


def test_commas_end_a_run_and_hyphens_do_not(tiny_gazetteer):
    """ "Kosovo - Metohija" is one name; "Kosovo, Polje" is not."""
    assert found(tiny_gazetteer.match(["Kosovo", "-", "Metohija"]), ["Kosovo", "-", "Metohija"])[0] == "Kosovo"
    assert "kosovo polje" in [match.key for match in tiny_gazetteer.match(["Kosovo", "-", "Polje"])]
    assert "kosovo polje" not in [match.key for match in tiny_gazetteer.match(["Kosovo", ",", "Polje"])]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["to", "King", "'s", "Lynn"], ["King 's Lynn"]),
        (["in", "St.", "John", "’s", ",", "King", "'s", "Lynn"], ["St. John ’s", "King 's Lynn"]),
        (["ST", ".", "JOHN", "'S", "MAYOR"], ["ST . JOHN 'S"]),
        (["the", "Queen", "'s", "speech"], []),
        (["London", "'s", "mayor"], ["London"]),
    ],
)
def test_a_possessive_may_be_part_of_a_name(tmp_path, words, names):
    """ "King's Lynn", which a tokenizer cuts; a single word with a possessive ("Queen's") is no name."""
    with GazetteerWriter(tmp_path / "g.sqlite") as writer:
        writer.note(SourceNote("test", "", "", "2026"))
        for number, name in enumerate(["King's Lynn", "Saint John’s", "Queens", "London"], 1):
            writer.add(PlaceRow(f"geonames:{number}", name, 52.0, 0.4, "P", "PPL", "GB", population=50_000, source="test"))
    gazetteer = Gazetteer.open(tmp_path / "g.sqlite")
    assert found(gazetteer.match(words), words) == names
    gazetteer.close()


def test_lower_case_runs_can_be_left_out(tiny_gazetteer):
    """With ``cased`` a run needs a capital."""
    assert tiny_gazetteer.match(["paris"])
    assert not tiny_gazetteer.match(["paris"], cased=True)
    assert tiny_gazetteer.match(["Paris"], cased=True)


def test_the_summary_tells_what_the_key_may_be(tiny_gazetteer):
    """ "Georgia" is a country and a state."""
    (match,) = tiny_gazetteer.match(["Georgia"])
    assert match.summary.candidates == 2
    assert match.summary.kinds & MatchKind.COUNTRY
    assert match.summary.kinds & MatchKind.DIVISION
    assert match.summary.population_log10 == pytest.approx(6.67, abs=0.2)


def test_a_demonym_is_told(tiny_gazetteer):
    """ "Kosovars" names people."""
    (match,) = tiny_gazetteer.match(["Kosovars"])
    assert match.summary.kinds & MatchKind.DEMONYM


def test_no_words_no_matches(tiny_gazetteer):
    """Empty input and punctuation give nothing."""
    assert tiny_gazetteer.match([]) == ()
    assert tiny_gazetteer.match(["—", "!"]) == ()


@given(words=st.lists(st.sampled_from(WORDS), max_size=12))
def test_matches_are_what_a_look_up_of_every_run_would_give(tiny_gazetteer, words):
    """The hashes find neither more nor less than the keys."""
    expected = set()
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            run = words[start:end]
            if "," in run or run[0] in ("the", "-") or run[-1] == "-":
                continue
            candidates = tiny_gazetteer.look_up(" ".join(run))
            if candidates and candidates[0].rule == "exact":
                expected.add((start, end, key_of(" ".join(run))))
    assert {(match.start, match.end, match.key) for match in tiny_gazetteer.match(words)} == expected
