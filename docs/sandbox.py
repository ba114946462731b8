"""Writes the end of docs/sandbox.md from the sandbox's tables of facts and guesses: make docs. A test checks that it is fresh."""

from __future__ import annotations

from pathlib import Path

from gsandbox.account import facts, profile

PAGE = Path(__file__).with_name("sandbox.md")
MARK = "<!-- written by make docs from here on -->\n"
PROFILES = """
## Profiles

Which kind of account the sandbox stands for: `consumer-2026` as recorded, the default; `workspace` as the documents say;
`restricted`, where an administrator forbids sharing outside. `anubhav sandbox --profile NAME` chooses one, a test's
`sandbox.profile("workspace")` too; `POST /sandbox/profile {"readings": {"update_item": "partial"}}` reads single facts another way.

Sources: **N** a live personal account, recorded in October 2026; **P** saved pages of real forms; **GAS** a live-tested emulator;
**clients** programs in daily use; **R** older recordings and reports; **D** Google's documents; **weak** seen once; **F** folklore; a
question mark: doubtful. All of N is one personal account: an office's may reply otherwise, so `make matrix` tries every reading.

"""
FACTS = """
## Facts

{equal} of {all} are as Google has them, each held by a test.

| fact | source | date | profile | test |
|---|---|---|---|---|
"""
GUESSES = """
## What is a guess

Code must not depend on any of them. Those with a step are settled by `anubhav doctor --live --record FILE` in a real account and
`make replay FILE=...`, which says what is a fact now and what is contradicted.

| guess | taken here | what depends on it | source | date | step of the recording |
|---|---|---|---|---|---|
"""


def page() -> str:
    """The whole of docs/sandbox.md: what people wrote stays."""
    names = profile.NAMES
    written = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    lines = [written, MARK, PROFILES, f"| fact | {' | '.join(names)} |\n|---|{'---|' * len(names)}\n"]
    for fact in profile.table(names[0]):
        cells = [profile.table(name)[fact] for name in names]
        told = [f"`{_value(cell['value'])}` ({cell['source']}, {cell['date']})" for cell in cells]
        lines.append(f"| `{fact}`: {cells[0]['fact']} | {' | '.join(told)} |\n")
    known = facts.facts()
    lines.append(FACTS.format(equal=sum(bool(each.test) for each in known), all=len(known)))
    for each in known:
        held = f"`{each.test.rpartition('/')[2]}`" if each.test else f"differs: {each.differs}"
        lines.append(f"| {each.fact} | {each.source} | {each.date} | {each.profile} | {held} |\n")
    lines.append(GUESSES)
    for guess in facts.guesses():
        cells = (
            guess.question,
            guess.taken,
            guess.depends,
            guess.source,
            str(guess.date),
            guess.step or "cannot be tried",
        )
        lines.append(f"| {' | '.join(cells)} |\n")
    return "".join(lines)


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
