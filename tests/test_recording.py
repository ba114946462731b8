"""doctor --live --record: the whole run as a file that can be sent, and what the sandbox makes of it when it is played again."""

from __future__ import annotations

import json
import re
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from ready import doctor

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.google.recording import Recording
from gsandbox.account import facts
from gsandbox.account.replay import LOOKS, RecordingError, load, replay
from tools.replay import main


@pytest.fixture
def record(campaign: Campaign, sandbox: Any, tmp_path: Path) -> Any:
    """Makes a recording of a run against an account."""

    def make(name: str = "r.jsonl") -> Path:
        file = tmp_path / name
        result = doctor(campaign.root, "--live", "--yes", "--record", str(file))
        assert result.exception is None, result.output
        return file

    return make


def test_a_recording_holds_every_call_and_nothing_that_tells_of_anybody(record: Any, sandbox: Any) -> None:
    made = sandbox.api("POST", "/v1/forms", json={"info": {"title": "T", "documentTitle": "Office of somebody"}}).json()
    file = record()
    text = file.read_text(encoding="utf-8")
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for secret in (
        "owner@sandbox.invalid",
        "owner%40",
        "Office of somebody",
        made["formId"],
        "Bearer",
        "Authorization",
        sandbox.root,
    ):
        assert secret not in text
    assert not re.search(r"1FAIpQLS|ya29\.|ACYDBN|(?<!\w)1[\w-]{43}(?!\w)|\d{17}", text, re.ASCII)
    head, *lines = [json.loads(line) for line in text.splitlines()]
    assert head["of"] == "sandbox"
    asked = {
        f"{line['method']} {re.sub('[^/]*:', '*:', line['url'].partition('sandbox.invalid')[2].partition('?')[0])}"
        for line in lines
    }
    assert {"POST /v1/forms", "POST /v1/forms/*:batchUpdate", "POST /v1/forms/*:setPublishSettings"} <= asked
    assert any("formResponse" in line for line in asked)
    assert any(line.startswith("DELETE /drive/v3/files/") for line in asked)
    real = {item["questionItem"]["question"]["questionId"] for item in _items(sandbox, made["formId"])}
    assert not real & set(re.findall(r"[0-9a-f]{8}", text))
    steps = {line["step"] for line in lines}
    assert {guess.step for guess in facts.guesses() if guess.step} <= steps
    assert {guess.looks_at for guess in facts.guesses() if guess.step} <= LOOKS.keys()


def _items(sandbox: Any, form_id: str) -> list[dict[str, Any]]:
    item = {"title": "Q", "questionItem": {"question": {"textQuestion": {}}}}
    create = {"requests": [{"createItem": {"item": item, "location": {"index": 0}}}]}
    sandbox.api("POST", f"/v1/forms/{form_id}:batchUpdate", json=create)
    return list(sandbox.api("GET", f"/v1/forms/{form_id}").json()["items"])


def test_against_the_same_account_every_guess_is_a_fact(
    record: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = record()
    result = replay(file, tmp_path / "again.sqlite")
    assert result.unlike == ()
    words = {verdict.guess.question: verdict.word for verdict in result.verdicts if verdict.guess.step}
    assert set(words.values()) == {"fact"}, words
    assert len(words) >= 20
    assert main(str(file)) == 0
    said = capsys.readouterr().out
    assert "Contradicted: 0" in said
    assert f"no facts: nothing here was asked of Google: {len(words)}" in said
    head, _, calls = file.read_text("utf-8").partition("\n")
    file.write_text(head.replace('"of": "sandbox"', '"of": "Google"') + "\n" + calls, "utf-8")
    assert main(str(file)) == 0
    assert f"Facts now: {len(words)}\n" in capsys.readouterr().out


def test_against_another_account_what_differs_is_named(
    record: Any, sandbox: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readings = {"permission_role": "publishedReader", "missing_required": 200, "update_item": "partial"}
    sandbox.profile("workspace", empty_publish_state="bare", **readings)
    file = record()
    result = replay(file, tmp_path / "again.sqlite")
    wrong = {
        verdict.guess.question: (verdict.then, verdict.here)
        for verdict in result.verdicts
        if verdict.word == "contradicted"
    }
    assert wrong["a missing required answer comes back with HTTP 400 (or 200)"] == (
        "200 formResponse",
        "400 formResponse",
    )
    assert wrong["the permission reads back as reader"] == ("publishedReader", "reader")
    assert wrong["an update of an item may bring only what its mask names"] == ("200", "400")
    assert wrong["an unpublished form shows publishState {} (or nothing)"] == ("{}", '{"publishState": {}}')
    assert result.unlike
    assert main(str(file)) == 1
    assert "what depends on it: nothing: recorded means" in capsys.readouterr().out
    assert main(str(file), "workspace") == 1  # the readings of this one are not the profile's own


def test_a_run_that_stops_half_way_is_recorded_too(campaign: Campaign, sandbox: Any, tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    sandbox.faults({"fault": "scopes", "on": "forms.forms.create"})
    assert doctor(campaign.root, "--live", "--yes", "--record", str(file)).exception is not None
    _, [only] = load(file)
    assert only.status == 403


def test_record_needs_live(campaign: Campaign, tmp_path: Path) -> None:
    assert "--live" in str(doctor(campaign.root, "--record", str(tmp_path / "r")).exception)


@pytest.mark.parametrize("text", ["", "x", "[]", '{"recording": 2, "of": "Google"}', '{"recording": 1, "of": "x"}\n{}'])
def test_what_is_no_recording_says_so(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "r.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RecordingError):
        load(file)
    assert main(str(file)) == 2
    assert "r.jsonl" in capsys.readouterr().err


def test_what_google_may_say_is_taken_out(google: Any) -> None:
    """A reply full of what tells of somebody; the same thing has the same stand-in, in a text and in an address."""
    recording = Recording(google)
    file, other = "1" + "aB3-" * 10 + "xyz", "1" + "Cd_4" * 10 + "uvw"
    recording._lines = [
        {
            "step": "", "method": "GET", "status": 200, "type": "", "location": "",
            "url": f"https://www.googleapis.com/drive/v3/files/{file}?u=a.b%40office.example",
            "sent": {"title": "ours"},
            "answer": {
                "files": [
                    {"id": file, "name": "Somebody", "owners": [{"displayName": "Another", "emailAddress": "a.b@office.example"}]},
                    {"id": other, "name": "ours", "appProperties": {"campaign": "bilaspur"}},
                ],
                "access": "ya29.a0-x.y", "key": "1//0gabc", "permissionId": "12345678901234567890k",
                "itemId": "7a3b4c5d", "html": f"entry.{0x7A3B4C5D} in {file}, not 2026 nor 31337",
            },
        }
    ]  # fmt: skip
    text = recording.text()
    for secret in (
        file,
        other,
        "Somebody",
        "Another",
        "office.example",
        "bilaspur",
        "ya29",
        "0gabc",
        "12345678901234567890",
        "7a3b4c5d",
        str(0x7A3B4C5D),
    ):
        assert secret not in text
    line = json.loads(text.splitlines()[1])
    assert line["url"].endswith("/{file-1}?u={mail-1}")
    assert line["answer"]["files"][0]["id"] == "{file-1}"
    assert line["answer"]["files"][0]["owners"][0]["emailAddress"] == "{mail-1}"
    assert line["answer"]["files"][1]["name"] == "ours"
    assert line["answer"]["itemId"] == "0f000001"
    assert line["answer"]["html"] == f"entry.{0x0F000001} in {{file-1}}, not 2026 nor 31337"
