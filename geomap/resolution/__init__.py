"""Resolution: `Mention*` → `Resolution*`, with evidence, confidence, alternatives, areas and focus."""

from geomap.resolution.resolver import Resolver

__all__ = ["Resolver"]
