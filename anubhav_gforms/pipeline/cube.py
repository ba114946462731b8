"""Counts that may leave a district, where responses may not: exported, and several merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..campaign import Campaign
from ..campaign.lookup import district_meant
from ..errors import InputError
from ..gazette.known import with_announced_rules
from ..grading.archive import CONSTANTS, decisions_in, load_constants
from ..grading.cube.cube import Cube, Shape
from ..grading.cube.exchange import CubeFile, merge_files, of_district, origin_of, read_cube, write_cube
from ..grading.cube.query import BIGQUERY, cube_sql, duckdb_cube, spark_cube
from ..grading.cube.seal import KEY_FILE, WHOLE_RANGE, load_key, make_key, refuse_unsealed, seal_cube
from ..links.keyring import keys_folder
from ..privacy.outside import exported_lots, lots_cube
from ..responses.ledger.lake import checked_files, read_manifest
from ..responses.ledger.ledger import open_ledger


def export_cube(campaign: Campaign, file: Path, *, district: str = "") -> CubeFile:
    """The counts of the ledger's full groups of five, as the grade counts them, or of one district, into a file; signed, when this office has
    a key. Rows that a person here found not genuine are not in it: who gets the counts cannot take them out. Raises InputError for an unknown district."""
    code, announced = _district(campaign, district), with_announced_rules(campaign)
    ledger = open_ledger(campaign)
    lots = exported_lots(announced, ledger, decisions_in(campaign.data), load_constants(campaign.data / CONSTANTS))
    cube = _said_as_today(lots_cube(announced, lots), campaign)
    if code:
        cube = of_district(cube, code)
    made = CubeFile.of(cube, [origin_of(cube, campaign, ledger.manifest.chain, code, lots=True)])
    return _signed(campaign, made, file)


def _said_as_today(cube: Cube, campaign: Campaign) -> Cube:
    """The counts under the words of config/form.toml: what one office's book knows of earlier ones keeps no two offices' counts apart."""
    return replace(cube, shape=Shape.of(campaign))


def _signed(campaign: Campaign, made: CubeFile, file: Path) -> CubeFile:
    """Written into a file, signed when this office has a key."""
    key = load_key(keys_folder(campaign))
    made = seal_cube(made, key) if key else made
    write_cube(made, file)
    return made


def make_cube_key(campaign: Campaign, *, district: str = "") -> tuple[str, str, Path]:
    """(The name in [cube_keys], this office's public key, the private file of its secret), made when there is none: the one act that does."""
    code, folder = _district(campaign, district), keys_folder(campaign)
    return code or WHOLE_RANGE, make_key(folder), folder / KEY_FILE


def _district(campaign: Campaign, district: str) -> str:
    return district_meant(campaign, district) if district else ""


def build_cube(campaign: Campaign, folder: Path, file: Path, *, on: str = "duckdb", connect: str = "") -> CubeFile:
    """The counts of this campaign's districts in an export, by DuckDB or Spark, into a file; each file that is counted is checked
    first. Counts of full groups of five are signed, when this office has a key, and make a report as those of `export_cube` do.

    Raises InputError for a folder that is none of this campaign's, or was changed.
    """
    lake, shape = read_manifest(folder, campaign.id), Shape.of(with_announced_rules(campaign))
    files = checked_files(folder, lake, campaign.district_by_code)
    cube = spark_cube(files, shape, connect=connect) if on == "spark" else duckdb_cube(files, shape)
    cube = _said_as_today(cube, campaign)
    made = CubeFile.of(cube, [origin_of(cube, campaign, lake.ledger_head, lots=lake.lots)])
    if lake.lots:
        return _signed(campaign, made, file)
    write_cube(made, file)
    return made


def bigquery_text(campaign: Campaign, table: str) -> str:
    """The query that BigQuery runs over an external table of the export; its result is the cells of a cube."""
    return cube_sql(Shape.of(with_announced_rules(campaign)), BIGQUERY.name(table), BIGQUERY)


def merge_cubes(campaign: Campaign, files: Sequence[Path], into: Path) -> tuple[CubeFile, tuple[CubeFile, ...]]:
    """Several files of counts added into one: (the sum, each of them as it was read).

    Raises InputError for a file that `believed_cube` refuses, a district in two of them, and other weights.
    """
    parts = tuple(believed_cube(campaign, path) for path in files)
    made = merge_files(files)
    write_cube(made, into)
    return made, parts


def believed_cube(campaign: Campaign, path: Path) -> CubeFile:
    """A cube that districts of this campaign sent. Raises InputError when it was changed, counted in another campaign, counts more than
    full groups of five, or is not signed by the offices of its districts."""
    file = read_cube(path)
    if strangers := sorted({origin.campaign for origin in file.origins} - {campaign.id}):
        raise InputError(
            "{path}: was counted in another campaign: {names}; this one is {own}.",
            cure="Use the cubes of this campaign's districts.",
            path=path, names=", ".join(strangers), own=campaign.id,
        )  # fmt: skip
    if not file.of_lots:
        raise InputError(
            "{path}: this cube counts every response; a grade counts full groups of five only.",
            cure="Make it with anubhav cube export FILE, or count an export of full groups: anubhav ledger export --to DIR --lots.",
            path=path,
        )
    refuse_unsealed(file, campaign.office.cube_keys, path)
    return file
