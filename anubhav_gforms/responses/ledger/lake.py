"""The ledger as Parquet in Hive folders, which every engine reads: a file a district, of a month that is over or of one day.

    DIR/month=2026-10/district=BSP/2026-10.parquet      DIR/_manifest.json
    DIR/month=2026-11/district=BSP/2026-11-26.parquet

Only what changed is read from the ledger and written: new, edited, judged again, gone. Nothing personal is in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ...errors import InputError, StateError
from ...files import hash_of, parse_json, sweep_drafts, write_whole
from ...version import code_version
from .columns import DAY, DIGEST, RAW_CODE, RESPONSE_ID, STATION
from .ledger import Ledger
from .past import past
from .rows import Flags, Hashes, Rows
from .typed import typed_rows, with_blanks

FORMAT = 1
MANIFEST = "_manifest.json"
"""Begins with an underscore: Spark, DuckDB and Hive pass it over."""
NO_DISTRICT = "none"
"""Folder of responses whose code names no station: Spark refuses an empty name."""


@dataclass(frozen=True, slots=True)
class LakeExport:
    """What one export did: files written, left as they were, taken away; rows in all; bytes written."""

    written: int
    kept: int
    removed: int
    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class LakeManifest:
    """What an export's manifest says. `files`: path below the folder → its mark, rows and SHA-256. `ledger_head`: the state of the
    ledger that is all in it; "" while an export is at work. `made_of`: the hash of its columns and of which station lies in which
    district. `lots`: full groups of five alone, each response on the day on which a grade counts it."""

    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    ledger_head: str = ""
    made_of: str = ""
    lots: bool = False


def export_lake(ledger: Ledger, folder: Path, *, campaign_id: str, district_of: Mapping[str, str]) -> LakeExport:
    """Bring `folder` up to what stands in the ledger now. `district_of`: code of a station → code of its district.

    What happened since the last export is known from the ledger's history; of the rest only days and stations are read.
    Raises InputError for a folder that holds something else, another campaign's export, or one of groups of five.
    """
    columns = [name for name in ledger.versions_schema().names if name != DIGEST]
    before = _opened(folder, campaign_id, lots=False)
    now = LakeManifest({}, ledger.manifest.chain, _made_of(columns, district_of))
    standing = np.ones(ledger.manifest.rows, bool)
    standing[ledger.lives.dead_rows] = False
    names, number = _files_of(ledger.versions([DAY, STATION], dictionary=[STATION]), standing, district_of)
    changed = _changed_since(ledger, before.ledger_head) if before.made_of == now.made_of else None
    touched = set(names) if changed is None else {names[file] for file in np.unique(number[changed]).tolist()}

    def read(rows: Rows) -> pa.Table:
        table = ledger.rows(rows, columns)
        return with_blanks(table, RAW_CODE, typed_rows(table))

    return _bring_up(folder, campaign_id, before, now, names, np.where(standing, number, -1), touched, read)


def export_lots(
    lots: pa.Table, ledger: Ledger, folder: Path, *, campaign_id: str, district_of: Mapping[str, str]
) -> LakeExport:
    """The same of full groups of five (columns of a cube's shape), which are never others once they are full. Raises InputError as `export_lake`."""
    before = _opened(folder, campaign_id, lots=True)
    now = LakeManifest({}, ledger.manifest.chain, _made_of(lots.column_names, district_of), lots=True)
    names, number = _files_of(lots, np.ones(lots.num_rows, bool), district_of)
    return _bring_up(
        folder, campaign_id, before, now, names, number, set(names), lambda rows: lots.take(pa.array(rows))
    )


def _opened(folder: Path, campaign_id: str, *, lots: bool) -> LakeManifest:
    """What lies in a folder, without the drafts of a killed export."""
    sweep_drafts(folder, deep=False)
    before = read_manifest(folder, campaign_id)
    if before.files and before.lots != lots:
        raise InputError(
            "{folder} holds every response." if lots else "{folder} holds full groups alone.",
            cure="Export to another folder: one holds every response, or with --lots full groups alone.",
            folder=folder,
        )
    sweep_drafts(folder)
    return before


def _bring_up(
    folder: Path, campaign_id: str, before: LakeManifest, now: LakeManifest, names: list[str], number: Rows,
    touched: Collection[str], read: Callable[[Rows], pa.Table],
) -> LakeExport:  # fmt: skip
    """Write the files that differ. `number` (rows,): in which of `names` each row belongs, -1 for none; `touched`: files in which
    something may be another thing than before; `read`: rows → what is written of them."""
    files = {
        name: said
        for name, said in before.files.items()
        if said["mark"] and name not in touched and (folder / name).is_file()
    }
    order = np.argsort(number, kind="stable")
    ends = np.searchsorted(number[order], np.arange(len(names) + 1))
    groups = {
        name: order[first:end] for name, first, end in zip(names, ends[:-1], ends[1:], strict=True) if first < end
    }
    files = {name: said for name, said in files.items() if name in groups}
    looked_at = {name: rows for name, rows in groups.items() if name not in files}
    table = read(np.concatenate([*looked_at.values(), np.zeros(0, np.int64)]).astype(np.int64))
    digests, begin, new = _digests(table), 0, {}
    for name, rows in looked_at.items():
        part = slice(begin, begin := begin + len(rows))
        mark = f"{int(digests[part].sum(dtype=np.uint64)):016x}-{len(rows)}"
        if before.files.get(name, {}).get("mark") == mark and (folder / name).is_file():
            files[name] = before.files[name]
        else:
            new[name] = mark, part
    if new:  # killed from here on, the next export knows every file that may be there
        begun = {name: {"mark": "", "rows": 0, "sha256": ""} for name in new}
        _write_manifest(folder, campaign_id, replace(now, files=before.files | begun, ledger_head=""))
    size = 0
    for name, (mark, part) in new.items():
        content, rows = BytesIO(), table.slice(part.start, part.stop - part.start)
        if RESPONSE_ID in rows.column_names:  # so that equal rows give equal bytes
            rows = rows.take(pc.sort_indices(rows, [(RESPONSE_ID, "ascending")]))
        pq.write_table(rows, content, compression="zstd")
        write_whole(folder / name, content.getvalue())
        files[name] = {"mark": mark, "rows": len(rows), "sha256": hash_of(folder / name)}
        size += content.tell()
    gone = [name for name in before.files if name not in files]
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    _write_manifest(folder, campaign_id, replace(now, files=files))
    return LakeExport(len(new), len(files) - len(new), len(gone), int((number >= 0).sum()), size)


def _changed_since(ledger: Ledger, head: str) -> Rows | None:
    """The rows that are new since this state of the ledger, or of whose response something was said since; None when it is not known."""
    try:
        then, events = past(ledger.folder, ledger.manifest, head)
    except (StateError, KeyError):
        return None
    responses = {event.answer for event in ledger.history[events:]}
    said = {
        row for event in ledger.history if event.answer in responses for row in (event.answer, event.old, event.new)
    }
    return np.array(sorted(row for row in {*said, *range(then.rows, ledger.manifest.rows)} if row >= 0), np.int64)


def _made_of(columns: Sequence[str], district_of: Mapping[str, str]) -> str:
    return sha256(json.dumps([list(columns), dict(district_of)], sort_keys=True).encode()).hexdigest()


def _files_of(table: pa.Table, standing: Flags, district_of: Mapping[str, str]) -> tuple[list[str], Rows]:
    """The names of all files, and for each row of DAY and STATION the place of its file among them. The newest month that stands has
    a file a day, every other one file."""
    stations = table[STATION].combine_chunks()
    if not pa.types.is_dictionary(stations.type):
        stations = stations.dictionary_encode()
    codes = stations.dictionary.to_pylist()
    own = [district_of.get(code or "", "") or NO_DISTRICT for code in codes]
    districts = sorted(set(own))
    of_code = np.array([districts.index(code) for code in own], np.int64)
    day = table[DAY].cast(pa.date32()).cast(pa.int32()).to_numpy().astype(np.int64)
    if not len(day):
        return [], day
    low = int(day.min())
    calendar = np.arange(low, int(day.max()) + 1).astype("datetime64[D]")
    months = calendar.astype("datetime64[M]")
    newest = months == months[int(day[standing].max()) - low] if standing.any() else np.zeros(len(calendar), bool)
    stems = np.where(newest, np.datetime_as_string(calendar), np.datetime_as_string(months))
    first = np.concatenate([[True], stems[1:] != stems[:-1]])  # of a file's days: they stand in order
    file_of_day = np.cumsum(first) - 1
    file_of = file_of_day[day - low] * len(districts) + of_code[stations.indices.to_numpy()]
    used = np.flatnonzero(np.bincount(file_of))
    numbers = np.zeros(int(used[-1]) + 1, np.int64)
    numbers[used] = np.arange(len(used))
    stems = stems[first]
    names = [
        f"month={stems[stem][:7]}/district={districts[district]}/{stems[stem]}.parquet"
        for stem, district in zip(*np.divmod(used, len(districts)), strict=True)
    ]
    return names, numbers[file_of]


def read_manifest(folder: Path, campaign_id: str = "") -> LakeManifest:
    """What is written of an export; nothing for a new folder. Raises InputError as export_lake does."""
    path = folder / MANIFEST
    if not path.exists():
        if folder.exists() and any(folder.iterdir()):
            raise InputError(
                "{folder} holds something else.", cure="Name a new folder, or one of an earlier export.", folder=folder
            )
        return LakeManifest()
    try:
        said = parse_json(path.read_text(encoding="utf-8"))
        files = {str(name): dict(value) for name, value in said["files"].items()}
        owner, form = str(said["campaign"]), int(said["format"])
        head, made_of, lots = str(said["ledger_head"]), str(said.get("made_of", "")), bool(said.get("lots"))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError("{path} cannot be read.", cure="Export to a new folder.", path=path) from None
    if form != FORMAT or (campaign_id and owner != campaign_id):
        raise InputError("{path} is of another campaign or form.", cure="Export to a new folder.", path=path)
    if any(Path(name).is_absolute() or ".." in Path(name).parts for name in files):
        raise InputError("{path} cannot be read.", cure="Export to a new folder.", path=path)
    return LakeManifest(files, head, made_of, lots)


def checked_files(folder: Path, lake: LakeManifest, districts: Collection[str]) -> list[Path]:
    """The files of these districts, and those of no district, each as its manifest knows it. Raises InputError for one that was
    changed or is missing, and when there is none."""
    parts = {f"district={code}" for code in (*districts, NO_DISTRICT)}
    files = {name: said for name, said in lake.files.items() if parts & set(Path(name).parts)}
    if not files:
        raise InputError("{folder} holds no export.", cure="Make one: anubhav ledger export --to DIR.", folder=folder)
    wrong = [
        name
        for name, said in files.items()
        if not (folder / name).is_file() or hash_of(folder / name) != said["sha256"]
    ]
    if wrong:
        raise InputError(
            "{n} of {total} files in {folder} are not as they were written; the first is {name}.",
            cure="Export it again: anubhav ledger export --to DIR.",
            n=len(wrong),
            total=len(files),
            folder=folder,
            name=wrong[0],
        )
    return [folder / name for name in files]


def _digests(table: pa.Table) -> Hashes:
    """A number a row, made from everything in it; the sum of a file's numbers does not depend on their order."""
    frame = table.to_pandas(date_as_object=False)
    return np.asarray(pd.util.hash_pandas_object(frame, index=False).to_numpy(dtype=np.uint64))


def _write_manifest(folder: Path, campaign_id: str, lake: LakeManifest) -> None:
    said = {
        "format": FORMAT,
        "campaign": campaign_id,
        "ledger_head": lake.ledger_head,
        "made_by": code_version(),
        "made_of": lake.made_of,
        "lots": lake.lots,
        "files": dict(sorted(lake.files.items())),
    }
    write_whole(folder / MANIFEST, json.dumps(said, ensure_ascii=False, indent=1).encode())
