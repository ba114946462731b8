"""The report live in a browser: the app, and serving it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..reports.dashboard import USER, dashboard
from ..reports.dashboard.server import server
from ..reports.given import check_given
from .report import live_report

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from ..campaign import Campaign

DASHBOARD_USER = USER
"""The name that goes with the password."""


def make_dashboard(
    campaign: Campaign,
    *,
    hosts: tuple[str, ...],
    week: str | None = None,
    with_messages: bool = False,
    password: str = "",
    on_error: Callable[[Exception], None] = lambda error: None,
) -> ASGIApp:
    """The app that shows the report as the ledger is at each moment, to requests for one of `hosts`.

    Raises CampaignError with all mistakes of actions.csv and footfall.csv, and what `grade` raises, before anybody looks.
    """
    check_given(campaign)
    live = live_report(campaign, week=week, with_messages=with_messages)
    live.page()
    return dashboard(live, hosts=hosts, password=password, on_error=on_error)


def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Answer at this socket until Ctrl+C."""
    server(app).run(sockets=[listener])
