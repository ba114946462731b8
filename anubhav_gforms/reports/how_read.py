"""How to read a report: the sentences on its method, with the numbers of the policy that made it."""

from __future__ import annotations

from ..grading.method.week import LEAST_STATIONS
from ..language import both
from ..sentence import Bilingual, Sentence
from . import phrases, terms
from .contents import Contents
from .likelihood import percent


def how_to_read(contents: Contents) -> tuple[Bilingual, ...]:
    """How to read it, sentence by sentence."""
    return (
        _of_method(contents, phrases.HOW_SCORE, phrases.HOW_SCORE_SECOND),
        both(phrases.HOW_INTERVAL),
        _of_method(contents, phrases.HOW_LETTER, phrases.HOW_LETTER_SECOND),
        what_statuses_mean(contents),
        both(phrases.HOW_KIND),
        both(phrases.HOW_MONEY),
        both(
            "Those who respond are probably younger, more often men and townspeople than those who visit. Names, mobile numbers and messages play no part here and are nowhere in this file."
        ),
        *contents.of_lots,
        both(phrases.DETAIL_APPEAL),
    )


def what_statuses_mean(contents: Contents) -> Bilingual:
    """What each status means; outside the IG's office no station is called silent."""
    said = _of_method(contents, phrases.HOW_STATUS, phrases.HOW_STATUS_SECOND)
    return said if contents.lot else Bilingual.in_a_row((said, both("No responses: none came.")), " ")


def which_weeks_count(contents: Contents) -> Bilingual:
    """Which responses a score is made of."""
    return _of_method(
        contents, Sentence("the last {weeks} weeks, up to {reach} where few came"), Sentence("the last {weeks} weeks")
    )


def what_districts_are(contents: Contents) -> Bilingual:
    """What the score of a district is."""
    return _of_method(contents, phrases.DISTRICTS_LEAD, phrases.DISTRICTS_LEAD_SECOND)


def _of_method(contents: Contents, first: Sentence, second: Sentence) -> Bilingual:
    """The sentence that speaks of the version of the method by which these grades were made, with the numbers of its policy."""
    rules = contents.campaign.grade_rules
    policy = rules.v2
    return both(
        second if contents.second else first,
        weeks=policy.window if contents.second else rules.window.weeks,
        reach=rules.window.reach_back,
        old=policy.old_after,
        questions=Bilingual.in_a_row(map(contents.question_named, rules.items)),
        bands=terms.edges_said(contents.bands),
        sure=percent(policy.letter_give if contents.second else rules.hysteresis),
        keep=percent(policy.letter_keep),
        named=percent(policy.sure),
        spare=both(", whichever single response is left out") if policy.spare_answers else "",
        together=both("none is shown", "up to {n} neighbouring letters are shown together", n=policy.largest_set),
        min=contents.least,
        places=LEAST_STATIONS,
    )
