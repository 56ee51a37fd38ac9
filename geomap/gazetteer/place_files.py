"""Places of the user's own: CSV with the column names people use, GeoJSON, Linked Places."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from geomap.errors import GazetteerError
from geomap.gazetteer.keys import key_of
from geomap.gazetteer.rows import NameRow, PlaceRow

# Column or property → the names under which it is found, lower case, in the order of preference.
ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("id", "@id", "uri", "identifier"),
    "geonameid": ("geonameid", "geonames_id", "geonames", "gn_id"),
    "name": ("name", "title", "place", "toponym", "label", "placename", "place_name"),
    "names": ("names", "other_names", "alternate_names", "alternatenames", "aliases", "variants"),
    "latitude": ("latitude", "lat", "y", "lat_dd", "decimallatitude"),
    "longitude": ("longitude", "lon", "lng", "long", "x", "lon_dd", "decimallongitude"),
    "country": ("country", "country_code", "countrycode", "cc", "iso", "iso2", "ccodes"),
    "feature_class": ("feature_class", "featureclass", "fclass", "class"),
    "feature_code": ("feature_code", "featurecode", "fcode", "code"),
    "population": ("population", "pop"),
    "radius_km": ("radius_km", "radius"),
}
_SEPARATORS = re.compile(r"\s*[|;]\s*")
_GEONAMES = re.compile(r"(?:geonames:|gn:|https?://(?:www\.|sws\.)?geonames\.org/)(\d+)/?")
# Kinds of links of Linked Places that say which place of GeoNames is meant.
_SAME = ("exactMatch", "closeMatch", "sameAs")
# Kilometres to a degree of latitude.
_DEGREE_KM = 111.2


def read_places(path: Path, layer: str) -> Iterator[PlaceRow | str]:
    """Read a file of places.

    Parameters
    ----------
    path
        CSV (separated by comma, semicolon or tab, with a line of column names), GeoJSON or Linked Places.
    layer
        Name of the layer: it stands in the ids of places that bring none.

    Yields
    ------
    PlaceRow or str
        A place, or the problem of a row with file and line.

    Raises
    ------
    GazetteerError
        When the file cannot be read, or has no columns or features that can be used.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise GazetteerError(f"{path}: no such file; expected CSV, GeoJSON or Linked Places") from error
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(f"{path}: cannot be read as UTF-8 text ({error}); expected CSV, GeoJSON or Linked Places") from error
    records = _features(text, path) if text.lstrip().startswith(("{", "[")) else _lines(text, path)
    seen: dict[str, str] = {}
    for where, record in records:
        row = _row(record, where, layer)
        if isinstance(row, PlaceRow) and row.id in seen:
            row = f"{where}: id {row.id!r} stands in {seen[row.id].rpartition(', ')[2]} too"
        elif isinstance(row, PlaceRow):
            seen[row.id] = where
        yield row


