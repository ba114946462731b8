"""Cases and single responses at the desk: what lies with whom, what was done, and a response only behind the password."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from starlette.responses import RedirectResponse, Response

from ..as_typed import read_day
from ..campaign import Campaign, Question, Role
from ..cases.case import (
    ABOUT_SAID,
    DEED_SAID,
    ENDING_SAID,
    About,
    Case,
    Deed,
    Ending,
    owner_said,
    owners,
)
from ..errors import InputError
from ..reports import terms
from ..responses.ledger.changes import answer_said
from ..responses.ledger.opened import OpenedResponse
from ..sentence import Bilingual, Sentence
from .board import Board
from .deeds import DeedsDone
from .login import WAIT, WRONG
from .roles import DeskRole, May, Officer, name_of_case, sees_case
from .views import Filters, choices, name_of
from .web import DeskRequest, Reception

LISTED = 200
HANDLED_DAYS = 7
WATCH, BY_ITSELF = "watch", Sentence("by itself, after a pull")
"""Who opened a case when no person did."""


@dataclass(frozen=True, slots=True)
class CaseVerbs:
    """The verbs of the story that the desk may do; each takes who does it as `who`."""

    open: Callable[..., Case]
    note: Callable[..., Case]
    assign: Callable[..., Case]
    act: Callable[..., Case]
    close: Callable[..., Case]
    reopen: Callable[..., Case]
    open_response: Callable[..., OpenedResponse]
    judged: Callable[[str], str]  # whom a response praises, as an officer confirmed; "" when none has judged it


def case_tile(board: Board, officer: Officer) -> dict[str, int]:
    """How many cases are open, overdue, and closed in the last `HANDLED_DAYS` days, of those that an officer sees."""
    today = board.now.date()
    cases = [case for case in board.case_book.cases if sees_case(officer, case)]
    since = (today - timedelta(days=HANDLED_DAYS)).isoformat()
    return {
        "open": sum(case.is_open for case in cases),
        "overdue": sum(case.overdue(today) > 0 for case in cases),
        "days": HANDLED_DAYS,
        "handled": sum(case.closed_at[:10] > since for case in cases),
    }


class Casework:
    """The pages /cases and /answer."""

    def __init__(self, reception: Reception, verbs: CaseVerbs, deeds: DeedsDone) -> None:
        self.reception, self.board, self.verbs, self.deeds = reception, reception.board, verbs, deeds

    def list(self, asked: DeskRequest) -> Response:
        """The cases that lie with this officer, those overdue first; closed ones on a page of their own."""
        return self.reception.shared_page("cases", asked, lambda: self._listed(asked))

    def _listed(self, asked: DeskRequest) -> dict[str, Any]:
        campaign, today = self.board.campaign, self.board.now.date()
        book, query = self.board.case_book, asked.request.query_params
        closed, filters = query.get("state") == "closed", Filters.of(query)
        stations = {each.code for each in filters.stations(campaign)}
        cases = tuple(case for case in reversed(book.cases) if not case.is_open) if closed else book.open_cases
        cases = tuple(
            case
            for case in cases
            if sees_case(asked.officer, case)
            and (not (filters.words or filters.range or filters.district) or case.matter.station in stations)
        )
        here = filters.on_page(LISTED)
        return {
            "cases": [_row(campaign, case, asked.officer, today) for case in cases[here]],
            "count": len(cases),
            "more": len(cases) > here.stop,
            "closed": closed,
            "filters": filters,
            **(choices(campaign, filters) if asked.officer.role is DeskRole.IG else {"ranges": (), "districts": ()}),
            "tile": case_tile(self.board, asked.officer),
        }

    def show(self, asked: DeskRequest) -> Response:
        """One case: what it is about, its steps, and what may be done."""
        case = self._case(asked)
        if case is None:
            return self.reception.none(asked)
        campaign, today = self.board.campaign, self.board.now.date()
        ig, swept = asked.officer.role is DeskRole.IG, About.SWEPT in case.matter.about
        response_id = case.matter.answer if asked.officer.may(May.READ_RESPONSE) else ""
        return self.reception.own_page(
            "case",
            asked,
            case=_row(campaign, case, asked.officer, today),
            steps=[
                {
                    "step": step,
                    "at": datetime.fromisoformat(step.at) if asked.officer.may(May.SEE_RANGE) else _day_of(step.at),
                    "who": BY_ITSELF if step.who == WATCH else step.who,
                    "deed": DEED_SAID[step.deed],
                    "owner": owner_said(step.owner, campaign.districts),
                    "outcome": ENDING_SAID.get(step.outcome) if step.outcome else None,
                    "done": self.deeds.noted(case.matter.station, step.text) if step.deed is Deed.ACTED else None,
                }
                for step in case.steps
            ],
            called=case.mark if ig and case.owner != str(DeskRole.IG) else "",
            response_id="" if swept else response_id,
            together=Sentence("Each of them: anubhav bench list --together {name}", name=response_id)
            if swept and response_id
            else None,
            owners=[(each, owner_said(each, campaign.districts)) for each in (owners(campaign) if ig else ("ig",))],
            endings=list(ENDING_SAID.items()),
            themes=list(terms.THEMES.items()),
            today=today,
            may_reopen=ig,
        )

    def do(self, asked: DeskRequest) -> Response:
        """A step of a case, by its form; then the case again."""
        case = self._case(asked)
        if case is None:
            return self.reception.none(asked)
        form, number, who = asked.form, case.number, asked.officer.name
        text, verbs = form.get("text", ""), self.verbs
        ig = asked.officer.role is DeskRole.IG
        if form.get("deed") != "note" and form.get("steps", str(len(case.steps))) != str(len(case.steps)):
            raise InputError(
                "Somebody wrote in this case after you opened it.",
                cure="Nothing was written. Read the newest step, then send again.",
            )
        match form.get("deed"):
            case "note":
                verbs.note(number, text, who=who)
            case "assign":
                owner = form.get("owner", "")
                if not ig and owner not in ("", "ig"):
                    raise InputError("You can give a case back to the IG's office only.", cure="Choose it.")
                due = _day(form, "due")
                verbs.assign(
                    number,
                    owner=owner if owner != case.owner else "",
                    due=due if due != case.due else None,
                    text=text,
                    who=who,
                )
            case "act":
                day = _day(form, "day") or self.board.now.date()
                verbs.act(number, done=text, day=day, theme=form.get("theme", ""), who=who)
            case "close":
                verbs.close(number, _ending(form), text, who=who)
            case "reopen" if ig:
                verbs.reopen(number, text, who=who)
            case _:
                raise InputError("The desk does not know this step.", cure="Load the page again.")
        sees = sees_case(asked.officer, self.board.case_book.case(number))
        return RedirectResponse(f"/cases/{name_of_case(asked.officer, case)}" if sees else "/cases", 303)

    def open_response(self, asked: DeskRequest) -> Response:
        """One response, after it was written down who opens it; or a new case about it."""
        name, reception = asked.of_path("id"), self.reception
        if not asked.officer.with_password:
            return self.ask(asked, status=403)
        if asked.form.get("deed") == "case":
            case = self.verbs.open(about=About.MESSAGE, response_id=name, who=asked.officer.name)
            return RedirectResponse(f"/cases/{case.number}", 303)
        if not asked.session.is_proven:
            address = asked.request.client.host if asked.request.client else ""
            if reception.lock_out.waits(asked.officer.name, address):
                return self.ask(asked, WAIT, 429)
            if reception.check(asked.officer.name, asked.form.get("password", ""), address) is None:
                return self.ask(asked, WRONG, 401)
            asked.session.proven = time.monotonic()
        opened = self.verbs.open_response(name, who=asked.officer.name, personal=asked.form.get("personal") == "1")
        campaign = self.board.campaign
        ordered = [(campaign.form.question(key), said) for key, said in {**opened.answers, **opened.personal}.items()]
        return reception.own_page(
            "answer",
            asked,
            opened=opened,
            station=name_of(campaign, opened.station),
            said=[
                (Bilingual.halves(question.title), _said(campaign, question, said))
                for question, said in ordered
                if question.role is not Role.MESSAGE
            ],
            message=opened.answers.get(campaign.form.key_of(Role.MESSAGE), ""),
            cases=self.board.case_book.of_response(opened.id),
            judged=self.verbs.judged(opened.id),
        )

    def ask(self, asked: DeskRequest, why: Sentence | None = None, status: int = 200) -> Response:
        """Before a response: who will have looked, and the password unless it was given a moment ago."""
        proven = asked.officer.with_password and asked.session.is_proven
        return self.reception.own_page(
            "look", asked, status=status, id=asked.of_path("id")[:40], why=why, proven=proven
        )

    def _case(self, asked: DeskRequest) -> Case | None:
        seen = (case for case in self.board.case_book.cases if sees_case(asked.officer, case))
        name = asked.of_path("name")
        return next((case for case in seen if name in (case.mark, name_of_case(asked.officer, case))), None)


def _row(campaign: Campaign, case: Case, officer: Officer, today: date) -> dict[str, Any]:
    return {
        "number": name_of_case(officer, case),
        "about": [ABOUT_SAID[about] for about in case.matter.about],
        "station": case.matter.station,
        "name": name_of(campaign, case.matter.station),
        "nowhere": case.matter.nowhere,
        "since": _day_of(case.matter.since or case.opened_at),
        "owner": owner_said(case.owner, campaign.districts),
        "owner_key": case.owner,
        "due": case.due,
        "late": case.overdue(today),
        "outcome": ENDING_SAID[case.outcome] if case.outcome else None,
        "reopened": case.reopened,
        "steps": len(case.steps),
    }


def _said(campaign: Campaign, question: Question, said: str) -> Any:
    """An answer as the page shows it: a rating says of how many."""
    if question.type.rates and said:
        return Sentence("{rating} of 5", rating=said)
    return answer_said(campaign.form, question.key, said)


def _day(form: Mapping[str, str], name: str) -> date | None:
    """A day of a form; None when it was left empty. Raises InputError for what is none."""
    text = form.get(name, "").strip()
    day = read_day(text) if text else None
    if text and day is None:
        raise InputError("{text} is not a day.", cure="Write it like 2026-11-24 or 24/11/2026.", text=text[:40])
    return day


def _day_of(moment: str) -> date:
    """The day alone: a pull opens a case minutes after the response came, and an SP sees no response's time."""
    return date.fromisoformat(moment[:10])


def _ending(form: Mapping[str, str]) -> Ending:
    try:
        return Ending(form.get("outcome", ""))
    except ValueError:
        raise InputError("No outcome was chosen.", cure="Choose how the case ended.") from None
