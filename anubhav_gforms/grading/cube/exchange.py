"""Cubes that travel: a district counts for itself and sends its cube, so that no response leaves the district.

The digests show a cube that was changed on its way; who counted it is shown by its signature (`seal`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ...campaign import Campaign
from ...errors import InputError
from ...files import parse_json, read_limited, write_whole
from ...nouns.week import day_of
from ...sentence import Sentence, joined
from ...version import code_version
from .cube import EXTREMES, KEY, LABELS, Cube, Shape, columns_of, merge
from .items import Items
from .query import cube_of_groups

FORMAT = "anubhav cube 5"
OLDER = ("anubhav cube 1", "anubhav cube 2", "anubhav cube 3", "anubhav cube 4")
MOST_ROWS, MOST_BYTES = 5_000_000, 512_000_000
"""Cells of a cube and bytes of its file; ten years of the whole range have a tenth of it. A small file can unpack to any number."""
NO_HASH = "0123456789abcdef" * 4
"""Stands where the hash over the whole file comes."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the counts of a cube come from."""

    campaign: str  # the id of the campaign in whose ledger they were counted
    districts: tuple[str, ...]  # codes of the districts that this office counts for
    days: tuple[str, str]  # the first and the last day with a response (ISO); ("", "") when there is none
    ledger: str  # the hash of the ledger's last history line then
    code: str  # version and hash of the program that counted
    lots: bool = False  # it counts full groups of five alone, as a grade does; else every response that stands


@dataclass(frozen=True)
class CubeFile:
    """A cube that travels: the counts, whose they are, and the digest over all of it that its file carries."""

    cube: Cube
    origins: tuple[Origin, ...]
    digest: str
    seals: tuple[str, ...]
    """For each origin the signature of its office, hexadecimal; "" for none."""

    @classmethod
    def of(cls, cube: Cube, origins: Sequence[Origin], seals: Sequence[str] = ()) -> CubeFile:
        """With the digest that fits; not signed, where no signatures are given."""
        return cls(cube, tuple(origins), _digest(cube, origins), tuple(seals) or ("",) * len(origins))

    @property
    def of_lots(self) -> bool:
        """Every one of them counted full groups of five alone, as a grade does."""
        return all(origin.lots for origin in self.origins)

    @property
    def districts(self) -> frozenset[str]:
        """The districts that sent their counts."""
        return frozenset(code for origin in self.origins for code in origin.districts)


def origin_of(cube: Cube, campaign: Campaign, head: str, district: str = "", *, lots: bool) -> Origin:
    """The origin of a cube that was just counted from a ledger in the state `head`, of one district or of all; `lots`: of full groups of five
    alone."""
    days = cube["day"]
    span = (day_of(int(days.min())).isoformat(), day_of(int(days.max())).isoformat()) if len(days) else ("", "")
    codes = (district,) if district else tuple(each.code for each in campaign.districts)
    return Origin(campaign.id, codes, span, head, code_version(), lots)


def _digest(cube: Cube, origins: Sequence[Origin]) -> str:
    """SHA-256 over the shape, the origins, the labels and every number of a cube, whatever file it lies in."""
    about = [
        _shape_said(cube.shape),
        [asdict(origin) for origin in origins],
        *(getattr(cube, f"{name}s") for name in LABELS),
    ]
    digest = sha256(json.dumps(about, ensure_ascii=False, sort_keys=True).encode())
    for name in cube.shape.columns_of_cells:
        digest.update(np.ascontiguousarray(cube[name], dtype="<i8").tobytes())
    return digest.hexdigest()


def _shape_said(shape: Shape) -> dict[str, Any]:
    """A shape as its file has it; what earlier forms called things is counted already."""
    return {name: value for name, value in asdict(shape).items() if name != "former"}


def write_cube(file: CubeFile, path: Path) -> None:
    """Write a cube as one Parquet file, whole or not at all and for this user alone: texts for its labels, and what it
    counts, whose it is and its digest in the file's metadata."""
    cube = file.cube
    columns: dict[str, Any] = {}
    for name in KEY:
        codes = pa.array(cube[name])
        if name in LABELS:
            columns[name] = pa.DictionaryArray.from_arrays(codes, pa.array(getattr(cube, f"{name}s"), pa.string()))
        else:
            columns[name] = codes.cast(pa.date32()) if name == "day" else codes
    columns.update({name: pa.array(cube[name]) for name in (*cube.shape.sums, *EXTREMES)})
    about = {
        "format": FORMAT,
        "shape": json.dumps(_shape_said(cube.shape), ensure_ascii=False),
        "origins": json.dumps([asdict(origin) for origin in file.origins], ensure_ascii=False),
        "digest": file.digest,
        "seals": json.dumps(file.seals),
        "whole": NO_HASH,
    }
    content = BytesIO()
    pq.write_table(pa.table(columns).replace_schema_metadata(about), content, compression="zstd")
    raw = content.getvalue()
    write_whole(path, raw.replace(NO_HASH.encode(), sha256(raw).hexdigest().encode(), 1))


