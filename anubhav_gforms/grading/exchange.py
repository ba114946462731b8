"""Cubes that travel: a district counts for itself and sends its cube, so that no answer leaves the district."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError
from .cube import KEY, LABELS, Cube, Shape, merge, typed
from .items import Items
from .query import cube_of_groups

FORMAT = "anubhav cube 1"
MOST_ROWS = 5_000_000
"""Cells of a cube; ten years of the whole range have a tenth of it. A small file can unpack to any number."""


def write_cube(cube: Cube, path: Path) -> None:
    """Write a cube as one Parquet file, with texts for its labels and what it counts in the file's metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns: dict[str, Any] = {}
    for name in KEY:
        codes = pa.array(cube[name])
        if name in LABELS:
            columns[name] = pa.DictionaryArray.from_arrays(codes, pa.array(getattr(cube, f"{name}s"), pa.string()))
        else:
            columns[name] = codes.cast(pa.date32()) if name == "day" else codes
    columns.update({name: pa.array(cube[name]) for name in cube.shape.sums})
    about = {"format": FORMAT, "shape": json.dumps(asdict(cube.shape), ensure_ascii=False)}
    table = pa.table(columns).replace_schema_metadata(about)
    draft = path.with_suffix(path.suffix + ".tmp")
    pq.write_table(table, draft, compression="zstd")
    draft.replace(path)


def read_cube(path: Path) -> Cube:
    """Read it back. Raises InputError for a file that is not a cube."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            about = {key.decode(): value.decode() for key, value in (file.metadata.metadata or {}).items()}
            if about.get("format") != FORMAT or file.metadata.num_rows > MOST_ROWS:
                raise ValueError
            table = file.read()
        raw = json.loads(about["shape"])
        items = raw.pop("items")
        points = tuple(tuple(row) for row in items["points"])
        shape = Shape(Items(tuple(items["keys"]), tuple(items["weights"]), points), **raw)
        groups = table.replace_schema_metadata(None).to_pandas(date_as_object=False)
        return cube_of_groups(groups, shape)
    except (OSError, pa.ArrowException, LookupError, ValueError, TypeError, AttributeError, RecursionError):
        raise InputError(f"{path} is not a cube.", cure="Make one with: anubhav cube export FILE.") from None


def merge_files(paths: Sequence[Path]) -> Cube:
    """One cube out of several files. Raises InputError when a station stands in two of them, or they count differently.

    A station in two files would be counted twice, as when a district sends its cube again under another name.
    """
    cubes = [read_cube(path) for path in paths]
    holder: dict[str, Path] = {}
    twice = []
    for path, cube in zip(paths, cubes, strict=True):
        for code in cube.stations:
            if code and code in holder:
                twice.append(f"{code} stands in {holder[code].name} and in {path.name}")
            holder.setdefault(code, path)
    if twice:
        more = f" and {len(twice) - 3} more" if len(twice) > 3 else ""
        raise InputError(f"{'; '.join(twice[:3])}{more}.", cure="Merge each district's newest cube only.")
    return merge(cubes)


def of_district(cube: Cube, district: str) -> Cube:
    """Only the stations whose code begins with the district's."""
    mine = np.array([code.startswith(f"{district}-") for code in cube.stations], dtype=bool)
    kept = cube.cells[mine[cube["station"]]]
    groups = kept.copy()
    for name in LABELS:
        groups[name] = np.array(getattr(cube, f"{name}s"), dtype=object)[groups[name].to_numpy()]
    groups["day"] = groups["day"].to_numpy().astype("datetime64[D]").astype("datetime64[s]")
    return cube_of_groups(groups, cube.shape) if len(groups) else Cube(cube.shape, (), (), (), (), typed(kept))
