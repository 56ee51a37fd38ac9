"""Geocoding: the geopy fallback, a candidate source like the gazetteer. The only room that imports geopy."""

from geomap.geocoding.service import FAILURES, GeopyGeocoder

__all__ = ["FAILURES", "GeopyGeocoder"]
