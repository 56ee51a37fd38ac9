"""``geomap config``: reads and changes the configuration."""

from __future__ import annotations

import click

from geomap.config import KEYS, config_path, load_config, set_value


@click.group("config")
def command() -> None:
    """Read and change the configuration.

    \b
    Examples:
      geomap config set geocoder.contact newsroom@example.org
      geomap config set geocoder.service nominatim
      geomap config get geocoder.service
      geomap config list
    """


@command.command("get")
@click.argument("key")
def get(key: str) -> None:
    """Print the value of KEY."""
    click.echo(load_config()[key])


@command.command("set")
@click.argument("key")
@click.argument("value")
def set_(key: str, value: str) -> None:
    """Set KEY to VALUE; an empty VALUE turns it off."""
    set_value(key, value)


@command.command("list")
def list_() -> None:
    """Print every key with its value and what it does."""
    config = load_config()
    click.echo(f"# {config_path()}")
    for key, (_, _, meaning) in KEYS.items():
        click.echo(f"{key} = {config[key]!r}  # {meaning}")
    for name, value in config.geocoder_options.items():
        # Options hold keys of services; a list is easily shared.
        shown = "…" if any(secret in name for secret in ("key", "token", "secret", "password")) else repr(value)
        click.echo(f"geocoder.options.{name} = {shown}")
