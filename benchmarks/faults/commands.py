"""The table of commands: what is typed, and what the office did before it; those that only read; those that stand apart."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from PIL import Image

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.forms.phone import PROGRAMS
from anubhav_gforms.responses.ledger.ledger import open_ledger

from .judge import Command, UnfitError
from .struck import Place, run

WEEK = "2024-W02"
PASSPHRASE = "neem kite ladder seven\n"
BY = "--by ig"


def names(start: Path) -> Mapping[str, str]:
    """What stands in braces in the table: of the office in `start`."""
    campaign = load_campaign(start / "campaign")
    frame = open_ledger(campaign).frame()
    lost, told = (frame[frame.station.fillna("").eq("") == nowhere].reset_index(drop=True) for nowhere in (True, False))
    days = told.groupby(told.submitted_at.dt.date).response_id.last().tolist()
    texts = pipeline.waiting_texts(campaign, week=WEEK)
    flags = pipeline.find_flags(campaign, pipeline.count_exactly(campaign, week=WEEK))
    return {
        "week": WEEK,
        "by": BY,
        "why": f"--why 'camp day, register checked' {BY}",
        "lost": lost.response_id[0],
        "told": told.response_id[0],
        "sent": f"'{told.submitted_at[0]:%d/%m/%Y %H:%M:%S}'",
        "text": texts[0].response_id,
        "flag": next(
            flag.id for flag in flags if flag.rule not in ("ALARM", "BAD", "MONEY")
        ),  # those take other decisions
        **{f"day{n}": day for n, day in enumerate(days)},
    }


def after(*steps: str, typed: str = "") -> Callable[[Place], None]:
    """An office that typed these before."""

    def ready(place: Place) -> None:
        for words in steps:
            ended = run(place, words, typed=typed)
            if ended.code not in (0, 1):
                raise UnfitError(f"{words}: ended with {ended.code}: {ended.said}")

    return ready


def without(name: str) -> Callable[[Place], None]:
    """An office that lost this file of its campaign."""
    return lambda place: (place.campaign / name).unlink()


REPORTED = after("report --week {week} --no-open")
ROTATED = after("keys rotate --yes")
OPENING = "cases open --station BSP-KTW --text 'board missing' {by}"
OPENED = after(OPENING)
CLOSED = after(OPENING, "cases close 1 acted 'board put up' {by}")
PRAISING = [f"praise confirm {{day{n}}} 'HC Invented Name' {{by}}" for n in range(3)]
PRAISED = after(*PRAISING)
DRAFTED = after(*PRAISING, "praise letter 1 {by}")


def other_bands(place: Place) -> None:
    """An office that has reported, and wants other bands from a quarter on."""
    REPORTED(place)
    config = place.campaign / "config" / "grading.toml"
    config.write_text(config.read_text("utf-8").replace("\nA = 80\n", "\nA = 82\n"), "utf-8")


def lost_after_backup(place: Place) -> None:
    """An office whose data are gone, with a backup elsewhere."""
    after("backup ../out/office.age --yes", typed=PASSPHRASE * 2)(place)
    shutil.rmtree(place.campaign / "data")


def keys_among_data(place: Place) -> None:
    """An office whose campaign an older version began: the keys of names and messages lie in data/."""
    (place.campaign / "keys" / "personal-keys.bin").rename(place.campaign / "data" / "personal-keys.bin")
    (place.campaign / "keys").rmdir()


def keys_lost(place: Place) -> None:
    """An office whose keys are on a stick, and no longer on the computer."""
    [keys] = place.root.glob("user/*/signing-keys.json")
    keys.rename(place.root / "out" / "signing-keys.json")


def two_cubes(place: Place) -> None:
    """A range office to which two districts have sent their counts, and which knows their keys."""
    lines = []
    for district in ("BSP", "KRB"):
        lines += run(place, f"cube key --district {district}").said.splitlines()[-1:]
        after(f"cube export ../out/{district.lower()}.cube --district {district}")(place)
    config = place.campaign / "config" / "office.toml"
    config.write_text(
        config.read_text("utf-8").replace("[cube_keys]\n", "\n".join(["[cube_keys]", *lines, ""])), "utf-8"
    )


def robot(place: Place) -> None:
    """An office with the key of a service account."""
    secret = rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key = {
        "type": "service_account",
        "client_email": "anubhav-pull@office.iam.gserviceaccount.com",
        "token_uri": f"{load_campaign(place.campaign).office.google.root}/token",
        "private_key": secret.decode(),
    }
    (place.root / "out" / "robot.json").write_text(json.dumps(key), "utf-8")


def logged_in(place: Place) -> None:
    """An office that uses that key."""
    robot(place)
    after("login --service-account ../out/robot.json")(place)


def programs(place: Place) -> None:
    """A computer whose systemd takes what it is told, and whose browser shows a grey page: neither is ours, and both take long."""
    folder, grey = place.home / "bin", place.root / "out" / "grey.png"
    folder.mkdir()
    Image.new("L", (900, 900), 128).save(grey)
    heights = "sed 's/<iframe/\\n<iframe/g' \"${last#file://}\" | sed -n 's/^<iframe.*/640/p' | paste -sd ,"
    browser = (
        "for last; do case $last in --screenshot=*) shot=${last#--screenshot=};; esac; done",
        f'if [ "$shot" ]; then cp {grey} "$shot"; else echo "<html data-high=\\"[$({heights})]\\">"; fi',
    )
    for name, lines in {"systemctl": (), "loginctl": (), PROGRAMS[0]: browser}.items():
        (folder / name).write_text("\n".join(("#!/bin/sh", *lines, "")), "utf-8")
        (folder / name).chmod(0o700)


COMMANDS = (
    Command("report", "report --week {week} --audience ig --no-open", slow=True),
    Command("report --again", "report --week {week} --again --language hi --no-open", REPORTED, slow=True),
    Command("restore", "restore ../out/office.age --yes", lost_after_backup, typed=PASSPHRASE, slow=True),
    Command("posters", "posters --stations BSP-KTW,KRB-KTW", slow=True),
    Command("posters --screen", "posters --screen --stations BSP-KTW", slow=True),
    Command("backup", "backup ../out/office.age --yes", typed=PASSPHRASE * 2, slow=True),
    Command("pull", "pull"),
    Command("pull --full", "pull --full"),
    Command("watch", "watch --once"),
    Command("posters --revoke", "posters --revoke BSP-KTW.P1 --yes"),
    Command("posters --unrevoke", "posters --unrevoke BSP-KTW.P1 --yes", after("posters --revoke BSP-KTW.P1 --yes")),
    Command("posters --preview", "posters --preview --stations BSP-KTW", slow=True),
    Command("audit", "audit data/posters/preview", after("posters --preview --stations BSP-KTW"), slow=True),
    Command("setup-forms", "setup-forms --yes", without("links.csv"), google=True),
    Command("login", "login --service-account ../out/robot.json", robot),
    Command("login --logout", "login --logout", logged_in),
    Command("form preview", "form preview --station BSP-KTW", programs),
    Command("doctor --live", "doctor --live --yes --record ../out/google.jsonl", google=True, slow=True),
    Command("schedule --install", "schedule --for systemd --report --install --yes", programs),
    Command("import", "import ../out/paper.csv --channel paper"),
    Command("import --undo", "import --undo I3 --why 'typed twice' --yes", after("import ../out/paper.csv --channel paper")),
    Command("quarantine assign", "quarantine assign {lost} --station BSP-KTW {why}"),
    Command("bench decide", "bench decide --all --first --yes {why}", after("pull")),
    Command("gazette correct", "gazette correct {week} BSP-KTW letter C --yes {why}", REPORTED, once=True),
    Command("gazette announce", "gazette announce --from 2027-W14 --yes", other_bands),
    Command("release", "release {text} --week {week} --by ig --yes"),
    Command("release --undo", "release {text} --undo --by ig --yes", after("release {text} --week {week} --by ig --yes")),
    Command("explain --page", "explain BSP-KTW --week {week} --page ../out/page.html"),
    Command("flags resolve", "flags resolve {flag} genuine --week {week} {why}", once=True),
    Command("cases open", "cases open --answer {told} {by}"),
    Command("cases note", "cases note 1 'board ordered' {by}", OPENED, once=True),
    Command("cases act", "cases act 1 'board put up' --theme facilities {by}", OPENED, once=True),
    Command("cases assign", "cases assign 1 --to sp-bsp --due 2027-01-31 {by}", OPENED, once=True),
    Command("cases close", "cases close 1 acted 'board put up' {by}", OPENED),
    Command("cases reopen", "cases reopen 1 'board is gone' --due 2027-01-31 {by}", CLOSED),
    Command("actions add", "actions add BSP-KTW --date 2024-01-08 --theme facilities --done Water --yes", once=True),
    Command("praise confirm", "praise confirm {told} --nobody {by}"),
    Command("praise confirm by name", "praise confirm {told} 'HC Invented Name' {by}"),
    Command("praise letter", "praise letter 1 {by}", PRAISED, once=True),
    Command("praise given", "praise given 1 {by}", DRAFTED),
    Command("answer", "answer {told}", once=True),
    Command("purge", "purge --months 12 --yes"),
    Command("purge --sent", "purge --sent {sent} --certificate ../out/forgotten.pdf --yes"),
    Command("ledger seal", "ledger seal --yes", keys_among_data),
    Command("purge keys in data", "purge --months 12 --yes", keys_among_data),
    Command("ledger recover", "ledger recover --yes", without("data/ledger/manifest.json")),
    Command("ledger export", "ledger export ../out/answers.csv"),
    Command("ledger export --to", "ledger export --to ../out/lake"),
    Command("cube export", "cube export ../out/range.cube"),
    Command("cube key", "cube key"),
    Command("cube build", "cube build ../out/built.cube --from ../out/lake", after("ledger export --to ../out/lake")),
    Command("cube merge", "cube merge ../out/all.cube ../out/bsp.cube ../out/krb.cube", two_cubes),
    Command("calibrate --freeze", "calibrate --freeze 2024-Q2 --yes", once=True),
    Command("keys backup", "keys backup --split '2 of 3'"),
    Command("keys rotate", "keys rotate --yes", once=True),
    Command("keys retire", "keys retire A --yes", ROTATED),
    Command("keys restore", "keys restore --file ../out/signing-keys.json --yes", keys_lost),
    Command("desk account add", "desk account add ig-office --role ig", typed=PASSPHRASE * 2),
    Command("desk account remove", "desk account remove ig-office", after("desk account add ig-office --role ig", typed=PASSPHRASE * 2)),
    Command("desk --install", "desk --install"),
    Command("init", "init ../out/new --id new-2026"),
    Command("backup --remember", "backup ../out/office.age --remember --yes", typed=PASSPHRASE * 2, slow=True),
    Command("start", "start ../out/fresh --yes", typed="en\nfresh-2026\n\n\n\n12\n-\ngoogle\n"),
)  # fmt: skip
"""Those that take longest stand first: others run beside them."""

READING = (
    "keys",
    "keys show",
    "quarantine list",
    "bench list",
    "ledger verify",
    "ledger prove {week}",
    "ledger stats",
    "ledger events",
    "purge --months 12 --dry-run",
    "release",
    "explain BSP-KTW --week {week}",
    "flags --week {week}",
    "flags show {flag} --week {week}",
    "cases list",
    "cases show 1",
    "praise list",
    "actions list",
    "gazette list",
    "gazette show {week}",
    "gazette verify",
    "rule-check --week {week}",
    "calibrate --week {week}",
    "today",
    "doctor",
    "desk account list",
    "setup-forms --dry-run",
    "completion bash",
)
"""Commands that write nothing."""

APART = {
    "demo": "makes a campaign to look at in a folder of its own, by the commands above",
    "sandbox": "stands in for Google, as practice: no office's data are in it",
    "keys move": "needs the keyring of a system; tests/test_secret_files.py ends it at each of its writes",
    "visitors": "sends invented responses to a sandbox",
}
"""Commands that are not struck, and why. The desk is struck where it ends by itself: as a server it writes what the commands above write."""
