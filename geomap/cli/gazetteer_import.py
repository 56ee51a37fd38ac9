"""``geomap gazetteer import``, ``remove``, ``list``: the layers above the packaged gazetteer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geomap.cli.common import complain
from geomap.errors import GazetteerError, InputError, OutputError

if TYPE_CHECKING:
    from geomap.gazetteer.geonames_files import Progress
    from geomap.gazetteer.import_report import ImportReport


@click.group("import")
def import_() -> None:
    """Bring more places: all of GeoNames, some of its countries, or your own.

    \b
    Examples:
      geomap gazetteer import geonames --countries XK,RS
      geomap gazetteer import geonames --full
      geomap gazetteer import places villages.csv
    """


@import_.command("geonames")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--countries", metavar="CODES", help="Fetch these countries: ISO codes separated by commas.")
@click.option("--full", is_flag=True, help="Fetch all of GeoNames: 400 MB, some 12 million places, 15 minutes.")
@click.option("--alternates", type=click.Path(path_type=Path), help="Table of alternate names (alternateNamesV2.zip) that goes with FILES.")
@click.option("--languages", is_flag=True, help="Fetch the tables of alternate names too: languages and preferred names.")
def geonames(files: tuple[Path, ...], countries: str | None, full: bool, alternates: Path | None, languages: bool) -> None:
    """Import GeoNames: from FILES (.txt or .zip), or fetched from geonames.org.

    An interrupted import goes on where it stopped when the same command is run again. GEOMAP_GEONAMES_URL names a mirror.
    """
    if sum((bool(files), countries is not None, full)) != 1:
        raise click.UsageError("give files, --countries or --full")
    from geomap.config import cache_folder, load_config
    from geomap.gazetteer import Gazetteer
    from geomap.gazetteer.geonames_files import fetch
    from geomap.gazetteer.importing import import_geonames
    from geomap.gazetteer.opening import layers_folder

    base = Gazetteer.open(load_config()["gazetteer.path"] or None)
    folder = cache_folder() / "geonames"
    with shown_progress() as progress:
        if files:
            name = "-".join(sorted({path.stem for path in files}))
            tables, names = list(files), [alternates] if alternates else []
        else:
            codes = [] if full else country_codes(countries or "", known=set(base.countries))
            name = "full" if full else "-".join(codes)
            wanted = ["allCountries.zip"] if full else [f"{code}.zip" for code in codes]
            tables = [fetch(file, folder, progress) for file in wanted]
            others = ["alternateNamesV2.zip"] if full else [f"alternatenames/{code}.zip" for code in codes]
            names = [fetch(file, folder, progress) for file in others] if languages else []
        layer = layers_folder() / f"geonames-{safe(name)}.sqlite"
        report = import_geonames(tables, layer, base, alternates=names, date=today(), progress=progress)
    for path in [] if files else (*tables, *names):
        path.unlink(missing_ok=True)
    tell(report)


@import_.command("places")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="Name of the layer; that of the file by default. A layer of this name is replaced.")
@click.option("--skip-bad", is_flag=True, help="Leave out rows that cannot be used.")
def places(file: Path, name: str | None, skip_bad: bool) -> None:
    """Import your own places: CSV with columns name, lat, lon (and country, class, names, id…), GeoJSON or Linked Places."""
    from geomap.config import load_config
    from geomap.gazetteer import open_gazetteer
    from geomap.gazetteer.import_places import import_places
    from geomap.gazetteer.opening import layers_folder

    lower = open_gazetteer(load_config()["gazetteer.path"] or None)
    layer = layers_folder() / f"places-{safe(name or file.stem)}.sqlite"
    tell(import_places(file, layer, lower, date=today(), skip_bad=skip_bad))


@click.command("remove")
@click.argument("layer")
def remove(layer: str) -> None:
    """Remove a layer; `geomap gazetteer list` shows their names."""
    from geomap.gazetteer.import_report import locked
    from geomap.gazetteer.opening import layer_paths, layers_folder

    found = [path for path in layer_paths() if path.stem == layer]
    if not found:
        names = ", ".join(path.stem for path in layer_paths()) or "none"
        raise GazetteerError(f"no layer {layer!r}; there are: {names}")
    try:
        with locked(layers_folder()):
            found[0].unlink()
    except OSError as error:
        raise OutputError(f"{found[0]}: cannot be removed ({error.strerror or error})") from error
    click.echo(f"removed {found[0]}")


@click.command("list")
def list_() -> None:
    """List the gazetteer's layers in the order in which they are asked, the packaged file last."""
    from geomap.config import load_config
    from geomap.gazetteer import Gazetteer
    from geomap.gazetteer.opening import layer_paths

    for path in (*layer_paths(), Gazetteer.locate(load_config()["gazetteer.path"] or None)):
        try:
            info = Gazetteer(path).info()
        except GazetteerError as error:
            complain(error)
            continue
        sources = ", ".join(f"{source.name} {source.date}" for source, _ in info.sources[:3])
        click.echo(f"{path.stem:<24} {info.places:>12,} places {info.size_bytes / 1e6:>8,.0f} MB  {sources}")


def country_codes(text: str, *, known: set[str]) -> list[str]:
    """Codes of a list separated by commas, upper case, sorted.

    Raises
    ------
    InputError
        When one is unknown, or there is none.
    """
    codes = sorted({code.strip().upper() for code in text.split(",") if code.strip()})
    if unknown := [code for code in codes if code not in known]:
        raise InputError(f"unknown country code {', '.join(unknown)}; expected ISO 3166-1 codes such as XK,RS")
    if not codes:
        raise InputError("no country code; expected ISO 3166-1 codes such as XK,RS")
    return codes


def safe(name: str) -> str:
    """Name as part of a file's name."""
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name).strip("-")[:60] or "layer"


def today() -> str:
    """Date for the provenance of a layer."""
    return datetime.now(UTC).date().isoformat()


def tell(report: ImportReport) -> None:
    """Say what was imported; problems go to stderr, one line each."""
    for problem in report.problems:
        complain(problem)
    rest = report.left_out + report.strange - len(report.problems)
    if rest > 0:
        complain(f"… and {rest:,} rows more")
    left = f", {report.left_out:,} rows left out" if report.left_out else ""
    click.echo(f"{report.layer.stem}: {report.places:,} places in {report.seconds:.0f} s{left}")


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Show progress on a terminal; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda _label, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        yield lambda label, done, total: bar.update(task, description=label, completed=done, total=total or None)
