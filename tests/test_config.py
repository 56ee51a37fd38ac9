"""The configuration is read, checked and changed without losing what the user wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.config import KEYS, load_config, set_value
from geomap.errors import ConfigError, OutputError


def test_missing_file_is_the_default(tmp_path: Path) -> None:
    """Without a file every key has its default."""
    config = load_config(tmp_path / "none.toml")
    assert {key: config[key] for key in KEYS} == {key: default for key, (_, default, _) in KEYS.items()}


def test_set_keeps_comments_and_other_keys(tmp_path: Path) -> None:
    """A value is written in its place, the rest stays as it stands."""
    path = tmp_path / "config.toml"
    path.write_text('# ours\n[geocoder]\ncontact = "desk@example.org" # the desk\n', encoding="utf-8")
    set_value("geocoder.service", "photon", path)
    set_value("geocoder.timeout_seconds", "3.5", path)
    set_value("geocoder.options.domain", "127.0.0.1:1", path)
    config = load_config(path)
    assert (config["geocoder.contact"], config["geocoder.service"], config["geocoder.timeout_seconds"]) == (
        "desk@example.org",
        "photon",
        3.5,
    )
    assert config.geocoder_options == {"domain": "127.0.0.1:1"}
    assert "# the desk" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[geocoder]\nservce = 'x'\n", "unknown key 'geocoder.servce'; expected one of geocoder.service"),
        ("[geocoder]\ntimeout_seconds = 'soon'\n", "geocoder.timeout_seconds is 'soon', expected a number"),
        ("[geocoder]\nservice = 3\n", "geocoder.service is 3, expected a string"),
        ("[geocoder\n", "config.toml: .*line 1"),
    ],
)
def test_broken_file_is_said(tmp_path: Path, text: str, message: str) -> None:
    """A file that is not as documented is named with what is wrong."""
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        load_config(path)


def test_unknown_key_is_refused(tmp_path: Path) -> None:
    """An unknown key changes nothing."""
    with pytest.raises(ConfigError, match="unknown key"):
        set_value("geocoder.colour", "red", tmp_path / "config.toml")
    assert not (tmp_path / "config.toml").exists()


def test_unwritable_folder_is_said(tmp_path: Path) -> None:
    """A path that cannot be written is an output error."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        set_value("map.theme", "dark", tmp_path / "file" / "config.toml")
