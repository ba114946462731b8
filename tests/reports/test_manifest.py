"""A report's manifest that is none, or was damaged, is named; a table that was spoilt has nothing to compare."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.errors import InputError
from anubhav_gforms.reports.manifest import (
    Manifest,
    compare_manifests,
    manifest_bytes,
    read_manifest,
)


def test_a_table_that_somebody_spoilt_has_no_figures_to_compare(tmp_path):
    made = Manifest("bilaspur-range", "2026-W47", "", "", "", {}, {"office.csv": "0"})
    table = tmp_path / "office.csv"
    table.write_bytes("code;score\r\nBSP-KTW;12.5\r\n".encode("utf-16"))  # as Excel may save it again
    assert compare_manifests(made, made, tmp_path, tmp_path).places == 1
    for spoilt in (b"", b"\n", b"\xff\xfe\xff", b"a,b\n1,2\n", b'code,"', b"code\0,score\nx"):
        table.write_bytes(spoilt)
        assert compare_manifests(made, made, tmp_path, tmp_path).places == 0, spoilt


def test_a_file_that_is_no_manifest_is_named(campaign, tmp_path):
    (tmp_path / "manifest.json").write_text("[]")
    with pytest.raises(InputError, match="not the manifest"):
        pipeline.verify_report(campaign, tmp_path)


@pytest.mark.parametrize(
    "damage",
    [
        {"files": []}, {"inputs": None}, {"week": 7}, {"week": "2026-W77"}, {"since": "2026"}, {"data_up_to": "yesterday"},
        {"language": "fr"}, {"marks": ["other"]}, {"marks": ["not-compared soon"]}, {"files": {"office.csv": 5}},
    ],
)  # fmt: skip
def test_a_damaged_manifest_is_named(tmp_path, damage):
    """Each was an error of the program itself, exit 4, when the report was verified or made in its place."""
    whole = Manifest("demo", "2026-W47", "2026-W46", "anubhav report", "2026-11-23T09:00:00+05:30", {"code": "1"}, {})
    (tmp_path / "manifest.json").write_bytes(manifest_bytes(whole))
    assert read_manifest(tmp_path) == whole
    (tmp_path / "manifest.json").write_text(json.dumps(asdict(whole) | damage))
    with pytest.raises(InputError, match="not the manifest"):
        read_manifest(tmp_path)
