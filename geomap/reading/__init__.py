"""Reading: article sources → `Document`. The exact text is kept; what is not the article is marked."""

from geomap.reading.plain import document_from_text
from geomap.reading.records import Record, read_records
from geomap.reading.sources import is_url, read, read_all

__all__ = ["Record", "document_from_text", "is_url", "read", "read_all", "read_records"]
