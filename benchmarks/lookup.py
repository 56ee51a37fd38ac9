"""Speed of the gazetteer: opening, exact look-ups, misses, matching, memory.

usage:  python benchmarks/lookup.py [GAZETTEER]

Names are drawn from the file itself with a fixed seed, so that runs compare; each is asked for twice, and each measurement is the
processor time of one call. Misses are drawn names with two letters replaced, of which those are kept that nothing
plainer answers.
"""

from __future__ import annotations

import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from geomap.gazetteer import Gazetteer

SEED = 20261124
NAMES, MISSES = 2_000, 300


def percentiles(seconds: Sequence[float]) -> str:
    """Median, 90th and 99th percentile in microseconds."""
    cuts = statistics.quantiles(seconds, n=100)
    return f"p50 {cuts[49] * 1e6:.0f} µs, p90 {cuts[89] * 1e6:.0f} µs, p99 {cuts[98] * 1e6:.0f} µs"


def timed(call: Callable[[str], object], names: Sequence[str]) -> list[float]:
    """Seconds of each call."""
    found = []
    for name in names:
        began = time.thread_time_ns()
        call(name)
        found.append((time.thread_time_ns() - began) / 1e9)
    return found


def drawn_names(gazetteer: Gazetteer, chosen: random.Random) -> list[str]:
    """Names of the file, each kind of place as often as it occurs."""
    db = sqlite3.connect(gazetteer.path)
    (count,) = db.execute("SELECT COUNT(*) FROM places").fetchone()
    drawn = chosen.sample(range(count), NAMES)
    # Only the drawn names are kept: the memory measured is the gazetteer's.
    wanted = set(drawn)
    names = {index: name for index, (name,) in enumerate(db.execute("SELECT name FROM places ORDER BY id")) if index in wanted}
    db.close()
    return [names[index] for index in drawn]


def misspelled(name: str, chosen: random.Random) -> str:
    """Replace two letters after the first."""
    letters = list(name)
    for position in chosen.sample(range(1, len(letters)), 2):
        letters[position] = chosen.choice("abcdefghijklmnopqrstuvwxyz")
    return "".join(letters)


def looked_up(gazetteer: Gazetteer, name: str) -> object:
    """Look a name up although its answer is kept: what the kept answers save is not the speed of the look-up."""
    gazetteer._lookup._known.clear()  # nothing public forgets answers
    return gazetteer.look_up(name)


def main(path: str | None) -> None:
    """Print every figure."""
    timing = f"b = time.process_time(); Gazetteer.open({path!r}); print(time.process_time() - b)"
    code = f"import time; from geomap.gazetteer import Gazetteer; {timing}"
    opening = [float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout) for _ in range(5)]
    print(f"open (fresh process): {statistics.median(opening) * 1e3:.1f} ms")
    gazetteer = Gazetteer.open(path)
    chosen = random.Random(SEED)
    names = drawn_names(gazetteer, chosen)
    first = timed(gazetteer.look_up, names)
    print(f"exact, {len(names)} names, asked for the first time: {percentiles(first)}")
    print(f"exact, asked for again: {percentiles(timed(gazetteer.look_up, names))}  (answers kept in memory, nothing is looked up)")
    print(f"exact, pages and places warm, no answer kept: {percentiles(timed(lambda name: looked_up(gazetteer, name), names))}")
    missing = [misspelled(name, chosen) for name in names if len(name) > 4]
    missing = [name for name in missing[: 4 * MISSES] if all(c.rule == "spelling" for c in gazetteer.look_up(name))][:MISSES]
    print(f"misses with spelling search, {len(missing)} names: {percentiles(timed(gazetteer.look_up, missing))}")
    words = [word for name in names for word in ("the", "town", "of", *name.split(), "was", "quiet", ",", "they", "said", ".")]
    gazetteer.match(words[:400])
    began = time.process_time()
    for start in range(0, len(words), 400):
        gazetteer.match(words[start : start + 400])
    print(f"match, texts of 400 words: {len(words) / (time.process_time() - began):,.0f} words/s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"resident memory at peak: {peak:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
