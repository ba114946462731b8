"""Whether the campaign is at work in this folder alone: a copy that is worked in by mistake has the same keys, form and sheet."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from ..campaign import Campaign
from ..errors import AnubhavError
from ..files import write_whole
from ..forms.checks import Check, green, red
from ..links.keyring import keys_folder
from ..links.registry import load_registry
from ..responses.ledger.ledger import FOLDER
from ..sentence import Sentence

LAST_PULL = "last-pull.json"
"""Beside the signing keys, which all folders of a campaign share: in which of them this user pulled last, for which form."""
ONE_FOLDER = Sentence(
    "Work in one folder alone: what is decided, printed or announced in one is not known in the other."
)


def pulled_elsewhere(campaign: Campaign) -> Path | None:
    """Another folder of the same form, such as a copy, in which this user pulled last, and which is still there. Reads only."""
    with suppress(AnubhavError, OSError, ValueError, KeyError, TypeError):
        last = json.loads((keys_folder(campaign) / LAST_PULL).read_bytes())
        folder, form = Path(last["folder"]), last["form"]
        if form == load_registry(campaign.data).form_id and (folder / "data" / FOLDER).is_dir():
            return None if folder.samefile(campaign.root) else folder
    return None


def note_pull(campaign: Campaign) -> Sentence | None:
    """Keep in which folder this user pulled last; what is to be said when it was another one before."""
    before = pulled_elsewhere(campaign)
    content = json.dumps(
        {"folder": str(campaign.root.resolve()), "form": load_registry(campaign.data).form_id}
    ).encode()
    with suppress(OSError, AnubhavError):  # no pull fails for it
        kept = keys_folder(campaign) / LAST_PULL
        if not kept.is_file() or kept.read_bytes() != content:
            write_whole(kept, content)
    if before is None:
        return None
    return Sentence(
        "the last pull of this campaign was made in another folder, {folder}. {cure}", folder=before, cure=ONE_FOLDER
    )


def check_folder(campaign: Campaign) -> Check:
    """Whether this user pulled last in this folder, and not in another one of the campaign that is still there. Reads only."""
    if elsewhere := pulled_elsewhere(campaign):
        return red("the last pull was made in another folder of this campaign, {folder}", ONE_FOLDER, folder=elsewhere)
    return green("no other folder of this campaign was pulled in last")
