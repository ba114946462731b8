"""What happened since the last look → cases, and what the office must be told at once. Pure; nothing personal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ...campaign import Campaign, Role
from ...campaign.alerts import AlertsConfig
from ...cases.case import ABOUT_SAID, ENDING_SAID, About, Case, CaseBook, Deed, Matter
from ...sentence import Bilingual, Sentence, joined
from ..ledger.ledger import Ledger
from .rules import RULES, NewInLedger, RuleSighting

__all__ = [
    "Alert", "Said", "as_written", "case_alerts", "matters_of", "opening_alerts", "sightings_since",
]  # fmt: skip

Said = Callable[[str, str], str]
"""(sentence, the code of a language, or "" for the office's own) → its text."""


def as_written(text: str, language: str) -> str:
    """English, whatever the language."""
    return str(text)


@dataclass(frozen=True, slots=True)
class Alert:
    """One message to the office: the rule that made it, a title, and lines."""

    rule: str
    title: str
    lines: tuple[str, ...]

    @property
    def body(self) -> str:
        return "\n".join(self.lines)

    def in_words(self, said: Said, language: str = "") -> Alert:
        """The same alert in the language that its reader reads."""
        lines = tuple(said(line, language) for line in self.lines)
        return replace(self, title=said(self.title, language), lines=lines)


def sightings_since(
    ledger: Ledger, row: int, event: int, *, campaign: Campaign, rules: AlertsConfig
) -> tuple[RuleSighting, ...]:
    """What the rules that are on see in the ledger rows from `row` on and the events from number `event` on."""
    new = NewInLedger(ledger, row, event, campaign.form, rules, campaign.words.get(Role.MONEY))
    return tuple(sighting for rule in RULES if rule.is_on(rules) for sighting in rule.sightings(new))


def matters_of(sightings: Sequence[RuleSighting]) -> tuple[tuple[Matter, tuple[RuleSighting, ...]], ...]:
    """One matter for each response, station or change, with all that was seen of it."""
    by_key: dict[str, list[RuleSighting]] = {}
    for sighting in sightings:
        by_key.setdefault(sighting.key, []).append(sighting)
    return tuple(
        (
            Matter(key, tuple(seen.about for seen in group), group[0].station, group[0].since, group[0].response_id),
            tuple(group),
        )
        for key, group in by_key.items()
    )


def opening_alerts(
    cases: Sequence[tuple[Case, tuple[RuleSighting, ...]]], config: AlertsConfig, names: Mapping[str, Bilingual]
) -> tuple[Alert, ...]:
    """A message for each case, with its number and where it is opened, first of all what tells of many responses at once; of very many
    cases the rest is one message."""
    most = config.text.most_lines
    cases = sorted(cases, key=lambda each: not {About.SWEPT, About.BURST} & {*each[0].matter.about})
    alerts = [_opening(case, seen, config, names) for case, seen in cases[:most]]
    if rest := cases[most:]:
        title = Sentence("{n} more case", "{n} more cases", n=len(rest))
        numbers = [case.number for case, _ in rest]
        how = Sentence("Cases {first} to {last}: anubhav cases list", first=min(numbers), last=max(numbers))
        alerts.append(Alert("more", title, (how,)))
    return tuple(alerts)


def case_alerts(book: CaseBook, entry: int, config: AlertsConfig, names: Mapping[str, Bilingual]) -> tuple[Alert, ...]:
    """What was handled, or is to be handled again: a message for each case that was closed or opened again behind this entry of the case
    book, as it stands now; of very many the rest is one message."""
    alerts = []
    for case in book.cases:
        turns = [step for step in case.steps if step.deed in (Deed.CLOSED, Deed.REOPENED) and step.entry > entry]
        if not turns:
            continue
        lines = [_where(case, names), turns[-1].text, "" if case.outcome else _until(case), _link(case, config)]
        title = (
            Sentence("Case {number} is closed: {outcome}", number=case.number, outcome=ENDING_SAID[case.outcome])
            if case.outcome
            else Sentence("Case {number} is open again", number=case.number)
        )
        alerts.append(Alert("closed" if case.outcome else "reopened", title, tuple(filter(None, lines))))
    most = config.text.most_lines
    if n := len(alerts[most:]):
        title = Sentence("{n} more case was closed or opened again", "{n} more cases were closed or opened again", n=n)
        alerts[most:] = [Alert("more", title, (Sentence("See them: anubhav cases list --all"),))]
    return tuple(alerts)


def _opening(case: Case, seen: Sequence[RuleSighting], config: AlertsConfig, names: Mapping[str, Bilingual]) -> Alert:
    about = joined((ABOUT_SAID[reason] for reason in case.matter.about), ", ")
    title = Sentence(
        "Case {number}: {about}, {station}", number=case.number, about=about, station=_station(case, names)
    )
    response_id = "" if About.SWEPT in case.matter.about else case.matter.answer
    lines = [
        _where(case, names),
        *(line for sighting in seen for line in sighting.more),
        Sentence("The response: anubhav answer {id}", id=response_id) if response_id else "",
        _until(case),
        _link(case, config),
    ]
    return Alert(str(case.matter.about[0]), title, tuple(filter(None, lines)))


def _until(case: Case) -> Sentence:
    return Sentence("To be closed by {day:%d.%m.%Y}", day=case.due)


def _where(case: Case, names: Mapping[str, Bilingual]) -> Sentence:
    moment = case.matter.since or case.opened_at
    at = datetime.fromisoformat(moment)
    since = f"{at:%d.%m.%Y, %H:%M}" if "T" in moment else f"{at:%d.%m.%Y}"
    return Sentence("{station}, {since}", station=_station(case, names), since=since)


def _station(case: Case, names: Mapping[str, Bilingual]) -> str:
    code = case.matter.station
    if code in names:
        return Sentence("{name} ({code})", name=names[code], code=code)
    return case.matter.nowhere if code or About.SWEPT in case.matter.about else Sentence("no valid code")


def _link(case: Case, config: AlertsConfig) -> str:
    """The case's address at the desk, or the command that shows it."""
    if config.cases.address:
        return f"{config.cases.address}/cases/{case.number}"
    return Sentence("The case: anubhav cases show {number}", number=case.number)
