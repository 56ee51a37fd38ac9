"""The recognizer finds what it should, in the role it has, and keeps its offsets whatever comes."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import InputError, ModelError
from geomap.models import Document, Mention, Span
from geomap.recognition import Recognizer
from tests.recognition.conftest import TinyGazetteer


def texts(mentions: tuple[Mention, ...]) -> list[str]:
    """Texts of mentions."""
    return [mention.text for mention in mentions]


def found(recognizer: Recognizer, text: str) -> list[str]:
    """Texts of the mentions of a text."""
    return texts(recognizer.recognize(Document("1", text)))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The president of France flew from Paris to Kyiv on Monday.", ["France", "Paris", "Kyiv"]),
        ("Three people were killed in clashes in Banjska village, near Mitrovica city.", ["Banjska", "Mitrovica"]),
        ("Shelling was heard in the village of Oleshky, 20 km north of Kherson.", ["Oleshky", "Kherson"]),
        ("According to the Constitution of Serbia, Kosovo is its part.", ["Serbia", "Kosovo"]),
        ("He worked at the Toronto Urology Hospital for ten years.", ["Toronto"]),
        ("The flood reached Lee, Hill and Polk counties in Texas.", ["Lee", "Hill", "Polk", "Texas"]),
        (
            "The airline said on Monday that all its flights to Sierra\nLeone were cancelled until the Russian crews have rested.",
            ["Sierra\nLeone", "Russian"],
        ),
        ("Aid workers left New\u00a0York for Guinea-Bissau.", ["New\u00a0York", "Guinea-Bissau"]),
        ("The actress Paris Hilton said that she had never met the writer Jack London.", []),
        ("Pray for #SierraLeone tonight", ["SierraLeone"]),
        ("Pristina closed the crossing at Merdare on Friday.", ["Pristina", "Merdare"]),
        ("Clashes were reported in Zubin Potok and Leposavic on Friday.", ["Zubin Potok", "Leposavic"]),
        ("The senator, D-Springfield, voted against the bill.", ["Springfield"]),
        ("Madison Clark said that the talks went well.", []),
    ],
)
def test_names_are_found(recognizer: Recognizer, text: str, names: list[str]) -> None:
    """Names in many forms are found, namesakes that are persons are not."""
    assert found(recognizer, text) == names


def test_lists_say_the_full_name(recognizer: Recognizer) -> None:
    """A member of a list is looked up with the head that it shares."""
    mentions = recognizer.recognize(Document("1", "The flood reached Lee, Hill and Polk counties in Texas."))
    assert mentions[0].names == ("Lee County", "Lee")


def test_coordinates_resolve_themselves(recognizer: Recognizer) -> None:
    """A pair of coordinates is a mention with its position."""
    text = "The wreck was found at 42.970, 20.800 near Pristina."
    mention, pristina = recognizer.recognize(Document("1", text))
    assert (mention.text, mention.coordinates and mention.coordinates.latitude) == ("42.970, 20.800", 42.97)
    assert pristina.text == "Pristina"


def test_phrases_point_into_the_document(recognizer: Recognizer) -> None:
    """Spans of a phrase count in the document though invisible characters stand in it."""
    text = "Clashes went on in Banj\u00adska village, near\u00a0Mitrovica city, on Sunday."
    banjska = recognizer.recognize(Document("1", text))[0]
    [phrase] = banjska.spatial
    assert banjska.text == "Banj\u00adska"
    assert banjska.names[0] == "Banjska"
    assert text[phrase.span.start : phrase.span.end] == "near"
    assert [text[anchor.start : anchor.end] for anchor in phrase.anchors] == ["Mitrovica"]


def test_furniture_yields_nothing(recognizer: Recognizer) -> None:
    """No mention lies in what is not the article."""
    text = "London Paris Kyiv\nTroops left Kherson on Monday."
    document = Document("1", text, furniture=(Span(0, 17),))
    assert texts(recognizer.recognize(document)) == ["Kherson"]


def test_dateline_has_its_role(recognizer: Recognizer) -> None:
    """A name in the dateline is one."""
    text = "PARIS, Ky. (AP) — The mayor of Paris spoke."
    mentions = recognizer.recognize(Document("1", text, dateline=Span(0, 10)))
    assert [(mention.text, mention.role) for mention in mentions][:2] == [("PARIS", "dateline"), ("Ky.", "dateline")]
    assert mentions[-1].role != "dateline"


def test_given_spans_are_kept(recognizer: Recognizer) -> None:
    """All spans that are given come back, in their order, overlapping or not, names or not."""
    text = "Moscow welcomes the meeting of New York bankers."
    spans = [Span(31, 39), Span(0, 6), Span(35, 39), Span(7, 15), Span(15, 16)]
    mentions = recognizer.recognize_given(Document("1", text), spans)
    assert [(mention.start, mention.end) for mention in mentions] == [(span.start, span.end) for span in spans]
    assert all(mention.names and mention.role_probabilities for mention in mentions)


def test_given_span_outside_is_an_error(recognizer: Recognizer) -> None:
    """A span that does not lie in the text is named."""
    with pytest.raises(InputError, match="span 3 to 99 does not lie in the text of 5 code points"):
        recognizer.recognize_given(Document("1", "Paris"), [Span(3, 99)])


def test_unknown_model_is_an_error(recognizer: Recognizer) -> None:
    """A pipeline that is not installed is named, with what to do."""
    del recognizer
    with pytest.raises(ModelError, match="'no_such_pipeline' cannot be loaded"):
        Recognizer(None, model="no_such_pipeline")  # type: ignore[arg-type]


def test_mentions_are_the_same_in_a_batch(recognizer: Recognizer) -> None:
    """What a document yields does not depend on those beside it."""
    documents = [Document(str(number), text) for number, text in enumerate(["Rain fell in Lille.", "", "Moscow welcomes Serbia's offer."])]
    together = [mentions for _, mentions in recognizer.recognize_many(documents)]
    assert together == [recognizer.recognize(document) for document in documents]


def test_probabilities_are_complete(recognizer: Recognizer) -> None:
    """Every role has a probability, most likely first, and they sum to one."""
    for mention in recognizer.recognize(Document("1", "Moscow welcomes the Russian envoy to Serbia.")):
        shares = [share for _, share in mention.role_probabilities]
        assert sum(shares) == pytest.approx(1, abs=0.001)
        assert shares == sorted(shares, reverse=True)
        assert mention.role == mention.role_probabilities[0][0]
        assert 0 <= mention.confidence <= 1


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Armenian Prime Minister Anna Holm spoke in the evening.", "Armenian", "modifier"),
        ("Karabakh Armenians fled to Yerevan.", "Armenians", "demonym"),
        ("Karabakh Armenians fled to Yerevan.", "Yerevan", "literal"),
        ("Pristina rejected the offer of the mediators.", "Pristina", "metonymic"),
        ("He worked at the Toronto Urology Hospital for ten years.", "Toronto", "embedded"),
    ],
)
def test_roles(recognizer: Recognizer, text: str, name: str, role: str) -> None:
    """A name's role follows from the words around it."""
    assert [mention.role for mention in recognizer.recognize(Document("1", text)) if mention.text == name] == [role]


