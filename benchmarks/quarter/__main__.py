"""make bench-quarter: the clerk's quarter played for long; a table of steps, rules and laws, and what broke first.

The bar: at least so many steps, no law broken. Exit code 1 otherwise; then hypothesis has made the play as short as it can,
and its steps are printed.
"""

from __future__ import annotations

import argparse
import sys

from .plays import all_played


def main() -> int:
    """Play until there are enough steps; print what was played; give the exit code."""
    parser = argparse.ArgumentParser(prog="make bench-quarter", description=__doc__)
    parser.add_argument("--steps", type=int, default=2000, help="at least so many")
    parser.add_argument("--length", type=int, default=40, help="steps of one play at most")
    parser.add_argument("--seed", type=int, default=7, help="other plays")
    given = parser.parse_args()
    told, broken = all_played(given.steps, given.length, given.seed)
    for kind in ("rule", "law"):
        print(f"\n{kind + 's':<64}{'times':>7}")
        for name, count in sorted(told.items()):
            if name.startswith(f"{kind} "):
                print(f"  {name.removeprefix(f'{kind} '):<62}{count:>7,}")
    laws = sum(count for name, count in told.items() if name.startswith("law "))
    met = not broken and told["steps"] >= given.steps
    print(f"\n{told['steps']:,} steps in {told['plays']:,} plays, laws looked at {laws:,} times. ", end="")
    print(f"Bar (at least {given.steps:,} steps, no law broken): {'met' if met else 'MISSED'}.")
    if broken:
        print(f"\nThe shortest play that breaks a law:\n{broken}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
