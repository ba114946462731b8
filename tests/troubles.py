"""Every trouble that docs/troubleshooting.md speaks of, brought about as it comes about in an office."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from second_form import delete_row, make_second
from troubled_desk import Desk
from wire import Altering, takes_blank_ids, tap

from anubhav_gforms import pipeline, version
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.cli import watch
from anubhav_gforms.cli.show import error_text
from anubhav_gforms.errors import AnubhavError
from anubhav_gforms.links.registry import hold_registry, load_registry, save_registry
from anubhav_gforms.nouns.week import Week
from anubhav_gforms.pipeline.connection import connect

IST = timedelta(hours=5, minutes=30)
"""The campaign's day is India's: between midnight there and in Greenwich the week is another one."""
CLIENTS = ('{"web": {"client_id": "x"}}', '{"type": "service_account"}', "{")


def in_files(desk: Desk) -> Iterator[str]:
    """Mistakes in the campaign's own files."""
    stations, config = desk.folder / "stations.csv", desk.folder / "config"
    plan = ("setup-forms", "--dry-run")
    text = stations.read_bytes()
    line = next(line for line in text.splitlines() if line.startswith(b"BSP-KTW"))
    for more in (line + b"\n", b"\x93\xfa\n"):
        stations.write_bytes(text.rstrip() + b"\n" + more)
        yield desk.told(*plan)
    stations.write_text(text.decode("utf-8-sig"), "cp1252", errors="replace")  # as Excel does
    yield desk.told(*plan)
    stations.unlink()
    yield desk.told(*plan)
    stations.write_bytes(text)
    poster = (config / "poster.toml").read_bytes()
    (config / "poster.toml").unlink()
    yield desk.told(*plan)
    (config / "poster.toml").write_bytes(poster)
    for name, old, new in (
        ("office.toml", "retention_months", "retention_month"),
        ("form.toml", "[form]", "[form"),
        ("grading.toml", "overall = 0", "overall = 0.1 # 0"),
        ("form.toml", '"नहीं / No", "हाँ / Yes"', '"नहीं / No", "माँगा / Asked"'),
    ):
        with desk.spoiled(config / name, old, new):
            yield desk.told(*plan)
    actions = desk.folder / "actions.csv"
    actions.write_text("station,theme,done,date\n" + "BSP-KTW,facilities,x,10.11.26\n" * 20, "utf-8")
    yield desk.told("report")
    actions.unlink()


def before_setup(desk: Desk) -> Iterator[str]:
    """Commands in the wrong order, and a Google that is not there."""
    office, data = desk.folder / "config" / "office.toml", desk.folder / "data"
    yield desk.told("setup-forms")
    yield desk.told("posters")
    yield desk.told("pull")
    yield desk.told("report", "--week", "2099-W01")
    yield desk.told("report", "--no-open")
    with desk.spoiled(office, desk.sandbox.root, "http://127.0.0.1:9"):
        yield desk.told("setup-forms", "--yes")
    os.environ["ANUBHAV_GOOGLE_ROOT"] = "http://example.org"
    yield desk.told("setup-forms", "--dry-run")
    del os.environ["ANUBHAV_GOOGLE_ROOT"]
    months = re.search(r"(?m)^retention_months = \d+", office.read_text(encoding="utf-8"))
    assert months
    with desk.spoiled(office, months[0], "retention_months = 0"):
        yield desk.told("purge")
    with hold_registry(data):
        yield desk.told("setup-forms", "--yes")
    (data / "registry.json").write_text("{", encoding="utf-8")
    yield desk.told("setup-forms", "--yes")


def at_login(desk: Desk) -> Iterator[str]:
    """Files that are not what a login needs; at Google, for a sandbox needs none."""
    with desk.spoiled(desk.folder / "config" / "office.toml", f'root = "{desk.sandbox.root}"', 'root = ""'):
        yield desk.told("login")
    path = desk.folder / "download.json"
    for content in CLIENTS:
        path.write_text(content, encoding="utf-8")
        yield desk.told("login", "--client", str(path))
    yield desk.told("login", "--service-account", str(path))


def without_link(desk: Desk) -> Iterator[str]:
    """Form and sheet are made, and nobody has linked them."""
    desk.told("setup-forms", "--yes")
    desk.respond_many(1, timedelta(hours=30))
    yield desk.told("pull")
    yield desk.told("doctor")


