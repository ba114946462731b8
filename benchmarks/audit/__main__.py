"""make bench-audit: 300 invented photos of walls, read by the audit and, beside it, once by each reader.

`python -m benchmarks.audit --seed 1` makes others.

A code counts as readable when one of three readers can read it cut out of the photo and set straight, where it truly is.
Exits 1 when fewer than 95 % of readable posters are found, or a readable foreign code is neither flagged nor shown as
what covers our poster, or a clean poster is accused, or something is found that is not there.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from anubhav_gforms.links.print_log import Printing, PrintLog
from anubhav_gforms.links.print_record import PrintRecord
from anubhav_gforms.links.registry import PrintedPoster, Registry
from anubhav_gforms.posters.printing.document import make_pdf
from anubhav_gforms.posters.printing.job import look_digest
from anubhav_gforms.posters.printing.redraw import printed_faces
from anubhav_gforms.posters.reading.pages import opened
from anubhav_gforms.posters.walls.audit import audit_photos
from anubhav_gforms.posters.walls.corners import contains, homography
from anubhav_gforms.posters.walls.inspector import Faces, WallFinding, WallState

from ..codes import ENTRY, RESPONDER, RING, posters, readers, style, the_range
from .walls import BLURRED, WHOLLY, Placed, decoy, make_scene, out_of_focus

COUNT, DAY = 300, date(2026, 11, 25)
SIZES = ((1200, 900), (1600, 1200), (2400, 1800))
STATIONS = 20
UNFOCUSED = 60
WHOLE = 60
FOUND_BAR = 0.95
PAPERS = ("A4", "A5")


def pictures() -> tuple[list[tuple[str, Image.Image, tuple[float, float, float]]], PrintRecord]:
    """Rendered posters with where their symbol is, and the record that knows them and how they looked."""
    made, printed, history = [], [], []
    for number, poster in enumerate(posters(STATIONS)):
        look = style(PAPERS[number % len(PAPERS)])
        with opened(make_pdf([poster], look, title="wall")) as document:
            page = document[0].render(scale=1240 / document[0].get_width()).to_pil().convert("RGB")
        design, link = look.paper.design, poster.link
        made.append((link.url, page, tuple(part / design.width for part in design.symbol.box(look.version))))
        file = f"{link.station}-{look.paper.name}.pdf"
        printed.append(
            PrintedPoster(link.value, link.station, "poster", link.serial, "A", "", link.url, ENTRY, "2026-11-01", file)
        )
        history.append(Printing(link.value, look.paper.name, "2026-11-01", look_digest(poster, look)))
    registry = Registry(
        form_id="1",
        responder_uri=RESPONDER,
        question_ids={"station": f"{ENTRY:08x}"},
        steps=("links",),
        printed=tuple(printed),
    )
    return made, PrintRecord(registry, PrintLog(history=tuple(history)))


def readable(picture: Image.Image, code: Placed) -> bool:
    """Whether any reader reads a code that is cut out and set straight."""
    side, margin = 456, 48
    target = np.array([(0, 0), (side, 0), (side, side), (0, side)], dtype=float) + margin
    back = homography(target, code.quad).ravel()[:8]
    flat = picture.convert("L").transform(
        (side + 2 * margin,) * 2, Image.Transform.PERSPECTIVE, tuple(back), Image.Resampling.BICUBIC
    )
    image = np.asarray(flat)
    return any(code.text in read(image) for read in READERS.values())


def faces_of(record: PrintRecord) -> Faces:
    """Every poster of the record as it was printed."""
    return partial(printed_faces, the_range(), record)


def whole_codes(made, record: PrintRecord, seed: int, count: int = WHOLE) -> dict[str, tuple[int, int]]:
    """Of posters whose whole code lies under something that no reader reads, and of clean ones, sharp and soft: how many
    are said to be covered."""
    said, tried, faces = Counter(), Counter(), faces_of(record)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(3000, 3000 + count):
            scene = make_scene(number, made, SIZES[number % len(SIZES)], ("clean", *WHOLLY), seed)
            path = Path(folder) / "wall.jpg"
            scene.picture.filter(ImageFilter.GaussianBlur(number % 4 * 1.5)).save(path, quality=93)
            audit = audit_photos(
                the_range(), [path], registry=record.registry, keyring=RING, seen={}, today=DAY, faces=faces
            )
            parts = [
                part for each in audit.photos[0].findings if each.state is WallState.COVERED for part in each.parts
            ]
            for code in scene.codes:
                kind = code.fate if code.fate == "clean" or number % 4 < 2 else f"{code.fate}, soft photo"
                tried[kind] += 1
                said[kind] += any(contains(part, tuple(code.quad.mean(axis=0))) for part in parts)
    return {kind: (said[kind], tried[kind]) for kind in sorted(tried)}


def unfocused(made, record: PrintRecord, seed: int, count: int = UNFOCUSED) -> dict[str, tuple[int, int]]:
    """Of photos too blurred for any reader, how many are said to show a poster of ours: with one of ours, with
    somebody else's, with none."""
    said, tried, faces = Counter(), Counter(), faces_of(record)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(2000, 2000 + count):
            size = SIZES[number % len(SIZES)]
            scene = make_scene(number, made, size, ("clean", "dirt"), seed)
            kind = "ours" if scene.codes else "none"
            for label, picture in ((kind, out_of_focus(scene.picture)), ("another's", decoy(number, size))):
                path = Path(folder) / "wall.jpg"
                picture.save(path, quality=93)
                audit = audit_photos(
                    the_range(), [path], registry=record.registry, keyring=RING, seen={}, today=DAY, faces=faces
                )
                tried[label] += 1
                said[label] += any(finding.state is WallState.BLIND for finding in audit.photos[0].findings)
    return {label: (said[label], tried[label]) for label in tried}


