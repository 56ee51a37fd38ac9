"""Lines as text."""

from hypothesis import given
from hypothesis import strategies as st

from geomap.gazetteer.outline_store import pack, pack_lines, unpack, unpack_lines
from geomap.gazetteer.polyline import decode, encode

vertices = st.lists(st.tuples(st.integers(-1_800_000, 1_800_000), st.integers(-900_000, 900_000)))


@given(vertices)
def test_a_line_comes_back_as_it_was_written(line):
    """Encoding and decoding a line gives the line."""
    assert decode(encode(line)) == line


@given(vertices)
def test_an_encoded_line_is_one_printable_word(line):
    """The text needs no quoting in a table: no tab, no space, no line end."""
    assert all(63 <= ord(letter) <= 126 for letter in encode(line))


@given(st.lists(st.integers(-(2**31), 2**31 - 1)))
def test_packed_numbers_come_back(numbers):
    """Packing whole numbers of 32 bits loses none."""
    assert unpack(pack(numbers)).tolist() == numbers


@given(st.lists(vertices.filter(bool), max_size=5))
def test_packed_lines_come_back(lines):
    """Packing lines keeps their number, order and points; they come back in degrees."""
    degrees = [[(x / 1000, y / 1000) for x, y in line] for line in lines]
    assert [list(map(tuple, line.tolist())) for line in unpack_lines(pack_lines(lines), 1000)] == degrees
