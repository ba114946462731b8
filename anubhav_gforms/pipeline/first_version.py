"""A report that the first version published: its figures are counted again as it counted them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ..campaign import Campaign
from ..campaign.roles import Role, Words
from ..files import write_whole
from ..gazette.bands import with_bands
from ..gazette.book import Book
from ..grading.grades import Grades
from ..reports import Manifest, Verification, compare_figures, inputs_of
from ..reports.files import csv_bytes, grade_columns, grade_rows
from ..reports.manifest import FIRST_TABLES
from ..responses.ledger.ledger import open_ledger
from .clock import Clock
from .grades import grade, office_of


def verify_first_version(campaign: Campaign, before: Manifest, was: Path, book: Book, *, clock: Clock) -> Verification:
    """Compare the figures of both tables of a report of the first version: of every response under the constants that it froze, and of
    full groups of five under constants of their own. What was not about the place was a visit then.

    Its pages are written in another form today. Raises InputError where a table is not there, StateError when its ledger is not this one.
    """
    then, at = _as_it_counted(with_bands(campaign, book, before.week)), before.inputs.get("ledger", "")
    own = grade(then, week=before.week, at=at, book=book, places=False, clock=clock)
    every = office_of(then, own, book=book)
    shared = grade(then, week=before.week, at=at, book=book, frozen={}, places=False, clock=clock)
    with TemporaryDirectory() as made:
        for name, grades in zip(FIRST_TABLES, (every, shared), strict=True):
            write_whole(Path(made, name), _table(grades), settle=False)
        return compare_figures(before, inputs_of(campaign, every, open_ledger(campaign, at=at)), was, Path(made))


def _as_it_counted(campaign: Campaign) -> Campaign:
    """Under version 1 of the method, with no option that says that a response is about something else."""
    rules = campaign.grading.model_copy(update={"grading": campaign.grade_rules.model_copy(update={"method": 1})})
    words: dict[Role, Words] = {role: said for role, said in campaign.words.items() if role is not Role.TOPIC}
    return replace(campaign, grading=rules, announced_words=words)


def _table(grades: Grades) -> bytes:
    return csv_bytes(grade_rows(grades.table, grades.letters), grade_columns(grades.table, grades.letters))
