"""One function a command: strike it again and again, and count what is lost and what is there twice afterwards."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import AnubhavError, GoogleError
from anubhav_gforms.files import TMP
from anubhav_gforms.google import Google
from anubhav_gforms.grading.archive import DECISIONS, load_constants, load_decisions
from anubhav_gforms.grading.flags.flag import Flag, Severity
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.nouns.gateway import FORM_TYPE, SHEET_TYPE
from anubhav_gforms.pipeline.connection import connect
from anubhav_gforms.posters.printing.job import PrintJob
from anubhav_gforms.reports.messages import Audience
from anubhav_gforms.responses.forgetting import tombstones
from anubhav_gforms.responses.ledger import Ledger, open_ledger
from anubhav_gforms.responses.schema import SUBMITTED_AT
from anubhav_gforms.responses.verify import verify

from ..ledger.fire import killed_pulls
from ..on_sandbox import PROJECT
from .office import Office
from .strike import DONE, sampled, strike

sys.path.insert(0, str(PROJECT / "tests"))  # the wire and the webhook of the tests


@dataclass(frozen=True, slots=True)
class Row:
    """What a command went through: faults struck, after how many the next run was right, what was lost, what came twice."""

    command: str
    faults: str
    injected: int
    survived: int
    lost: int
    twice: int
    note: str = ""

    @property
    def good(self) -> bool:
        return self.injected > 0 and self.survived == self.injected and not self.lost and not self.twice


Check = Callable[[Campaign, bool], tuple[int, int]]
"""(campaign, whether the command has finished) → how many things are lost and how many are there twice."""


def killed_at_touches(
    office: Office, name: str, work: Callable[[Campaign], object], check: Check, *, most: int, note: str = ""
) -> Row:
    """Kill `work` at its touches, each time on a fresh copy of the data; look; run it again; look again.

    Drafts that are left after that count as lost.
    """
    data, kept = office.campaign.data, office.campaign.root.parent / "kept"
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(data, kept)
    end, total = strike(lambda: work(office.campaign), data, 0)
    if end != DONE:
        raise SystemExit(f"{name}: ended with {end} before anything struck it")
    injected = survived = lost = twice = 0
    for touch in sampled(total, most):
        shutil.rmtree(data)
        shutil.copytree(kept, data)
        end, _ = strike(lambda: work(office.campaign), data, touch)
        if end == DONE:
            continue
        injected += 1
        found = [looked_at(check, office.campaign, finished=False)]
        end, _ = strike(lambda: work(office.campaign), data, 0)
        found.append(looked_at(check, office.campaign, finished=True))
        lost, twice = lost + sum(one for one, _ in found), twice + sum(two for _, two in found)
        lost += sum(1 for _ in data.rglob(f"*{TMP}"))
        survived += end == DONE
    shutil.rmtree(data)
    shutil.copytree(kept, data)
    return Row(name, "kill -9 at a change to a file", injected, survived, lost, twice, note)


def looked_at(check: Check, campaign: Campaign, *, finished: bool) -> tuple[int, int]:
    """What a check finds; data that cannot be opened at all is lost."""
    try:
        return check(campaign, finished)
    except (AnubhavError, OSError, ValueError):
        return 1, 0


def setup_rows(office: Office) -> Iterator[Row]:
    """setup-forms: each request killed before and after, never sent, answered in vain; then killed at its files."""
    from wire import Fault, Killed, Wire, tap

    def quiet(campaign: Campaign, wire: object = None) -> Google:
        google = connect(campaign, sleep=lambda seconds: None, chance=lambda: 0.0)
        tap(google, wire)
        return google

    def own(name: str) -> Campaign:
        whole = office.campaign.office
        other = whole.model_copy(update={"campaign": whole.campaign.model_copy(update={"id": name})})
        root = office.campaign.root.parent / name
        root.mkdir()
        return replace(office.campaign, root=root, office=other)

    def made(campaign: Campaign) -> tuple[int, int]:
        google = quiet(campaign)
        return tuple(len(list(google.drive.find(kind))) for kind in (FORM_TYPE, SHEET_TYPE))

    clean, wire = own("clean"), Wire()
    pipeline.setup_forms(clean, quiet(clean, wire))
    for fault in Fault:
        injected = survived = lost = twice = 0
        for at in range(len(wire.sent)):
            campaign = own(f"{fault.name.lower().replace('_', '-')}-{at}")
            before = made(campaign)
            with suppress(Killed, GoogleError):
                pipeline.setup_forms(campaign, quiet(campaign, Wire(at=at, fault=fault)))
            injected += 1
            early = (campaign.root / "links.csv").read_bytes() if (campaign.root / "links.csv").exists() else None
            registry = pipeline.setup_forms(campaign, quiet(campaign)).registry
            survived += registry.ready
            after = made(campaign)
            twice += sum(max(0, there - was - 1) for there, was in zip(after, before, strict=True))
            lost += sum(max(0, was + 1 - there) for there, was in zip(after, before, strict=True))
            lost += early not in (None, (campaign.root / "links.csv").read_bytes())
        yield Row("setup-forms", fault.value, injected, survived, lost, twice, f"{len(wire.sent)} requests")


def pull_row(kills: int) -> Row:
    """pull: killed after a random time or at a random file, Google failing now and then; see benchmarks/ledger."""
    found = killed_pulls(kills)
    injected = found["killed"] + found["refused"]
    lost = found["sent"] - found["times"] + found["wrong"]
    twice = found["rows"] - found["ids"] + found["versions"] - found["sent"]
    faults = "kill -9 at any moment; Google fails"
    return Row(
        "pull", faults, injected, injected - found["broken"], lost, twice, f"{found['sent']} answers in {kills} pulls"
    )


def posters_row(office: Office, most: int) -> Row:
    """posters: no PDF is ever half there, no code is on paper that the registry does not know, none has two records."""
    order = PrintJob(districts=("BSP",))
    folder = office.campaign.data / "posters"
    clean: dict[str, bytes] = {}

    def work(campaign: Campaign) -> object:
        return pipeline.make_posters(campaign, order, google=connect(campaign), today=date(2026, 11, 24))

    def check(campaign: Campaign, finished: bool) -> tuple[int, int]:
        registry = load_registry(campaign.data)
        there = {path.name: path.read_bytes() for path in folder.glob("*.pdf")}
        recorded = {poster.file for poster in registry.printed}
        half = sum(content != clean[name] for name, content in there.items())
        unknown = sum(name not in recorded for name in there if "handover" not in name)
        missing = len(set(clean) - set(there)) if finished else 0
        values = [poster.value for poster in registry.printed]
        return half + unknown + missing, len(values) - len(set(values))

    kept = office.campaign.root.parent / "before"
    shutil.copytree(office.campaign.data, kept)
    work(office.campaign)
    clean = {path.name: path.read_bytes() for path in folder.glob("*.pdf")}
    shutil.rmtree(office.campaign.data)
    shutil.move(kept, office.campaign.data)
    return killed_at_touches(
        office, "posters", work, check, most=most, note=f"{len(clean)} files, same bytes afterwards"
    )


def report_row(office: Office, most: int) -> Row:
    """report: every file is whole or not there, and the next run writes the same bytes."""
    week = "2024-W02"

    def work(campaign: Campaign) -> object:
        return pipeline.write_report(campaign, pipeline.grade(campaign, week=week), audiences=[Audience.IG])

    def files() -> dict[str, bytes]:
        folder = office.campaign.data / "reports" / week
        found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".tmp")
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}

    def check(campaign: Campaign, finished: bool) -> tuple[int, int]:
        there = files()
        return sum(there[name] != clean.get(name) for name in there) + (
            len(set(clean) - set(there)) if finished else 0
        ), 0

    work(office.campaign)
    clean = files()
    shutil.rmtree(office.campaign.data / "reports")
    return killed_at_touches(
        office, "report", work, check, most=most, note=f"{len(clean)} files, same bytes afterwards"
    )


def rated(rating: int) -> dict[str, object]:
    """An answer that counts: every rating is given."""
    return dict.fromkeys(("behaviour", "heard", "promptness", "facilities", "overall"), rating)


def freeze_row(office: Office, most: int) -> Row:
    """calibrate --freeze again: the constants of the quarter are there, whole, and so are the earlier ones beside them."""
    quarter, folder = "2024-Q3", office.campaign.data / "constants"
    pipeline.freeze_constants(office.campaign, quarter)
    first = (folder / f"{quarter}.json").read_bytes()
    for day in range(20):
        office.answer(**rated(5), when=datetime(2024, 3, 1 + day, 6, tzinfo=UTC))
    office.pull()

    def work(campaign: Campaign) -> object:
        return pipeline.freeze_constants(campaign, quarter)

    def check(campaign: Campaign, finished: bool) -> tuple[int, int]:
        now = load_constants(folder)[quarter].to_json().encode()
        older = [path.read_bytes() for path in sorted(folder.glob(f"{quarter}.*.json"))]
        lost = first not in (now, *older) or (finished and (now == first or not older))
        return int(lost), len(older) - len(set(older))

    return killed_at_touches(
        office, "calibrate", work, check, most=most, note="--freeze again; the earlier file is kept"
    )


def resolve_row(office: Office, most: int) -> Row:
    """flags resolve: a decision is recorded whole or not at all, and no earlier one is lost."""
    path = office.campaign.data / DECISIONS
    one, two = (Flag("F1", Severity.REVIEW, "BSP-KTW", f"2024-02-0{n}", "") for n in (1, 2))

    def decided(campaign: Campaign, flag: Flag) -> None:
        if flag.id not in {each.flag for each in load_decisions(path)}:
            pipeline.decide_flag(campaign, flag, "genuine", who="office", why="camp")

    decided(office.campaign, one)

    def work(campaign: Campaign) -> object:
        decided(campaign, two)
        return None

    def check(campaign: Campaign, finished: bool) -> tuple[int, int]:
        found = [each.flag for each in load_decisions(path)]
        return (one.id not in found) + (finished and two.id not in found), len(found) - len(set(found))

    return killed_at_touches(office, "flags", work, check, most=most, note="resolve: each decision whole, none lost")


def ledger_state(campaign: Campaign, wanted: int) -> tuple[int, int]:
    """How many answers are missing (or false, by the ledger's own check), and how many are there twice."""
    ledger = open_ledger(campaign)
    frame = ledger.frame()
    faults = len(verify(ledger).faults)
    return max(0, wanted - len(frame)) + faults, max(0, len(frame) - wanted) + len(frame) - int(
        frame.response_id.nunique()
    )


def import_row(office: Office, most: int) -> Row:
    """import: all answers of a file or none; the same file again adds what is missing and nothing else."""
    before = len(open_ledger(office.campaign).frame())
    file, count = paper(office)

    def work(campaign: Campaign) -> object:
        return pipeline.import_answers(campaign, file, Channel.PAPER)

    def check(campaign: Campaign, finished: bool) -> tuple[int, int]:
        rows = len(open_ledger(campaign).frame())
        part = not finished and rows not in (before, before + count)
        lost, twice = ledger_state(campaign, before + count if finished else rows)
        return lost + part, twice

    return killed_at_touches(office, "import", work, check, most=most, note=f"{count} answers, all or none")


def paper(office: Office) -> tuple[Path, int]:
    """A CSV of answers from paper, and how many it holds."""
    count, purpose = 40, office.campaign.form.question("purpose").options[0]
    file = office.campaign.root.parent / "paper.csv"
    lines = [f"2026-10-0{1 + n % 9} 10:{n:02d},BSP-KTW,{purpose},{n % 5 + 1}" for n in range(count)]
    file.write_text("\n".join(["Timestamp,station,purpose,overall", *lines]), "utf-8")
    return file, count


def undo_row(office: Office, most: int) -> Row:
    """import --undo: all answers of the import go or none; nobody else's does, no file of answers changes, and the ledger
    verifies. A second run after one that was done says so."""
    before = open_ledger(office.campaign).frame()
    file, count = paper(office)
    kept = office.campaign.root.parent / "before-undo"
    shutil.copytree(office.campaign.data, kept)
    batch = pipeline.import_answers(office.campaign, file, Channel.PAPER).batch
    parts = {path: path.read_bytes() for path in open_ledger(office.campaign).folder.glob("answers-*.parquet")}

    def work(campaign: Campaign) -> object:
        if any(each.name == batch and each.undone for each in pipeline.imports(campaign)):
            return 0
        return pipeline.undo_import(campaign, batch, who="bench", why="typed twice")

    def check(campaign: Campaign, finished: bool) -> tuple[int, int]:
        rows = len(open_ledger(campaign).frame())
        part = rows not in (len(before), len(before) + count) or (finished and rows != len(before))
        lost, twice = ledger_state(campaign, len(before) if finished else rows)
        changed = sum(path.read_bytes() != content for path, content in parts.items())
        other = finished and not open_ledger(campaign).frame().equals(before)
        return lost + part + changed + other, twice

    row = killed_at_touches(
        office, "import --undo", work, check, most=most, note=f"{count} answers, all or none, by events"
    )
    shutil.rmtree(office.campaign.data)
    shutil.move(kept, office.campaign.data)
    return row


def purge_row(office: Office, most: int) -> Row:
    """purge: no answer goes, no grade changes; afterwards no name is left, and wherever one went a tombstone keeps it away."""
    graded = open_ledger(office.campaign).frame()
    rows, named = len(graded), _named(open_ledger(office.campaign))

    def work(campaign: Campaign) -> object:
        return pipeline.purge(campaign, months=12)

    def check(campaign: Campaign, finished: bool) -> tuple[int, int]:
        lost, twice = ledger_state(campaign, rows)
        ledger = open_ledger(campaign)
        lost += not ledger.frame().equals(graded)
        stones = tombstones(ledger.folder, ledger.manifest)
        times = ledger.versions([SUBMITTED_AT])[SUBMITTED_AT].cast("int64").to_numpy()
        kept_away = any(stone.covers(times).all() and {"name", "mobile"} <= {*stone.questions} for stone in stones)
        left = _named(ledger)
        lost += left if finished else left not in (0, named)
        lost += not kept_away and left < named
        return lost, twice + max(0, len(stones) - 1)

    return killed_at_touches(
        office, "purge", work, check, most=most, note="every name gone, one tombstone, every answer kept"
    )


def _named(ledger: Ledger) -> int:
    """How many versions of answers hold a name."""
    return sum(bool(name) for name in ledger.versions(["name"])["name"].to_pylist())


def watch_row(office: Office, most: int) -> Row:
    """watch: every answer once in the ledger, every alert out, also when it is killed while it pulls or tells."""
    money = office.campaign.form.question("money").options[1]
    again = alerts = 0
    from webhook import listening

    with listening() as (port, taken):

        def work(campaign: Campaign) -> object:
            return pipeline.watch(campaign, connect(campaign), [f"json://127.0.0.1:{port}"])

        work(office.campaign)  # what the first look finds is history

        def check(campaign: Campaign, finished: bool) -> tuple[int, int]:
            nonlocal again, alerts
            lost, twice = ledger_state(campaign, office.sent if finished else len(open_ledger(campaign).frame()))
            if finished:
                told = [alert for alert in taken if "money" in str(alert)]
                alerts += 1
                lost += not told
                again += max(0, len(told) - 1)
                taken.clear()
            return lost, twice

        office.answer(money=money, when=datetime.now(UTC).replace(microsecond=0))
        taken.clear()
        row = killed_at_touches(office, "watch", work, check, most=most)
    note = f"{alerts} alerts, all told; {again} of them told again after a kill between telling and noting it"
    return replace(row, note=note)
