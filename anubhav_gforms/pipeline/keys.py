"""The signing keys over the years: shown, backed up on paper, restored, rotated, retired."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ..errors import LinkError
from ..links.key_file import save_keys
from ..links.keyring import load_keyring, today_of
from ..links.keys import next_letter, record_of
from ..links.links_file import links_path, registry_links, write_links
from ..links.registry import hold_registry, load_registry, save_registry

if TYPE_CHECKING:
    from ..campaign import Campaign
    from ..links import Key, Keyring


def rotate_key(campaign: Campaign, *, today: date | None = None) -> Keyring:
    """Sign new codes with a new key of the next letter from now on; codes of the older keys stay good.

    The key is on disk before the registry knows it; a run that was killed between is finished by the next. links.csv
    is written again with the new codes. Raises LinkError when the present keys are not here, and after letter Z.
    """
    with hold_registry(campaign.data):
        registry = load_registry(campaign.data)
        ring = load_keyring(campaign, registry)
        if not registry.keys:
            raise LinkError("The fingerprints of the keys are not recorded yet.", cure="Run: anubhav setup-forms")
        letters = [record.letter for record in registry.keys]
        unrecorded = [key for key in ring.keys if key.id not in letters]
        if not unrecorded:
            assert ring.path is not None
            ring = save_keys(
                ring.rotate(next_letter(letters), today=today or today_of(campaign)), ring.path, before=ring
            )
            unrecorded = [ring.active]
        for key in unrecorded:
            registry = registry.with_key(record_of(key))
        save_registry(registry, campaign.data)
        ring = ring.as_recorded(registry.keys)
        if registry.ready:
            write_links(registry_links(campaign, registry, ring), links_path(campaign))
        return ring


def retire_key(campaign: Campaign, letter: str, *, since: date | None = None, apply: bool = True) -> Key:
    """Codes of this older key are refused in responses from the day `since` on (default: today); gives the key.

    With apply=False nothing is written. Raises LinkError for a letter that is not here, and for the key that signs.
    """
    with hold_registry(campaign.data):
        registry = load_registry(campaign.data)
        ring = load_keyring(campaign, registry).retire(letter.upper(), since or today_of(campaign))
        key = ring.key(letter.upper())
        assert key is not None
        record = next((each for each in registry.keys if each.letter == key.id), record_of(key))
        if apply:
            assert key.retired_from is not None
            save_registry(registry.with_key(replace(record, retired_from=key.retired_from.isoformat())), campaign.data)
        return key
