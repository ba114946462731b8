"""Whether the campaign is at work in this folder alone: a copy that is worked in by mistake has the same form and sheet, and keys that
go apart when one of the two makes another."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from ..campaign import Campaign
from ..errors import AnubhavError
from ..files import parse_json, write_whole
from ..forms.checks import Check, green, red
from ..links import Keyring, read
from ..links.keyring import keys_folder
from ..links.registry import load_registry
from ..responses.ledger.columns import CodeReason
from ..responses.ledger.decisions import quarantined
from ..responses.ledger.ledger import FOLDER, open_ledger
from ..sentence import Sentence

LAST_PULL = "last-pull.json"
"""Beside the signing keys, which all folders of a campaign share: in which of them this user pulled last, for which form."""
ONE_FOLDER = Sentence(
    "Work in one folder alone: what is decided, printed or announced in one is not known in the other."
)

LEAST, LATELY = 5, timedelta(days=28)
"""So many codes of one key that nobody here knows, so long before the last pull: fewer are a forger's try."""


def printed_elsewhere(campaign: Campaign) -> Check | None:
    """Responses that carry codes of a key which the registry does not know: another computer made it, and prints with it. Reads only."""
    ledger = open_ledger(campaign)
    if ledger.pulled_at is None:
        return None
    known = {record.letter for record in load_registry(campaign.data).keys}
    aside = quarantined(ledger, reason=CodeReason.UNKNOWN_KEY)
    lately = aside[aside["submitted_at"] >= ledger.pulled_at - LATELY]
    letters = Counter(letter for code in lately["raw_code"] if (letter := read(code, Keyring(())).key_id) not in known)
    for letter, n in letters.most_common(1):
        if n >= LEAST:
            return red(
                Sentence(
                    "{n:,} responses of the last four weeks carry codes of key {letter}, which this folder does not know: none of them counts",
                    n=n,
                    letter=letter,
                ),
                "Unless they are forged (anubhav quarantine list), another computer made that key and prints with it: bring its newest backup here (anubhav restore), and work on one computer alone.",
            )
    return None


def pulled_elsewhere(campaign: Campaign) -> Path | None:
    """Another folder of the same form, such as a copy, in which this user pulled last, and which is still there. Reads only."""
    with suppress(AnubhavError, OSError, ValueError, KeyError, TypeError):
        last = parse_json((keys_folder(campaign) / LAST_PULL).read_bytes())
        folder, form = Path(last["folder"]), last["form"]
        if form == load_registry(campaign.data).form_id and (folder / "data" / FOLDER).is_dir():
            return None if folder.samefile(campaign.root) else folder
    return None


def note_pull(campaign: Campaign, *, strange: bool) -> Sentence | None:
    """Keep in which folder this user pulled last; what is to be said when it was another one before, or another computer prints.
    `strange`: whether this pull brought codes of an unknown key: no other looks through all responses for them."""
    before = pulled_elsewhere(campaign)
    content = json.dumps(
        {"folder": str(campaign.root.resolve()), "form": load_registry(campaign.data).form_id}
    ).encode()
    with suppress(OSError, AnubhavError):  # no pull fails for it
        kept = keys_folder(campaign) / LAST_PULL
        if not kept.is_file() or kept.read_bytes() != content:
            write_whole(kept, content)
    if before is None:
        printed = printed_elsewhere(campaign) if strange else None
        return Sentence("{said}: {cure}", said=printed.said, cure=printed.cure) if printed else None
    return Sentence(
        "the last pull of this campaign was made in another folder, {folder}. {cure}", folder=before, cure=ONE_FOLDER
    )


def check_folder(campaign: Campaign) -> Check:
    """Whether this user pulled last in this folder, not in another one that is still there, and no other computer prints. Reads only."""
    if elsewhere := pulled_elsewhere(campaign):
        return red("the last pull was made in another folder of this campaign, {folder}", ONE_FOLDER, folder=elsewhere)
    return printed_elsewhere(campaign) or green("no other folder of this campaign was pulled in last")
