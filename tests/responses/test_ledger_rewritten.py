"""An older or forged state of the ledger's own files is found, and changes nothing that counts."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from hashlib import sha256
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attacked import bench, ratings, told
from office_commands import run

from anubhav_gforms.errors import StateError
from anubhav_gforms.responses.ledger.content import content_digests
from anubhav_gforms.responses.ledger.manifest import Holds, manifest_bytes, read_manifest
from anubhav_gforms.responses.ledger.verify import verify


def test_a_manifest_that_was_rolled_back_is_refused(pulled: Any) -> None:
    path = pulled.campaign.data / "ledger" / "manifest.json"
    old = path.read_bytes()
    pulled.set("overall", 1, 5)
    pulled.pull()
    path.write_bytes(old)
    with pytest.raises(StateError, match="older manifest was put back"):
        pulled.pull()
    assert run(pulled, "ledger", "verify").return_value == 1
    assert run(pulled, "ledger", "recover", "--yes").return_value == 0
    assert not pulled.pull().alarming
    assert (ratings(pulled), bench(pulled)) == (pulled.before, ["edited"])


def rewrite_consistently(office: Any, *, also_prints: bool) -> None:
    """All ratings 5 in the ledger's files; hashes, chain and seal made again, and the prints too, as whoever knows the program can."""
    folder = office.campaign.data / "ledger"
    manifest, files, lines = read_manifest(folder), [], []
    for file in manifest.files:
        if file.holds is Holds.ANSWERS:
            table = pq.read_table(folder / file.name)
            forged = table.set_column(
                table.schema.get_field_index("overall"), "overall", pa.array([5] * len(table), pa.int8())
            )
            if also_prints:
                made = (content_digests(forged, office.ledger) if len(forged) else np.zeros(0, np.uint64)).view(
                    np.int64
                )
                forged = forged.set_column(forged.schema.get_field_index("print"), "print", pa.array(made))
            pq.write_table(forged, folder / file.name)
            file = replace(file, sha256=sha256((folder / file.name).read_bytes()).hexdigest())
        files.append(file)
    before, named = "", {file.name: asdict(file) for file in files}
    for text in (folder / "history.jsonl").read_text("utf-8").splitlines():
        line = json.loads(text)
        line |= {"added": [named.get(each["name"], each) for each in line["added"]], "before": before}
        lines.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
        before = sha256(lines[-1].encode()).hexdigest()
    text = "".join(f"{line}\n" for line in lines)
    (folder / "history.jsonl").write_text(text, "utf-8")
    size = len(text.encode())
    forged_index = replace(manifest, files=tuple(files), chain=before, last_line=lines[-1], history_bytes=size)
    (folder / "manifest.json").write_bytes(manifest_bytes(forged_index))


def test_a_consistent_rewrite_of_the_ledger_is_found_by_its_own_content(pulled: Any) -> None:
    """File, hash, chain and seal fit each other; the fingerprints do not fit the ratings."""
    rewrite_consistently(pulled, also_prints=False)
    assert set(ratings(pulled)) == {5}
    done = run(pulled, "ledger", "verify")
    assert done.return_value == 1
    assert "says something else than its fingerprint" in done.output or "say something else than their" in done.output
    assert told(pulled, full=True)[0] in ("confirmed by the form", "edited"), "and Google's two lists say what was sent"
    assert ratings(pulled) == pulled.before


def test_a_rewrite_with_new_fingerprints_is_found_by_both_witnesses(pulled: Any) -> None:
    rewrite_consistently(pulled, also_prints=True)
    assert not verify(pulled.ledger).faults, "nothing in the folder alone can tell"
    assert told(pulled, full=True).count("edited") > 30
    assert ratings(pulled) == pulled.before, "form and sheet say the same: that counts"
