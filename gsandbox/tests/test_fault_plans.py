"""A plan of faults: its mistakes, where it comes from, when each fault is due."""

from __future__ import annotations

from pathlib import Path

import pytest

from gsandbox.faults import Fault, PlanError, When, read
from gsandbox.faults import load as load_plan
from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book


def test_chance_repeats_with_its_seed(book: Book) -> None:
    """The same seed strikes the same calls."""

    def pattern(seed: int) -> list[int]:
        book.sandbox.faults({"fault": "error-500", "chance": 0.5, "times": 0}, seed=seed)
        return [book.sandbox.api("GET", f"/v4/spreadsheets/{book.id}").status_code for _ in range(12)]

    first = pattern(3)
    assert first == pattern(3)
    assert set(first) == {200, 500}


def test_a_plan_with_mistakes() -> None:
    """All of them at once, each with its place; nothing is put in place."""
    with pytest.raises(PlanError) as caught:
        read(
            {
                "sed": 1,
                "faults": [{"fault": "quotas"}, {"fault": "slow", "second": 1}, {"fault": "slow", "seconds": "1"}, 5],
            }
        )
    lines = str(caught.value).splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "unknown key 'sed'; a plan has seed and faults",
        "fault 1",
        "fault 2",
        "fault 3",
        "fault 4",
    ]


def test_a_plan_from_a_file(tmp_path: Path) -> None:
    """TOML, as for --faults."""
    file = tmp_path / "faults.toml"
    file.write_text('seed = 7\n[[faults]]\nfault = "quota"\non = "sheets.*"\ntimes = 3\n', encoding="utf-8")
    plan = load_plan(file)
    assert (plan.seed, plan.rules[0].fault, plan.rules[0].times) == (7, Fault.QUOTA, 3)
    file.write_text("faults = [", encoding="utf-8")
    with pytest.raises(PlanError, match=r"faults\.toml"):
        load_plan(file)


def test_bad_plans_over_http(sandbox: Sandbox) -> None:
    """400 with what is wrong; the old plan stays."""
    sandbox.faults({"fault": "slow"})
    reply = sandbox.post("/sandbox/faults", json={"faults": [{"fault": "nonsense"}]})
    assert reply.status_code == 400
    assert "unknown fault 'nonsense'" in reply.text
    assert sandbox.post("/sandbox/faults", data=b"{").status_code == 400
    assert len(sandbox.get("/sandbox/faults").json()["faults"]) == 1
    assert sandbox.http.delete(sandbox.root + "/sandbox/faults", timeout=5).json()["faults"] == []


def test_moments() -> None:
    """Every fault has its moment."""
    assert {fault.when for fault in Fault} == set(When)