def with_paper_on_walls(desk: Desk) -> Iterator[str]:
    """Posters hang; somebody changes what they lead to, or the keys that signed them."""
    registry = desk.ready()
    stations, data = desk.folder / "stations.csv", desk.folder / "data"
    yield desk.told("posters", "--paper", "A9")
    yield desk.told("posters", "--stations", "BSP-XXX")
    yield desk.told("setup-forms", "--adopt", registry.responder_uri)
    with desk.spoiled(stations, "BSP-KTW", "BSP-NEW"):
        yield desk.told("setup-forms", "--yes")
    keys = next(desk.keys.rglob("signing-keys.json"))
    keys.chmod(0o644)
    yield desk.told("posters")
    keys.chmod(0o600)
    with desk.spoiled(keys, "{", ""):
        keys.chmod(0o600)
        yield desk.told("posters")
    form = desk.folder / "config" / "form.toml"
    desk.sandbox.faults({"fault": "noprefill"})
    yield desk.told("posters")
    desk.sandbox.faults()
    (data / "print-permit.json").unlink()
    yield desk.told("posters")
    with desk.spoiled(form, "आपका अनुभव कैसा रहा?", "कुल अनुभव?"):
        campaign = load_campaign(desk.folder)
        google = connect(campaign)
        tap(google, Altering(takes_blank_ids))
        with pytest.raises(AnubhavError) as refused:
            pipeline.setup_forms(campaign, google)
        yield error_text(refused.value, desk.language)
    with desk.spoiled(form, "आपका अनुभव कैसा रहा?", "कुल अनुभव?"):
        desk.sandbox.faults({"fault": "stale-revision", "on": "forms.forms.batchUpdate", "after": 1, "times": 9})
        yield desk.told("setup-forms", "--yes")
        desk.sandbox.faults()
    save_registry(replace(load_registry(data), root=""), data)  # as after a setup at the real Google
    yield desk.told("setup-forms", "--yes")


def with_an_accident(desk: Desk) -> Iterator[str]:
    """Somebody deletes twenty rows of the sheet at once."""
    desk.ready()
    desk.respond_many(21, timedelta(hours=5))
    desk.told("pull")
    desk.sandbox.faults({"fault": "deleted-rows", "count": 20})
    yield desk.told("pull")


def with_a_title_typed_again(desk: Desk) -> Iterator[str]:
    """Somebody changes a title; then deletes a column, and types its title into an empty one."""
    desk.ready()
    desk.respond_many(2, timedelta(hours=5))
    title = load_campaign(desk.folder).form.question("overall").title
    desk.sandbox.faults({"fault": "renamed-column", "column": title, "header": "x"})
    yield desk.told("pull")
    desk.sandbox.faults({"fault": "renamed-column", "column": "x", "header": title})
    desk.sandbox.faults({"fault": "duplicated-column", "column": title})
    desk.sandbox.faults({"fault": "removed-column", "column": title})
    yield desk.told("pull")


def with_an_update(desk: Desk) -> Iterator[str]:
    """A newer version is installed while `anubhav watch` waits for its next look."""
    desk.ready()
    (code := desk.folder / "package").mkdir()
    stop = Event()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(version, "PACKAGE", code)
        patched.setattr(watch, "_stop_signal", lambda: stop)
        patched.setattr(stop, "wait", lambda seconds: (code / "newer.py").write_text("") > 0)
        yield desk.told("watch", "--every", "1m")


