"""Answers collected on paper go through the same checks, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.errors import CampaignError, InputError, SheetError
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.responses.ledger import open_ledger
from anubhav_gforms.responses.verify import verify

HEAD = "Timestamp;station;purpose;overall;message"
PURPOSE = "दूसरा काम / Something else"
LINES = [
    f"24/11/2026 18:05;BSP-KTW;{PURPOSE};4;",
    f"2026-11-24 18:05;bsp-cvl ;{PURPOSE};५;ठीक",
    f"24/11/2026 18:05;सिटी कोतवाली बिलासपुर;{PURPOSE};1;",
    f"24/11/2026;XYZ-QQ;{PURPOSE};2;",
]


def csv(tmp_path: Path, *lines: str, head: str = HEAD) -> Path:
    path = tmp_path / "november.csv"
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join([head, *lines, ""]).encode())
    return path


def test_paper_answers_come_in_once(campaign: Any, tmp_path: Path) -> None:
    path = csv(tmp_path, *LINES, LINES[0])
    preview = pipeline.import_answers(campaign, path, Channel.PAPER, apply=False)
    assert (preview.new, open_ledger(campaign).frame().empty) == (5, True)
    found = pipeline.import_answers(campaign, path, Channel.PAPER)
    assert (found.new, found.already, found.by_status) == (5, 0, {"accepted": 4, "quarantined": 1})
    frame = open_ledger(campaign).frame()
    assert frame.station.tolist() == ["BSP-KTW", "BSP-CVL", "BSP-KTW", "", "BSP-KTW"]
    assert set(frame.channel) == {"paper"}
    assert set(frame.source) == {"import"}
    assert frame.overall.tolist() == [4, 5, 1, 2, 4]
    assert frame.submitted_at.iloc[0].isoformat() == "2026-11-24T18:05:00+05:30"
    assert frame.response_id.is_unique
    again = pipeline.import_answers(campaign, csv(tmp_path, *LINES, LINES[0], LINES[0]), Channel.PAPER)
    assert (again.new, again.already) == (1, 5)
    assert not verify(open_ledger(campaign)).faults


def test_every_wrong_line_is_named_and_nothing_is_added(campaign: Any, tmp_path: Path) -> None:
    path = csv(tmp_path, LINES[0], f"yesterday;BSP-KTW;{PURPOSE};4;", "", f"31/31/2026;BSP-KTW;{PURPOSE};4;")
    with pytest.raises(CampaignError) as caught:
        pipeline.import_answers(campaign, path, Channel.PAPER)
    assert [mistake.line for mistake in caught.value.mistakes] == [3, 5]
    assert open_ledger(campaign).frame().empty


def test_a_file_without_the_needed_columns_is_refused(campaign: Any, tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=r"november\.csv has no column"):
        pipeline.import_answers(campaign, csv(tmp_path, head="Timestamp,station"), Channel.PAPER)
    with pytest.raises(InputError, match="no such file"):
        pipeline.import_answers(campaign, tmp_path / "none.csv", Channel.PAPER)


def test_imported_answers_are_no_part_of_the_sheet(station_office: Any, tmp_path: Path) -> None:
    office = station_office
    office.answers(3)
    office.pull()
    pipeline.import_answers(office.campaign, csv(tmp_path, *LINES), Channel.PAPER)
    office.answers(2)
    changes = office.pull(full=True)
    assert (changes.new, changes.changed, changes.total) == (2, (), 9)
    office.delete_row(1)
    assert [str(change.kind) for change in office.pull(full=True).changed] == ["gone"]
