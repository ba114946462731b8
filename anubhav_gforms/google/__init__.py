"""The gateway: the only room that speaks Google. `connect(campaign_id, root)` gives it; everybody else is handed it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from requests import Session

from .auth import Login, check_root, find_login
from .caller import Caller
from .drive import Drive
from .form_page import Pages, PublicPage
from .forms import Forms
from .sheets import Sheets
from .transport import ServerClock, open_session, service

__all__ = ["Google", "Login", "Pages", "PublicPage", "connect", "open_pages"]


@dataclass(frozen=True)
class Google:
    """Google as one account sees it. `root` is "" for the real one, else the address of a sandbox.

    `session` is the wire that all three share: whoever wants to watch or to break it mounts an adapter there.
    """

    forms: Forms
    drive: Drive
    sheets: Sheets
    pages: Pages
    root: str
    login: Login
    caller: Caller
    session: Session
    server_clock: ServerClock

    @property
    def account(self) -> str:
        """The address of the account that is logged in; asks Google when the login file does not tell."""
        return self.login.account or self.drive.account()

    def pause(self, seconds: float) -> None:
        """Wait, on the clock that the gateway was made with."""
        self.caller.sleep(seconds)


def open_pages(root: str) -> Pages:
    """Public pages alone: no login is looked for, none goes along. Raises InputError when the root is not on this machine."""
    return Pages(Caller(paced=not root), check_root(root))


def connect(
    campaign_id: str,
    root: str,
    *,
    login: Login | None = None,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
    chance: Callable[[], float] = random.random,
    deadline: float = 180.0,
    paced: bool | None = None,
    on_wait: Callable[[float, str], None] = lambda seconds, why: None,
) -> Google:
    """The gateway for the login of this campaign: Google itself where `root` is "", else the sandbox at that address.

    Sends nothing yet. `paced` says whether calls are held below Google's quotas: as a rule at Google and not at a sandbox.
    Raises SignInError when there is no login, InputError when the root is not on this machine.
    """
    root = check_root(root)
    login = login or find_login(campaign_id, root)
    caller = Caller(
        sleep=sleep,
        clock=clock,
        chance=chance,
        deadline=deadline,
        paced=not root if paced is None else paced,
        account=login.account,
        on_wait=on_wait,
    )
    session = open_session(login.credentials, root)
    return Google(
        forms=Forms(service("forms", "v1", session, root), caller),
        drive=Drive(service("drive", "v3", session, root), caller),
        sheets=Sheets(session, root, caller),
        pages=Pages(caller, root),
        root=root,
        login=login,
        caller=caller,
        session=session,
        server_clock=ServerClock(session),
    )