def with_responses(desk: Desk) -> Iterator[str]:
    """Responses are in; somebody meddles with the sheet that they are in."""
    registry = desk.ready()
    desk.respond_many(3, timedelta(hours=5), by_poster=True)
    desk.respond_many(1, timedelta(days=20))
    desk.told("pull")
    copy = replace(desk, folder=desk.folder.with_name("copy"))
    shutil.copytree(desk.folder, copy.folder)
    yield copy.told("pull")
    shutil.rmtree(copy.folder)
    yield desk.told("report", "--week", "47")
    yield desk.told("report", "--week", "2020-W01")
    stations = (desk.folder / "stations.csv").read_text("utf-8-sig").splitlines(keepends=True)
    with desk.spoiled(desk.folder / "stations.csv", next(line for line in stations if line.startswith("BSP-KTW")), ""):
        yield desk.told("explain", "BSP-KTW")
    yield desk.told("report", "--no-open", "--week", Week.of((datetime.now(UTC) + IST).date()).label)
    then = Week.of((datetime.now(UTC) + IST - timedelta(days=13)).date()).label
    desk.told("report", "--no-open", "--week", then)
    with desk.spoiled(desk.folder / "stations.csv", ",thana,", ",traffic,"):
        yield desk.told("report", "--no-open", "--week", then)
    [part, *_] = sorted((desk.folder / "data" / "ledger").glob("answers-*.parquet"))
    whole = part.read_bytes()
    part.chmod(0o600)
    part.write_bytes(whole + b"x")
    yield desk.told("report", "--no-open")
    part.write_bytes(whole)
    manifest = desk.folder / "data" / "ledger" / "manifest.json"
    older = manifest.read_bytes()
    desk.respond_many(1, timedelta(hours=4))
    desk.told("pull")
    last = manifest.read_bytes()
    manifest.write_bytes(older)
    yield desk.told("pull")
    manifest.unlink()
    yield desk.told("pull")
    manifest.write_bytes(last)
    yield desk.told("report", "--publish", registry.spreadsheet_id)
    yield desk.told("purge", "--sent", "02/03/2020 14:05:33")
    desk.sandbox.faults({"fault": "wrong-zone"})
    yield desk.told("pull")
    desk.sandbox.faults({"fault": "wrong-zone", "zone": "Asia/Kolkata", "locale": "en_IN"})
    desk.respond_many(1, timedelta(hours=3))
    desk.sandbox.faults({"fault": "deleted-rows", "count": 6})
    yield desk.told("pull")
    desk.sandbox.faults({"fault": "drive-full", "on": "drive.about.get", "times": 0})
    yield desk.told("doctor")
    desk.sandbox.faults({"fault": "renamed-column", "column": 7})
    yield desk.told("pull")


def with_other_keys(desk: Desk) -> Iterator[str]:
    """Posters hang, and the keys that signed them are elsewhere."""
    registry = desk.ready()
    ours = next(desk.keys.rglob("signing-keys.json"))
    yield desk.told("posters", "--revoke", "BSP-KTW", "--yes")
    right = ours.read_bytes()
    ours.unlink()
    yield desk.told("posters")
    make_second(load_campaign(desk.folder), desk.sandbox)
    other = next(path for path in desk.keys.rglob("signing-keys.json") if path != ours).read_bytes()

    def put(keys: bytes) -> None:
        ours.write_bytes(keys)
        ours.chmod(0o600)

    put(other)
    yield desk.told("posters")
    save_registry(replace(registry, keys=()), desk.folder / "data")  # as an older version left it
    yield desk.told("posters")
    put(right)
    yield desk.told("doctor")


def with_another_form(desk: Desk) -> Iterator[str]:
    """A second campaign of the same office comes between form and sheet."""
    registry = desk.ready()
    desk.respond_many(3, timedelta(hours=5))
    yield desk.told("doctor")
    desk.told("pull")
    other = make_second(load_campaign(desk.folder), desk.sandbox)
    yield desk.told("setup-forms", "--adopt-sheet", other.registry.spreadsheet_id, "--yes")
    desk.sandbox.faults({"fault": "deleted-rows", "count": 1})
    yield desk.told("pull")
    other.link(registry.spreadsheet_id)
    other.respond(timedelta(hours=2))
    desk.sandbox.faults(
        *({"fault": "renamed-column", "form": registry.form_id, "column": each} for each in range(1, 14))
    )
    yield desk.told("pull", "--full")
    desk.sandbox.link(registry.form_id, registry.spreadsheet_id)
    yield desk.told("pull")
    tab = desk.sandbox.link(registry.form_id, registry.spreadsheet_id)["sheetId"]
    desk.respond_many(1, timedelta(hours=1))
    desk.told("pull")
    delete_row(desk.sandbox, registry.spreadsheet_id, tab, 2)
    yield desk.told("doctor")
    desk.sandbox.link(registry.form_id, other.registry.spreadsheet_id)
    yield desk.told("pull")
