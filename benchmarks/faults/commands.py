"""The table of commands that write: what is typed, and what the office did before."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.responses.ledger import open_ledger

from .judge import Command, UnfitError
from .struck import Place, run

WEEK = "2024-W02"
PASSPHRASE = "neem kite ladder seven\n"
BY = ("--by", "ig")


def commands(start: Path) -> list[Command]:
    """Every row; the responses that some of them name are found in the ledger of `start`."""
    ledger = open_ledger(load_campaign(start / "campaign"))
    frame = ledger.frame()
    lost = str(frame[frame.station.fillna("") == ""].response_id.iloc[0])
    told = str(frame[frame.station.fillna("") != ""].response_id.iloc[0])
    reported, rotated = after("report", "--week", WEEK, "--no-open"), after("keys", "rotate", "--yes")
    opened = after("cases", "open", "--station", "BSP-KTW", "--text", "board missing", *BY)
    sent = f"{frame.submitted_at.iloc[1]:%d/%m/%Y %H:%M:%S}"
    why = ("--why", "camp day, register checked", *BY)
    return [
        Command("pull", ("pull",)),
        Command("pull --full", ("pull", "--full")),
        Command("posters", ("posters", "--stations", "BSP-KTW,KRB-KTW")),
        Command("posters --revoke", ("posters", "--revoke", "BSP-KTW.P1", "--yes")),
        Command("setup-forms", ("setup-forms", "--yes"), without("links.csv"), google=True),
        Command("import", ("import", "../out/paper.csv", "--channel", "paper")),
        Command(
            "import --undo",
            ("import", "--undo", "I3", "--why", "typed twice", "--yes"),
            after("import", "../out/paper.csv", "--channel", "paper"),
        ),
        Command("quarantine assign", ("quarantine", "assign", lost, "--station", "BSP-KTW", *why)),
        Command("bench decide", ("bench", "decide", "--all", "--first", "--yes", *why), after("pull")),
        Command("gazette correct", ("gazette", "correct", WEEK, "BSP-KTW", "letter", "C", "--yes", *why), reported, once=True),
        Command("gazette announce", ("gazette", "announce", "--from", "2027-W14", "--yes"), other_bands),
        Command("cases open", ("cases", "open", "--answer", told, *BY)),
        Command("cases note", ("cases", "note", "1", "board ordered", *BY), opened, once=True),
        Command("cases act", ("cases", "act", "1", "board put up", "--theme", "facilities", *BY), opened, once=True),
        Command("cases close", ("cases", "close", "1", "acted", "board put up", *BY), opened),
        Command("actions add", ("actions", "add", "BSP-KTW", "--date", "2024-01-08", "--theme", "facilities", "--done", "Water", "--yes"), once=True),
        Command("praise confirm", ("praise", "confirm", told, "--nobody", *BY)),
        Command("answer", ("answer", told), once=True),
        Command("purge", ("purge", "--months", "12", "--yes")),
        Command("purge --sent", ("purge", "--sent", sent, "--certificate", "../out/forgotten.pdf", "--yes")),
        Command("ledger seal", ("ledger", "seal", "--yes")),
        Command("purge, sealed", ("purge", "--months", "12", "--yes"), after("ledger", "seal", "--yes")),
        Command("ledger recover", ("ledger", "recover", "--yes"), without("data/ledger/manifest.json")),
        Command("ledger export", ("ledger", "export", "../out/answers.csv")),
        Command("ledger export --to", ("ledger", "export", "--to", "../out/lake")),
        Command("cube export", ("cube", "export", "../out/range.cube")),
        Command("cube key", ("cube", "key")),
        Command("cube build", ("cube", "build", "../out/built.cube", "--from", "../out/lake"), after("ledger", "export", "--to", "../out/lake")),
        Command("calibrate --freeze", ("calibrate", "--freeze", "2024-Q2", "--yes"), once=True),
        Command("keys backup", ("keys", "backup", "--split", "2 of 3")),
        Command("keys rotate", ("keys", "rotate", "--yes"), once=True),
        Command("keys retire", ("keys", "retire", "A", "--yes"), rotated),
        Command("keys restore", ("keys", "restore", "--file", "../out/signing-keys.json", "--yes"), keys_lost),
        Command("desk account add", ("desk", "account", "add", "ig-office", "--role", "ig"), typed=PASSPHRASE * 2),
        Command("init", ("init", "../out/new", "--id", "new-2026")),
        Command("watch", ("watch", "--once")),
        Command("report", ("report", "--week", WEEK, "--audience", "ig", "--no-open")),
        Command("report --again", ("report", "--week", WEEK, "--again", "--language", "hi", "--no-open"), reported),
        Command("posters --screen", ("posters", "--screen", "--stations", "BSP-KTW")),
        Command("backup", ("backup", "../out/office.age", "--yes"), typed=PASSPHRASE * 2),
        Command("restore", ("restore", "../out/office.age", "--yes"), lost_after_backup, typed=PASSPHRASE),
        Command("start", ("start", "../out/fresh", "--yes"), typed="en\nfresh-2026\n\n\n\n12\n-\ngoogle\n"),
    ]  # fmt: skip


def after(*words: str, typed: str = "") -> Callable[[Place], None]:
    """An office that typed this before."""

    def ready(place: Place) -> None:
        ended = run(place, words, typed=typed)
        if ended.code not in (0, 1):
            raise UnfitError(f"{' '.join(words)}: ended with {ended.code}: {ended.said}")

    return ready


def without(name: str) -> Callable[[Place], None]:
    """An office that lost this file of its campaign."""
    return lambda place: (place.campaign / name).unlink()


def other_bands(place: Place) -> None:
    """An office that has reported, and wants other bands from a quarter on."""
    after("report", "--week", WEEK, "--no-open")(place)
    config = place.campaign / "config" / "grading.toml"
    config.write_text(config.read_text("utf-8").replace("\nA = 80\n", "\nA = 82\n"), "utf-8")


def lost_after_backup(place: Place) -> None:
    """An office whose data are gone, with a backup elsewhere."""
    after("backup", "../out/office.age", "--yes", typed=PASSPHRASE * 2)(place)
    shutil.rmtree(place.campaign / "data")


def keys_lost(place: Place) -> None:
    """An office whose keys are on a stick, and no longer on the computer."""
    [keys] = place.root.glob("user/*/signing-keys.json")
    keys.rename(place.root / "out" / "signing-keys.json")
