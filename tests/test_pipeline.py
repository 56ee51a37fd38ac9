"""The whole way: an article becomes places with roles, and a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap import Geomap
from geomap.errors import GazetteerNotFoundError, InputError
from geomap.models import Document, ParsedArticle, Span
from geomap.reading import read

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture(scope="module")
def mapper() -> Geomap:
    """Everything loaded once."""
    return Geomap(online=False)


@pytest.fixture(scope="module")
def border(mapper: Geomap) -> ParsedArticle:
    """The example that tells of Karabakh and northern Kosovo."""
    return mapper.parse(read(str(EXAMPLES / "border-villages.txt")))


def found(article: ParsedArticle, name: str) -> list[tuple[str, str]]:
    """Country and status of each mention of a name."""
    return [(r.place.country if r.place else "", r.status) for r in article.resolutions if r.mention.text == name]


@pytest.mark.parametrize(
    ("name", "country"),
    [("Yerevan", "AM"), ("Baku", "AZ"), ("Mitrovica", "XK"), ("Brussels", "BE"), ("Germany", "DE"), ("Kraljevo", "RS"),
     ("Skopje", "MK"), ("Oslo", "NO"), ("Leposavic", "XK"), ("Zvecan", "XK"), ("United States", "US")],
)  # fmt: skip
def test_places_of_the_example(border: ParsedArticle, name: str, country: str) -> None:
    """Each is found and lies in the right country."""
    answers = found(border, name)
    assert answers
    assert {answer[0] for answer in answers} == {country}


def test_moscow_is_a_city_and_a_government(border: ParsedArticle) -> None:
    """A Moscow after "in" is a place, "Moscow welcomes" is a government, and the dateline is a dateline."""
    roles = [r.mention.role for r in border.resolutions if r.mention.text.casefold() == "moscow"]
    assert roles[0] == "dateline"
    assert "literal" in roles
    assert "metonymic" in roles


def test_karabakh_is_a_contested_area(border: ParsedArticle) -> None:
    """It is a region with its claims, not a dot that belongs to one side."""
    place = next(r.place for r in border.resolutions if r.mention.text == "Karabakh" and r.place)
    assert (round(place.point.latitude), round(place.point.longitude)) == (40, 47)
    assert place.radius_km > 20
    assert place.claim
    assert "Azerbaijan" in place.claim.administers


def test_village_is_placed_where_the_text_says(border: ParsedArticle) -> None:
    """Banjska lies north-west of Mitrovica, Lower Rzana, which nobody knows, a few kilometers south of Banjska."""
    banjska = next(r for r in border.resolutions if r.mention.text.startswith("Banjska") and r.place)
    assert banjska.place
    assert abs(banjska.place.point.latitude - 42.97) < 0.15
    assert abs(banjska.place.point.longitude - 20.8) < 0.2
    rzana = [r for r in border.resolutions if "Rzana" in r.mention.text]
    assert rzana
    assert rzana[0].status in {"approximate", "unresolved"}


def test_furniture_yields_no_place(border: ParsedArticle) -> None:
    """Nothing comes from navigation, section labels and captions."""
    head = border.document.text.index("MOSCOW —")
    title = border.document.text.index("Mediators hope")
    assert not [r for r in border.resolutions if r.mention.start < title]
    assert not [r for r in border.resolutions if title + len(border.document.title) < r.mention.start < head]


def test_local_paper_means_its_own_paris(mapper: Geomap) -> None:
    """Paris, Versailles, Georgetown and Athens of a Kentucky paper lie in Kentucky; London is the one in Ontario."""
    article = mapper.parse(read(str(EXAMPLES / "county-paper.txt")))
    places = {r.mention.text: (r.place.country, r.place.admin1) for r in article.resolutions if r.place}
    assert places["Paris"] == places["Versailles"] == places["Georgetown"] == ("US", "Kentucky")
    assert places["London"] == ("CA", "Ontario")


def test_given_spans_are_resolved_all_and_no_others(mapper: Geomap) -> None:
    """Also one that is no name, also twice the same."""
    document = Document("1", "Rain fell in Lille and in Lyon.")
    spans = [Span(13, 18), Span(0, 4), Span(13, 18)]
    resolutions = mapper.parse_given(document, spans).resolutions
    assert [(r.mention.start, r.mention.end) for r in resolutions] == [(13, 18), (0, 4), (13, 18)]
    assert resolutions[0].place
    assert resolutions[0].place.country == "FR"


def test_span_outside_the_text_is_refused(mapper: Geomap) -> None:
    """A span that does not lie in the text is an error with both numbers."""
    with pytest.raises(InputError, match="span 3 to 99 does not lie in the text of 5 code points"):
        mapper.parse_given(Document("1", "Lille"), [Span(3, 99)])


@pytest.mark.parametrize("text", ["", " \n", "No place here, only rain.", "\x00\ud800\u202e", "🌍" * 50, "A" * 3000, "СЕВЕР И ЮГ"])
def test_odd_texts_are_no_fault(mapper: Geomap, text: str) -> None:
    """A text without places, in no script or of broken characters gives an article and a page."""
    mapped = mapper.map(text)
    assert mapped.article.document.text == text
    assert "<html" in mapped.to_html()


def test_text_of_five_megabytes(mapper: Geomap) -> None:
    """A very long text is no fault and loses nothing."""
    paragraph = "Rain fell in Lille, and the mayor of Lyon spoke.\n\n"
    article = mapper.parse(paragraph * 2_000 + "x" * 4_900_000)
    assert sum(r.mention.text == "Lille" for r in article.resolutions) == 2_000


def test_same_input_same_bytes(border: ParsedArticle) -> None:
    """Two mappers draw the same page."""
    document = border.document
    assert Geomap(online=False).map(document).to_html() == Geomap(online=False).map(document).to_html()


def test_missing_gazetteer_is_an_error(tmp_path: Path) -> None:
    """A gazetteer that is not there is never "nothing found"."""
    with pytest.raises(GazetteerNotFoundError, match="no gazetteer at"):
        Geomap(gazetteer=tmp_path / "none.sqlite", online=False).parse("Paris")


@pytest.mark.parametrize("ending", ["html", "geojson", "json", "md"])
def test_save_follows_the_ending(mapper: Geomap, tmp_path: Path, ending: str) -> None:
    """The ending of the file names the format."""
    path = mapper.map("Rain fell in Lille.").save(tmp_path / f"a.{ending}")
    assert "Lille" in path.read_text(encoding="utf-8")


def test_unknown_ending_is_refused(mapper: Geomap, tmp_path: Path) -> None:
    """An ending that no format has is said with those that have one."""
    with pytest.raises(InputError, match="html"):
        mapper.map("Rain fell in Lille.").save(tmp_path / "a.xyz")
    assert not (tmp_path / "a.xyz").exists()