def _is_whole(raw: bytes, written: str) -> bool:
    """Whether every byte of a cube's file is as it was written: its hash was taken with `NO_HASH` in its own place."""
    return (
        len(written) == len(NO_HASH)
        and written == sha256(raw.replace(written.encode(), NO_HASH.encode(), 1)).hexdigest()
    )


def read_cube(path: Path) -> CubeFile:
    """Read it back. Raises InputError for a file that is not a cube, or was changed after it was made."""
    try:
        raw_file = read_limited(path, MOST_BYTES, what=Sentence("a cube"))
        with pq.ParquetFile(BytesIO(raw_file)) as file:
            about = {key.decode(): value.decode() for key, value in (file.metadata.metadata or {}).items()}
            if about.get("format") in OLDER:
                raise InputError(
                    "{path}: this cube was made by an older anubhav and lacks counts that grades need today.",
                    cure="Ask for it again: anubhav cube export FILE.",
                    path=path,
                )
            if about.get("format") != FORMAT or file.metadata.num_rows > MOST_ROWS:
                raise ValueError
            if not _is_whole(raw_file, about.get("whole", "")):  # before anything of it is unpacked
                raise _changed(path)
            table = file.read()
        raw = parse_json(about["shape"])
        items = raw.pop("items")
        points = tuple(tuple(row) for row in items["points"])
        shape = Shape(Items(tuple(items["keys"]), tuple(items["weights"]), points), **raw)
        origins = tuple(_origin(each) for each in parse_json(about["origins"]))
        seals = tuple(map(str, parse_json(about["seals"])))
        if len(seals) != len(origins):
            raise ValueError
        groups = table.replace_schema_metadata(None).to_pandas(date_as_object=False)
        cube_file = CubeFile.of(cube_of_groups(groups, shape), origins, seals)
    except InputError:
        raise
    except (OSError, pa.ArrowException, LookupError, ValueError, TypeError, AttributeError):
        raise InputError("{path} is not a cube.", cure="Make one with: anubhav cube export FILE.", path=path) from None
    if cube_file.digest != about.get("digest"):
        raise _changed(path)
    return cube_file


def _changed(path: Path) -> InputError:
    return InputError(
        "{path}: this cube was changed after it was made: its digest does not fit.",
        cure="Ask the office that sent it for the file again.",
        path=path,
    )


def _origin(raw: dict[str, Any]) -> Origin:
    first, last = raw["days"]
    texts = (raw["campaign"], raw["ledger"], raw["code"], first, last, *raw["districts"])
    if not all(isinstance(text, str) for text in texts) or not isinstance(raw["lots"], bool):
        raise TypeError
    return Origin(raw["campaign"], tuple(raw["districts"]), (first, last), raw["ledger"], raw["code"], raw["lots"])


def merge_files(paths: Sequence[Path]) -> CubeFile:
    """One cube out of several files. Raises InputError when a station or a district stands in two of them, or they count
    differently, or one was changed.

    A station in two files would be counted twice, as when a district sends its cube again under another name.
    """
    files = [read_cube(path) for path in paths]
    holder: dict[str, Path] = {}
    twice: list[str] = []
    for path, file in zip(paths, files, strict=True):
        for code in sorted({*file.cube.stations, *file.districts} - {""}):
            if code in holder:
                twice.append(
                    Sentence("{code} is in {name} and in {name_2}", code=code, name=holder[code].name, name_2=path.name)
                )
            holder.setdefault(code, path)
    if twice:
        more = Sentence(" and {twice} more", twice=len(twice) - 3) if len(twice) > 3 else ""
        raise InputError(
            "{found}{more}.", cure="Merge each district's newest cube only.", found=joined(twice[:3], "; "), more=more
        )
    return CubeFile.of(
        merge([file.cube for file in files]),
        [origin for file in files for origin in file.origins],
        [seal for file in files for seal in file.seals],
    )


def of_district(cube: Cube, *districts: str) -> Cube:
    """Only the stations whose code begins with that of a district."""
    inside = np.array([code.startswith(tuple(f"{each}-" for each in districts)) for code in cube.stations], dtype=bool)
    kept = cube.cells[inside[cube["station"]]]
    groups = kept.copy()
    for name in LABELS:
        groups[name] = np.array(getattr(cube, f"{name}s"), dtype=object)[groups[name].to_numpy()]
    groups["day"] = groups["day"].to_numpy().astype("datetime64[D]").astype("datetime64[s]")
    return cube_of_groups(groups, cube.shape) if len(groups) else Cube(cube.shape, (), (), (), (), columns_of(kept))
