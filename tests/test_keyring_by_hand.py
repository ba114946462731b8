"""The keys of a campaign against what the registry knows: loaded, made, given up, strange; value by value, without Google."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.errors import LinkError
from anubhav_gforms.links import Key, KeyRecord, Keyring, KeyState, sign
from anubhav_gforms.links.key_file import publish_keys
from anubhav_gforms.links.keyring import (
    give_up_keys,
    key_path,
    keys_folder,
    letters_used,
    load_keyring,
    made_for,
    make_keyring,
    strange,
    today_of,
    unrecorded,
)
from anubhav_gforms.links.keys import record_of
from anubhav_gforms.links.links_file import links_path, registry_links, write_links
from anubhav_gforms.links.registry import PrintedPoster, Registry
from anubhav_gforms.nouns.channel import Channel

A, B, OTHER_A = (
    Key(letter, bytes([number] * 32), KeyState.ACTIVE, date(2026, 11, 1)) for number, letter in enumerate("ABA")
)
BOTH = Keyring((replace(A, state=KeyState.ACCEPTED), B))


@pytest.fixture
def campaign(tmp_path: Path, config_dir: Path) -> Campaign:
    return replace(load_campaign(Path(__file__).parents[1]), root=tmp_path / "campaign")


def made(campaign: Campaign) -> Registry:
    """A form is made; nothing is known of keys."""
    ids = {campaign.form.station_question.key: "0b"}
    return Registry(form_id="1x", responder_uri="https://x/form", question_ids=ids, steps=("links",))


def printed(*keys: Key, revoked: bool = False) -> tuple[PrintedPoster, ...]:
    """A poster of each key, serials from 1."""
    values = [sign("BSP-KTW", Channel.POSTER, n, Keyring((key,))) for n, key in enumerate(keys, start=1)]
    return tuple(
        PrintedPoster(value, "BSP-KTW", "poster", n, key.id, "", "", 11, "2026-11-01", "a.pdf", revoked=revoked)
        for n, (key, value) in enumerate(zip(keys, values, strict=True), start=1)
    )


# Loaded


def test_a_campaign_that_was_never_set_up_has_no_keys(campaign: Campaign):
    none = load_keyring(campaign, Registry())
    assert (none.keys, none.path) == ((), key_path(campaign))
    assert load_keyring(campaign) == none, "no registry is an empty one"
    assert keys_folder(campaign) == key_path(campaign).parent


@pytest.mark.parametrize("known", [{"keys": (record_of(A),)}, {"form_id": "1x"}, {"printed": printed(A)}])
def test_keys_that_must_exist_are_asked_for(campaign: Campaign, known: dict[str, object]):
    with pytest.raises(LinkError, match="are not on this computer") as caught:
        load_keyring(campaign, Registry(**known))
    assert str(key_path(campaign)) in caught.value.message
    assert caught.value.cure == (
        "If another user of this computer set it up, run this as that user, with that HOME (cron and sudo have their own). "
        "Bring the right keys back, from a copy of this file or from a backup sheet: anubhav keys restore"
    )
    with pytest.raises(LinkError, match="are not on this computer"):
        load_keyring(campaign, Registry(**known, left_name=f"Anubhav ({campaign.id})"))
    with pytest.raises(LinkError, match=f'calls this campaign "{campaign.id}"; its form was made for "other"'):
        load_keyring(campaign, Registry(**known, left_name="Anubhav (other)"))


def test_a_form_tells_in_its_name_for_whom_it_was_made():
    for name, told in (
        ("Anubhav (bilaspur-2)", "bilaspur-2"),
        (f"x ({'a' * 99})", "a" * 99),
        (f"x ({'a' * 100})", ""),
        ("Anubhav", ""),
        ("(a) b", ""),
        ("", ""),
    ):
        assert made_for(Registry(left_name=name)) == told
    assert made_for(Registry(left_name="Anubhav (bilaspur-2)", adopted=True)) == ""


def test_keys_are_loaded_as_the_registry_records_them(campaign: Campaign):
    publish_keys(BOTH, key_path(campaign))
    gone = replace(record_of(A), retired_from="2026-11-20")
    ring = load_keyring(campaign, Registry(form_id="1x", keys=(gone, record_of(B))))
    assert [(key.id, key.state, key.retired_from) for key in ring.keys] == [
        ("A", KeyState.RETIRED, date(2026, 11, 20)),
        ("B", KeyState.ACTIVE, None),
    ]
    with pytest.raises(
        LinkError, match=r"signing-keys\.json: key A in this file is another one .* Nothing was done\. Bring"
    ):
        load_keyring(campaign, Registry(keys=(record_of(OTHER_A),)))


# Made and given up


def test_the_first_key_is_a_and_is_recorded(campaign: Campaign):
    assert unrecorded(campaign, made(campaign)) == "Make the signing key of this campaign."
    ring, registry = make_keyring(campaign, made(campaign))
    assert registry.keys == (record_of(ring.active),)
    assert (ring.active.id, ring.active.made_on) == ("A", today_of(campaign))
    assert make_keyring(campaign, registry) == (ring, registry)
    assert unrecorded(campaign, registry) == ""


def test_a_key_after_one_that_was_given_up_has_the_next_letter(campaign: Campaign):
    lost = replace(record_of(A), lost_on="2026-11-20")
    registry = replace(made(campaign), keys=(lost,), printed=printed(A, B, revoked=True))
    assert unrecorded(campaign, registry) == "Make the signing key of this campaign."
    ring, registry = make_keyring(campaign, registry)
    assert registry.keys == (lost, record_of(ring.active))
    assert ring.active.id == "C", "B signed what was printed"


@pytest.mark.parametrize("known", [{"keys": (record_of(A),)}, {"printed": printed(A)}])
def test_no_key_is_made_in_the_place_of_one_that_is_needed(campaign: Campaign, known: dict[str, object]):
    registry = replace(made(campaign), **known)
    assert unrecorded(campaign, registry) == ""
    with pytest.raises(LinkError, match="are not on this computer"):
        make_keyring(campaign, registry)
    assert not key_path(campaign).exists()


def test_keys_that_are_there_are_recorded_and_none_is_made(campaign: Campaign):
    publish_keys(BOTH, key_path(campaign))
    said = "Record the fingerprint of key {} that is on this computer."
    for known, letters in (((), "A, B"), ((record_of(A),), "B")):
        registry = replace(made(campaign), keys=known)
        assert unrecorded(campaign, registry) == said.format(letters)
        ring, after = make_keyring(campaign, registry)
        assert ring == BOTH
        assert after == replace(registry, keys=(record_of(A), record_of(B)))
    lost = replace(made(campaign), keys=(replace(record_of(A), lost_on="2026-11-20"), record_of(B)))
    assert unrecorded(campaign, lost) == said.format("A")
    assert make_keyring(campaign, lost)[1].keys == (record_of(A), record_of(B)), "found again"


def test_keys_are_given_up_only_when_their_file_is_gone(campaign: Campaign):
    lost = replace(record_of(A), lost_on="2026-11-20")
    registry = replace(made(campaign), keys=(lost,), printed=printed(A, B))
    today = datetime.now(campaign.zone).date().isoformat()
    assert give_up_keys(campaign, registry).keys == (lost, KeyRecord("B", "", "", lost_on=today))
    assert give_up_keys(campaign, replace(registry, keys=(record_of(A),))).keys[0].lost_on == today
    publish_keys(BOTH, key_path(campaign))
    assert give_up_keys(campaign, registry) == registry


# Strange


@pytest.mark.parametrize(
    ("records", "keys", "why"),
    [
        ((record_of(A), record_of(B)), BOTH.keys, ""),
        ((record_of(A), record_of(B)), (B,), f"key A (fingerprint {A.fingerprint}) is missing from this file."),
        (
            (record_of(A),),
            (OTHER_A,),
            f"key A in this file is another one (fingerprint {OTHER_A.fingerprint}; this campaign's is {A.fingerprint}).",
        ),
        ((replace(record_of(A), lost_on="2026-11-20"), record_of(B)), (B,), ""),
        ((KeyRecord("A", "", "", lost_on="2026-11-20"), record_of(B)), (OTHER_A, B), ""),
        (
            (replace(record_of(A), lost_on="2026-11-20"), record_of(B)),
            (),
            f"key B (fingerprint {B.fingerprint}) is missing from this file.",
        ),
        (
            (replace(record_of(A), lost_on="2026-11-20"), record_of(B)),
            (OTHER_A, B),
            f"key A in this file is another one (fingerprint {OTHER_A.fingerprint}; this campaign's is {A.fingerprint}).",
        ),
    ],
)
def test_keys_are_held_against_their_fingerprints(
    campaign: Campaign, records: tuple[KeyRecord, ...], keys: tuple[Key, ...], why: str
):
    assert strange(campaign, Registry(keys=records), Keyring(keys)) == why


def test_without_fingerprints_half_of_the_codes_must_verify(campaign: Campaign):
    ring, said = (
        Keyring((A,)),
        "these keys verify {} of {} codes of this campaign; they are not the keys that made them.",
    )
    bare = replace(printed(A)[0], value="BSP-KTW.P1")
    for posters, why in (
        (printed(A, OTHER_A), ""),
        (printed(A, OTHER_A, B), said.format(1, 3)),
        (printed(OTHER_A), said.format(0, 1)),
        ((*printed(A, OTHER_A), bare), ""),
        (printed(OTHER_A, revoked=True), ""),
        ((), ""),
    ):
        assert strange(campaign, Registry(printed=posters), ring) == why
    retired = Keyring((replace(A, state=KeyState.RETIRED), B))
    assert strange(campaign, Registry(printed=printed(A, A, OTHER_A)), retired) == ""


def test_links_csv_tells_what_the_registry_does_not(campaign: Campaign):
    registry = made(campaign)
    assert letters_used(campaign, registry) == []
    campaign.root.mkdir()
    write_links(registry_links(campaign, registry, Keyring((B,))), links_path(campaign))
    assert letters_used(campaign, registry) == ["B"]
    assert letters_used(campaign, replace(registry, keys=(record_of(A),))) == ["A", "B"]
    assert letters_used(campaign, replace(registry, question_ids={})) == [], "without the form no link can be read"
    number = len(campaign.stations)
    assert strange(campaign, registry, Keyring((A,))).startswith(f"these keys verify 0 of {number} codes")
    assert strange(campaign, registry, Keyring((B,))) == ""
    links_path(campaign).write_text("code,name\nBSP-KTW,City\n")
    assert letters_used(campaign, registry) == [], "somebody's own list"
