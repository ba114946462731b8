"""Grades of a range of which some districts sent no counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from ..sentence import Sentence
from .columns import GradeStatus, Level
from .grades import Grades
from .notes import names_of_places


def without_undelivered(grades: Grades, delivered: Collection[str]) -> Grades:
    """The same, where only some districts sent their counts: the others are "Not delivered", and no station there is silent.

    A score, a letter or a mean of the range is of the districts that are there; a note says so.
    """
    table = grades.table
    missing = [code for code in table.loc[table["level"] == Level.DISTRICT.value, "code"] if code not in delivered]
    if not missing:
        return grades
    district_of = dict(zip(table["code"], table["district"], strict=True))
    away = table["district"].isin(missing) & (table["level"] != Level.RANGE.value)
    silent_codes = [
        ", ".join(code for code in str(text).split(", ") if district_of.get(code) not in missing)
        for text in table["silent"].fillna("")
    ]
    silent = table["silent"].where(
        table["level"] == Level.STATION.value, pd.Series(silent_codes, table.index, dtype=object)
    )
    status = table["status"].mask(away, str(GradeStatus.NOT_DELIVERED))
    note = Sentence(
        "Not delivered: {listed}. Nobody there is graded or listed as without responses; what is said of the range is said of the other districts.",
        listed=names_of_places(table[(table["level"] == Level.DISTRICT.value) & table["code"].isin(missing)]),
    )
    return replace(grades, table=table.assign(status=status, silent=silent), notes=(*grades.notes, note))
