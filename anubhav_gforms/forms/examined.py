"""What doctor's checks look at: each thing is looked up when the first check needs it, and once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Generic, Protocol, TypeVar, cast

from ..campaign import Campaign
from ..errors import AnubhavError, ForbiddenError, GoogleError, UnavailableError
from ..links import Keyring
from ..links.keyring import load_keyring
from ..links.links_file import links_path
from ..links.registry import Registry, load_registry
from ..nouns.gateway import FormPage, Gateway
from ..nouns.google import Form
from ..nouns.quota import Used
from ..sentence import Sentence
from .checks import Check, check_link
from .linking import ResponseTab, as_read, find_response_tab
from .look import Sight, look
from .wanted import WantedForm, wanted_form


class Examination(Protocol):
    """What doctor asks beyond the gateway: who is logged in, the public page, the clock and the quotas."""

    def account(self) -> str: ...
    def rights(self) -> str: ...
    def page(self, address: str) -> FormPage: ...
    def fullness(self) -> float: ...
    def clock_error(self) -> float | None: ...
    def quotas(self) -> tuple[tuple[Used, ...], int]: ...


class Missing(Exception):  # noqa: N818 (not an error: a check that needs it is not asked)
    """A thing that a check needs is not there: why, and the error that the first such check tells, as the line `row` where that is
    another matter than the check."""

    def __init__(self, why: Sentence, error: AnubhavError | OSError | None = None, row: str = "") -> None:
        super().__init__(why)
        self.why, self.error, self.row = why, error, row


Found = TypeVar("Found")


class Needed(Generic[Found]):
    """A property that is found once; where it cannot be found, all that need it meet the same `Missing`."""

    def __init__(self, find: Callable[[Examined], Found], why: Sentence) -> None:
        self.find, self.why = find, why

    def __get__(self, examined: Examined, owner: type) -> Found:
        known, name = examined.known, self.find.__name__
        if name not in known:
            try:
                known[name] = self.find(examined)
            except (AnubhavError, OSError) as error:
                known[name] = Missing(self.why, error)
            except Missing as missing:
                known[name] = missing
        if isinstance(known[name], Missing):
            raise known[name]
        return cast("Found", known[name])


def needed(why: Sentence) -> Callable[[Callable[[Examined], Found]], Needed[Found]]:
    """Make a method a `Needed` property. `why`: what is said of checks that are not asked for want of it."""
    return partial(Needed, why=why)


@dataclass
class Examined:
    """A campaign, its ledger's state and the way to Google.

    `unread` counts those of some moments at which the ledger has no response; `faults` is what its own
    check found; `written_at`: the newest time in it; `read`: spreadsheet and tab that it was read from last.
    """

    campaign: Campaign
    gateway: Gateway
    patient: Examination
    pulled_at: datetime | None
    written_at: datetime
    unread: Callable[[Iterable[datetime]], int]
    now: datetime
    faults: Sequence[str] = ()
    read: tuple[str, int] | None = None
    known: dict[str, Any] = field(default_factory=dict)

    @needed(Sentence("the files of the setup cannot be read"))
    def our_form(self) -> WantedForm:
        return wanted_form(self.campaign)

    @needed(Sentence("the files of the setup cannot be read"))
    def registry(self) -> Registry:
        return as_read(load_registry(self.campaign.data), self.read)

    @needed(Sentence("no signing keys"))
    def keyring(self) -> Keyring:
        return load_keyring(self.campaign, self.registry)

    @needed(Sentence("no login"))
    def account(self) -> str:
        try:
            return self.patient.account()
        except UnavailableError as error:
            raise Missing(Sentence("no connection"), error, Sentence("connection")) from error

    @needed(Sentence("form and sheet cannot be seen"))
    def sight(self) -> Sight:
        _ = self.account
        return look(self.gateway, self.our_form, self.registry, links=links_path(self.campaign))

    @needed(Sentence("there is no form"))
    def form(self) -> Form:
        form, registry = self.sight.existing.form, self.registry
        if form is None:
            gone = GoogleError(
                "the form cannot be seen: it is gone, in the bin, or another account's",
                cure="Restore it in Google Drive, Bin. If another account made it, share it with the one logged in and run anubhav login --existing-form.",
            )
            if registry.form_id:
                raise Missing(Sentence("form and sheet cannot be seen"), gone)
            raise Missing(Sentence("there is no form"))
        return form

    @needed(Sentence("the public page does not reply"))
    def page(self) -> FormPage:
        return self.patient.page(self.form.responder_uri)

    @needed(Sentence("no question that a code can fill in"))
    def station_question(self) -> int:
        """The number of the question that the codes fill in, as links name it."""
        _ = self.form
        key, registry = self.our_form.station_key, self.sight.registry
        if key not in registry.question_ids:
            raise Missing(Sentence("no question that a code can fill in"))
        return registry.entry(key)

    @property
    def link(self) -> Check:
        return check_link(self.form, self.sight.registry, self.sight.existing.spreadsheet)

    @needed(Sentence("the sheet's tab of responses was not found"))
    def response_tab(self) -> ResponseTab:
        if not self.link.ok:
            raise Missing(Sentence("form and sheet are not linked as they must be"))
        response_tab = find_response_tab(self.gateway, self.sight.registry, self.our_form.station_key, now=self.now)
        if response_tab is None:
            raise Missing(Sentence("the sheet's tab of responses was not found"))
        return response_tab

    @needed(Sentence("the form's own list was not read"))
    def sent(self) -> tuple[datetime, ...]:
        """When each response of the form's own list was sent."""
        try:
            return tuple(each.submitted for page in self.gateway.forms.responses(self.form.form_id) for each in page)
        except ForbiddenError:
            raise Missing(Sentence("this login may read the sheet only")) from None
