"""One home for each decision: what is decided in one file may not be decided again in another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "anubhav_gforms"

HOMES = {
    "when two texts are the same": (r"""normalize\(\s*["']NF""", {"text.py"}),
    "how a command prints JSON": (r"""echo\(.*(json\.dumps|to_json)\(""", {"cli/show.py"}),
    "what a text in JSON says": (r"json\.loads?\((?!json\.dumps|frame\.to_json)", {"files.py"}),
    "what moment a number of milliseconds is": (r"fromtimestamp\(.* / 1000", {"nouns/moments.py"}),
    "how well a text can be read on its ground": (r"0\.2126", {"paper/colour.py"}),
    "how letters that stand together are written": (r"""replace\(["'] or ["'], ["']/["']\)""", {"grading/columns.py"}),
    "how a probability is rounded": (r"""["']> 99""", {"sentence.py"}),
    "which message is grave": (r"\bgrave_matters\(", {"responses/alerts/grave.py"}),
    "which days are written as the sheet writes them": (
        r"%d/%m/%Y",
        {"pipeline/retention.py", "reports/forgotten.py", "responses/intake/witness.py"},
    ),
    "in which week a day lies": (r"- (4|_FIRST_MONDAY)\) // 7", {"nouns/week.py"}),
    "which station is silent": (r"""\[["']responses["']\] == 0""", {"reports/verdicts.py"}),
}
"""Decision: what its code looks like, and the files that may decide it (paths inside the package)."""


@pytest.mark.parametrize("decision", HOMES)
def test_a_decision_has_one_home(decision: str) -> None:
    """A second copy soon says something else: that is how versions of one truth came about."""
    pattern, homes = HOMES[decision]
    copies = {
        f"{path.relative_to(PACKAGE).as_posix()}:{number}: {line.strip()}"
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).as_posix() not in homes
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(pattern, line)
    }
    assert not copies, f"{decision} is decided in {', '.join(sorted(homes))}"


@pytest.mark.parametrize("decision", HOMES)
def test_every_home_is_there(decision: str) -> None:
    """A row whose home was moved would refuse nothing."""
    pattern, homes = HOMES[decision]
    for home in homes:
        assert re.search(pattern, (PACKAGE / home).read_text(encoding="utf-8")), f"{home} does not decide: {decision}"
