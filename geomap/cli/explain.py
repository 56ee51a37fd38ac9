"""``geomap explain``: why a name means the place it was given."""

from __future__ import annotations

from typing import Any

import click

from geomap.cli.common import complain, mapper_options
from geomap.errors import InputError
from geomap.models import Alternative, Place, Resolution
from geomap.pipeline import Geomap
from geomap.reading import read

# How much text to show on either side of the name.
_CONTEXT = 60


@click.command("explain")
@click.argument("source")
@click.argument("name")
@click.option("--encoding", metavar="NAME", help="Encoding of the file; found by default.")
@mapper_options
def command(source: str, name: str, encoding: str | None, **options: Any) -> None:
    """Say which place each mention of NAME in SOURCE means, how sure that is, why, and what else it could be.

    \b
    Examples:
      geomap explain article.txt Mitrovica
      geomap explain https://example.org/story.html "St. Petersburg"
    """
    article = Geomap(**options).parse(read(source, encoding=encoding))
    wanted = " ".join(name.split()).casefold()
    found = [resolution for resolution in article.resolutions if wanted in " ".join(resolution.mention.text.split()).casefold()]
    if not found:
        named = sorted({" ".join(resolution.mention.text.split()) for resolution in article.resolutions})
        raise InputError(f"{name!r} is no place name found in {source}; found were: {', '.join(named) or 'none'}")
    for resolution in found:
        click.echo(_explanation(resolution, article.document.text))
    for warning in article.warnings:
        complain(warning)


def _explanation(resolution: Resolution, text: str) -> str:
    mention = resolution.mention
    before = " ".join(text[max(0, mention.start - _CONTEXT) : mention.start].split())
    after = " ".join(text[mention.end : mention.end + _CONTEXT].split())
    lines = [f"…{before} [{mention.text}] {after}…", f"  role        {mention.role}"]
    if resolution.place is None:
        lines.append(f"  unresolved  {resolution.reason}")
    else:
        lines.append(f"  {resolution.status:<11} {describe(resolution.place)}")
        lines.append(f"  confidence  {resolution.confidence:.2f}")
    if resolution.area:
        lines.append(f"  area        within {resolution.area.radius_km:g} km, from the words {resolution.area.words!r}")
    lines += [f"  {'because' if index == 0 else '':<11} {fact.text} ({fact.weight:+.2f})" for index, fact in enumerate(resolution.evidence)]
    lines += [
        f"  {'or else' if index == 0 else '':<11} {describe(other.place)} ({other.confidence:.2f})"
        for index, other in enumerate(resolution.alternatives)
    ]
    if resolution.status == "resolved":
        lines += [f"  {'' if index else 'turned by':<11} {_turn(other)}" for index, other in enumerate(resolution.alternatives)]
    return "\n".join(lines) + "\n"


def _turn(other: Alternative) -> str:
    """What would have made another place the answer."""
    name = _named(other.place)
    return f"{other.chosen_if}, {name} would have been chosen" if other.chosen_if else f"nothing: {name} has no more for it than the answer"


def describe(place: Place) -> str:
    """One line about a place: name, division, country, point, id."""
    return f"{_named(place)}, {place.point.latitude:.4f} {place.point.longitude:.4f}, {place.id}"


def _named(place: Place) -> str:
    where = ", ".join(part for part in (place.admin1, place.country) if part and part != place.name)
    return f"{place.name}{f' ({where})' if where else ''}"
