"""Signing keys brought back: held against the registry, put in their place, whatever lay there kept beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..campaign import Campaign
from ..errors import LinkError
from ..sentence import Sentence
from .key_file import keys_in, read_keys, save_keys, set_aside
from .key_words import belonging, secrets_in
from .keyring import key_path, letters_used, strange
from .keys import Key, Keyring, KeyState
from .registry import Registry


@dataclass(frozen=True, slots=True)
class Restore:
    """What bringing keys back would do, or did."""

    path: Path
    """The key file."""
    brought: tuple[str, ...]
    """Letters of the keys that were not there and are now."""
    missing: tuple[str, ...]
    """Letters of keys that the campaign needs and that are still not here."""
    replaced: tuple[str, ...]
    """Fingerprints of other keys that lay in the file, or ("damaged",); nothing when nothing is replaced."""
    kept: Path | None = None
    """Where those are kept."""
    strangers: tuple[str, ...] = ()
    """Fingerprints of keys that were given and are none of this registry's."""


def restore(campaign: Campaign, registry: Registry, text: str, *, apply: bool) -> Restore:
    """Bring back the keys that this text holds: words of backup sheets, or a copy of the key file.

    With apply=False nothing is written. Raises InputError for words that make no key, LinkError when none of the keys is
    one of this campaign's.
    """
    path = key_path(campaign)
    given, strangers = _given(campaign, registry, text)
    damaged = False
    try:
        present = read_keys(path)
    except LinkError:
        present, damaged = None, True
    there = _right(registry, present.keys if present else (), given)
    others = tuple(key for key in (present.keys if present else ()) if key.id not in there)
    merged = {**given, **there}
    brought = tuple(sorted(set(given) - set(there)))
    needed = {record.letter for record in registry.keys if not record.lost_on}
    done = Restore(
        path,
        brought,
        tuple(sorted(needed - set(merged))),
        ("damaged",) if damaged else tuple(f"{key.id} {key.fingerprint}" for key in others),
        strangers=strangers,
    )
    if not apply or not (brought or others):  # of a damaged file nothing is there: all that is given is brought
        return done
    ring = _whole(registry, merged, path)
    if others or damaged:
        done = replace(done, kept=set_aside(path))
        path.unlink()
        present = None
    save_keys(ring, path, before=present)
    return done


def _given(campaign: Campaign, registry: Registry, text: str) -> tuple[dict[str, Key], tuple[str, ...]]:
    """The keys of this campaign that the text holds, by letter; and the fingerprints of the others."""
    copied = keys_in(text)
    unnamed = copied or tuple(
        Key("?", secret, KeyState.ACTIVE, date.min) for secret in secrets_in(text)
    )  # words tell no letter and no day: the registry does
    if registry.keys:
        named = belonging(unnamed, registry.keys)
    else:  # a registry of version 1 knows no fingerprints: the codes that hang prove the key
        letters = letters_used(campaign, registry)
        tried = [replace(key, id=letter) for key in unnamed for letter in ([key.id] if copied else letters)]
        named = {key.id: key for key in tried if letters and not strange(campaign, registry, Keyring((key,)))}
    if not named:
        given = ", ".join(key.fingerprint for key in unnamed)
        known = ", ".join(f"{record.letter} {record.fingerprint}" for record in registry.keys) or Sentence(
            "not recorded"
        )
        raise LinkError(
            "These are not the keys of this campaign (fingerprint {given}; the campaign's: {known}). Nothing was changed.",
            cure="Take the sheet or the copy of this campaign. Without data/registry.json put that back first.",
            given=given,
            known=known,
        )
    made = {record.letter: record.made_on for record in registry.keys if record.made_on}
    ours = {
        letter: replace(
            key, id=letter, made_on=date.fromisoformat(made[letter]) if letter in made else max(key.made_on, _FIRST)
        )
        for letter, key in named.items()
    }
    held = {key.fingerprint for key in ours.values()}
    return ours, tuple(key.fingerprint for key in unnamed if key.fingerprint not in held)


_FIRST = date(2026, 1, 1)


def _right(registry: Registry, keys: Sequence[Key], given: dict[str, Key]) -> dict[str, Key]:
    """Keys of the present file that may stay: known to the registry, or at least no other than those given."""
    known = belonging(keys, registry.keys)
    if known and all(
        record.letter not in {key.id for key in keys} or record.letter in known for record in registry.keys
    ):
        return {key.id: key for key in keys}
    return {
        key.id: key for key in keys if key.id in known or (given.get(key.id) and given[key.id].secret == key.secret)
    }


def _whole(registry: Registry, keys: dict[str, Key], path: Path) -> Keyring:
    """A ring that can be saved: letters rise, and the newest signs."""
    ordered = [replace(keys[letter], state=KeyState.ACCEPTED, retired_from=None) for letter in sorted(keys)]
    ring = Keyring((*ordered[:-1], replace(ordered[-1], state=KeyState.ACTIVE)), path)
    return ring.as_recorded(registry.keys)
