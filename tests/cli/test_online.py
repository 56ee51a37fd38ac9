"""The geopy fallback from the command line: off says how to turn it on, on asks our own server for names only, and the page credits it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from geomap.cli import cli
from geomap.config import set_value

TEXT = "Police in Pristina sent cars from Mitrovica to the village of Qxyzzrana on Monday."
VILLAGE = {
    "osm_type": "node",
    "osm_id": 5,
    "lat": "42.93",
    "lon": "20.79",
    "class": "place",
    "type": "village",
    "addresstype": "village",
    "importance": 0.2,
    "display_name": "Qxyzzrana, Mitrovica, Kosovo",
    "address": {"country_code": "xk", "state": "Mitrovica"},
    "boundingbox": ["42.92", "42.94", "20.78", "20.80"],
}


def run(path: Path, output: str, *options: str) -> Result:
    """Map an article."""
    path.write_text(TEXT, encoding="utf-8")
    return CliRunner().invoke(cli, ["map", str(path), "-o", str(path.with_name(output)), *options])


def test_off_says_how_to_turn_it_on(tmp_path: Path) -> None:
    """The command line and the page name what would have been asked for."""
    result = run(tmp_path / "a.txt", "a.html", "--offline")
    assert "Qxyzzrana; with --online a geocoder is asked" in result.stderr
    assert "with --online a geocoder is asked" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_on_asks_for_names_only_and_credits_the_service(tmp_path: Path, httpserver: HTTPServer) -> None:
    """One name goes out, never text; its place is ranked with the others and carries the service's attribution."""
    asked: list[Request] = []

    def answer(request: Request) -> Response:
        asked.append(request)
        return Response(json.dumps([VILLAGE]), content_type="application/json")

    httpserver.expect_request("/search").respond_with_handler(answer)
    set_value("geocoder.contact", "desk@example.org")
    set_value("geocoder.options.domain", f"{httpserver.host}:{httpserver.port}")
    set_value("geocoder.options.scheme", "http")
    assert run(tmp_path / "a.txt", "a.json", "--online").exit_code == 0
    found = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["mentions"][-1]
    assert (found["place_id"], found["status"], found["country"]) == ("osm:node/5", "resolved", "XK")
    assert found["confidence"] > 0.5
    assert [request.args["q"] for request in asked] == ["Qxyzzrana"]
    assert run(tmp_path / "a.txt", "a.html", "--online").exit_code == 0
    assert "OpenStreetMap" in (tmp_path / "a.html").read_text(encoding="utf-8")
    assert len(asked) == 1


def test_on_without_a_contact_is_refused(tmp_path: Path) -> None:
    """Nominatim's policy is said before anything is asked."""
    result = run(tmp_path / "a.txt", "a.html", "--online")
    assert "geomap config set geocoder.contact" in str(result.exception)
