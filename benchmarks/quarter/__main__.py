"""make bench-quarter: the clerk's quarter played for long; a table of steps, rules and laws, and what broke first.

The bar: at least so many steps, each rule played, no law broken. Exit code 1 otherwise; then hypothesis has made the play
as short as it can, and its steps are printed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from ..on_sandbox import PROJECT

sys.path.insert(0, str(PROJECT / "tests"))  # the machine is a test first

from quarter.google_side import GoogleSide
from quarter.office import ClerksQuarter
from quarter.world import Template


class Play(ClerksQuarter):
    """A play that tells how far it came: after each, also while hypothesis looks for the shortest."""

    began: ClassVar[float]

    def teardown(self) -> None:
        super().teardown()
        self.told["plays"] += 1
        spent = time.perf_counter() - self.began
        print(f"play {self.told['plays']:,}: {self.told['steps']:,} steps, {spent:,.0f} s", flush=True)


def main() -> int:
    """Play until there are enough steps; print what was played; give the exit code."""
    parser = argparse.ArgumentParser(prog="make bench-quarter", description=__doc__)
    parser.add_argument("--steps", type=int, default=2000, help="at least so many")
    parser.add_argument("--length", type=int, default=40, help="steps of one play at most")
    parser.add_argument("--seed", type=int, default=7, help="other plays")
    given = parser.parse_args()
    google, told, round_ = GoogleSide(), Play.told, 0
    broken = ""
    try:
        with tempfile.TemporaryDirectory(prefix="anubhav-quarter-") as folder:
            Play.template = Template.make(google, Path(folder))
            Play.began = time.perf_counter()
            while told["steps"] < given.steps and not broken:
                plays = -(-(given.steps - told["steps"]) // given.length)
                broken = played(given.seed + round_, min(plays, 20), given.length)
                round_ += 1
    finally:
        google.close()
    for kind in ("rule", "law"):
        print(f"\n{kind + 's':<64}{'times':>7}")
        for name, count in sorted(told.items()):
            if name.startswith(f"{kind} "):
                print(f"  {name.removeprefix(f'{kind} '):<62}{count:>7,}")
    laws = sum(count for name, count in told.items() if name.startswith("law "))
    print(f"\n{told['steps']:,} steps, laws looked at {laws:,} times. ", end="")
    print(f"Bar (at least {given.steps:,} steps, no law broken): {'MISSED' if broken else 'met'}.")
    if broken:
        print(f"\nThe shortest play that breaks a law:\n{broken}")
    return 1 if broken else 0


def played(number: int, plays: int, length: int) -> str:
    """So many plays from this seed; the shortest that breaks a law, as text, or ""."""
    plan = settings(
        max_examples=plays,
        stateful_step_count=length,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seed(number)(Play), settings=plan)
    except Exception as error:  # whatever broke, it is shown
        lines = [*traceback.format_exception_only(error), *getattr(error, "__notes__", ())]
        return "\n".join(lines)
    return ""


if __name__ == "__main__":
    sys.exit(main())
