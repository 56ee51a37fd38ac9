"""What the commands share: options, progress, and how a run ends."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import click

Item = TypeVar("Item")
Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--online/--offline", default=None, help="Ask the configured geocoder for names that the gazetteer does not know."),
    click.option("--model", metavar="NAME", help="spaCy pipeline to use instead of the packaged recognizer, such as en_core_web_trf."),
    click.option("--viewpoint", metavar="NAME", help="How contested places are assigned: de-facto (default), un, or a TOML file."),
    click.option("--gazetteer", type=click.Path(), help="Gazetteer file to use instead of the packaged one."),
)


def mapper_options(command: Command) -> Command:
    """Add the options that choose gazetteer, recognizer and geocoder; they arrive as keyword arguments of `geomap.Geomap`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def complain(message: object) -> None:
    """Print one line on stderr."""
    click.echo(f"geomap: {message}", err=True)


def finish(failures: int) -> None:
    """End the run: exit status 1 when something failed."""
    if failures:
        raise SystemExit(1)


def with_progress(items: Iterable[Item], *, label: str, total: int | None = None) -> Iterator[Item]:
    """Pass ``items`` on and show how far they are, on a terminal only."""
    if not sys.stderr.isatty() or total == 1:
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(items, total=total, description=label)
