"""The signing keys over the years: shown, backed up on paper, restored, rotated, retired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..campaign import Campaign
from ..errors import LinkError
from ..files import config_folder, draft_folder, flush_folder, make_private, plain_refusal, sweep_drafts, write_whole
from ..links import KeyRecord, Keyring
from ..links.key_file import read_keys, save_keys
from ..links.key_restore import Restore, restore
from ..links.key_words import secrets_in, words_of_key
from ..links.keyring import can_be_given_up, key_path, load_keyring, today_of
from ..links.keys import KeyState, next_letter, record_of
from ..links.links_file import links_path, registry_links, write_links
from ..links.registry import PrintedPoster, hold_registry, load_registry, save_registry
from ..secret_files import is_sealed, seal_all, secrets_of, unseal_all
from ..sentence import Sentence


def rotate_key(campaign: Campaign, *, apply: bool = True) -> Keyring:
    """Sign new codes with a new key of the next letter from now on; codes of the older keys stay good. With apply=False the new key
    is drawn and kept nowhere.

    The key is on disk before the registry knows it; a run that was killed between is finished by the next. links.csv
    is written again with the new codes. Raises LinkError when the present keys are not here, and after letter Z.
    """
    with hold_registry(campaign.data):
        sweep_drafts(campaign.data)
        registry = load_registry(campaign.data)
        ring = load_keyring(campaign, registry)
        if not registry.keys:
            raise LinkError("The fingerprints of the keys are not recorded yet.", cure="Run: anubhav setup-forms")
        letters = [record.letter for record in registry.keys]
        unrecorded = [key for key in ring.keys if key.id not in letters]
        if not unrecorded:
            assert ring.path is not None
            rotated = ring.rotate(next_letter(letters), today=today_of(campaign))
            ring = save_keys(rotated, ring.path, before=ring) if apply else rotated
            unrecorded = [ring.active]
        if not apply:
            return ring
        for key in unrecorded:
            registry = registry.with_key(record_of(key))
        ring = ring.as_recorded(registry.keys)
        if registry.ready:
            write_links(registry_links(campaign, registry, ring), links_path(campaign))
        save_registry(registry, campaign.data)
        return ring


def retire_key(campaign: Campaign, letter: str, *, since: date | None = None, apply: bool = True) -> KeyRecord:
    """Codes of this older key are refused in responses from the day `since` on (default: today); gives what the registry keeps of it.

    One that is missing in the key file, beside another that may sign, is given up as lost. With apply=False nothing is written.
    Raises LinkError for a letter that is not here, and for the key that signs.
    """
    with hold_registry(campaign.data):
        sweep_drafts(campaign.data)
        registry, letter = load_registry(campaign.data), letter.upper()
        record = next((each for each in registry.keys if each.letter == letter), None)
        if record and can_be_given_up(campaign, registry, letter):
            record = replace(record, lost_on=today_of(campaign).isoformat())
        else:
            key = load_keyring(campaign, registry).retire(letter, since or today_of(campaign)).key(letter)
            assert key is not None
            assert key.retired_from is not None
            record = replace(record or record_of(key), retired_from=key.retired_from.isoformat())
        if apply:
            save_registry(registry.with_key(record), campaign.data)
        return record


def posters_with(campaign: Campaign, letter: str) -> tuple[PrintedPoster, ...]:
    """Printed posters that are accepted, carry the letter of a key, and were not printed again since with a later key. Reads only."""
    registry = load_registry(campaign.data)
    old = registry.replaced
    return tuple(poster for poster in registry.hanging if poster.key_id == letter and poster.value not in old)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key as `keys show` tells it. Nothing of its secret."""

    letter: str
    """A-Z."""
    fingerprint: str
    """By which it is told from any other; "" when it was lost before fingerprints were kept."""
    made_on: str
    """The day, ISO."""
    state: str
    """active, accepted, retired from a day, lost, not recorded."""
    here: bool
    """Whether the right key is in the key file of this computer."""
    backed_up_on: str
    """The day of its newest backup sheet; "" for none."""


