"""The ledger as Parquet in Hive folders, which every engine reads: one file a day and district, and only what changed is written.

    DIR/month=2026-11/district=BSP/2026-11-26.parquet      DIR/_manifest.json

A day counts as changed when its rows do: new, edited, judged again, gone. Nothing personal is in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..errors import InputError
from ..files import hash_of, sweep_drafts, write_whole
from ..version import code_version
from .ledger import Ledger
from .schema import DAY, PRINT, RAW_CODE, RESPONSE_ID, STATION
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


def export_lake(ledger: Ledger, folder: Path, *, campaign_id: str, district_of: Mapping[str, str]) -> LakeExport:
    """Bring `folder` up to what stands in the ledger now. `district_of`: code of a station → code of its district.

    Raises InputError for a folder that holds something else, or another campaign's export.
    """
    sweep_drafts(folder, deep=False)
    before = read_manifest(folder, campaign_id)
    sweep_drafts(folder)
    columns = [name for name in ledger.versions_schema().names if name != PRINT]
    table = ledger.read(columns)
    table = with_blanks(table, RAW_CODE, typed_rows(table))
    groups = _groups(table, district_of)
    prints = _prints(table)
    marks = {path: f"{int(prints[rows].sum(dtype=np.uint64)):016x}-{len(rows)}" for path, rows in groups.items()}
    files = {
        path: before[path]
        for path, mark in marks.items()
        if path in before and before[path]["mark"] == mark and (folder / path).is_file()
    }
    new = {path: rows for path, rows in groups.items() if path not in files}
    if new:  # killed from here on, the next export knows every file that may be there
        begun = {path: {"mark": "", "rows": 0, "sha256": ""} for path in new}
        _write_manifest(folder, campaign_id, ledger, table.column_names, before | begun)
    size = 0
    for path, rows in new.items():
        content = BytesIO()
        pq.write_table(table.take(pa.array(rows)), content, compression="zstd")
        write_whole(folder / path, content.getvalue())
        files[path] = {"mark": marks[path], "rows": len(rows), "sha256": hash_of(folder / path)}
        size += content.tell()
    gone = [path for path in before if path not in files]
    for path in gone:
        (folder / path).unlink(missing_ok=True)
    _write_manifest(folder, campaign_id, ledger, table.column_names, files)
    return LakeExport(len(new), len(files) - len(new), len(gone), table.num_rows, size)


def read_manifest(folder: Path, campaign_id: str = "") -> dict[str, dict[str, Any]]:
    """Path below `folder` → its mark, rows and SHA-256; nothing for a new folder. Raises InputError as export_lake does."""
    path = folder / MANIFEST
    if not path.exists():
        if folder.exists() and any(folder.iterdir()):
            raise InputError(
                "{folder} holds something else.", cure="Name a new folder, or one of an earlier export.", folder=folder
            )
        return {}
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        files = {str(name): dict(value) for name, value in said["files"].items()}
        owner, form = str(said["campaign"]), int(said["format"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError("{path} cannot be read.", cure="Export to a new folder.", path=path) from None
    if form != FORMAT or (campaign_id and owner != campaign_id):
        raise InputError("{path} is of another campaign or form.", cure="Export to a new folder.", path=path)
    if any(Path(name).is_absolute() or ".." in Path(name).parts for name in files):
        raise InputError("{path} cannot be read.", cure="Export to a new folder.", path=path)
    return files


def checked_files(folder: Path) -> list[Path]:
    """Every file of an export, each as its manifest knows it. Raises InputError for one that was changed or is missing."""
    files = read_manifest(folder)
    if not files:
        raise InputError("{folder} holds no export.", cure="Make one: anubhav ledger export --to DIR.", folder=folder)
    wrong = [name for name, said in files.items() if not _as_written(folder / name, said["sha256"])]
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


def _as_written(path: Path, digest: str) -> bool:
    return path.is_file() and hash_of(path) == digest


def _groups(table: pa.Table, district_of: Mapping[str, str]) -> dict[str, np.ndarray[Any, np.dtype[np.int64]]]:
    """File → the rows in it, in the order of their ids, so that equal rows give equal bytes."""
    stations = table[STATION].combine_chunks().dictionary_encode()
    districts = np.array([district_of.get(code or "", "") or NO_DISTRICT for code in stations.dictionary.to_pylist()])
    frame = pd.DataFrame(
        {
            "day": pc.strftime(table[DAY], format="%Y-%m-%d").to_numpy(),
            "district": districts[stations.indices.to_numpy()] if len(districts) else [],
            "id": table[RESPONSE_ID].to_numpy(),
        }
    ).sort_values("id", kind="stable")
    frame["path"] = "month=" + frame.day.str[:7] + "/district=" + frame.district + "/" + frame.day + ".parquet"
    return {str(path): rows.index.to_numpy() for path, rows in frame.groupby("path", sort=True)}


def _prints(table: pa.Table) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """A number a row, made from everything in it; the sum of a day's numbers does not depend on their order."""
    frame = table.to_pandas(date_as_object=False)
    return np.asarray(pd.util.hash_pandas_object(frame, index=False).to_numpy(dtype=np.uint64))


def _write_manifest(
    folder: Path, campaign_id: str, ledger: Ledger, columns: list[str], files: dict[str, dict[str, Any]]
) -> None:
    said = {
        "format": FORMAT,
        "campaign": campaign_id,
        "ledger_head": ledger.manifest.chain,
        "made_by": code_version(),
        "columns": columns,
        "files": dict(sorted(files.items())),
    }
    write_whole(folder / MANIFEST, json.dumps(said, ensure_ascii=False, indent=1).encode())
