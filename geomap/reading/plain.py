"""Text → Document: keeps the exact text and fills in what stands in it."""

from __future__ import annotations

from datetime import date

from geomap.models import Document
from geomap.reading.dateline import find_dateline
from geomap.reading.furniture import find_furniture
from geomap.reading.language import guess_language
from geomap.reading.metadata import find_date, find_publisher, find_title


def document_from_text(
    text: str,
    *,
    id: str,  # noqa: A002 - the field's name
    source: str = "",
    title: str = "",
    published: date | None = None,
    publisher: str = "",
    language: str = "",
    markdown: bool = False,
) -> Document:
    """Document of a plain text; what the caller does not know is taken from the text's head.

    Parameters
    ----------
    text
        The article, kept to the letter.
    id, source, title, published, publisher, language
        Fields of the document that are known already.
    markdown
        Whether the text is Markdown: link targets, code and front matter then yield no places.

    Examples
    --------
    >>> document_from_text("MOSCOW (Reuters) - Talks go on in the capital.", id="1").dateline
    Span(start=0, end=6)
    """
    furniture = find_furniture(text, markdown=markdown)
    return Document(
        id=id,
        text=text,
        title=title or find_title(text, furniture),
        published=published or find_date(text),
        source=source,
        publisher=publisher or find_publisher(text, source),
        language=language or guess_language(text),
        dateline=find_dateline(text, furniture),
        furniture=furniture,
    )