def show_keys(campaign: Campaign) -> tuple[tuple[KeyLine, ...], Path]:
    """Every key that the registry or the key file of this computer knows, and where that file lies. Reads only."""
    registry, path = load_registry(campaign.data), key_path(campaign)
    ring = read_keys(path)
    keys = {key.fingerprint: key for key in ring.as_recorded(registry.keys).keys} if ring else {}
    lines = []
    for record in registry.keys:
        key = keys.pop(record.fingerprint, None)
        ended = Sentence("retired from {retired_from}", retired_from=record.retired_from) if record.retired_from else ""
        newest = record == next((each for each in reversed(registry.keys) if not each.lost_on), None)
        state = Sentence("lost") if record.lost_on else ended or (KeyState.ACTIVE if newest else KeyState.ACCEPTED)
        lines.append(
            KeyLine(record.letter, record.fingerprint, record.made_on, state, key is not None, record.backed_up_on)
        )
    lines += [
        KeyLine(key.id, key.fingerprint, key.made_on.isoformat(), Sentence("not recorded"), True, "")
        for key in keys.values()
    ]
    return tuple(lines), path


def secrets_here(campaign: Campaign) -> tuple[tuple[Path, bool], ...]:
    """Each file of this computer that holds a secret of the campaign, and whether it is sealed with the keyring. Reads only."""
    return tuple((path, is_sealed(path)) for path in secrets_of(config_folder(campaign.id)))


def move_secrets(campaign: Campaign, *, to_keyring: bool) -> tuple[Path, ...]:
    """Seal them with a key in the keyring of this computer, or put them back in clear; those that come later follow.

    Raises InputError where there is no keyring, StateError when it refuses or has lost the key.
    """
    with hold_registry(campaign.data):
        folder = config_folder(campaign.id)
        return seal_all(folder) if to_keyring else unseal_all(folder)


def backup_keys(campaign: Campaign, *, need: int = 1, of: int = 1, today: date | None = None) -> tuple[Path, ...]:
    """Backup sheets of all keys as PDFs for a printer, in the private folder `backup` beside the key file; gives their paths.

    One sheet that restores the keys, or `of` sheets of which any `need` do. Each was read back and restores the key.
    Raises LinkError when the keys are not here, InputError for a split that makes no sense.
    """
    from ..posters.printing.key_sheet import backup_text, make_key_sheet  # loads what draws and reads PDF

    with hold_registry(campaign.data):
        sweep_drafts(campaign.data)
        registry = load_registry(campaign.data)
        ring = load_keyring(campaign, registry)
        if not ring.keys or ring.path is None:
            raise LinkError("There is no key to back up.", cure="Run: anubhav setup-forms")
        day = (today or today_of(campaign)).isoformat()
        words = {key: words_of_key(key, need=need, of=of) for key in ring.keys}
        folder = ring.path.parent / "backup"
        make_private(folder)
        sweep_drafts(folder, deep=False)
        with draft_folder(folder, "sheets") as fresh:
            made = []
            for number in range(of):
                pages = [(key, words[key][number]) for key in ring.keys]
                pdf = make_key_sheet(campaign.id, pages, part=number + 1, of=of, need=need, day=day)
                name = f"signing-keys-{number + 1}-of-{of}.pdf" if of > 1 else "signing-keys.pdf"
                made.append(write_whole(fresh / name, pdf))
            read = secrets_in("\n".join(backup_text(path) for path in made))
            if set(read) != {key.secret for key in ring.keys}:
                raise LinkError("The backup sheets do not read back.", cure="Run it again.")
            with plain_refusal(folder):
                for old in folder.glob("signing-keys*.pdf*"):
                    old.unlink()  # all of them first: sheets of two sets do not belong together
                paths = [sheet.rename(folder / sheet.name) for sheet in made]
                flush_folder(folder)
        for key in ring.keys:
            known = next((record for record in registry.keys if record.letter == key.id), None)
            if known:
                registry = registry.with_key(replace(known, backed_up_on=day))
        save_registry(registry, campaign.data)
        return tuple(paths)


def restore_keys(campaign: Campaign, text: str = "", files: Sequence[Path] = (), *, apply: bool = True) -> Restore:
    """Bring keys back from words that were typed, and from files: a copy of the key file, text, a scan or a photo of sheets.

    They must be the keys that the registry knows. Other keys that lie in the file are kept beside it. With apply=False
    nothing is written. Raises InputError and LinkError as `links.key_restore.restore`, PosterError for an unreadable picture.
    """
    from ..posters.printing.key_sheet import backup_text  # loads what draws and reads PDF

    with hold_registry(campaign.data):
        sweep_drafts(campaign.data)
        whole = "\n".join([text, *(backup_text(path) for path in files)])
        return restore(campaign, load_registry(campaign.data), whole.strip(), apply=apply)
