"""python -m benchmarks.fuzz.hypo NAME SECONDS: the same parsers under hypothesis, where atheris does not run."""

from __future__ import annotations

import random
import sys
import time
import warnings

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from .targets import targets

ROUND = 2000


def mixed(seed: bytes) -> st.SearchStrategy[bytes]:
    """A seed with pieces cut out, doubled and replaced."""

    def change(given: tuple[int, int, bytes]) -> bytes:
        start, length, piece = given
        at = start % (len(seed) + 1)
        return seed[:at] + piece + seed[at + length :]

    return st.tuples(st.integers(0, 4096), st.integers(0, 40), st.binary(max_size=40)).map(change)


def main() -> None:
    """Fuzz until the time is over; prints `Done N runs`."""
    name, seconds = sys.argv[1], float(sys.argv[2])
    warnings.simplefilter("ignore")
    [target] = [each for each in targets() if each.name == name]
    runs, end = 0, time.monotonic() + seconds

    @settings(
        max_examples=ROUND, database=None, deadline=None, phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.binary(max_size=4096) | st.text().map(str.encode) | st.one_of([mixed(each) for each in target.seeds]))
    def throw(data: bytes) -> None:
        nonlocal runs
        runs += 1
        target.run(data)

    while time.monotonic() < end:
        random.seed()
        throw()
    print(f"Done {runs} runs", file=sys.stderr)


if __name__ == "__main__":
    main()
