"""The gateway to Google for a campaign: Google itself, or the sandbox that the office or the environment names.

Google's clients cost a start 0.3 s: they are loaded when a command asks Google, and a report as a rule asks nothing.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..campaign import Campaign
    from ..google import Google, Pages


def connect(campaign: Campaign, **options: Any) -> Google:
    """The gateway for this campaign. `options` are those of `google.connect`, such as `login` and `on_wait`.

    Sends nothing yet. Raises SignInError when there is no login, InputError when the root is not on this machine.
    """
    from .. import google  # loaded when asked

    return google.connect(campaign.id, root_of(campaign), **options)


def open_pages(campaign: Campaign) -> Pages:
    """The public pages of this campaign's form, as a stranger gets them: no login is needed, none goes along."""
    from .. import google  # loaded when asked

    return google.open_pages(root_of(campaign))


def root_of(campaign: Campaign) -> str:
    """The root that this campaign is pointed at: ANUBHAV_GOOGLE_ROOT goes before office.toml; "" is Google itself."""
    return os.environ.get("ANUBHAV_GOOGLE_ROOT") or campaign.office.google.root
