"""A key that is missing, or is another one: every command that needs it refuses, and nothing is lost meanwhile."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from permits import permit

from anubhav_gforms import cli, pipeline
from anubhav_gforms.errors import LinkError
from anubhav_gforms.links import CodeCheck, Keyring, read
from anubhav_gforms.links.key_file import key_file, publish_keys
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.links.registry import load_registry, save_registry
from anubhav_gforms.nouns.channel import Channel as Source
from anubhav_gforms.posters.printing.job import PrintJob
from tools.house import PACKAGE, trees


@pytest.fixture
def ready(campaign: Any, google: Any) -> Any:
    """A campaign whose form is made; nothing is printed."""
    pipeline.setup_forms(campaign, google)
    permit(campaign, google)
    return campaign


def run(campaign: Any, *words: str) -> Result:
    return CliRunner().invoke(cli.anubhav, ["-C", str(campaign.root), *words], standalone_mode=False)


def path_of(campaign: Any) -> Path:
    return key_file(campaign.id, project=campaign.root)


def lose(campaign: Any) -> bytes:
    content = path_of(campaign).read_bytes()
    path_of(campaign).unlink()
    return content


def swap(campaign: Any) -> bytes:
    """Another key under the letter A in the place of the campaign's."""
    content = lose(campaign)
    publish_keys(Keyring.make(), path_of(campaign))
    return content


COMMANDS = {
    "pull": lambda campaign, google: pipeline.pull(campaign, google),
    "watch": lambda campaign, google: pipeline.watch(campaign, google, []),
    "posters": lambda campaign, google: pipeline.make_posters(campaign, google=google),
    "posters --preview": lambda campaign, google: pipeline.preview_poster(campaign, PrintJob()),
    "posters --check": lambda campaign, google: pipeline.check_posters(campaign, campaign.root / "stations.csv"),
    "audit": lambda campaign, google: pipeline.audit_walls(campaign, []),
    "import": lambda campaign, google: pipeline.import_responses(
        campaign, campaign.root / "stations.csv", Source.PAPER
    ),
}


@pytest.mark.parametrize("harm", [lose, swap])
def test_without_the_right_key_every_command_refuses_before_it_asks_google(ready: Any, google: Any, harm: Any) -> None:
    """Reviews users D2, security D2, reach D1: they made a new key, exit code 0, and genuine responses were lost."""
    harm(ready)
    before = {path: path.read_bytes() for path in (ready.data.rglob("*")) if path.is_file()}
    there = path_of(ready).read_bytes() if path_of(ready).exists() else None
    for name, work in COMMANDS.items():
        calls = google.caller.used()
        with pytest.raises(LinkError) as caught:
            work(ready, google)
        assert str(path_of(ready)) in caught.value.message, name
        assert "anubhav keys restore" in caught.value.cure, name
        assert caught.value.exit_code == 2
        assert google.caller.used() == calls, f"{name} spoke to Google"
    assert (path_of(ready).read_bytes() if path_of(ready).exists() else None) == there
    after = {path: path.read_bytes() for path in ready.data.rglob("*") if path.is_file() and path.name != "outbox.json"}
    assert {path: content for path, content in before.items() if path in after} == before


def test_another_campaign_id_is_another_key(ready: Any) -> None:
    office = ready.office.model_copy(update={"campaign": ready.office.campaign.model_copy(update={"id": "other"})})
    with pytest.raises(LinkError, match=rf'calls this campaign "other"; its form was made for "{ready.id}"') as caught:
        load_keyring(replace(ready, office=office))
    assert f'Put id = "{ready.id}" back.' in caught.value.cure
    registry = replace(load_registry(ready.data), adopted=True)  # a form of others may be called anything
    with pytest.raises(LinkError, match=r"other.signing-keys\.json.*not on this computer") as caught:
        load_keyring(replace(ready, office=office), registry)
    assert "with that HOME (cron and sudo have their own)" in caught.value.cure, "no key may be lost at all"


def test_setup_forms_neither_makes_a_second_key_nor_takes_another(ready: Any, google: Any) -> None:
    content = lose(ready)
    result = run(ready, "setup-forms", "--yes")
    assert "anubhav keys restore" in str(result.exception)
    assert not path_of(ready).exists()
    publish_keys(Keyring.make(), path_of(ready))
    for words in (["--yes"], ["--yes", "--reprint"]):
        assert "is another one" in str(run(ready, "setup-forms", *words).exception)
    path_of(ready).unlink()
    path_of(ready).write_bytes(content)
    path_of(ready).chmod(0o600)
    assert run(ready, "setup-forms", "--yes").exception is None


def test_when_the_office_gives_a_key_up_the_next_one_has_another_letter(ready: Any, google: Any) -> None:
    pipeline.make_posters(ready, PrintJob(stations=("BSP-KTW",)), google=google)
    lose(ready)
    pipeline.setup_forms(ready, google, reprint=True)
    registry = load_registry(ready.data)
    assert [(each.letter, bool(each.lost_on)) for each in registry.keys] == [("A", True), ("B", False)]
    assert load_keyring(ready).active.id == "B"
    assert registry.hanging == ()
    pipeline.make_posters(ready, PrintJob(stations=("BSP-KTW",)), google=google)
    [hanging] = load_registry(ready.data).hanging
    assert (hanging.key_id, read(hanging.value, load_keyring(ready)).verdict) == ("B", CodeCheck.SIGNED)


def test_a_registry_without_fingerprints_is_taken_up_by_setup_forms_alone(ready: Any, google: Any) -> None:
    """A campaign of version 1: reading records nothing; the key must verify what hangs, or what links.csv says."""
    pipeline.make_posters(ready, PrintJob(stations=("BSP-KTW",)), google=google)
    old = replace(load_registry(ready.data), keys=())
    save_registry(old, ready.data)
    assert load_keyring(ready).active.id == "A"
    pipeline.check_posters(ready, next((ready.data / "posters").glob("*A4*.pdf")))
    assert load_registry(ready.data) == old
    assert "Record the fingerprint of key A" in run(ready, "setup-forms", "--yes").output
    [record] = load_registry(ready.data).keys
    assert record.fingerprint == load_keyring(ready).active.fingerprint
    for printed in (old.printed, ()):  # with links.csv alone too
        save_registry(replace(old, printed=printed), ready.data)
        content = swap(ready)
        with pytest.raises(LinkError, match="verify 0 of"):
            load_keyring(ready)
        with pytest.raises(LinkError, match="verify 0 of"):
            pipeline.setup_forms(ready, google)
        path_of(ready).write_bytes(content)


def test_a_damaged_key_file_does_not_stop_doctor(ready: Any) -> None:
    lose(ready)
    told = {check["name"]: check for check in json.loads(run(ready, "doctor", "--json").output)["checks"]}
    assert told["signing keys"]["ok"] is False
    assert "keys restore" in told["signing keys"]["cure"]


def test_only_setup_forms_makes_keys() -> None:
    """make_keyring is called where a campaign is set up (made or adopted), publish_keys by it alone."""
    callers: dict[str, set[str]] = {
        "make_keyring": set(),
        "publish_keys": set(),
        "new_key": set(),
        "give_up_keys": set(),
    }
    for path, tree in trees(PACKAGE).items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in callers:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                callers[name].add(Path(path).stem)
    assert callers == {
        "make_keyring": {"setup", "adopt"},
        "publish_keys": {"keyring"},
        "new_key": {"keys"},
        "give_up_keys": {"setup"},
    }
