"""HTML → Document: trafilatura finds the article on the page and what the page says about it."""

from __future__ import annotations

from geomap.errors import SourceError
from geomap.models import Document
from geomap.reading.metadata import find_publisher, parse_date
from geomap.reading.plain import document_from_text


def document_from_html(html: str, *, id: str, source: str = "") -> Document:  # noqa: A002 - the field's name
    """Article of a page, without navigation, comments and tables.

    Parameters
    ----------
    html
        The page.
    id
        Id of the document.
    source
        URL or path of the page.

    Raises
    ------
    SourceError
        When no article is found on the page.
    """
    # trafilatura takes half a second to import; only pages need it.
    from trafilatura import bare_extraction

    found = bare_extraction(html, url=source if "://" in source else None, favor_precision=True, include_comments=False, with_metadata=True)
    # Without as_dict the answer is trafilatura's own document, or None.
    assert found is None or not isinstance(found, dict)
    text = (found.text or "") if found else ""
    if found is None or not text.strip():
        raise SourceError(
            f"{source or id}: no article found on this page, expected HTML with running text; save the text alone and map that"
        )
    title = found.title or ""
    # The headline is part of what the article says, and its names are places too.
    body = text if not title or text.lstrip().startswith(title) else f"{title}\n\n{text}"
    return document_from_text(
        body,
        id=id,
        source=source,
        title=title,
        published=parse_date(found.date or ""),
        publisher=found.sitename or find_publisher("", source),
        language=found.language or "",
    )