def blurred_stickers(made, record: PrintRecord, seed: int, count: int) -> dict[str, tuple[int, int]]:
    """Of posters with a sticker that no reader reads, and of clean ones: how many are accused, of those that read."""
    campaign, faces = the_range(), faces_of(record)
    accused, judged = Counter(), Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(1000, 1000 + count):
            scene = make_scene(number, made, SIZES[number % len(SIZES)], ("clean", BLURRED), seed)
            path = Path(folder) / "wall.jpg"
            scene.picture.save(path, quality=93)
            audit = audit_photos(
                campaign, [path], registry=record.registry, keyring=RING, seen={}, today=DAY, faces=faces
            )
            states = {finding.text: finding.state for finding in audit.photos[0].findings}
            for code in scene.codes:
                if code.text in states:
                    judged[code.fate] += 1
                    accused[code.fate] += states[code.text] is not WallState.RIGHT
                elif code.fate == BLURRED and readable(scene.picture, code):
                    judged[code.fate] += 1
    return {fate: (accused[fate], judged[fate]) for fate in ("clean", BLURRED)}


def cpu_seconds() -> float:
    """CPU of this process and of those in which the audit reads photos."""
    total = time.process_time()
    for child in multiprocessing.active_children():
        fields = Path(f"/proc/{child.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def not_right(finding: WallFinding) -> bool:
    """Whether the audit says something against a poster of ours."""
    return finding.state is not WallState.RIGHT


READERS = readers()
ONCE = [name for name in READERS if name != "opencv"]  # OpenCV takes longer on a whole photo than the audit


def main() -> int:
    arguments = argparse.ArgumentParser(prog="make bench-audit", description=__doc__)
    arguments.add_argument("count", nargs="?", type=int, default=COUNT, help="photos")
    arguments.add_argument("--seed", type=int, default=0)
    options = arguments.parse_args()
    count, seed = options.count, options.seed
    campaign = the_range()
    made, record = pictures()
    there, found, alone = Counter(), Counter(), Counter()
    wheres: Counter[tuple[str, str]] = Counter()
    invented, worn_right, cpu = 0, Counter(), 0.0
    faces = faces_of(record)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            scene = make_scene(number, made, SIZES[number % len(SIZES)], seed=seed)
            path = Path(folder) / "wall.jpg"
            scene.picture.save(path, quality=93)
            before = cpu_seconds()
            audit = audit_photos(
                campaign, [path], registry=record.registry, keyring=RING, seen={}, today=DAY, faces=faces
            )
            cpu += cpu_seconds() - before
            findings = audit.photos[0].findings
            texts = {finding.text for finding in findings if finding.text}
            flagged = {finding.text: finding.where for finding in findings if finding.state is WallState.FOREIGN}
            beside = any(code.fate == "beside" for code in scene.codes)  # it may lie on the edge of a poster
            covered = [part for finding in findings for part in finding.parts]
            grey = np.asarray(Image.open(path).convert("L"))
            singles = {name: set(READERS[name](grey)) for name in ONCE}
            for code in scene.codes:
                if not readable(scene.picture, code):
                    there["unreadable"] += 1
                    continue
                kind = "ours" if code.ours else "foreign"
                there[kind] += 1
                found[kind] += code.text in texts if code.ours else code.text in flagged
                clean = code.fate == "clean" and not beside
                there["clean"] += clean
                if clean and any(each.text == code.text and not_right(each) for each in findings):
                    found["clean"] += 1
                if not code.ours and code.text not in flagged:
                    found["only covered"] += any(contains(part, tuple(code.quad.mean(axis=0))) for part in covered)
                for name in ONCE:
                    alone[kind, name] += code.text in singles[name]
                if not code.ours and code.text in flagged:
                    wheres[code.fate, flagged[code.text]] += 1
            invented += len(texts - {code.text for code in scene.codes})
            for finding in findings:
                if finding.value:
                    worn_right[finding.state] += 1
            if not scene.codes:
                there["photos without a code"] += 1
                found["photos without a code"] += not texts
    print(
        f"| {count} photos | readable | audit | "
        + " | ".join(f"{name} once" for name in ONCE)
        + " |\n|---|---|---|"
        + "---|" * len(ONCE)
    )
    for kind, words in (("ours", "our posters"), ("foreign", "foreign codes")):
        singles_row = " | ".join(f"{alone[kind, name] / there[kind]:.1%}" for name in ONCE)
        print(
            f"| {words} | {there[kind]} | {found[kind] / there[kind]:.1%} ({there[kind] - found[kind]} missed) | {singles_row} |"
        )
    print(
        f"\nCodes that no reader can read: {there['unreadable']}. Photos without a code: {there['photos without a code']}, all found empty: {found['photos without a code'] == there['photos without a code']}."
    )
    judged = ", ".join(f"{n} {kind}" for kind, n in worn_right.items())
    print(
        f"Foreign codes not read, but shown as what covers our poster: {found['only covered']}. "
        f"Clean posters: {there['clean']}, accused: {found['clean']}."
    )
    print(f"Texts found that are not there: {invented}. CPU a photo: {cpu / count:.2f} s. Ours judged: {judged}")
    print("\n| sticker | said to lie | times |\n|---|---|---|")
    for (fate, where), times in sorted(wheres.items()):
        print(f"| {fate} | {where} | {times} |")
    judged_blurred = blurred_stickers(made, record, seed, count // 4)
    for fate, (shown, all_of_them) in judged_blurred.items():
        print(f"{fate}: {shown} of {all_of_them} posters said to be covered or worse")
    whole = whole_codes(made, record, seed)
    for kind, (shown, all_of_them) in whole.items():
        print(f"whole codes, {kind}: {shown} of {all_of_them} said to be covered")
    dim = unfocused(made, record, seed)
    for label, (told, tried) in dim.items():
        print(f"too blurred for any reader, with a poster that is {label}: {told} of {tried} said to be ours")
    stuck, clean = judged_blurred[BLURRED], judged_blurred["clean"]
    bars = {
        "≥ 90% of stickers that nobody can read are shown": stuck[0] >= 0.9 * stuck[1],
        "no clean poster accused": clean[0] == 0,
        "≥ 90% of what nobody can read over a whole code is shown, in photos that are sharp": sum(
            whole[kind][0] for kind in WHOLLY
        )
        >= 0.9 * sum(whole[kind][1] for kind in WHOLLY),
        "no clean poster beside them accused, sharp or soft": whole["clean"][0] == 0,
        "≥ 70% of our posters that nobody can read are said to be ours": dim["ours"][0] >= 0.7 * dim["ours"][1],
        "≤ 5% of other posters are": dim["another's"][0] <= 0.05 * dim["another's"][1] and not dim["none"][0],
        f"≥ {FOUND_BAR:.0%} of readable posters found": found["ours"] >= FOUND_BAR * there["ours"],
        "≥ 97% of readable foreign codes flagged": found["foreign"] >= 0.97 * there["foreign"],
        "every readable foreign code flagged, or its place shown as covered": found["foreign"] + found["only covered"]
        == there["foreign"],
        "no clean poster among all of them accused": not found["clean"],
        "nothing found that is not there": invented == 0,
        "photos without a code stay empty": found["photos without a code"] == there["photos without a code"],
    }
    print()
    for bar, met in bars.items():
        print(f"{'met   ' if met else 'MISSED'} {bar}")
    return 0 if all(bars.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
