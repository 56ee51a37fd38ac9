"""The geopy fallback: a candidate source like the gazetteer, for names that the gazetteer does not know.

Only names leave the machine, never text. One request a second over all processes (Nominatim's usage policy), answers cached
on disk, retried with backoff, given up after a few failures in a row. This is the only room that imports geopy.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import geomap
from geomap.config import Config, cache_folder
from geomap.errors import ConfigError, GeocoderError
from geomap.geocoding.answers import Answer, candidate_of, read_answer
from geomap.geocoding.politeness import Cache, Throttle
from geomap.models import Candidate, Point

_ATTEMPTS = 3
_BACKOFF_SECONDS = 2.0
_GIVE_UP_AFTER = 3
_LIMIT = 10

# geopy's exceptions by name: what to tell the user, and whether another attempt can help.
FAILURES: dict[str, tuple[str, bool]] = {
    "ConfigurationError": ("its configuration is not accepted; check `geomap config list`", False),
    "GeocoderAuthenticationFailure": ("it refuses the key; check `geomap config get geocoder.options.api_key`", False),
    "GeocoderInsufficientPrivileges": ("it refuses the request; Nominatim wants `geomap config set geocoder.contact …`", False),
    "GeocoderQuotaExceeded": ("the quota is used up; try again tomorrow or use another service", False),
    "GeocoderRateLimited": ("it asks for fewer requests; try again later", True),
    "GeocoderQueryError": ("it does not understand the request", False),
    "GeocoderNotFound": ("geopy knows no service of this name", False),
    "GeocoderParseError": ("its answer cannot be read", True),
    "GeocoderTimedOut": ("it did not answer in time", True),
    "GeocoderUnavailable": ("it cannot be reached; check the network", True),
    "GeocoderServiceError": ("it failed", True),
    "GeopyError": ("it failed", True),
}
Geocode = Callable[..., Any]


class GeopyGeocoder:
    """Candidates from a geopy geocoder.

    Parameters
    ----------
    geocode
        The ``geocode`` method of a geopy geocoder.
    service
        Its name, such as ``nominatim``.
    folder
        Where the cache and the throttle's clock lie; shared by all processes.
    clock, sleep
        Seconds since the epoch, and waiting; injected by tests.

    Attributes
    ----------
    warnings : list of str
        Sentences about what failed, for the user.
    """

    def __init__(
        self,
        geocode: Geocode,
        *,
        service: str,
        folder: Path,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.service = service
        self.warnings: list[str] = []
        self._geocode = geocode
        self._cache = Cache(folder / "geocoder.sqlite", clock)
        self._throttle = Throttle(folder / f"{service}.clock", clock, sleep)
        self._sleep = sleep
        self._failures = 0

    @classmethod
    def from_config(cls, config: Config, *, service: str | None = None) -> GeopyGeocoder:
        """Build the geocoder that the configuration names.

        Parameters
        ----------
        config
            The user's configuration.
        service
            Service to use instead of the configured one.

        Raises
        ------
        ConfigError
            When geopy has no such service, it does not take the options, or Nominatim has no contact.
        """
        from geopy.exc import GeopyError
        from geopy.geocoders import get_geocoder_for_service

        service = (service or config["geocoder.service"] or "nominatim").lower()
        options: dict[str, Any] = {"timeout": config["geocoder.timeout_seconds"], **config.geocoder_options}
        contact = config["geocoder.contact"]
        if service == "nominatim" and not contact and "user_agent" not in options and "domain" not in options:
            raise ConfigError("Nominatim's policy wants to know who asks; run: geomap config set geocoder.contact you@example.org")
        options.setdefault("user_agent", f"geomap/{geomap.__version__} ({contact})" if contact else f"geomap/{geomap.__version__}")
        try:
            geocoder = get_geocoder_for_service(service)(**options)
        except (GeopyError, TypeError, ValueError) as error:
            raise ConfigError(f"geocoder {service!r}: {error}; see `geomap config list` and geopy's documentation") from error
        return cls(geocoder.geocode, service=service, folder=cache_folder())

    def look_up_many(
        self,
        names: Sequence[str],
        *,
        countries: Sequence[str] = (),
        near: Point | None = None,
        limit: int | None = None,
    ) -> list[tuple[Candidate, ...]]:
        """Candidates of each name, in order, best first; empty where the service knows nothing or has failed.

        Parameters
        ----------
        names
            Names to ask for.
        countries
            ISO codes to prefer: asked with them first, without them when that finds nothing (Nominatim only).
        near
            Not used; the ranking weighs distance.
        limit
            How many candidates of each to return.
        """
        del near
        return [self._look_up(name, tuple(sorted(country.lower() for country in countries)))[:limit] for name in names]

    def _look_up(self, name: str, countries: tuple[str, ...]) -> tuple[Candidate, ...]:
        for bias in dict.fromkeys((countries if self.service == "nominatim" else (), ())):
            try:
                answers = self._ask(name, bias)
            except GeocoderError as error:
                self.warnings.append(f"{name!r} could not be asked for online: {error}")
                return ()
            if answers:
                return tuple(candidate_of(answer, name, self.service) for answer in answers)
        return ()

    def _ask(self, name: str, countries: tuple[str, ...]) -> list[Answer]:
        key = json.dumps([self.service, name, countries], ensure_ascii=True)
        cached = self._cache.get(key)
        if cached is None:
            cached = self._request(name, countries)
            self._cache.put(key, cached)
        return cached

    def _request(self, name: str, countries: tuple[str, ...]) -> list[Answer]:
        """Ask the service, again when that can help.

        Raises
        ------
        GeocoderError
            When it fails for good, or has failed too often in a row.
        """
        if self._failures >= _GIVE_UP_AFTER:
            raise GeocoderError(f"{self.service} was given up after {_GIVE_UP_AFTER} failures in a row")
        from geopy.exc import GeopyError

        options: dict[str, Any] = {"exactly_one": False}
        if self.service == "nominatim":
            options |= {"limit": _LIMIT, "addressdetails": True, "language": "en", "country_codes": list(countries) or None}
        for attempt in range(_ATTEMPTS):
            self._throttle.wait()
            try:
                locations = self._geocode(name, **options) or []
            except GeopyError as error:
                message, again = explain(error)
                if not again or attempt == _ATTEMPTS - 1:
                    self._failures = self._failures + 1 if again else _GIVE_UP_AFTER
                    raise GeocoderError(f"{self.service}: {message} ({error})") from error
                self._sleep(_BACKOFF_SECONDS * 2**attempt)
            else:
                self._failures = 0
                return [read_answer(location) for location in locations]
        raise AssertionError("unreachable: the last attempt returns or raises")


def explain(error: Exception) -> tuple[str, bool]:
    """Message and whether another attempt can help, by the nearest class that is listed."""
    return next(FAILURES[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in FAILURES)
