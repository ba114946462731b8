"""Which keys come back from sheets and copies, which stay, and what is kept aside: case by case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from shamir_mnemonic import Share

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.errors import InputError, LinkError
from anubhav_gforms.links import Key, KeyRecord, Keyring, KeyState, sign
from anubhav_gforms.links.key_file import keys_in, publish_keys, read_keys
from anubhav_gforms.links.key_restore import Restore, restore
from anubhav_gforms.links.key_words import code_text, secrets_in, words_of_key
from anubhav_gforms.links.keyring import key_path
from anubhav_gforms.links.keys import record_of
from anubhav_gforms.links.registry import PrintedPoster, Registry
from anubhav_gforms.nouns.channel import Channel

A, B, OTHER_A, C = (
    Key(letter, bytes([number] * 32), KeyState.ACTIVE, date(2026, 11, day))
    for number, (letter, day) in enumerate((("A", 1), ("B", 9), ("A", 2), ("C", 3)))
)
BOTH = Registry(form_id="1x", keys=(record_of(A), record_of(B)))


@pytest.fixture
def campaign(tmp_path: Path, config_dir: Path) -> Campaign:
    return replace(load_campaign(Path(__file__).parents[1]), root=tmp_path / "campaign")


def copy_of(folder: Path, *keys: Key) -> str:
    """A copy of a key file that holds these keys, the last of which signs."""
    path = folder / "-".join(key.fingerprint for key in keys) / "signing-keys.json"
    accepted = (replace(key, state=KeyState.ACCEPTED) for key in keys[:-1])
    publish_keys(Keyring((*accepted, keys[-1])), path)
    return path.read_text()


def put(campaign: Campaign, *keys: Key) -> bytes:
    """Put these keys into the campaign's file."""
    path = key_path(campaign)
    publish_keys(Keyring((*(replace(key, state=KeyState.ACCEPTED) for key in keys[:-1]), keys[-1])), path)
    return path.read_bytes()


def held(campaign: Campaign) -> dict[str, bytes]:
    ring = read_keys(key_path(campaign))
    return {key.id: key.secret for key in ring.keys} if ring else {}


def secrets(*keys: Key) -> dict[str, bytes]:
    return {key.id: key.secret for key in keys}


def told(key: Key) -> str:
    return f"{key.id} {key.fingerprint}"


@pytest.mark.parametrize(
    ("there", "given", "brought", "missing", "replaced", "after"),
    [
        ((), (A, B), ("A", "B"), (), (), (A, B)),
        ((), (B,), ("B",), ("A",), (), (B,)),
        ((A,), (B,), ("B",), (), (), (A, B)),
        ((A, B), (A, B), (), (), (), (A, B)),
        ((A, B), (B,), (), (), (), (A, B)),
        ((OTHER_A,), (A, B), ("A", "B"), (), (told(OTHER_A),), (A, B)),
        ((OTHER_A, B), (A,), ("A",), (), (told(OTHER_A),), (A, B)),
        ((OTHER_A, B), (B,), (), ("A",), (told(OTHER_A),), (B,)),
        ((A, C), (B,), ("B",), (), (), (A, B, C)),
        ((C,), (A, B), ("A", "B"), (), (told(C),), (A, B)),
    ],
)
def test_keys_of_the_campaign_come_back_and_others_are_kept_aside(
    campaign: Campaign,
    tmp_path: Path,
    there: tuple[Key, ...],
    given: tuple[Key, ...],
    brought: tuple[str, ...],
    missing: tuple[str, ...],
    replaced: tuple[str, ...],
    after: tuple[Key, ...],
):
    before = put(campaign, *there) if there else b""
    text, path = copy_of(tmp_path, *given), key_path(campaign)
    plan = Restore(path, brought, missing, replaced)
    assert restore(campaign, BOTH, text, apply=False) == plan
    assert held(campaign) == secrets(*there)
    node = path.stat().st_ino if there else 0
    done = restore(campaign, BOTH, text, apply=True)
    assert replace(done, kept=None) == plan
    assert held(campaign) == secrets(*after)
    if replaced:
        assert done.kept is not None
        assert done.kept.read_bytes() == before
    else:
        assert done.kept is None
    if not brought and not replaced:
        assert path.stat().st_ino == node, "nothing was written"


def test_the_newest_recorded_key_signs_and_days_are_those_of_the_registry(campaign: Campaign):
    words = "\n".join(words_of_key(key)[0] for key in (B, A))
    restore(campaign, BOTH, words, apply=True)
    ring = read_keys(key_path(campaign))
    assert ring is not None
    assert [(key.id, key.state, key.made_on) for key in ring.keys] == [
        ("A", KeyState.ACCEPTED, date(2026, 11, 1)),
        ("B", KeyState.ACTIVE, date(2026, 11, 9)),
    ]


