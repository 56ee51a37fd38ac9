"""Strings that attack a page: every kind that the map's issue names, and pairs of them. Each counts itself by calling ``hit()``."""

from __future__ import annotations

SEEDS = (
    "<script>hit()</script>", "</script><script>hit()</script>", "</style><script>hit()</script>", "</title><script>hit()</script>",
    "</textarea><script>hit()</script>", "<img src=x onerror=hit()>", "<svg onload=hit()>", "<svg><script>hit()</script></svg>",
    "<body onload=hit()>", "<iframe srcdoc='<script>parent.hit()</script>'>", "<a href='javascript:hit()'>a</a>", "javascript:hit()",
    "<details open ontoggle=hit()>", "<math><mtext></p><img src=x onerror=hit()>", "<base href='//evil.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:hit()'>", "<link rel=stylesheet href=//evil.example>",
    "<noscript><p title='</noscript><img src=x onerror=hit()>'>", "<template><script>hit()</script></template>",
    "\" onmouseover=hit() x=\"", "' onfocus=hit() autofocus x='", "` onclick=hit() x=`", "onmouseover=hit()",
    "{{ 7*7 }}", "{{ hit() }}", "{% for x in y %}", "{% if %}", "{# note #}", "{{ ''.__class__.__mro__ }}", "{%- raw -%}", "{% endraw %}{{ hit() }}",
    "${hit()}", "`${hit()}`", "`+hit()+`", "'+hit()+'", "\"+hit()+\"", "');hit();//", "\");hit();//", "*/hit()/*", "//hit()", "\\\");hit();//",
    "\\u003cscript\\u003ehit()\\u003c/script\\u003e", "\\x3cscript\\x3ehit()", "&lt;script&gt;hit()&lt;/script&gt;", "&#60;script&#62;hit()",
    "<!--", "-->", "<![CDATA[", "]]>", "<?xml version='1.0'?>", "<!DOCTYPE x [<!ENTITY e 'hit()'>]>&e;",
    "}</style><style>*{display:none}", "expression(hit())", "url(javascript:hit())", "@import '//evil.example'",
    "\u202eevil\u202c", "\u2066\u2067\u2069", "a\u200bb\u200d", "\ufeff", "\u2028hit()", "\u2029hit()", "\ud800", "\udfff x", "nul\x00here", "bell\x07",
    "=cmd|' /C calc'!A0", "+1+1", "@SUM(1)", "-2+3", "[a](javascript:hit())", "![x](x)", "| a | b |", "# head", "#{hit()}", "<%= hit() %>",
)  # fmt: skip
HOSTILE = tuple(dict.fromkeys([*SEEDS, *(first + second for first in SEEDS for second in SEEDS)]))
