"""make bench-redaction: recall and precision by kind and script on invented messages, beside simpler ways.

messages.py, with bars; unseen.py, an adversary's ways of writing, of which the rules found 0.59 before they were improved with
them; fresh.py, templates.py and later.py, written for earlier rules, and read since; sets/, three that were written after today's rules by one who
writes as three other people, frozen, and never used to change a rule, and three by another author, who had seen nothing of the rules.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable

from anubhav_gforms.privacy.redaction import redact
from anubhav_gforms.responses.alerts.grave import grave_matters

from .fresh import fresh
from .later import GRAVE, PRAISE, lines
from .messages import Message, Planted, Script, messages
from .sets import RULES, written
from .sets.another import anothers_sets
from .sets.disguised import DISGUISED
from .templates import templates
from .unseen import unseen

COUNT, SEED = 4000, 20261122
BARS = {
    "mobile": 0.98,
    "aadhaar": 0.99,
    "pan": 0.99,
    "vehicle": 0.97,
    "e-mail": 0.98,
    "link": 0.99,
    "fir": 0.95,
    "name": 0.90,
    "bare name": 0.95,
}
PRECISION_BAR = 0.95
HARM_BAR = 0.01
UNSEEN, UNSEEN_BAR = 2400, 0.95


def measure(
    every: list[Message],
) -> tuple[dict[tuple[str, str], list[int]], dict[str, list[int]], dict[str, list[int]], list[str]]:
    """Removed and planted by kind and script; finds that touch something planted, and all, by script; other words that
    were taken out, and all, by script; what was missed."""
    recall: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    precision: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    harm: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    missed = []
    for message in every:
        result = redact(message.text)
        taken = [(found.start, found.end) for found in result.finds]
        for planted in message.planted:
            cell = recall[planted.kind, message.script]
            cell[1] += 1
            if left(planted, message.text, taken):
                missed.append(f"{planted.kind:8} {message.script}: {message.text!r} -> {result.text!r}")
            else:
                cell[0] += 1
        spans = [
            (message.text.find(each.text), message.text.find(each.text) + len(each.text)) for each in message.planted
        ]
        for found in result.finds:
            precision[message.script][1] += 1
            precision[message.script][0] += any(found.start < end and start < found.end for start, end in spans)
        lead = [(found.start, found.end) for found in result.finds if found.kind.name == "fir"]
        for word in re.finditer(r"\S+", message.text):
            if not _inside(word, spans) and not _inside(word, lead):
                harm[message.script][1] += 1
                harm[message.script][0] += _inside(word, taken)
    return recall, precision, harm, missed


def _inside(word: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(word.start() < end and start < word.end() for start, end in spans)


def left(planted: Planted, text: str, taken: list[tuple[int, int]]) -> str:
    """The letters and digits of the planted text that no find covers."""
    start = text.find(planted.text)
    places = range(start, start + len(planted.text))
    return "".join(text[at] for at in places if text[at].isalnum() and not any(low <= at < high for low, high in taken))


Spans = list[tuple[int, int]]


def ten_digits(text: str) -> Spans:
    return [match.span() for match in re.finditer(r"\d{10}", text)]


def phone_matcher() -> Callable[[str], Spans] | None:
    try:
        import phonenumbers
    except ImportError:
        return None
    return lambda text: [(match.start, match.end) for match in phonenumbers.PhoneNumberMatcher(text, "IN")]


SETS: tuple[tuple[str, Callable[[], list[Message]], float], ...] = (
    (f"an adversary's ways, {UNSEEN} messages; earlier rules were improved with them (0.59 before)", lambda: unseen(UNSEEN), UNSEEN_BAR),
    ("written by hand for earlier rules (0.87 at their first run)", fresh, 0.0),
    ("later.py, templates: written after the rules of 72d4a0f (0.81 at their first run), read before those of today", templates, 0.0),
    ("later.py, lines by hand: written after the rules of 72d4a0f (0.88 at their first run), read before those of today", lines, 0.0),
)  # fmt: skip


def others() -> bool:
    """Print recall on the other sets, and how many of their messages seem harmless; True when a bar is missed."""
    missed = False
    for title, made, bar in SETS:
        every = made()
        recall, precision, harm, _ = measure(every)
        print(f"\n{title}")
        print(f"{'':12}" + "".join(f"{script:>16}" for script in Script) + f"{'all':>16}")
        for kind in dict.fromkeys([*BARS, *sorted(name for name, _ in recall)]):
            cells = [recall.get((kind, script), [0, 0]) for script in Script]
            cells.append([sum(column) for column in zip(*cells, strict=True)])
            if cells[-1][1]:
                shown = (f"{hit / all_:>9.3f} ({all_:>4})" if all_ else f"{'-':>16}" for hit, all_ in cells)
                print(f"{kind:12}" + "".join(shown))
        hit, all_ = (sum(column) for column in zip(*recall.values(), strict=True))
        good, finds = (sum(column) for column in zip(*precision.values(), strict=True))
        bad, words = (sum(column) for column in zip(*harm.values(), strict=True))
        alone = sum(bool(each.planted) and redact(each.text).harmless for each in every)
        missed |= alone > 0
        print(
            f"all kinds  recall {hit / all_:.3f} of {all_}{f', bar {bar}' if bar else ''}; precision {good / finds:.3f}; harm {bad / words:.4f}; "
            f"{alone} of {len(every)} seem harmless"
        )
        missed |= hit / all_ < bar
    clean = [redact(text) for text in PRAISE]
    grave = [redact(text) for text in GRAVE]
    print(
        "\nlater.py, praise, suggestions and grave matters without a name or number, as if their writer had ticked praise"
    )
    print(
        f"praise untouched {sum(not each.finds for each in clean)} of {len(clean)}; seem harmless {sum(each.harmless for each in clean)}"
    )
    print(
        f"grave matters: {sum(each.harmless and not grave_matters(text) for each, text in zip(grave, GRAVE, strict=True))} of {len(grave)} seem harmless; words see {sum(bool(grave_matters(text)) for text in GRAVE)}"
    )
    return missed


def three() -> bool:
    """Print recall by kind on the three sets that no rule was changed for, what of their harmless messages must be read one by one, and whether
    one with something planted seems harmless: True then."""
    sets = written()
    cells = [measure(list(each.messages))[0] for each in sets]
    kinds = sorted({kind for cell in cells for kind, _ in cell})
    print(
        f"\nwritten after the rules of {RULES}, on 2026-11-28, by their author as three other people; no rule was changed for them, but for wards and rooms their recall was looked at"
    )
    for number, each in enumerate(sets, start=1):
        print(
            f"  {number}  {each.origin}: {len(each.messages)} messages with something in them, {len(each.harmless)} harmless"
        )
    print(f"{'recall':12}" + "".join(f"{number:>16}" for number in range(1, len(sets) + 1)) + f"{'all':>16}")
    for kind in kinds:
        _row(kind, [_sum(cell, kind) for cell in cells])
    _row("all kinds", [_sum(cell) for cell in cells])
    print(
        "to be read one by one, of the harmless: "
        + ", ".join(f"{_kept(each.harmless)} of {len(each.harmless)}" for each in sets)
    )
    print(
        "with a word taken out, of the harmless: "
        + ", ".join(
            f"{sum(bool(redact(text).finds) for text in each.harmless)} of {len(each.harmless)}" for each in sets
        )
    )
    seem = sum(redact(text).harmless and not grave_matters(text) for text in DISGUISED)
    print(
        f"of {len(DISGUISED)} grave messages made of harmless words on purpose {seem} seem harmless: so no list lets a text leave"
    )
    alone = sum(redact(message.text).harmless for each in sets for message in each.messages)
    print(
        f"{alone} of {sum(len(each.messages) for each in sets)} with something in them seem harmless, bar 0; none of any leaves without a person"
    )
    return alone > 0


def by_another() -> bool:
    """The same on three sets by somebody who had not seen the rules, with what of their grave messages seems harmless; True when a
    message with something personal does."""
    sets = anothers_sets()
    cells = [measure(list(each.personal))[0] for each in sets]
    print(
        f"\nwritten on 2026-11-28 by another author, no citizen, who had seen neither the rules (those of {RULES}) nor a list nor an earlier set"
    )
    for number, each in enumerate(sets, start=1):
        print(
            f"  {number}  {each.origin}: {len(each.personal)} messages with something personal, {len(each.harmless)} harmless, {len(each.grave)} grave"
        )
    print(f"{'recall':13}" + "".join(f"{number:>16}" for number in range(1, len(sets) + 1)) + f"{'all':>16}")
    for kind in sorted({kind for cell in cells for kind, _ in cell}):
        _row(f"{kind:13}", [_sum(cell, kind) for cell in cells])
    _row(f"{'all kinds':13}", [_sum(cell) for cell in cells])
    print(
        "to be read one by one, of the harmless: "
        + ", ".join(f"{_kept(each.harmless)} of {len(each.harmless)}" for each in sets)
    )
    print(
        "with a word taken out, of the harmless: "
        + ", ".join(
            f"{sum(bool(redact(text).finds) for text in each.harmless)} of {len(each.harmless)}" for each in sets
        )
    )
    for whose, texts in (("grave", [each.grave for each in sets]), ("harmless", [each.harmless for each in sets])):
        print(f"words of grave matters, of the {whose}: " + ", ".join(f"{_spoken(of)} of {len(of)}" for of in texts))
    grave = [text for each in sets for text in each.grave]
    print(
        "  (the words were chosen on 2026-12-03 with the grave messages of 1 and 2 read, those of 3 not); "
        f"{sum(redact(text).harmless and not grave_matters(text) for text in grave)} of {len(grave)} seem harmless"
    )
    alone = sum(redact(message.text).harmless for each in sets for message in each.personal)
    print(f"{alone} of {sum(len(each.personal) for each in sets)} with something personal in them seem harmless, bar 0")
    return alone > 0


def _spoken(texts: tuple[str, ...]) -> int:
    return sum(bool(grave_matters(text)) for text in texts)


def _kept(texts: tuple[str, ...]) -> int:
    return sum(not redact(text).harmless or bool(grave_matters(text)) for text in texts)


def _sum(cell: dict[tuple[str, str], list[int]], kind: str | None = None) -> list[int]:
    counts = [count for (name, _), count in cell.items() if kind in (None, name)]
    return [sum(column) for column in zip(*counts, strict=True)] or [0, 0]


def _row(name: str, counts: list[list[int]]) -> None:
    counts = [*counts, [sum(column) for column in zip(*counts, strict=True)]]
    print(f"{name:12}" + "".join(f"{hit / all_:>9.3f} ({all_:>4})" if all_ else f"{'-':>16}" for hit, all_ in counts))


def main() -> int:
    every = messages(COUNT, SEED)
    start = time.process_time()
    recall, precision, harm, missed = measure(every)
    spent = time.process_time() - start
    print(f"{COUNT} invented messages (seed {SEED}), {spent / COUNT * 1e6:.0f} µs each\n")
    print(f"{'recall':10}" + "".join(f"{script:>16}" for script in Script) + f"{'all':>16}{'bar':>8}")
    failed = False
    for kind, bar in BARS.items():
        cells = [recall[kind, script] for script in Script]
        total = [sum(column) for column in zip(*cells, strict=True)]
        share = total[0] / total[1]
        failed |= share < bar
        shown = "".join(f"{hit / all_:>9.3f} ({all_:>4})" for hit, all_ in [*cells, total])
        print(f"{kind:10}{shown}{bar:>8}{'' if share >= bar else '  MISSED'}")
    print(
        f"\n{'precision':10}"
        + "".join(
            f"{precision[script][0] / precision[script][1]:>9.3f} ({precision[script][1]:>4})" for script in Script
        ),
        f"  bar {PRECISION_BAR}",
    )
    print(
        f"{'harm':10}"
        + "".join(f"{harm[script][0] / harm[script][1]:>9.4f} ({harm[script][1]:>4})" for script in Script)
        + f"  other words taken out; bar {HARM_BAR}"
    )
    failed |= any(bad / all_ > HARM_BAR for bad, all_ in harm.values())
    failed |= any(good / all_ < PRECISION_BAR for good, all_ in precision.values())
    failed |= others()
    failed |= three()
    failed |= by_another()
    print("\nmobiles found by other ways")
    for name, way in (("ten digits in a row", ten_digits), ("phonenumbers, region IN", phone_matcher())):
        if way is None:
            print(f"  {name:26} not installed")
            continue
        hits: Counter[str] = Counter()
        for message in every:
            spans = way(message.text)
            for planted in message.planted:
                if planted.kind == "mobile":
                    hits["all"] += 1
                    hits["found"] += not left(planted, message.text, spans)
        print(f"  {name:26} {hits['found'] / hits['all']:.3f}")
    if "--missed" in sys.argv:
        print("\n".join(missed))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