def test_a_day_that_nobody_knows_is_that_of_the_copy_or_the_first_of_2026(campaign: Campaign, tmp_path: Path):
    registry = replace(BOTH, keys=(replace(record_of(A), made_on=""),))
    for text, day in ((copy_of(tmp_path, A), date(2026, 11, 1)), (words_of_key(A)[0], date(2026, 1, 1))):
        restore(campaign, registry, text, apply=True)
        ring = read_keys(key_path(campaign))
        assert ring is not None
        assert ring.active.made_on == day
        key_path(campaign).unlink()


def test_a_key_that_was_given_up_is_not_missing_and_one_that_nobody_knows_is_told(campaign: Campaign, tmp_path: Path):
    registry = replace(BOTH, keys=(replace(record_of(A), lost_on="2026-11-20"), record_of(B)))
    done = restore(campaign, registry, copy_of(tmp_path, B, C), apply=True)
    assert (done.brought, done.missing, done.strangers) == (("B",), (), (C.fingerprint,))


def test_a_damaged_file_is_kept_aside(campaign: Campaign, tmp_path: Path):
    put(campaign, A, B)
    key_path(campaign).write_text("{")
    done = restore(campaign, BOTH, copy_of(tmp_path, A, B), apply=True)
    assert (done.brought, done.replaced) == (("A", "B"), ("damaged",))
    assert done.kept is not None
    assert done.kept.read_text() == "{"
    assert held(campaign) == secrets(A, B)


def test_a_copy_that_an_editor_saved_with_its_mark_is_a_copy(campaign: Campaign, tmp_path: Path):
    """As it may lie in a backup: the file itself is read so."""
    assert restore(campaign, BOTH, "\ufeff" + copy_of(tmp_path, A, B), apply=True).brought == ("A", "B")
    assert not keys_in("[" * 100_000)


@pytest.mark.parametrize(
    ("registry", "known"),
    [
        (BOTH, f"{told(A)}, {told(B)}"),
        (replace(BOTH, keys=(KeyRecord("A", "", ""),)), "A "),
        (Registry(), "not recorded"),
    ],
)
def test_keys_of_another_campaign_are_named_by_their_fingerprints(
    campaign: Campaign, tmp_path: Path, registry: Registry, known: str
):
    with pytest.raises(LinkError) as caught:
        restore(campaign, registry, copy_of(tmp_path, OTHER_A, C), apply=True)
    given = f"{OTHER_A.fingerprint}, {C.fingerprint}"
    assert f"(fingerprint {given}; the campaign's: {known})" in caught.value.message
    assert held(campaign) == {}


@pytest.mark.parametrize("text", [lambda folder: copy_of(folder, A), lambda folder: words_of_key(A)[0]])
def test_without_fingerprints_the_codes_that_hang_prove_a_key(
    campaign: Campaign, tmp_path: Path, text: Callable[[Path], str]
):
    value = sign("BSP-KTW", Channel.POSTER, 1, Keyring((A,)))
    poster = PrintedPoster(value, "BSP-KTW", "poster", 1, "A", "", "", 1, "2026-11-01", "a.pdf")
    registry = Registry(form_id="1x", printed=(poster,))
    put(campaign, A)
    assert restore(campaign, registry, text(tmp_path), apply=True) == Restore(key_path(campaign), (), (), ())
    key_path(campaign).unlink()
    put(campaign, A, C)
    assert restore(campaign, registry, text(tmp_path), apply=True).replaced == (told(C),)
    assert held(campaign) == secrets(A)


@pytest.mark.parametrize(
    ("need", "of", "good"),
    [
        (1, 1, True),
        (2, 2, True),
        (2, 16, True),
        (16, 16, True),
        (2, 17, False),
        (1, 2, False),
        (3, 2, False),
        (0, 0, False),
    ],
)
def test_a_key_is_split_in_two_to_sixteen(need: int, of: int, good: bool):
    if good:
        assert len(words_of_key(A, need=need, of=of)) == of
    else:
        with pytest.raises(InputError, match=f"{need} of {of} sheets is not a way to split a key"):
            words_of_key(A, need=need, of=of)


def test_sheets_of_two_sets_that_bear_one_number_are_told():
    """Two sets get the same number once in 32,768 times: then their words fit and the key does not."""
    one, other = (words_of_key(A, need=2, of=2) for _ in range(2))
    number = Share.from_mnemonic(one[0]).identifier
    with pytest.raises(InputError, match=r"These sheets do not belong together\. Take sheets of one day\."):
        secrets_in(f"{one[0]}\n{replace(Share.from_mnemonic(other[1]), identifier=number).mnemonic()}")


def test_the_symbol_of_a_sheet_holds_its_head_and_its_words():
    assert code_text("A", "f306-7b7f", "one two") == "anubhav key A f306-7b7f\none two"
    words = words_of_key(A)[0]
    assert secrets_in(f"  Anubhav KEY A zzzz\n{words}\n{code_text('A', 'zzzz', words)}") == (A.secret,)
