"""The ``geomap`` command: each subcommand is a module of this room, imported when it is used."""

from __future__ import annotations

import gc
from importlib import import_module

import click

import geomap
from geomap.errors import GeomapError

_OBJECTS_BETWEEN_COLLECTIONS = 20_000
# Name of the subcommand, the module that defines it as ``command``, and its line in ``geomap --help``.
_COMMANDS = {
    "map": ("geomap.cli.map", "Draw the map of an article, or of many."),
    "parse": ("geomap.cli.parse", "Find and resolve the place names of JSON lines."),
    "explain": ("geomap.cli.explain", "Say why a name means the place it was given."),
    "correct": ("geomap.cli.correct", "Put a name right, for this article or for good."),
    "corrections": ("geomap.cli.corrections", "List, undo, export or import corrections."),
    "gazetteer": ("geomap.cli.gazetteer", "Search, inspect and extend the gazetteer."),
    "config": ("geomap.cli.config", "Read and change the configuration."),
}


class _LazyGroup(click.Group):
    """A group that imports a subcommand's module only when the subcommand is called: ``geomap --version`` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(_COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in _COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(geomap.__version__, prog_name="geomap")
def cli() -> None:
    """Find the place names of news articles, say which place each one means, and draw the map.

    \b
    Examples:
      geomap map article.txt --open
      geomap explain article.txt Mitrovica
      geomap gazetteer search "St. Petersburg"
    """


def main() -> None:
    """Run the command; an error that geomap foresees is one line on stderr and exit status 1 or 2."""
    # A start makes hundreds of thousands of objects that live to its end; to look through them for garbage so often takes 40 ms.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 10, 10)
    try:
        cli(standalone_mode=True)
    except GeomapError as error:
        click.echo(f"geomap: {error}", err=True)
        raise SystemExit(1) from error
