"""``geomap correct``: puts a name right, for one article or for good."""

from __future__ import annotations

import getpass
import re
from datetime import UTC, datetime

import click

from geomap.errors import InputError
from geomap.gazetteer import open_gazetteer
from geomap.gazetteer.corrections import SCOPES, Correction, Scope, corrections_path, fingerprint
from geomap.gazetteer.corrections_file import add_corrections
from geomap.models import Document, Point
from geomap.reading import read

_ID = re.compile(r"[a-z]+:\S+")


@click.command("correct")
@click.argument("source")
@click.argument("name")
@click.argument("place", required=False)
@click.option("--not-a-place", is_flag=True, help="NAME is no place here.")
@click.option("--at", metavar="LAT,LON", help="NAME is a place at this position that the gazetteer does not know.")
@click.option("--scope", type=click.Choice(SCOPES), default="document", show_default=True, help="Where the correction holds.")
@click.option("--why", default="", metavar="TEXT", help="The reason, for those who see the correction later.")
@click.option("--who", default="", metavar="NAME", help="Who says so; your login name by default.")
@click.option("--gazetteer", type=click.Path(), help="Gazetteer file to use instead of the packaged one.")
def command(
    source: str, name: str, place: str | None, not_a_place: bool, at: str | None, scope: Scope, why: str, who: str, gazetteer: str | None
) -> None:
    """Say what NAME means in the article SOURCE; every later run uses it and shows who said so, when and why.

    PLACE is an id, as `geomap explain` and `geomap gazetteer search` show it.

    \b
    Examples:
      geomap correct article.txt Mitrovica geonames:789225 --why "the article is about the north"
      geomap correct article.txt May --not-a-place --scope everywhere
      geomap correct article.txt Banjska --at 42.97,20.78 --scope publisher
    """
    if sum((place is not None, not_a_place, at is not None)) != 1:
        raise click.UsageError("say what the name means: give PLACE, --not-a-place or --at LAT,LON")
    document = read(source)
    if scope == "publisher" and not document.publisher:
        raise InputError(f"{source} does not say who published it; use --scope document or --scope everywhere")
    shown = check_place(place, name, gazetteer) if place else ""
    correction = Correction(
        name=" ".join(name.split()),
        scope=scope,
        when=datetime.now(UTC).replace(microsecond=0),
        place_id=place or "",
        point=parse_point(at) if at else None,
        not_a_place=not_a_place,
        why=why,
        who=who or login(),
        **target(document, scope),
    )
    add_corrections(corrections_path(), [correction])
    click.echo(f"{correction.name} → {shown or correction.meaning} ({scope}); undo with: geomap corrections undo {correction.id}")


def check_place(place_id: str, name: str, path: str | None) -> str:
    """Place as one line.

    Raises
    ------
    InputError
        When it is no id, or the gazetteer holds no such place; the message lists what NAME may mean.
    """
    gazetteer = open_gazetteer(path)
    found = gazetteer.place(place_id) if _ID.fullmatch(place_id) else None
    if found:
        return f"{found.name}, {found.country or found.feature_class} ({found.id})"
    known = ", ".join(
        f"{candidate.place.id} ({candidate.place.name}, {candidate.place.country})" for candidate in gazetteer.look_up(name, limit=5)
    )
    hint = f"{name!r} may be {known}" if known else f"nothing is known by the name {name!r}; use --at LAT,LON"
    raise InputError(f"{place_id!r} is no place of the gazetteer; expected an id such as geonames:789225; {hint}")


def parse_point(text: str) -> Point:
    """Position written as ``LAT,LON``.

    Raises
    ------
    InputError
        When it is none, or out of range.
    """
    try:
        latitude, longitude = map(float, text.split(","))
    except ValueError as error:
        raise InputError(f"{text!r} is no position; expected LAT,LON in degrees, such as 42.97,20.78") from error
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise InputError(f"{text!r} is out of range; expected latitude -90 to 90, then longitude -180 to 180")
    return Point(latitude, longitude)


def target(document: Document, scope: Scope) -> dict[str, str]:
    """Fields by which a correction knows its article or publisher again."""
    if scope == "document":
        return {"document": document.source, "text": fingerprint(document)}
    return {"publisher": document.publisher} if scope == "publisher" else {}


def login() -> str:
    """Login name, empty where there is none (in a container)."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
