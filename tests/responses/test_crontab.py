"""A crontab keeps the lines of others, and one that cannot be read is not written over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from schedules import planned

from anubhav_gforms.errors import StateError
from anubhav_gforms.pipeline.schedule import install_schedule


def cron_of(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `crontab` whose table is this file."""
    program = table.with_name("crontab")
    program.write_text(f'#!/bin/sh\nif [ "$1" = -l ]; then cat "{table}"; else cat > "{table}"; fi\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{table.parent}{os.pathsep}{os.environ['PATH']}")


def test_a_crontab_keeps_the_lines_of_others_and_gets_ours_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "table"
    cron_of(table, monkeypatch)
    table.write_text("5 4 * * * /usr/bin/backup\n# >>> anubhav other\n1 * * * * x\n# <<< anubhav other\n")
    before = table.read_text()
    install_schedule(planned("cron", minutes=15))
    install_schedule(planned("cron", minutes=5, report=True))
    assert table.read_text() == before + planned("cron", minutes=5, report=True).given + "\n"
    shown = planned("cron", minutes=15).text().splitlines()
    assert shown[-1] == "crontab -e", "typed by a person, crontab - would take away the lines of others"


@pytest.mark.parametrize("below", [[], planned("cron").given.splitlines()], ids=["alone", "a whole one below"])
def test_a_block_of_a_crontab_that_lost_its_end_takes_no_line_of_others_away(
    below: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever tidied the table up by hand lost all that stood below the block, or up to the end of another one."""
    table = tmp_path / "table"
    cron_of(table, monkeypatch)
    table.write_text("\n".join([*planned("cron").given.splitlines()[:-1], "5 4 * * * /usr/bin/backup", *below, ""]))
    before = table.read_text()
    with pytest.raises(StateError, match='no line "# <<< anubhav') as caught:
        install_schedule(planned("cron"))
    assert "crontab -e" in caught.value.cure
    assert table.read_text() == before


def test_a_crontab_that_could_not_be_read_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was taken for one that is not there yet; and a byte of an old note in it was called our own failure."""
    table = tmp_path / "table"
    cron_of(table, monkeypatch)
    install_schedule(planned("cron"))
    table.write_bytes(before := b"# caf\xe9\n" + table.read_bytes())
    install_schedule(planned("cron"))
    assert table.read_bytes() == before
    (tmp_path / "crontab").write_text(
        f'#!/bin/sh\n[ "$1" != -l ] || {{ echo "try again" >&2; exit 1; }}; cat > "{table}"\n'
    )
    with pytest.raises(StateError, match="crontab - failed: try again"):
        install_schedule(planned("cron"))


def test_a_machine_without_cron_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container: it was called our own failure."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StateError, match="crontab - failed"):
        install_schedule(planned("cron"))
