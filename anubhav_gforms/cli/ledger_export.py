"""anubhav ledger export: the responses without names, numbers and messages, as one file or a folder of files."""

from __future__ import annotations

from pathlib import Path

import click

from .. import pipeline
from ..errors import InputError
from .modes import modes
from .options import FOLDER, NewFile
from .show import campaign_of, say


@click.command("export")
@click.argument("file", required=False, type=NewFile())
@click.option("--with-changes", is_flag=True, help="Also every older version, and responses that are gone.")
@click.option(
    "--to",
    "folder",
    type=FOLDER,
    help="Parquet in folders by month and district, for DuckDB, Spark, BigQuery; again into the same one: only what changed.",
)
@click.option(
    "--lots", is_flag=True, help="With --to: full groups of five alone, as grades count them; for report --cube."
)
@modes({"--to": "--lots"})
@click.pass_context
def export_command(ctx: click.Context, file: Path | None, with_changes: bool, folder: Path | None, lots: bool) -> None:
    """Write the responses to FILE (.csv or .parquet), or into a folder with --to; without names, numbers and messages.

    A CSV opens in Excel: UTF-8 with a mark, and no cell that Excel would run as a formula. It is for study: no command reads it back;
    to move to another computer: anubhav backup.

    \b
    Example:
      anubhav ledger export answers.csv
      anubhav ledger export answers.parquet --with-changes
      anubhav ledger export --to lake
      anubhav ledger export --to lots --lots
    """
    if file is None and folder is None:
        raise InputError(
            "This writes one file, or a folder.",
            cure="Give FILE, or --to DIR.",
        )
    if folder:
        done = pipeline.export_to_lake(campaign_of(ctx), folder, lots=lots)
        say(
            "{rows:,} responses in {folder}: {written} files written ({size:,.0f} kB), {kept} as they were, {removed} taken away.",
            rows=done.rows,
            folder=folder,
            written=done.written,
            size=done.size / 1024,
            kept=done.kept,
            removed=done.removed,
        )
        say(
            "It holds no names, numbers or messages. Next: anubhav cube build range.cube --from {folder}",
            folder=pipeline.typed_line([str(folder)]),
        )
        return
    assert file is not None
    rows = pipeline.export_ledger(campaign_of(ctx), file, with_changes=with_changes)
    say(
        "{n:,} row in {path}. It holds no names, numbers or messages.",
        "{n:,} rows in {path}. It holds no names, numbers or messages.",
        n=rows,
        path=file,
    )
