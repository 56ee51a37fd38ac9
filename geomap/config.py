"""The user's configuration: one small TOML file, every key with a type, a default and a sentence.

The file is ``config.toml`` in the user's configuration folder, or what ``GEOMAP_CONFIG`` names.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path, user_config_path, user_data_path

from geomap.errors import ConfigError
from geomap.files import write_whole

# key: (type, default, what it does). ``geocoder.options`` holds what the geocoder of geopy takes as arguments.
KEYS: dict[str, tuple[type, Any, str]] = {
    "geocoder.service": (str, "", "geopy geocoder to ask for names that the gazetteer does not know, such as nominatim; empty is off"),
    "geocoder.contact": (str, "", "e-mail address or page that tells the service who asks; Nominatim's policy wants one"),
    "geocoder.timeout_seconds": (float, 10.0, "how long to wait for one answer"),
    "gazetteer.path": (str, "", "gazetteer file to use instead of the packaged one"),
    "map.theme": (str, "", "theme of the page: auto, light, dark, print or a TOML file"),
    "map.viewpoint": (str, "", "how contested places are assigned: de-facto, un or a TOML file"),
    "recognition.model": (str, "", "spaCy pipeline to take the packaged recognizer's place"),
}
_OPTIONS_PREFIX = "geocoder.options."


@dataclass(frozen=True, slots=True)
class Config:
    """What the user has set.

    Attributes
    ----------
    values
        Every key of `KEYS` with its value or default.
    geocoder_options
        Further arguments of the geocoder, as ``geocoder.options.NAME`` sets them.
    """

    values: Mapping[str, Any] = field(default_factory=lambda: {key: default for key, (_, default, _) in KEYS.items()})
    geocoder_options: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        """Value of ``key``.

        Raises
        ------
        ConfigError
            When there is no such key.
        """
        if key.startswith(_OPTIONS_PREFIX):
            return self.geocoder_options.get(key.removeprefix(_OPTIONS_PREFIX), "")
        check_key(key)
        return self.values[key]


def config_path() -> Path:
    """Where the configuration lies: ``GEOMAP_CONFIG``, else ``config.toml`` in the user's configuration folder."""
    return Path(os.environ.get("GEOMAP_CONFIG") or user_config_path("geomap") / "config.toml")


def data_folder() -> Path:
    """Where the user's layers and corrections lie: ``GEOMAP_DATA``, else the user's data folder."""
    return Path(os.environ.get("GEOMAP_DATA") or user_data_path("geomap"))


def cache_folder() -> Path:
    """Where answers of geocoders are kept: ``GEOMAP_CACHE``, else the user's cache folder."""
    return Path(os.environ.get("GEOMAP_CACHE") or user_cache_path("geomap"))


def check_key(key: str) -> None:
    """Raise `ConfigError` when ``key`` is none that geomap knows."""
    if key not in KEYS and not (key.startswith(_OPTIONS_PREFIX) and len(key) > len(_OPTIONS_PREFIX)):
        raise ConfigError(f"unknown key {key!r}; expected one of {', '.join(KEYS)} or {_OPTIONS_PREFIX}NAME")


def load_config(path: Path | None = None) -> Config:
    """Read the configuration; a missing file is the default.

    Parameters
    ----------
    path
        The file; `config_path` by default.

    Raises
    ------
    ConfigError
        When the file is no TOML, or a key or a value is not as documented.
    """
    path = path or config_path()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return Config()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{path}: {error}; mend the line or remove the file to start afresh") from error
    values = {key: default for key, (_, default, _) in KEYS.items()}
    options: dict[str, Any] = {}
    for key, value in _flatten(tables):
        try:
            check_key(key)
            if key.startswith(_OPTIONS_PREFIX):
                options[key.removeprefix(_OPTIONS_PREFIX)] = value
            else:
                values[key] = _convert(key, value)
        except ConfigError as error:
            raise ConfigError(f"{path}: {error}") from error
    return Config(values, options)


def set_value(key: str, value: str, path: Path | None = None) -> None:
    """Write one value into the configuration and leave the rest, comments included, as it stands.

    Raises
    ------
    ConfigError
        When the key is unknown, the value is of the wrong type, or the file is broken.
    OutputError
        When the file cannot be written.
    """
    import tomlkit

    path = path or config_path()
    check_key(key)
    load_config(path)
    converted = value if key.startswith(_OPTIONS_PREFIX) else _convert(key, value)
    document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
    table: Any = document
    *parents, last = key.split(".", 2)
    for parent in parents:
        table = table.setdefault(parent, tomlkit.table())
    table[last] = converted
    write_whole(path, tomlkit.dumps(document))


def _flatten(tables: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for name, value in tables.items():
        pairs += _flatten(value, f"{prefix}{name}.") if isinstance(value, Mapping) else [(prefix + name, value)]
    return pairs


def _convert(key: str, value: Any) -> Any:
    kind = KEYS[key][0]
    try:
        if kind is float and not isinstance(value, bool):
            return float(value)
        if isinstance(value, kind):
            return value
    except (TypeError, ValueError):
        pass
    raise ConfigError(f"{key} is {value!r}, expected {'a number' if kind is float else 'a string'}: {KEYS[key][2]}")
