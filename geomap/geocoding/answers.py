"""What a geocoder answers, reduced to what a candidate is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geomap.models import Candidate, Place, Point

_KM_PER_DEGREE = 111.2
# GeoNames class of what OpenStreetMap calls a thing: by its class, and for places and boundaries by type.
_FEATURES = {
    "country": ("A", "PCLI"),
    "state": ("A", "ADM1"),
    "province": ("A", "ADM1"),
    "region": ("L", "RGN"),
    "county": ("A", "ADM2"),
    "district": ("A", "ADM2"),
    "municipality": ("A", "ADM3"),
    "administrative": ("A", "ADMD"),
    "continent": ("L", "CONT"),
    "island": ("T", "ISL"),
    "archipelago": ("T", "ISLS"),
    "sea": ("H", "SEA"),
    "ocean": ("H", "OCN"),
    "natural": ("T", ""),
    "water": ("H", "LK"),
    "waterway": ("H", "STM"),
    "highway": ("R", "RD"),
    "railway": ("R", "RR"),
    "place": ("P", "PPL"),
    "city": ("P", "PPL"),
    "town": ("P", "PPL"),
    "village": ("P", "PPL"),
    "hamlet": ("P", "PPL"),
    "suburb": ("P", "PPLX"),
    "neighbourhood": ("P", "PPLX"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is kept of one answer: everything that a candidate is made of."""

    latitude: float
    longitude: float
    address: str
    osm: str = ""
    category: str = ""
    type: str = ""
    country: str = ""
    state: str = ""
    importance: float = 0.0
    radius_km: float = 1.0


def read_answer(location: Any) -> Answer:
    """Answer in a ``geopy.Location``; only Nominatim says more than a point and an address."""
    raw: Mapping[str, Any] = location.raw if isinstance(location.raw, dict) else {}
    address = raw.get("address") if isinstance(raw.get("address"), dict) else {}
    assert isinstance(address, dict)
    return Answer(
        latitude=float(location.latitude),
        longitude=float(location.longitude),
        address=str(location.address or ""),
        osm=f"{raw['osm_type']}/{raw['osm_id']}" if "osm_type" in raw and "osm_id" in raw else "",
        category=str(raw.get("class") or raw.get("category") or ""),
        type=str(raw.get("addresstype") or raw.get("type") or ""),
        country=str(address.get("country_code") or "").upper(),
        state=str(address.get("state") or ""),
        importance=float(raw.get("importance") or 0.0),
        radius_km=_radius_km(raw.get("boundingbox")),
    )


def _radius_km(box: Any) -> float:
    """Half the north–south reach of Nominatim's box, at least .1 km."""
    try:
        south, north = float(box[0]), float(box[1])
    except (TypeError, ValueError, IndexError):
        return 1.0
    return max(0.1, round((north - south) / 2 * _KM_PER_DEGREE, 1))


def candidate_of(answer: Answer, name: str, service: str) -> Candidate:
    """Candidate for ``name``, with the attribution that the service wants."""
    feature_class, feature_code = _FEATURES.get(answer.type) or _FEATURES.get(answer.category) or ("S", "")
    short = answer.address.split(",")[0].strip() or name
    osm = service == "nominatim"
    place = Place(
        id=f"osm:{answer.osm}" if answer.osm else f"{service}:{answer.latitude:.5f},{answer.longitude:.5f}",
        name=short,
        point=Point(answer.latitude, answer.longitude),
        feature_class=feature_class,
        feature_code=feature_code,
        country=answer.country,
        admin1=answer.state,
        radius_km=answer.radius_km,
        source="OpenStreetMap contributors, by Nominatim" if osm else service,
        licence="ODbL 1.0" if osm else f"terms of {service}",
    )
    return Candidate(place, matched=short, rule="geocoder", prior=answer.importance, source=service)
