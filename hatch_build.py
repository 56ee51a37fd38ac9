"""Build step of the wheel: compiles the gazetteer, brings the third-party page scripts in from their packages, unpacks the weights."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent


class GeomapBuildHook(BuildHookInterface[Any]):
    """Writes what git does not hold: the gazetteer, the vendored scripts, the unpacked weights; what is up to date is left alone."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Compile and copy before the wheel is put together, for editable installations too."""
        if self.target_name != "wheel":
            return
        sys.path[:0] = [str(ROOT), str(ROOT / "gazetteer"), str(ROOT / "training")]
        from compile import compile_gazetteer
        from unpack import unpack_weights
        from vendor import copy_scripts

        compile_gazetteer(ROOT / "gazetteer", ROOT / "geomap" / "gazetteer" / "data")
        copy_scripts(ROOT / "geomap" / "rendering" / "vendor")
        unpack_weights(ROOT / "geomap" / "recognition" / "model")
