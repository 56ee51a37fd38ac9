"""The one way into a page: what goes in comes out as it was written, and is never syntax on its way."""

from __future__ import annotations

import html
import json
import re

import jinja2
import pytest
from hostile import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from geomap.rendering.escape import html_text, json_block, web_link

SYNTAX = re.compile(r"[<>\"'`$\\{}%\x00\ud800-\udfff]|&(?!#\d+;)")
ANY_TEXT = st.text(st.characters()) | st.sampled_from(HOSTILE)


def possible(text: str) -> str:
    """The text with what no document can hold replaced, as the page shows it."""
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


@given(ANY_TEXT)
def test_text_comes_out_as_written(text: str) -> None:
    """A parser reads the text that went in."""
    assert html.unescape(str(html_text(text))) == possible(text).replace("&#13;", "\r")


@given(ANY_TEXT)
def test_text_is_never_syntax(text: str) -> None:
    """No character of markup, script or template is left."""
    assert not SYNTAX.search(str(html_text(text)))


@given(st.dictionaries(ANY_TEXT, ANY_TEXT | st.lists(ANY_TEXT) | st.integers() | st.none(), max_size=5))
def test_data_comes_out_as_it_went_in(value: dict[str, object]) -> None:
    """JSON that is read again equals what was written."""
    expected = json.loads(possible(json.dumps(value, ensure_ascii=False)))
    assert json.loads(str(json_block(value))) == expected


@given(st.recursive(ANY_TEXT, lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner), max_leaves=6))
def test_data_is_never_a_template(value: object) -> None:
    """Jinja leaves the block as it is, and it holds no markup."""
    block = str(json_block(value))
    assert jinja2.Template(block, keep_trailing_newline=True).render() == block
    assert not re.search(r"[<>&'`$%#]", block)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//host/path",
        "http:",
        "http://[broken",
        "https://a.example/\u202e",
        "https://a.example/\ud800",
        "",
    ],
)
def test_only_web_addresses_are_linked(address: str) -> None:
    """Anything but http and https is no link."""
    assert web_link(address) == ""
