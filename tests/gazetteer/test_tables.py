import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer.rows import NameRow
from geomap.gazetteer.tables import parse_names, read_header, read_table


def write(path, text):
    path.write_text(text, encoding="utf8")
    return path


def test_a_table_is_read_below_its_header(tmp_path):
    """Comment lines are the header, then come the column names."""
    path = write(tmp_path / "t.tsv", "# t: a table\n# licence: CC0\nid\tname\n1\tOne\n\n2\tTwo\n")
    assert [line["name"] for line in read_table(path)] == ["One", "Two"]
    assert read_header(path)["licence"] == "CC0"


def test_a_row_with_too_few_fields_is_named_by_file_and_line(tmp_path):
    """The message leads to the line."""
    path = write(tmp_path / "t.tsv", "id\tname\n1\tOne\n2\n")
    with pytest.raises(GazetteerError, match=r"t\.tsv, line 3: 1 fields, the header has 2"):
        list(read_table(path))


def test_a_missing_column_is_named(tmp_path):
    """So is the line of the header."""
    with pytest.raises(GazetteerError, match="line 1: columns point are missing"):
        list(read_table(write(tmp_path / "t.tsv", "id\tname\n"), ["id", "point"]))


def test_a_missing_table_is_said(tmp_path):
    """Missing and not UTF-8 are one kind of error."""
    with pytest.raises(GazetteerError, match="cannot be read"):
        list(read_table(tmp_path / "none.tsv"))


@pytest.mark.parametrize(("text", "message"), [("91.5", "from -90 to 90"), ("north", "a number was expected"), ("nan", "from -90 to 90")])
def test_a_number_out_of_range_is_refused(tmp_path, text, message):
    """With what was found and what was expected."""
    (line,) = read_table(write(tmp_path / "t.tsv", f"latitude\n{text}\n"))
    with pytest.raises(GazetteerError, match=message):
        line.number_in("latitude", -90, 90)


def test_a_quote_at_the_beginning_is_a_letter_like_others(tmp_path):
    """No quoting: a name that starts with a quote swallows nothing."""
    rows = list(read_table(write(tmp_path / "t.tsv", 'id\tname\n1\t"Old Town\n2\tTwo\n')))
    assert [line["name"] for line in rows] == ['"Old Town', "Two"]


def test_names_carry_language_or_kind():
    """Prefixes are languages, or kinds of names."""
    assert list(parse_names("de:Rhein|adj:Rhenish|abbr:Rh.|Rhin||sr-Latn:Rajna")) == [
        NameRow("Rhein", "alternate", "de"),
        NameRow("Rhenish", "demonym"),
        NameRow("Rh.", "abbreviation"),
        NameRow("Rhin"),
        NameRow("Rajna", "alternate", "sr"),
    ]
