"""The responses of a campaign as a notebook reads them."""

from __future__ import annotations

import pandas as pd

from ...campaign import Campaign
from .columns import RAW_CODE
from .ledger import OWN, open_ledger


def frame_of(campaign: Campaign, *, personal: bool) -> pd.DataFrame:
    """The frame that `responses` describes."""
    ledger = open_ledger(campaign)
    apart = (*OWN, *(() if personal else (RAW_CODE,)))
    names = [name for name in ledger.versions_schema().names if name not in apart]
    return ledger.frame([*names, *(campaign.form.personal_keys if personal else ())])