def _lines(text: str, path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows of a CSV file as records, each with file and line."""
    heading = text.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = next(reader, [])
        columns = _columns(names)
        for needed in ("name", "latitude", "longitude"):
            if needed not in columns.values():
                raise GazetteerError(f"{path}, line 1: no column for the {needed}; expected one of {', '.join(ALIASES[needed])}")
        start = reader.line_num + 1
        for fields in reader:
            where, start = f"{path}, line {start}", reader.line_num + 1
            if not any(fields):
                continue
            record: dict[str, Any] = {columns[index]: value.strip() for index, value in enumerate(fields) if index in columns}
            if len(fields) != len(names):
                record["problem"] = f"{len(fields)} fields, the first line has {len(names)}"
            yield where, record
    except csv.Error as error:
        raise GazetteerError(f"{path}, line {reader.line_num}: {error}; a quotation mark inside a quoted field is written twice") from error


def _columns(names: list[str]) -> dict[int, str]:
    """Meaning of each column that is known; of two for one thing the preferred name counts."""
    plain = [name.strip().casefold().replace(" ", "_") for name in names]
    return {plain.index(alias): meaning for meaning, aliases in ALIASES.items() for alias in reversed(aliases) if alias in plain}


def _features(text: str, path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Features of GeoJSON or Linked Places as records."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise GazetteerError(f"{path}, line {error.lineno}: no JSON ({error.msg}); expected GeoJSON or Linked Places") from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise GazetteerError(f"{path}: no list of features; expected a FeatureCollection of GeoJSON or Linked Places")
    for number, feature in enumerate(features, 1):
        where = f"{path}, feature {number}"
        yield where, _record(feature) if isinstance(feature, dict) else {"problem": "is no object"}


def _record(feature: Mapping[str, Any]) -> dict[str, Any]:
    properties = {**{key: value for key, value in feature.items() if key in ("id", "@id")}, **(feature.get("properties") or {})}
    plain = {str(key).casefold(): value for key, value in properties.items()}
    record: dict[str, Any] = {
        meaning: plain[alias] for meaning, aliases in ALIASES.items() for alias in reversed(aliases) if plain.get(alias) not in (None, "")
    }
    toponyms = [name for name in feature.get("names") or () if isinstance(name, dict) and isinstance(name.get("toponym"), str)]
    if toponyms:  # Linked Places
        record.setdefault("name", toponyms[0]["toponym"])
        record["names"] = [NameRow(name["toponym"], language=str(name.get("lang") or "")[:3]) for name in toponyms]
    for link in feature.get("links") or ():
        if isinstance(link, dict) and link.get("type") in _SAME and _GEONAMES.fullmatch(str(link.get("identifier"))):
            record.setdefault("geonameid", str(link["identifier"]))
    return record | _position(feature.get("geometry"))


def _position(geometry: Any) -> dict[str, Any]:
    """Point inside a geometry, and its size when it has one."""
    if not isinstance(geometry, dict):
        return {"problem": "has no geometry"}
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        form = shape(geometry)
        point = form.representative_point()
        west, south, east, north = form.bounds
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError) as error:
        return {"problem": f"has a geometry that cannot be used ({error})"}
    if point.is_empty:
        return {"problem": "has an empty geometry"}
    size = max(east - west, north - south) / 2 * _DEGREE_KM
    return {"latitude": point.y, "longitude": point.x} | ({"radius_km": round(size, 1)} if size > 0 else {})


def _row(record: Mapping[str, Any], where: str, layer: str) -> PlaceRow | str:
    name = str(record.get("name") or "").strip()
    if problem := record.get("problem"):
        return f"{where}: {problem}"
    if not key_of(name):
        return f"{where}: has no name"
    try:
        latitude, longitude = float(record.get("latitude", "")), float(record.get("longitude", ""))
    except (TypeError, ValueError):
        return f"{where}: position {record.get('latitude')!r}, {record.get('longitude')!r} of {name!r} is no pair of numbers in degrees"
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        swapped = "; they look swapped" if -90 <= longitude <= 90 and -180 <= latitude <= 180 else ""
        return f"{where}: position {latitude}, {longitude} of {name!r} is out of range: latitude -90 to 90, longitude -180 to 180{swapped}"
    country = str(_first(record.get("country")) or "").strip().upper()
    if country and not re.fullmatch(r"[A-Z]{2}", country):
        return f"{where}: country {country!r} of {name!r} is no ISO 3166-1 code of two letters"
    feature_class = str(record.get("feature_class") or "P").upper()
    if feature_class not in set("AHLPRSTUV"):
        return f"{where}: feature class {feature_class!r} of {name!r} is none of A H L P R S T U V"
    return PlaceRow(
        id=_id(record, name, layer),
        name=name,
        latitude=latitude,
        longitude=longitude,
        feature_class=feature_class,
        feature_code=str(record.get("feature_code") or "").upper(),
        country=country,
        population=int(_number(record.get("population"))),
        radius_km=_number(record.get("radius_km")) or None,
        names=_names(record.get("names"), name),
        source=layer,
        origin=where,
    )


def _id(record: Mapping[str, Any], name: str, layer: str) -> str:
    for given in (record.get("geonameid"), record.get("id")):
        match = _GEONAMES.fullmatch(str(given or ""))
        if match:
            return f"geonames:{match.group(1)}"
    number = str(record.get("geonameid") or "")
    if number.isdigit() and number.isascii():
        return f"geonames:{number}"
    own = "-".join(str(record.get("id") or "").split()) or slug_of(name)
    return f"user:{layer}/{own}"


def slug_of(name: str) -> str:
    """Name as the last part of an id.

    Examples
    --------
    >>> slug_of("Saint-Étienne")
    'saint-etienne'
    """
    return key_of(name).replace(" ", "-")


def _names(value: Any, name: str) -> tuple[NameRow, ...]:
    if isinstance(value, list):
        rows = [other if isinstance(other, NameRow) else NameRow(str(other)) for other in value]
    else:
        rows = [NameRow(other) for other in _SEPARATORS.split(str(value or "")) if other]
    return tuple(row for row in rows if row.text != name)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value if not isinstance(value, list) else ""


def _number(value: Any) -> float:
    try:
        number = float(str(value or 0).replace(",", ""))
    except ValueError:
        return 0.0
    return number if 0 < number < 1e10 else 0.0
