"""What doctor wants to know of Google beyond forms and sheets: the login, its rights, the clock, the quotas."""

from __future__ import annotations

from ..errors import ForbiddenError, NotFoundError
from ..nouns.quota import Used
from ..sentence import Sentence
from . import Google
from .auth import LoginKind
from .form_page import PublicPage

NOWHERE = "1anubhav-doctor-asks-whether-this-api-answers"
"""An id that no file has: an API that replies "not found" is switched on and may be used."""


class GoogleExamination:
    """What doctor asks of this gateway."""

    def __init__(self, google: Google) -> None:
        self._google = google

    def account(self) -> str:
        """Who is logged in and through which door. Raises GoogleError when nobody is."""
        login = self._google.login
        who = self._google.account
        if login.kind is LoginKind.SANDBOX:
            return Sentence("none is needed at the sandbox {root}", root=self._google.root)
        return f"{who} ({login.kind}, {login.source})"

    def rights(self) -> str:
        """That all three APIs are switched on and this login may use them. Raises GoogleError for the first that fails."""
        asked = (
            lambda: self._google.forms.get(NOWHERE),
            lambda: self._google.sheets.describe(NOWHERE),
            lambda: self._google.drive.get(NOWHERE),
        )
        for ask in asked:
            try:
                ask()
            except NotFoundError:
                continue
            except ForbiddenError as error:
                if error.reason in ("SERVICE_DISABLED", "accessNotConfigured"):
                    raise
        return Sentence("Forms, Sheets and Drive are switched on and reply to this login")

    def page(self, address: str) -> PublicPage:
        """The public page at this address."""
        return self._google.pages.open(address)

    def fullness(self) -> float:
        """How full the account is that owns form and sheet, from 0 to 1; 0 for a login that can own none."""
        return self._google.drive.fullness() if self._google.login.kind.creates else 0.0

    def clock_error(self) -> float | None:
        """By how many seconds this computer's clock is ahead of Google's."""
        return self._google.server_clock.error

    def quotas(self) -> tuple[tuple[Used, ...], int]:
        """What this gateway used of each quota, and calls turned away."""
        caller = self._google.caller
        return caller.used(), caller.limited
