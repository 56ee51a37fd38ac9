"""The geopy fallback asks politely, remembers, maps every failure, and gives up in time."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopy
import geopy.exc
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from geomap.config import Config, load_config, set_value
from geomap.errors import ConfigError
from geomap.geocoding import FAILURES, GeopyGeocoder
from geomap.geocoding.service import explain

BANJSKA = {
    "osm_type": "node",
    "osm_id": 123,
    "lat": "42.9700",
    "lon": "20.7900",
    "class": "place",
    "type": "village",
    "addresstype": "village",
    "importance": 0.31,
    "display_name": "Banjska, District of Mitrovica, Kosovo",
    "address": {"village": "Banjska", "state": "District of Mitrovica", "country_code": "xk"},
    "boundingbox": ["42.95", "42.99", "20.77", "20.81"],
}


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        """Seconds since the epoch."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Move the clock."""
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def geocoder(geocode: Callable[..., Any], folder: Path, clock: Clock, service: str = "nominatim") -> GeopyGeocoder:
    """Geocoder over a function of the test."""
    return GeopyGeocoder(geocode, service=service, folder=folder, clock=clock, sleep=clock.sleep)


def location(raw: dict[str, Any]) -> geopy.Location:
    """What geopy makes of an answer."""
    return geopy.Location(raw["display_name"], (float(raw["lat"]), float(raw["lon"])), raw)


@pytest.fixture
def nominatim(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> HTTPServer:
    """A Nominatim of our own on the loopback address, and the configuration that names it."""
    set_value("geocoder.contact", "desk@example.org")
    set_value("geocoder.options.domain", f"{httpserver.host}:{httpserver.port}")
    set_value("geocoder.options.scheme", "http")
    return httpserver


def test_candidate_carries_place_and_attribution(nominatim: HTTPServer) -> None:
    """An answer becomes a candidate with id, class, country, division, size and attribution."""
    asked: list[Request] = []

    def answer(request: Request) -> Response:
        asked.append(request)
        return Response(json.dumps([BANJSKA]), content_type="application/json")

    nominatim.expect_request("/search").respond_with_handler(answer)
    ((candidate,),) = GeopyGeocoder.from_config(load_config()).look_up_many(["Banjska"], countries=["XK"])
    place = candidate.place
    assert (place.id, place.name, place.country, place.admin1) == ("osm:node/123", "Banjska", "XK", "District of Mitrovica")
    assert (place.feature_class, place.feature_code, place.radius_km) == ("P", "PPL", 2.2)
    assert (candidate.rule, candidate.source, place.licence) == ("geocoder", "nominatim", "ODbL 1.0")
    assert asked[0].args["q"] == "Banjska"
    assert asked[0].args["countrycodes"] == "xk"
    assert "desk@example.org" in asked[0].headers["User-Agent"]


def test_failing_server_is_a_warning(nominatim: HTTPServer) -> None:
    """A refusal is said once a name, never raised, and is not taken for "not found"."""
    nominatim.expect_request("/search").respond_with_data("", status=403)
    asked = GeopyGeocoder.from_config(load_config())
    assert asked.look_up_many(["Banjska"]) == [()]
    assert "Nominatim wants `geomap config set geocoder.contact …`" in asked.warnings[0]


def test_one_request_a_second_over_all_processes(tmp_path: Path, clock: Clock) -> None:
    """Two geocoders that share a folder share the throttle."""
    first, second = (geocoder(lambda name, **_: [], tmp_path, clock, "photon") for _ in range(2))
    first.look_up_many(["Goma"])
    second.look_up_many(["Sake"])
    assert clock.slept == [1.0]


def test_answers_are_remembered_until_they_expire(tmp_path: Path, clock: Clock) -> None:
    """Found lasts half a year, not found two weeks."""
    asked: list[str] = []

    def answer(name: str, **_: Any) -> list[geopy.Location]:
        asked.append(name)
        return [location(BANJSKA)] if name == "Banjska" else []

    def ask() -> None:
        geocoder(answer, tmp_path, clock).look_up_many(["Banjska", "Nowhere"])

    ask()
    ask()
    assert asked == ["Banjska", "Nowhere"]
    clock.now += 15 * 86_400
    ask()
    assert asked == ["Banjska", "Nowhere", "Nowhere"]
    clock.now += 181 * 86_400
    ask()
    assert asked[3:] == ["Banjska", "Nowhere"]


def test_country_bias_is_dropped_when_it_finds_nothing(tmp_path: Path, clock: Clock) -> None:
    """The story's countries are preferred, not required."""
    asked: list[Any] = []

    def answer(name: str, **options: Any) -> list[geopy.Location]:
        asked.append(options["country_codes"])
        return [] if options["country_codes"] else [location(BANJSKA)]

    ((candidate,),) = geocoder(answer, tmp_path, clock).look_up_many(["Banjska"], countries=["RS", "AL"])
    assert candidate.place.country == "XK"
    assert asked == [["al", "rs"], None]


def test_retries_with_backoff(tmp_path: Path, clock: Clock) -> None:
    """A time-out is tried again after two and four seconds."""
    answers: list[Any] = [geopy.exc.GeocoderTimedOut("slow"), geopy.exc.GeocoderUnavailable("down"), [location(BANJSKA)]]

    def answer(name: str, **_: Any) -> Any:
        result = answers.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    ((candidate,),) = geocoder(answer, tmp_path, clock).look_up_many(["Banjska"])
    assert candidate.place.name == "Banjska"
    assert [seconds for seconds in clock.slept if seconds > 1] == [2.0, 4.0]


def test_gives_up_after_failures_in_a_row(tmp_path: Path, clock: Clock) -> None:
    """After three names without an answer the service is asked no more."""
    asked: list[str] = []

    def answer(name: str, **_: Any) -> Any:
        asked.append(name)
        raise geopy.exc.GeocoderTimedOut("slow")

    asking = geocoder(answer, tmp_path, clock)
    assert asking.look_up_many(["A", "B", "C", "D", "E"]) == [()] * 5
    assert set(asked) == {"A", "B", "C"}
    assert "given up after 3 failures in a row" in asking.warnings[-1]


def test_failures_are_not_remembered(tmp_path: Path, clock: Clock) -> None:
    """A failed service is never "not found"."""

    def fail(name: str, **_: Any) -> Any:
        raise geopy.exc.GeocoderQuotaExceeded("enough")

    assert geocoder(fail, tmp_path, clock).look_up_many(["Banjska"]) == [()]
    assert geocoder(lambda name, **_: [location(BANJSKA)], tmp_path, clock).look_up_many(["Banjska"]) != [()]


@pytest.mark.parametrize("kind", [kind for _, kind in inspect.getmembers(geopy.exc, inspect.isclass)], ids=lambda kind: kind.__name__)
def test_every_exception_of_geopy_is_mapped(kind: type[Exception]) -> None:
    """Each has a message of its own, and the retriable ones are retried."""
    assert kind.__name__ in FAILURES
    assert explain(kind("x")) == FAILURES[kind.__name__]


def test_nominatim_needs_a_contact() -> None:
    """Nominatim's policy wants to know who asks."""
    with pytest.raises(ConfigError, match=r"geomap config set geocoder\.contact"):
        GeopyGeocoder.from_config(Config())


def test_unknown_service_is_said() -> None:
    """A service that geopy does not have is named."""
    with pytest.raises(ConfigError, match="geocoder 'atlantis'"):
        GeopyGeocoder.from_config(Config(), service="atlantis")
