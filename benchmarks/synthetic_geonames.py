"""Writes a table of places shaped like GeoNames, seeded, and times its import.

usage:  python benchmarks/synthetic_geonames.py ROWS FILE.txt [--import LAYER.sqlite] [--seed 1]

The shares are roughly those of allCountries.txt, from general knowledge: 40 % populated places, 21 % spots, 18 % waters; 0.9 alternate
names a row with a long tail; populations for 5 % of the populated places; names of one or two words made of syllables of some twenty
languages. Of 12 million rows about half have a name of their own, and the commonest names belong to thousands of places.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

# Feature class, code, share.
FEATURES = (
    ("P", "PPL", 40), ("S", "FRM", 8), ("S", "SCH", 8), ("S", "HTL", 5), ("H", "STM", 13), ("H", "LK", 5), ("T", "MT", 7), ("T", "HLL", 6),
    ("A", "ADM3", 2), ("A", "ADM4", 3), ("L", "LCTY", 2), ("V", "FRST", 1),
)  # fmt: skip
COUNTRIES = "US CN IN MX RU NO IR PK ID BR AF AU CA ES DE FR IT TR UA RS XK NG KE ET CD TH VN PH JP KR".split()
SYLLABLES = (
    "san ta ma ri no lo ka ba ra mi to shi da go la ne vi pe tro sk ov grad burg berg feld dorf ville ton ham by stad nes fjord dal vik"
    " pur nagar abad khel wala gaon chi kou zhuang xia nan bei dong hu shan tun cun al ben um wadi tell bir kuh rud qal eh deh an"
).split()
WORDS = "Lake Mount Creek River San Santa Saint Hotel School Farm Kuh-e Bukit Kampung Gora Ozero Rio Cerro Arroyo Wadi Jabal".split()


def rows(count: int, seed: int) -> Iterator[str]:
    """Lines of the table, ids ascending; the first 2,000 are divisions."""
    rng = random.Random(seed)
    codes = [feature[:2] for feature in FEATURES]
    weights = [feature[2] for feature in FEATURES]
    number = 1_000
    for index in range(count):
        number += 1
        country = COUNTRIES[int(len(COUNTRIES) * rng.random() ** 1.7)]
        admin1, admin2 = f"{index % 30:02}", f"{index % 400:03}"
        if index < 2_000:
            feature_class, code = ("A", "ADM1") if index < 900 else ("A", "ADM2")
            country, admin1, admin2 = COUNTRIES[index % 30], f"{index // 30 % 30:02}", f"{index:03}" if index >= 900 else ""
        else:
            feature_class, code = rng.choices(codes, weights)[0]
        name = _name(rng)
        others = ",".join(_name(rng) for _ in range(min(12, int(rng.expovariate(1.1)))))
        population = int(300 * rng.paretovariate(0.8)) if feature_class == "P" and rng.random() < 0.05 else 0
        latitude, longitude = 170 * rng.random() - 85, 360 * rng.random() - 180
        position = f"{latitude:.5f}", f"{longitude:.5f}"
        people = str(min(population, 30_000_000))
        fields = (str(number), name, name, others, *position, feature_class, code, country, "", admin1, admin2, "", "", people)
        yield "\t".join((*fields, "", "100", "Etc/UTC", "2026-01-01"))


def _name(rng: random.Random) -> str:
    # The square makes the first syllables of the list the commonest: namesakes as in the real table.
    parts = ["".join(SYLLABLES[int(len(SYLLABLES) * rng.random() ** 2)] for _ in range(rng.choice((2, 3, 3, 4, 4, 5)))).capitalize()]
    if rng.random() < 0.35:
        parts.insert(0, WORDS[int(len(WORDS) * rng.random() ** 1.5)])
    return " ".join(parts)


def time_import(table: Path, layer: Path) -> None:
    """Import the table and look names of it up; prints rates, memory and times."""
    from geomap.gazetteer import Gazetteer
    from geomap.gazetteer.importing import import_geonames

    report = import_geonames([table], layer, Gazetteer.open())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    size = layer.stat().st_size / 1e6
    rate = report.places / report.seconds
    print(f"{report.places:,} places in {report.seconds:.0f} s ({rate:,.0f}/s), {memory:.2f} GB, file {size:,.0f} MB")
    gazetteer = Gazetteer(layer)
    with table.open(encoding="utf-8") as lines:
        names = [line.split("\t", 2)[1] for index, line in enumerate(lines) if index % max(1, report.places // 2_000) == 0]
    random.Random(0).shuffle(names)
    for asked in ("for the first time", "again"):
        times = []
        for name in names:
            began = time.perf_counter()
            gazetteer.look_up(name, limit=20)
            times.append((time.perf_counter() - began) * 1e6)
        cuts = statistics.quantiles(times, n=100)
        print(f"look-up of {len(names):,} names, asked {asked}: p50 {cuts[49]:.0f} µs, p99 {cuts[98]:.0f} µs")


def main() -> None:
    """Write the table, and import it when asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--import", dest="layer", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    with options.file.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in rows(options.rows, options.seed))
    print(f"{options.rows:,} rows, {options.file.stat().st_size / 1e6:,.0f} MB written in {time.monotonic() - began:.0f} s")
    if options.layer:
        time_import(options.file, options.layer)


if __name__ == "__main__":
    main()
