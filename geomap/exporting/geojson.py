"""`ParsedArticle` → GeoJSON (RFC 7946): one feature a mention that has a place."""

from __future__ import annotations

import json
from typing import Any

from geomap.exporting.records import to_record
from geomap.models import ParsedArticle


def to_geojson(article: ParsedArticle) -> dict[str, Any]:
    """Feature collection of an article; positions are longitude, latitude.

    The features stand in the order of the text. What has no place is listed under ``unresolved``, a foreign member that other
    readers pass over, so that nothing vanishes.

    Examples
    --------
    >>> from geomap.models import Document
    >>> to_geojson(ParsedArticle(Document(id="1", text="")))["features"]
    []
    """
    record = to_record(article)
    placed = [mention for mention in record["mentions"] if mention["lat"] is not None]
    return {
        "type": "FeatureCollection",
        "features": [_feature(mention) for mention in placed],
        "unresolved": [mention for mention in record["mentions"] if mention["lat"] is None],
        "article": {"id": record["id"], "title": article.document.title, "source": article.document.source},
        "focus": record["focus"],
        "credits": list(article.credits),
        "warnings": record["warnings"],
    }


def geojson_text(article: ParsedArticle) -> str:
    """`to_geojson` as indented text that ends with a line end; lone surrogates are escaped."""
    return json.dumps(to_geojson(article), indent=1) + "\n"


def _feature(mention: dict[str, Any]) -> dict[str, Any]:
    properties = {key: value for key, value in mention.items() if key not in {"lat", "lon"}}
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [mention["lon"], mention["lat"]]}, "properties": properties}
