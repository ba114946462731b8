"""The praise ledger at the desk: what waits for an officer, who was praised on how many days, and letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.responses import RedirectResponse, Response

from ..cases.praise import PRAISE_DAYS, PraiseBook, Praised, days_said, lapsed_said, letter_state
from ..errors import InputError
from .asked import number_of
from .views import name_of
from .web import DeskRequest, Reception


@dataclass(frozen=True, slots=True)
class PraiseVerbs:
    """The verbs of the story that the desk may do; each takes who does it as `who`."""

    book: Callable[[], PraiseBook]
    waiting: Callable[[], tuple[Any, ...]]  # responses that seem to name somebody: answer, day, station, known
    confirm: Callable[..., PraiseBook]
    letter: Callable[..., tuple[Praised, Path]]
    given: Callable[..., Praised]


class Praisework:
    """The page /praise."""

    def __init__(self, reception: Reception, verbs: PraiseVerbs) -> None:
        self.reception, self.board, self.verbs = reception, reception.board, verbs

    def list(self, asked: DeskRequest) -> Response:
        """What waits, and everybody who was praised, those who deserve a letter first."""
        campaign = self.board.campaign
        people = sorted(
            self.verbs.book().praised, key=lambda person: (person.draft is None, -len(person.days), person.number)
        )
        return self.reception.own_page(
            "praise",
            asked,
            waiting=[(response, name_of(campaign, response.station)) for response in self.verbs.waiting()],
            praised=[
                {
                    "person": person,
                    "station": name_of(campaign, person.station),
                    "days": days_said(person),
                    "state": letter_state(person),
                    "lapsed": lapsed_said(person),
                    "ready": len(person.days) >= PRAISE_DAYS,
                }
                for person in people
            ],
            least=PRAISE_DAYS,
        )

    def do(self, asked: DeskRequest) -> Response:
        """Confirm whom a response praises, draft a letter (its PDF is the reply), or record that it was given."""
        form, who = asked.form, asked.officer.name
        number = number_of(form.get("number", ""))
        match form.get("deed"):
            case "confirm" if form.get("name", "").strip():
                self.verbs.confirm(form.get("id", ""), form["name"], who=who)
            case "nobody":
                self.verbs.confirm(form.get("id", ""), "", who=who)
            case "letter":
                _, path = self.verbs.letter(number, who=who)
                shown = {"content-disposition": f'attachment; filename="{path.name}"'}
                return Response(path.read_bytes(), media_type="application/pdf", headers=shown)
            case "given":
                self.verbs.given(number, who=who)
            case _:
                raise InputError("Nothing says whom it praises.", cure="Go back and write the name.")
        return RedirectResponse("/praise", 303)
