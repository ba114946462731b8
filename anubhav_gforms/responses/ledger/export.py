"""The ledger for others: one file for other programs, without anything personal; a frame for notebooks."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from ...campaign import Campaign
from ...errors import InputError
from ...files import FORMULA, write_whole
from .columns import DIGEST, RAW_CODE
from .ledger import OWN, Ledger, open_ledger
from .typed import typed_rows, with_blanks


def export(ledger: Ledger, file: Path, *, with_changes: bool = False) -> int:
    """Write the responses as they stand now to a .csv or .parquet file, whole and for this user only; gives the number of rows.

    Words that somebody typed where a code belongs are left out.

    With `with_changes` every version ever seen, with a column `stands` that tells which count today.
    """
    columns = [name for name in ledger.versions_schema().names if name != DIGEST]
    if with_changes:
        table = ledger.versions(columns)
        stands = pc.invert(pc.is_in(pa.array(range(table.num_rows)), pa.array(ledger.lives.dead_rows)))
        table = table.append_column("stands", stands)
    else:
        table = ledger.read(columns)
    table = with_blanks(table, RAW_CODE, typed_rows(table))
    content = BytesIO()
    if file.suffix == ".parquet":
        pq.write_table(table, content, compression="zstd")
    elif file.suffix == ".csv":
        content.write(b"\xef\xbb\xbf")
        pyarrow.csv.write_csv(_harmless(table), content)
    else:
        raise InputError("{path}: the name must end in .csv or .parquet.", cure="Choose one of them.", path=file)
    write_whole(file, content.getvalue())
    return int(table.num_rows)


def _harmless(table: pa.Table) -> pa.Table:
    """Texts that a spreadsheet program would run as a formula get an apostrophe before them."""
    for number, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            texts = table[number]
            risky = pc.match_substring_regex(texts, f"^[{re.escape(''.join(FORMULA))}]")
            safe = pc.if_else(risky, pc.binary_join_element_wise("'", texts, ""), texts)
            table = table.set_column(number, field.name, safe)
    return table


def frame_of(campaign: Campaign, *, personal: bool) -> pd.DataFrame:
    """The frame that `responses` describes."""
    ledger = open_ledger(campaign)
    apart = (*OWN, *(() if personal else (RAW_CODE,)))
    names = [name for name in ledger.versions_schema().names if name not in apart]
    return ledger.frame([*names, *(campaign.form.personal_keys if personal else ())])
