"""Exporting: `ParsedArticle` → records and GeoJSON."""

from geomap.exporting.geojson import geojson_text, to_geojson
from geomap.exporting.records import schema, to_json_line, to_record

__all__ = ["geojson_text", "schema", "to_geojson", "to_json_line", "to_record"]