HOSTILE = [
    "",
    " ",
    "\n\n\n",
    "🙂" * 50,
    "<table><tr><td>Paris</td><td>London</td></tr></table> <b>Rain in Lille</b>",
    "\u200fParis\u200e \u2067Kyiv\u2069 \ufeffLille",
    "ᚠᛇᚻ᛫ᛒᛦᚦ᛫ᚠᚱᚩᚠᚢᚱ",
    "PARIS LONDON MOSCOW TO HOLD TALKS ON KOSOVO",
    "paris london moscow to hold talks on kosovo",
    "<p>Paris</p><script>alert('London')</script>",
    "Paris\tLondon\tKyiv\n1\t2\t3\n",
    "Pa\u200bris Lon\u200ddon \u202eKyiv\u202c",
    "\ud800Paris\udfff",
    "Paris\x00London",
    "'" * 500,
    "e\u0301" * 100,
    "#" * 100 + "@" * 100,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_keep_their_offsets(recognizer: Recognizer, text: str) -> None:
    """Whatever stands in a text, a mention is a slice of it."""
    for mention in recognizer.recognize(Document("1", text)):
        assert text[mention.start : mention.end] == mention.text
        assert mention.text.strip()


def test_long_lines_are_read(recognizer: Recognizer) -> None:
    """A text without a line break is read in pieces, and the names at its end are found like those at its beginning."""
    text = "Rain fell in Lille and then it fell again and again " * 2_000
    mentions = recognizer.recognize(Document("1", text))
    assert len(mentions) == 2_000
    assert mentions[-1].start == text.rindex("Lille")


PIECES = ["Paris", "Guinea", "-", "Bissau", "\u00ad", "\u200b", "\u00a0", " ", " ", "\n", ",", "’s", "20 km north of", "#SierraLeone"]
PIECES += ["and", "New", "York", "42.9700, 20.8000", "🙂", "\ud800", "Lee, Hill and Polk counties", ". ", "مدينة", "Москва"]
PIECES += ["<td>", "</td>", "<b>Lille</b>", "\t", "PARIS", "TO HOLD TALKS IN", "kyiv", "rain in lille", "\u200f", "\u2067", "\u2069", "ᚠᛇᚻ"]
PIECES += ["\u0301", "#", "#PrayForKyiv", "_", "x" * 251, "\u2028", "\r\n", "\x00", "d'Alger", "👩\u200d🚒", "中文", "Lille, Paris"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
# With a tagger, without one in scripts of all kinds, and one that nobody knows.
LANGUAGES = st.sampled_from(["en", "", "de", "fr", "ru", "tr", "sr", "ar", "he", "zh", "xx"])


@settings(max_examples=200, deadline=None)
@given(text=TEXTS, language=LANGUAGES)
def test_offsets_always_hold(recognizer: Recognizer, text: str, language: str) -> None:
    """Mentions are slices of the text, in order, not overlapping; so are their sentences and phrases."""
    end = 0
    for mention in recognizer.recognize(Document("1", text, language=language)):
        assert text[mention.start : mention.end] == mention.text
        assert end <= mention.start
        assert 0 <= mention.sentence.start <= mention.start < mention.end <= mention.sentence.end <= len(text)
        assert all(0 <= phrase.span.start < phrase.span.end <= len(text) for phrase in mention.spatial)
        end = mention.end


@settings(max_examples=100, deadline=None)
@given(data=st.data(), text=TEXTS.filter(bool), language=LANGUAGES)
def test_given_spans_come_back_whatever_they_are(recognizer: Recognizer, data: st.DataObject, text: str, language: str) -> None:
    """Spans that are given come back as they are, overlapping, twice, on blanks or inside a word, in any language."""
    starts = data.draw(st.lists(st.integers(0, len(text) - 1), max_size=6))
    spans = [Span(start, data.draw(st.integers(start + 1, len(text)))) for start in starts]
    mentions = recognizer.recognize_given(Document("1", text, language=language), spans)
    assert [(mention.start, mention.end, mention.text) for mention in mentions] == [(s.start, s.end, text[s.start : s.end]) for s in spans]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("language", ["ru", "ar", "xx"])
def test_hostile_texts_in_languages_without_a_model(recognizer: Recognizer, text: str, language: str) -> None:
    """Without a tagger too, whatever stands in a text, a mention is a slice of it."""
    for mention in recognizer.recognize(Document("1", text, language=language)):
        assert text[mention.start : mention.end] == mention.text
        assert mention.text.strip()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ᚠᛇᚻ᛫ᛒᛦᚦ᛫ᚠᚱᚩᚠᚢᚱ", []),
        ("PARIS AND LONDON HOLD TALKS ON KOSOVO", ["PARIS", "LONDON", "KOSOVO"]),
        ("the mayor of paris flew to moscow and london", ["paris", "moscow", "london"]),
        ("<p>Rain fell in <b>Lille</b> and in <i>Paris</i>.</p>", ["Lille", "Paris"]),
        ("City\tDead\nLille\t3\nKyiv\t12\n", ["Lille", "Kyiv"]),
        ("Rain fell in Pa\u200bris and in \u202eKyiv\u202c.", ["Pa\u200bris", "Kyiv"]),
        ("🙂🙂 Rain fell in Lille🙂 and in Kyiv 🇺🇦.", ["Lille", "Kyiv"]),
        ("\u200fRain fell in \u2067Kyiv\u2069 and \ufeffLille.", ["Kyiv", "Lille"]),
        ("Rain fell in \ud800Lille and in Kyiv\udfff.", ["Lille", "Kyiv"]),
        ("", []),
    ],
)
def test_bad_input_yields_what_is_in_it(recognizer: Recognizer, text: str, names: list[str]) -> None:
    """Of a text that is damaged, the names are found all the same."""
    assert found(recognizer, text) == names


def test_a_recognizer_without_entities(tiny: TinyGazetteer, tmp_path: Path) -> None:
    """A pipeline that marks nothing leaves the gazetteer's names, and an empty text is nothing to it."""
    spacy.blank("en").to_disk(tmp_path / "blank")
    plain = Recognizer(tiny, model=str(tmp_path / "blank"))
    assert found(plain, "The president of France flew from Paris to Kyiv.") == ["France", "Paris", "Kyiv"]
    assert found(plain, "") == []
    assert texts(plain.recognize_given(Document("1", "rain in paris"), [Span(8, 13), Span(5, 13)])) == ["paris", "in paris"]
