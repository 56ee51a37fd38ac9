"""`ParsedArticle` → the record that ``geomap parse`` writes; ``parse.schema.json`` beside this module is its contract."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from geomap.models import Focus, ParsedArticle, Place, Resolution

# A seventh decimal of a degree is a centimetre: more than any source knows.
_DECIMALS = 6
_PROBABILITY_DECIMALS = 4


def to_record(article: ParsedArticle) -> dict[str, Any]:
    """Record of an article, mentions in the order of the text.

    Examples
    --------
    >>> from geomap.models import Document, ParsedArticle
    >>> to_record(ParsedArticle(Document(id="1", text="")))
    {'id': '1', 'mentions': [], 'focus': [], 'warnings': []}
    """
    return {
        "id": article.document.id,
        "mentions": [_mention(resolution) for resolution in article.resolutions],
        "focus": [_focus(focus) for focus in article.focus],
        "warnings": list(article.warnings),
    }


def to_json_line(record: dict[str, Any]) -> str:
    r"""One line of JSON, readable where it can be: only a lone surrogate makes it escape all that is not ASCII.

    Examples
    --------
    >>> to_json_line({"name": "Türkiye"}), to_json_line({"name": "ü\ud800"})
    ('{"name": "Türkiye"}', '{"name": "\\u00fc\\ud800"}')
    """
    line = json.dumps(record, ensure_ascii=False)
    return line if _encodes(line) else json.dumps(record)


@cache
def schema() -> dict[str, Any]:
    """JSON Schema of `to_record`."""
    loaded: dict[str, Any] = json.loads(files("geomap.exporting").joinpath("parse.schema.json").read_text(encoding="utf-8"))
    return loaded


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _mention(resolution: Resolution) -> dict[str, Any]:
    mention, place, area = resolution.mention, resolution.place, resolution.area
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "role": mention.role,
        "status": resolution.status,
        "lat": round(place.point.latitude, _DECIMALS) if place else None,
        "lon": round(place.point.longitude, _DECIMALS) if place else None,
        "radius_km": (area.radius_km if area else place.radius_km) if place else None,
        "name": place.name if place else None,
        "place_id": place.id if place else None,
        "geonameid": place.geonameid if place else None,
        "country": (place.country or None) if place else None,
        "admin1": (place.admin1 or None) if place else None,
        "feature_class": place.feature_class if place else None,
        "confidence": round(resolution.confidence, _PROBABILITY_DECIMALS),
        "runner_up": _runner_up(resolution),
        "evidence": [
            {"kind": fact.kind, "text": fact.text, "weight": round(fact.weight, _PROBABILITY_DECIMALS)} for fact in resolution.evidence
        ],
        "reason": resolution.reason or None,
        "eventful": resolution.eventful,
    }


def _runner_up(resolution: Resolution) -> dict[str, Any] | None:
    if not resolution.alternatives:
        return None
    other = resolution.alternatives[0]
    confidence = round(other.confidence, _PROBABILITY_DECIMALS)
    return {**_summary(other.place), "confidence": confidence, "chosen_if": other.chosen_if or None}


def _focus(focus: Focus) -> dict[str, Any]:
    return {"level": focus.level, **_summary(focus.place), "share": round(focus.share, _PROBABILITY_DECIMALS)}


def _summary(place: Place) -> dict[str, Any]:
    return {
        "place_id": place.id,
        "name": place.name,
        "lat": round(place.point.latitude, _DECIMALS),
        "lon": round(place.point.longitude, _DECIMALS),
        "country": place.country or None,
        "admin1": place.admin1 or None,
    }
