"""Keys and revocations, killed at every change to a file: no key is lost, none is made twice, no draft stays."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import AnubhavError
from anubhav_gforms.links import Keyring
from anubhav_gforms.links.key_file import key_file, publish_keys, read_keys
from anubhav_gforms.links.key_words import secrets_in
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.posters.printing.key_sheet import text_of

from .office import Office
from .rows import Row
from .strike import DONE, strike

Work = Callable[[Campaign], object]


def key_rows(office: Office) -> Iterator[Row]:
    """backup, restore, rotate and retire, each on fresh copies of data and key folder."""
    campaign = office.campaign
    path = key_file(campaign.id, project=campaign.root)
    right, copy = path.read_bytes(), campaign.root.parent / "copy.json"
    copy.write_bytes(right)
    first = load_keyring(campaign).active

    def safe(letters: str) -> tuple[int, int]:
        """The first key is in the file, every recorded key is the one in the file, and there are no others."""
        ring, records = load_keyring(campaign), load_registry(campaign.data).keys
        named = [record.letter for record in records]
        lost = (first.secret not in {key.secret for key in ring.keys}) + ("".join(named) != letters)
        return lost, len(ring.keys) - len(letters) if len(ring.keys) > len(letters) else 0

    yield _struck(
        office, "keys backup", lambda each: pipeline.backup_keys(each, need=2, of=3), lambda: _after_backup(path, safe)
    )
    yield _struck(office, "keys rotate", _rotate_once, lambda: safe("AB"))
    path.unlink()
    other = publish_keys(Keyring.make(), path)

    def after_restore() -> tuple[int, int]:
        kept = list(path.parent.glob("signing-keys.kept-*.json"))
        return safe("A")[0] + (not any((found := read_keys(each)) and found.keys == other.keys for each in kept)), max(
            0, len(kept) - 1
        )

    yield _struck(office, "keys restore", lambda each: pipeline.restore_keys(each, files=[copy]), after_restore)
    pipeline.restore_keys(campaign, files=[copy])
    pipeline.rotate_key(campaign)

    def after_retire() -> tuple[int, int]:
        lost, twice = safe("AB")
        return lost + (len(load_keyring(campaign).retired) != 1), twice

    yield _struck(office, "keys retire", lambda each: pipeline.retire_key(each, "A"), after_retire)


def revoke_row(office: Office) -> Row:
    """posters --revoke, then --unrevoke: the print record keeps every poster, and each decision once."""
    campaign = office.campaign
    count = len(load_registry(campaign.data).printed)

    def work(each: Campaign) -> None:
        pipeline.revoke_posters(each, ["BSP-KTW.P1"])

    def check() -> tuple[int, int]:
        printed = load_registry(campaign.data).printed
        decided = [poster for poster in printed if poster.revoked]
        return count - len(printed) + (len(decided) != 1), sum(len(poster.decisions) - 1 for poster in decided)

    return _struck(office, "revoke", work, check)


def _rotate_once(campaign: Campaign) -> None:
    """As somebody does who looks at `keys show` after a crash."""
    if len(load_registry(campaign.data).keys) == 1:
        pipeline.rotate_key(campaign)


def _after_backup(path: Path, safe: Callable[[str], tuple[int, int]]) -> tuple[int, int]:
    sheets = sorted((path.parent / "backup").glob("*.pdf"))
    read = secrets_in("\n".join(text_of(each) for each in sheets[:2]))
    ring = read_keys(path)
    lost, twice = safe("A")
    return lost + (not ring or set(read) != {key.secret for key in ring.keys}) + (len(sheets) != 3), twice


def _struck(office: Office, name: str, work: Work, check: Callable[[], tuple[int, int]]) -> Row:
    """Kill `work` before each change to a file; the next run must finish it. Drafts that stay count as lost."""
    base, campaign = office.campaign.root.parent, office.campaign
    places = [campaign.data, key_file(campaign.id, project=campaign.root).parent]
    kept = [base / f"kept-{number}" for number in range(len(places))]
    for place, copy in zip(places, kept, strict=True):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(place, copy)

    def back() -> None:
        for place, copy in zip(places, kept, strict=True):
            shutil.rmtree(place)
            shutil.copytree(copy, place)

    end, total = strike(lambda: work(campaign), base, 0)
    if end != DONE:
        raise SystemExit(f"{name}: ended with {end} before anything struck it")
    injected = survived = lost = twice = 0
    for touch in range(1, total + 1):
        back()
        end, _ = strike(lambda: work(campaign), base, touch)
        if end == DONE:
            continue
        injected += 1
        end, _ = strike(lambda: work(campaign), base, 0)
        survived += end == DONE
        try:
            one, two = check()
        except (AnubhavError, OSError, ValueError):
            one, two = 1, 0
        drafts = sum(1 for place in places for _ in place.rglob("*.tmp"))
        lost, twice = lost + one + drafts, twice + two
    back()
    return Row(name, "kill -9 at every change to a file", injected, survived, lost, twice, "no draft left")
