"""``geomap corrections``: lists, undoes, exports and imports corrections."""

from __future__ import annotations

import json
from pathlib import Path

import click

from geomap.errors import InputError
from geomap.files import write_whole
from geomap.gazetteer.corrections import Correction, Corrections, corrections_path
from geomap.gazetteer.corrections_file import add_corrections, remove_corrections, written
from geomap.gazetteer.corrections_reader import read_corrections


@click.group("corrections")
def command() -> None:
    """List, undo, export or import corrections; `geomap correct` makes one.

    \b
    Examples:
      geomap corrections list
      geomap corrections undo
      geomap corrections export team.toml
      geomap corrections import team.toml
    """


@command.command("list")
@click.option("--format", "format_", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
def list_(format_: str) -> None:
    """Print every correction: id, name, meaning, where it holds, who said so, when and why."""
    path = corrections_path()
    corrections = Corrections.load(path)
    if format_ == "text":
        click.echo(f"# {path}: {len(corrections)} corrections")
    for correction in corrections:
        click.echo(json.dumps(record(correction), ensure_ascii=False) if format_ == "jsonl" else line(correction))


@command.command("undo")
@click.argument("ids", nargs=-1, metavar="[ID]...")
def undo(ids: tuple[str, ...]) -> None:
    """Take out the corrections of these ids; without one, the latest."""
    for correction in remove_corrections(corrections_path(), ids):
        click.echo(f"undone: {line(correction)}")


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
def export(file: Path) -> None:
    """Write all corrections to FILE, or to standard output for -."""
    text = written(Corrections.load())
    if str(file) == "-":
        click.echo(text, nl=False)
    else:
        write_whole(file, text)


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Take over the corrections of FILE; of two about the same name and article the later one is kept."""
    if not file.is_file():
        raise InputError(f"{file}: no such file; expected a corrections file, as `geomap corrections export` writes it")
    found = read_corrections(file)
    added = add_corrections(corrections_path(), found)
    click.echo(f"{len(added)} corrections taken over, {len(found) - len(added)} were known or older")


def line(correction: Correction) -> str:
    """One line about a correction."""
    where = {"document": correction.document or correction.text, "publisher": correction.publisher}.get(correction.scope, "everywhere")
    return f"{correction.id}  {correction.name} → {correction.meaning}  [{where}]  {correction.evidence}"


def record(correction: Correction) -> dict[str, object]:
    """Correction as a record for JSON lines."""
    return {
        "id": correction.id,
        "name": correction.name,
        "meaning": correction.meaning,
        "scope": correction.scope,
        "document": correction.document,
        "publisher": correction.publisher,
        "who": correction.who,
        "when": correction.when.isoformat(),
        "why": correction.why,
    }
