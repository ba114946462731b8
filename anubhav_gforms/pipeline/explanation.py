"""How a station's grade came about: every step from counts to letter, for people, as JSON, or as a page to print."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..campaign import Campaign
from ..errors import InputError
from ..files import write_whole
from ..grading.archive import decisions_in
from ..grading.decisions import days_not_genuine
from ..grading.explain import Explanation
from ..grading.explain import explain as every_step
from ..grading.explain.second import SecondExplanation
from ..grading.grades import Grades
from ..languages import LANGUAGES
from ..nouns.week import day_number
from ..reports.announced import corrected_said, otherwise_said
from ..reports.explain import page, text
from ..responses.ledger.columns import STATION
from ..responses.ledger.ledger import open_ledger
from .gazette import announced_otherwise, corrections_of


def explain(grades: Grades, station: str) -> Explanation:
    """Every step of one station's grade, and the days of which responses were found not genuine. Raises InputError for a station that has none."""
    working = grades.working
    if station not in working.roster.codes:
        came = open_ledger(working.campaign).frame([STATION])[STATION]
        if (came.astype(str) == station).any():
            raise InputError(
                "{station} is not in stations.csv, and responses of it are in the ledger.",
                station=station,
                cure="Put its line back, with status closed and the day in closed_on: then its history can be explained.",
            )
    explanation = every_step(grades, station)
    if not isinstance(explanation, SecondExplanation):
        return explanation
    # groups of five are graded without them: the grades know nothing of them
    last = day_number(grades.last_day)
    decisions = decisions_in(working.campaign.data, grades.decided)
    days = days_not_genuine(decisions, station, last + 1 - 7 * explanation.window_weeks, last)
    return replace(explanation, not_genuine=days)


def explanation_text(explanation: Explanation, language: str) -> str:
    """The steps in "en" or "hi", line by line. Raises InputError for another language."""
    if language not in LANGUAGES:
        raise InputError(
            "{language} is not a language of anubhav.",
            cure="Choose one of {known}.",
            language=language,
            known=", ".join(LANGUAGES),
        )
    return text(explanation, language)


def write_explanation(campaign: Campaign, grades: Grades, explanation: Explanation, language: str, file: Path) -> Path:
    """The steps as a page to print (HTML), with what was announced otherwise, and what was corrected of it since."""
    week, code = explanation.week, explanation.code
    corrections = [{**entry.body, "lapsed": False} for entry in corrections_of(campaign, week, code)]
    beside = [otherwise_said(week)] if announced_otherwise(campaign, grades, code) else []
    beside += [corrected_said(campaign, correction) for correction in corrections]
    return write_whole(file, page(explanation, language, beside).encode(), shared=True)
