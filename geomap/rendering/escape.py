"""The one way by which a string of an article, a gazetteer, a geocoder or a theme gets into a page.

Folium compiles what it renders a second time as a Jinja template and puts it into JavaScript template literals, so plain HTML
escaping is not enough: ``{{ … }}`` would run in Python, ``${ … }`` in the reader's browser. Text goes into markup through
`html_text`, data into a JSON script block through `json_block`, addresses into links through `web_link`; nothing else
reaches a page.
"""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from markupsafe import Markup

# Every character that HTML, JavaScript, CSS or Jinja could read as syntax, and the line ends that a parser would change.
_SYNTAX = "&<>\"'`$\\{}%#\r\u2028\u2029"
_HTML = {ord(character): f"&#{ord(character)};" for character in _SYNTAX}
# What no HTML document can hold: NUL and halves of surrogate pairs are shown as the replacement character.
_IMPOSSIBLE = re.compile("[\x00\ud800-\udfff]")
_JSON = {ord(character): f"\\u{ord(character):04x}" for character in "&<>'`${}%#\x7f\u2028\u2029"}
_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_JSON_ESCAPE = re.compile(r'\\(["\\/])')
# Browsers drop these from an address before they read its scheme, so "java\tscript:" is one of the things to refuse.
_BLANKS = re.compile("[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")


def html_text(text: str) -> Markup:
    """Return ``text`` as markup that shows it as it was written, in element content and in quoted attributes.

    Examples
    --------
    >>> print(html_text("{{ 7*7 }}"))
    &#123;&#123; 7*7 &#125;&#125;
    >>> html_text("")
    Markup('')
    """
    return Markup(_IMPOSSIBLE.sub("\ufffd", text).translate(_HTML))  # noqa: S704 - this is the place that escapes


def json_block(value: object) -> Markup:
    """Return ``value`` as JSON for a script block: equal when parsed, without one character of template or markup syntax.

    Brackets and braces of JSON itself stay; two braces never open side by side, and ``{%`` and ``{#`` cannot arise.

    Examples
    --------
    >>> print(json_block({"title": "</script>{{ x }}"}))
    {"title":"\\u003c/script\\u003e\\u007b\\u007b x \\u007d\\u007d"}
    """
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(_IMPOSSIBLE.sub("\ufffd", _JSON_STRING.sub(_plain_string, written)))  # noqa: S704 - this is the place that escapes


def _plain_string(match: re.Match[str]) -> str:
    inside = _JSON_ESCAPE.sub(lambda escape: f"\\u{ord(escape[1]):04x}", match[0][1:-1])
    return f'"{inside.translate(_JSON)}"'


def web_link(address: str) -> str:
    """Return ``address`` when it is a web address that can be linked, else an empty string.

    Examples
    --------
    >>> web_link("https://example.org/a?b=c")
    'https://example.org/a?b=c'
    >>> web_link("java\\tscript:alert(1)")
    ''
    """
    if _BLANKS.search(address) or _IMPOSSIBLE.search(address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in {"http", "https"} and parts.netloc else ""
