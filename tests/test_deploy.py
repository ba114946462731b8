"""The container: no rights, a read-only disk, and only commands that exist."""

from __future__ import annotations

import re
from pathlib import Path

from anubhav_gforms.cli import VERBS

PROJECT = Path(__file__).parent.parent


def test_the_image_runs_as_a_user_without_rights() -> None:
    lines = (PROJECT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER")]
    assert users == ["10001"]
    assert lines.index("USER 10001") > max(n for n, line in enumerate(lines) if line.startswith(("RUN", "COPY")))


def test_every_service_is_bound_hand_and_foot() -> None:
    text = (PROJECT / "compose.yaml").read_text(encoding="utf-8")
    shared, _, services = text.partition("services:\n")
    for line in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", 'user: "10001"'):
        assert line in shared
    names = re.findall(r"^  (\w+):", services, re.M)
    assert services.count("<<: *anubhav") == len(names)
    assert not re.search(r"privileged|network_mode|ports:", text)


def test_container_and_script_call_commands_that_exist() -> None:
    text = "".join((PROJECT / name).read_text(encoding="utf-8") for name in ("Dockerfile", "compose.yaml"))
    words = set(re.findall(r"[a-z-]+", text))
    assert {"watch", "report", "ledger"} <= words & set(VERBS)
