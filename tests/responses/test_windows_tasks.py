"""The tasks of Windows run what was missed, and are as the schema of its Task Scheduler says."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree
from schedules import FOLDER, PROGRAM, planned

from anubhav_gforms.custody.passphrase import remember_passphrase
from anubhav_gforms.pipeline.schedule import EVEN, Schedule, install_schedule, plan_schedule

TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(__file__).with_name("windows_task.xsd")))


def test_windows_runs_what_was_missed_and_opens_no_window(tmp_path: Path) -> None:
    schedule = plan_schedule("windows", tmp_path, "demo", minutes=15, report=True, program="C:/my tools/anubhav.exe")
    install_schedule(Schedule(schedule.files, ()))
    assert [command[:5] for command in schedule.commands] == [
        ("schtasks", "/Create", "/F", "/TN", f"anubhav demo {name}") for name in ("watch", "report")
    ]
    for path, _ in schedule.files:
        task = ElementTree.parse(path).getroot()  # UTF-16 with its mark, as schtasks reads it
        assert task.findtext(f"{TASK}Settings/{TASK}StartWhenAvailable") == "true"
        assert task.findtext(f"{TASK}Settings/{TASK}MultipleInstancesPolicy") == "IgnoreNew"
        assert task.findtext(f"{TASK}Actions/{TASK}Exec/{TASK}Command") == "C:/my tools/pythonw.exe"
        assert "--log" in (task.findtext(f"{TASK}Actions/{TASK}Exec/{TASK}Arguments") or "")


@pytest.mark.parametrize("minutes", EVEN)
def test_every_task_is_as_the_schema_of_the_task_scheduler_says(
    minutes: int, schema: etree.XMLSchema, config_dir: Path
) -> None:
    remember_passphrase("demo", "six words that nobody else knows")
    schedule = plan_schedule(
        "windows", FOLDER, "demo", minutes=minutes, report=True, program=PROGRAM, backup=Path("D:/R&D <backup>")
    )
    assert len(schedule.files) == 3
    for _, text in schedule.files:
        schema.assertValid(etree.fromstring(text.encode("utf-16")))


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("<Interval>PT15M</Interval>", "<Interval>15 minutes</Interval>"),
        ("PT15M", "PT30S"),  # no task repeats within a minute
        ("<DaysInterval>1</DaysInterval>", "<DaysInterval>0</DaysInterval>"),
        ("<ExecutionTimeLimit>PT1H<", "<ExecutionTimeLimit>1:00<"),
        ("<StartWhenAvailable>true<", "<StartWhenAvailable>yes<"),
        ("StartWhenAvailable", "StartWhenAvailible"),
        ("IgnoreNew", "Never"),
        ("2026-01-01T06:00:00", "1 January 2026, 06:00"),
        ("/mit/task", "/mit/tasks"),
        ("<Exec>", "<Run>"),
        ("pythonw.exe", "pythonw.exe" + 260 * "x"),
    ],
)
def test_a_task_that_windows_would_refuse_fails_the_schema(written: str, instead: str, schema: etree.XMLSchema) -> None:
    text = planned("windows").files[0][1]
    assert written in text
    broken = text.replace("</Exec>", "</Run>") if instead == "<Run>" else text
    assert not schema.validate(etree.fromstring(broken.replace(written, instead).encode("utf-16")))


def test_a_repetition_after_the_days_fails_the_schema(schema: etree.XMLSchema) -> None:
    """Inside a trigger order matters."""
    task = etree.fromstring(planned("windows").files[0][1].encode("utf-16"))
    [trigger] = task.iter(f"{TASK}CalendarTrigger")
    assert schema.validate(task)
    trigger.append(trigger.find(f"{TASK}Repetition"))
    assert not schema.validate(task)
