"""The whole story under every kind of account and every reading: right, or red with the true cause; never green and wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import matrix
from gsandbox.account.profile import NAMES

STORIES = [(profile, reading) for profile in NAMES for reading in matrix.readings_of(profile)]


@pytest.mark.parametrize(("profile", "reading"), STORIES)
def test_every_cell_is_right_or_red_with_its_cause(
    profile: str, reading: str, tmp_path: Path, config_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANUBHAV_GOOGLE_ROOT", raising=False)
    cells = matrix.play(tmp_path, profile, reading)
    assert {name: cell for name, cell in cells.items() if not cell.good} == {}
    red = [name for name, cell in cells.items() if cell.word == "red"]
    expected = profile == "restricted" or bool(matrix.READINGS[reading].fault)
    assert ("setup" in red and "posters" in red) == expected, "where nobody can respond, no poster is made; else one is"
    assert expected or red == []


def test_what_is_green_and_wrong_is_told(tmp_path: Path, config_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The matrix itself: a step that says nothing red while strangers meet a closed form."""
    monkeypatch.delenv("ANUBHAV_GOOGLE_ROOT", raising=False)
    with matrix.story(tmp_path, NAMES[0], matrix.READINGS["as the profile says"]) as played:
        assert matrix.cell(played, matrix.Story.setup, matrix.Story.reachable, ()).word == "right"
        state = {"publishSettings": {"publishState": {}}, "updateMask": "publishState"}
        form_id = matrix.load_registry(played.campaign.data).form_id
        played.post(f"/v1/forms/{form_id}:setPublishSettings", state)
        assert matrix.cell(played, lambda story: "", matrix.Story.reachable, ()).word == "GREEN AND WRONG"
        assert matrix.cell(played, lambda story: "blue", matrix.Story.reachable, ("x",)).word == "RED, ANOTHER CAUSE"
