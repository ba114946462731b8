"""Responses → a tidy frame; the ledger of every response; what changed between two pulls."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from ..campaign import Campaign


def responses(campaign: Campaign, *, personal: bool = False) -> pd.DataFrame:
    """Every response as it stands now, a row each; column code_status says which come from an accepted code.

    Columns: response_id; submitted_at (the office's time zone); day; source; station, channel, serial and key_id of the code;
    code_status, code_reason; epoch of the wording; then one per question by its key: ratings 1 to 5 (Int8), the rest as text.
    Only with `personal` come the personal columns and raw_code, the code as it was typed.
    """
    frame: pd.DataFrame = import_module(".ledger.export", __name__).frame_of(campaign, personal=personal)
    return frame


class _Room(ModuleType):
    """This room can be called: in a notebook `anubhav_gforms.responses(campaign)` is the frame, also after the room was imported."""

    def __call__(self, campaign: Campaign, *, personal: bool = False) -> pd.DataFrame:
        return responses(campaign, personal=personal)


sys.modules[__name__].__class__ = _Room
