"""``geomap gazetteer``: search, inspect and check the gazetteer."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import click

from geomap.cli import gazetteer_import
from geomap.errors import GazetteerError
from geomap.models import Candidate, Place, Point

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

# Names looked up with one query when they come from a pipe.
_BATCH = 500


@click.group("gazetteer")
def command() -> None:
    """Search, inspect and extend the gazetteer.

    \b
    Examples:
      geomap gazetteer search Mitrovica
      geomap gazetteer show geonames:789225
      geomap gazetteer near 42.9 20.87 --radius 20
      geomap gazetteer search - --format jsonl < names.txt
    """


def _open() -> Gazetteer:
    from geomap.config import load_config
    from geomap.gazetteer import open_gazetteer

    config = load_config()
    return open_gazetteer(config["gazetteer.path"] or None, viewpoint=config["map.viewpoint"] or "de-facto")


@command.command()
@click.argument("name")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True, help="Form of the output.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Candidates for each name.")
@click.option("--country", "countries", multiple=True, metavar="CODE", help="Put candidates in this country first; may be repeated.")
@click.option("--near", type=float, nargs=2, metavar="LAT LON", default=None, help="Put candidates near this point first.")
def search(name: str, form: str, limit: int, countries: tuple[str, ...], near: tuple[float, float] | None) -> None:
    """Give the places that NAME may mean, best first; with - every line of the input is a name.

    With --format jsonl, one line out for each name in: {"name", "candidates": [{"id", "name", "latitude", "longitude", "country",
    "admin1", "feature_class", "population", "matched", "source"}]}.
    """
    point = Point(*near) if near else None
    names = (line.rstrip("\r\n") for line in sys.stdin) if name == "-" else iter([name])
    gazetteer = _open()
    while batch := list(islice(names, _BATCH)):
        found = gazetteer.look_up_many(batch, countries=[code.upper() for code in countries], near=point, limit=limit)
        for asked, candidates in zip(batch, found, strict=True):
            for line in [_json_line(asked, candidates)] if form == "jsonl" else _text_lines(asked, candidates):
                click.echo(line)


def _json_line(name: str, candidates: Sequence[Candidate]) -> str:
    records = [
        {
            "id": candidate.place.id,
            "name": candidate.place.name,
            "latitude": candidate.place.point.latitude,
            "longitude": candidate.place.point.longitude,
            "country": candidate.place.country,
            "admin1": candidate.place.admin1,
            "feature_class": candidate.place.feature_class,
            "population": candidate.place.population,
            "matched": candidate.matched,
            "source": candidate.source,
        }
        for candidate in candidates
    ]
    return json.dumps({"name": name, "candidates": records}, ensure_ascii=False)


def _text_lines(name: str, candidates: Sequence[Candidate]) -> Iterator[str]:
    if not candidates:
        yield f"{name}: no place known by this name or one like it"
    for candidate in candidates:
        how = "" if candidate.rule == "exact" else f", {candidate.rule}"
        matched = "" if candidate.matched == candidate.place.name else f" — by {candidate.matched!r} ({candidate.kind}{how})"
        yield f"{candidate.prior:4.0%}  {_described(candidate.place)}{matched}"


def _described(place: Place) -> str:
    where = ", ".join(part for part in (place.admin1, place.country) if part and part != place.name)
    people = f", {place.population:,} people" if place.population else ""
    kind = f"{place.feature_class}.{place.feature_code}" if place.feature_code else place.feature_class
    return f"{place.name}{f' ({where})' if where else ''} {place.point.latitude:.4f} {place.point.longitude:.4f} {kind}{people}  {place.id}"


@command.command()
@click.argument("place_id", metavar="ID")
def show(place_id: str) -> None:
    """Show a place with all its names, and where it comes from."""
    gazetteer = _open()
    place = gazetteer.place(place_id)
    if place is None:
        raise GazetteerError(f"no place {place_id} in {gazetteer.path}; `geomap gazetteer search NAME` gives ids")
    click.echo(_described(place))
    parents = gazetteer.places(place.parents)
    facts = [
        ("in", ", ".join(parent.name for parent in reversed(list(parents.values())))),
        ("radius", f"{place.radius_km:g} km{', with an outline' if place.has_outline else ''}"),
        ("source", f"{place.source} ({place.licence})"),
    ]
    if place.claim:
        facts += [("status", place.claim.wording), ("administered by", place.claim.administers)]
        facts += [("claimed by", ", ".join(place.claim.claims)), ("recognition", place.claim.recognition)]
    for label, text in facts:
        if text:
            click.echo(f"{label}: {text}")
    for name in gazetteer.names(place_id):
        click.echo(f"  {name.text}  ({name.kind}{f', {name.language}' if name.language else ''})")


@command.command(context_settings={"ignore_unknown_options": True})
@click.argument("latitude", type=click.FloatRange(-90, 90))
@click.argument("longitude", type=click.FloatRange(-180, 180))
@click.option("--radius", type=click.FloatRange(min=0, min_open=True), default=25.0, show_default=True, help="Kilometres.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Number of places.")
@click.option("--min-population", type=click.IntRange(min=0), default=0, show_default=True, help="Smallest number of inhabitants.")
def near(latitude: float, longitude: float, radius: float, limit: int, min_population: int) -> None:
    """Give the populated places around a point, largest first."""
    places = _open().near(Point(latitude, longitude), radius, min_population=min_population, limit=limit)
    for place in places:
        click.echo(_described(place))
    if not places:
        click.echo(f"no populated place within {radius:g} km")


@command.command()
def info() -> None:
    """Say what the gazetteer holds: sources, dates, counts, licences."""
    found = _open().info()
    click.echo(f"{found.path}")
    click.echo(
        f"{found.places:,} places, {found.names:,} names under {found.keys:,} keys, {found.size_bytes / 1e6:.0f} MB, format {found.format}"
    )
    for source, places in found.sources:
        click.echo(
            f"  {source.name}: {places:,} places, {source.licence}, {source.date}, {source.url}{f' ({source.note})' if source.note else ''}"
        )


@command.command()
def verify() -> None:
    """Check that the gazetteer file is whole; exit status 1 when it is not."""
    gazetteer = _open()
    problems = list(gazetteer.problems())
    for problem in problems:
        click.echo(f"{gazetteer.path}: {problem}", err=True)
    if problems:
        raise SystemExit(1)
    click.echo(f"{gazetteer.path}: whole")


command.add_command(gazetteer_import.import_)
command.add_command(gazetteer_import.remove)
command.add_command(gazetteer_import.list_)
