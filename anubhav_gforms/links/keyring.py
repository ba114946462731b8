"""The campaign's signing keys, held against what the registry knows of them. Only setup-forms ever makes the first one.

A key that is missing or is another one is never replaced by itself: codes that hang would be forgeries from then on.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from ..campaign import Campaign
from ..errors import LinkError
from ..linear import linear
from ..sentence import Sentence
from . import CodeCheck, KeyRecord, Keyring, read, value_of
from .key_file import key_file, publish_keys, read_keys
from .keys import next_letter, record_of
from .links_file import links_path, read_links, rows_in
from .registry import Registry, load_registry

RESTORE = Sentence("Bring the right keys back, from a copy of this file or from a backup sheet: anubhav keys restore")
_ABSENT = Sentence(
    "If another user of this computer set it up, run this as that user, with that HOME (cron and sudo have their own). {restore}",
    restore=RESTORE,
)
_ID_IN_NAME = linear(r"\(([a-z0-9-]{1,99})\)$")
_CHECKED = (CodeCheck.SIGNED, CodeCheck.RETIRED_KEY, CodeCheck.BAD_SIGNATURE, CodeCheck.UNKNOWN_KEY)


def load_keyring(campaign: Campaign, registry: Registry | None = None) -> Keyring:
    """The campaign's signing keys. They must be those of the registry; nothing is made, written or asked of Google.

    A campaign that was never set up has none, and no code that needs one.
    Raises LinkError, with the file and what to do, when they are not on this computer, are others than those that
    signed the campaign's codes, can be read by others, or are damaged; StateError for a damaged registry.
    """
    registry = load_registry(campaign.data) if registry is None else registry
    ring = present_keys(campaign, registry)
    if ring is not None:
        return ring
    path = key_path(campaign)
    if not registry.keys and not registry.form_id and not registry.printed:
        return Keyring((), path)
    if (was := made_for(registry)) not in ("", campaign.id):
        raise LinkError(
            'config/office.toml calls this campaign "{id}"; its form was made for "{was}". {undone}',
            cure='Put id = "{was}" back. For another campaign take another folder: anubhav init',
            id=campaign.id,
            was=was,
            undone=_UNDONE,
        )
    raise LinkError(
        "{path}: the signing keys of this campaign are not on this computer. {undone}",
        cure=_ABSENT,
        path=path,
        undone=_UNDONE,
    )


def made_for(registry: Registry) -> str:
    """The id of the campaign whose form setup-forms made, by the name that it gave; "" for a form that was adopted, or for none."""
    named = _ID_IN_NAME.search("" if registry.adopted else registry.left_name[-101:])
    return named[1] if named else ""


def present_keys(campaign: Campaign, registry: Registry) -> Keyring | None:
    """As `load_keyring`, but None when there is no key file."""
    path = key_path(campaign)
    ring = read_keys(path)
    if ring is None:
        return None
    if wrong := strange(campaign, registry, ring):
        missing = next((each.letter for each in registry.keys if can_be_given_up(campaign, registry, each.letter)), "")
        give_up = Sentence(
            "{restore}. If no copy of key {letter} is left: anubhav keys retire {letter}",
            restore=RESTORE,
            letter=missing,
        )
        cure = give_up if missing else RESTORE
        raise LinkError("{path}: {wrong} {undone}", cure=cure, path=path, wrong=wrong, undone=_UNDONE)
    return ring.as_recorded(registry.keys)


def can_be_given_up(campaign: Campaign, registry: Registry, letter: str) -> bool:
    """Whether this key is asked for and missing in the key file, and another one is there that may sign in its place."""
    ring = read_keys(key_path(campaign))
    asked = {record.letter: record for record in registry.keys if not record.lost_on}
    if ring is None or letter not in asked or ring.key(letter):
        return False
    return any(
        key.fingerprint == asked[key.id].fingerprint and not asked[key.id].retired_from
        for key in ring.keys
        if key.id in asked
    )


def make_keyring(campaign: Campaign, registry: Registry) -> tuple[Keyring, Registry]:
    """The keys of a campaign that is set up, and the registry that knows their fingerprints. Called by setup-forms only.

    A key is made when there is none, no record of one that is needed, and no printed code that counts; its letter was
    never used. Raises LinkError as `load_keyring`.
    """
    needed = [record for record in registry.keys if not record.lost_on]
    ring = present_keys(campaign, registry)
    if ring is None:
        if needed or registry.hanging:
            return load_keyring(campaign, registry), registry
        letter = next_letter(letters_used(campaign, registry))
        publish_keys(Keyring.make(letter=letter, today=today_of(campaign)), key_path(campaign))
        ring = present_keys(campaign, registry)
        assert ring is not None
    known = {record.letter for record in needed}
    for key in ring.keys:
        if key.id not in known:
            registry = registry.with_key(record_of(key))
    return ring.as_recorded(registry.keys), registry


def give_up_keys(campaign: Campaign, registry: Registry) -> Registry:
    """The registry after the office agreed to print again because its keys are lost: they are no longer asked for.

    Nothing changes while the key file is there.
    """
    if key_path(campaign).exists():
        return registry
    day = today_of(campaign).isoformat()
    for letter in letters_used(campaign, registry):
        known = next((record for record in registry.keys if record.letter == letter), KeyRecord(letter, "", ""))
        registry = registry.with_key(known if known.lost_on else replace(known, lost_on=day))
    return registry


def unrecorded(campaign: Campaign, registry: Registry) -> str:
    """What setup-forms would do about keys, in a sentence; "" for nothing. Reads only."""
    ring = present_keys(campaign, registry)
    if ring is None:
        needed = registry.hanging or any(not record.lost_on for record in registry.keys)
        return "" if needed else Sentence("Make the signing key of this campaign.")
    known = {record.letter for record in registry.keys if not record.lost_on}
    letters = [key.id for key in ring.keys if key.id not in known]
    return (
        Sentence("Record the fingerprint of key {listed} that is on this computer.", listed=", ".join(letters))
        if letters
        else ""
    )


def strange(campaign: Campaign, registry: Registry, ring: Keyring) -> str:
    """Why these are not the keys of this campaign, in a sentence; "" when they are.

    Without fingerprints (a registry of version 1) they are when most codes that hang, or else links.csv, verify.
    """
    for record in registry.keys:
        key = ring.key(record.letter)
        if record.lost_on and (key is None or not record.fingerprint):
            continue
        if key is None:
            return Sentence(
                "key {letter} (fingerprint {fingerprint}) is missing from this file.",
                letter=record.letter,
                fingerprint=record.fingerprint,
            )
        if key.fingerprint != record.fingerprint:
            return Sentence(
                "key {letter} in this file is another one (fingerprint {fingerprint}; this campaign's is {fingerprint_2}).",
                letter=record.letter,
                fingerprint=key.fingerprint,
                fingerprint_2=record.fingerprint,
            )
    if registry.keys:
        return ""
    codes = [poster.value for poster in registry.hanging] or list(_linked_codes(campaign, registry))
    verdicts = [verdict for code in codes if (verdict := read(code, ring).verdict) in _CHECKED]
    good = sum(verdict in _CHECKED[:2] for verdict in verdicts)
    if 2 * good < len(verdicts):
        return Sentence(
            "these keys verify {good} of {verdicts} codes of this campaign; they are not the keys that made them.",
            good=good,
            verdicts=len(verdicts),
        )
    return ""


def today_of(campaign: Campaign) -> date:
    """The day in the campaign's zone."""
    return datetime.now(campaign.zone).date()


_UNDONE = Sentence("Nothing was done.")


def keys_folder(campaign: Campaign) -> Path:
    """Where the campaign's keys lie, and what is kept as safe as they are: outside the project, for this user only."""
    return key_path(campaign).parent


def key_path(campaign: Campaign) -> Path:
    """The file of the campaign's keys. Raises LinkError as `key_file`."""
    return key_file(campaign.id, project=campaign.root)


def letters_used(campaign: Campaign, registry: Registry) -> list[str]:
    """Letters of all keys that ever signed a code of this campaign, so far as registry and links.csv tell."""
    letters = {record.letter for record in registry.keys}
    letters |= {poster.key_id for poster in registry.printed}
    letters |= {reading.key_id for code in _linked_codes(campaign, registry) if (reading := read(code, _NOBODY)).key_id}
    return sorted(letters)


_NOBODY = Keyring(())


def _linked_codes(campaign: Campaign, registry: Registry) -> tuple[str, ...]:
    """The values that the links of links.csv carry; nothing without the file or the form."""
    key = campaign.form.station_question.key
    text = read_links(links_path(campaign)) if key in registry.question_ids else None
    return tuple(value_of(row.get("url", ""), registry.entry(key)) for row in rows_in(text or ""))
