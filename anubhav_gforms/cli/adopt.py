"""setup-forms --adopt: show how an existing form matches, ask where that is unsure, take it over."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click

from .. import pipeline
from ..as_typed import read_count
from ..errors import InputError
from ..sentence import Sentence
from .show import confirm, quietly, say, show_json, translated


def adopt_form(
    campaign: pipeline.Campaign,
    google: pipeline.Google,
    form: str,
    *,
    sheet: str,
    matches: tuple[str, ...],
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Plan the adoption, settle open matches, apply it. Gives 1 when texts of stations are still unassigned."""
    quietly(as_json)
    assigned = dict(_told(each) for each in matches)
    adoption = pipeline.plan_adoption(campaign, google, form, sheet=sheet, assigned=assigned)
    _show(adoption)
    if adoption.to_ask and sys.stdin.isatty() and not yes and not dry_run:
        for match in adoption.to_ask:
            assert match.item is not None
            right = click.confirm(
                translated(Sentence('Does "{title}" ask for {key}?', title=match.item.title, key=match.key))
            )
            assigned[match.key] = match.number if right else 0
        adoption = pipeline.plan_adoption(campaign, google, form, sheet=sheet, assigned=assigned)
    if not dry_run:
        if not adoption.to_ask:
            confirm("Take this form over? Nothing on it is changed.", yes=yes)
        pipeline.adopt_form(campaign, adoption)
    if as_json:
        show_json(_json(adoption))
    elif dry_run:
        say("Nothing was changed.")
    else:
        say("Taken over. Links: {root}", root=campaign.root / "links.csv")
        if adoption.unassigned:
            say(
                "{n} text of the station question: no station is known for it yet. Write its code into the column code of {data} and run the same command again.",
                "{n} texts of the station question: no station is known for them yet. Write codes into the column code of {data} and run the same command again.",
                n=len(adoption.unassigned),
                data=campaign.data / pipeline.ANSWERS_FILE,
            )
        say(_next(campaign, adoption))
    return 1 if adoption.unassigned else 0


def adopt_sheet(campaign: pipeline.Campaign, google: pipeline.Google, sheet: str, *, yes: bool, dry_run: bool) -> int:
    """Show a spreadsheet to which the form was linked, ask, and make it the campaign's own."""
    adoption = pipeline.plan_sheet_adoption(campaign, google, sheet)
    read_from, proof = adoption.response_tab, adoption.proof
    say(
        'Spreadsheet "{title}", time zone {timezone}',
        title=read_from.spreadsheet.title,
        timezone=read_from.spreadsheet.timezone,
    )
    address = pipeline.sheet_address(adoption.before, read_from.tab.id, sheet_id=read_from.spreadsheet.id)
    say("  {sheet_address}", sheet_address=address)
    say(
        '  tab "{title}": {own:,} of the form\'s own {listed:,} newest responses are in it',
        title=read_from.tab.title,
        own=len(proof.own),
        listed=adoption.listed,
    )
    say("Until now: {sheet_address}", sheet_address=pipeline.sheet_address(adoption.before))
    if dry_run:
        say("Nothing was changed.")
        return 0
    confirm("Read the responses from this spreadsheet from now on?", yes=yes)
    pipeline.adopt_sheet(campaign, adoption)
    say("Taken over. Next: anubhav pull --full")
    return 0


def _next(campaign: pipeline.Campaign, adoption: pipeline.Adoption) -> str:
    if adoption.tab is None:
        return Sentence("Next: link the form to a sheet (Responses, Link to Sheets), then: anubhav pull")
    zone = adoption.tab.spreadsheet.timezone
    command = "anubhav pull" + ("" if pipeline.same_clock(zone, campaign.timezone) else f" --accept-zone {zone}")
    return Sentence("Next: {command}", command=command)


def adopt_lines(adoption: pipeline.Adoption) -> Iterator[str]:
    """The matches as a table of lines."""
    for match in adoption.matches:
        where = (
            f'{match.number:>3}. "{match.item.title}" ({match.item.kind})'
            if match.item
            else translated("  -  not asked")
        )
        yield f"  {match.key:<12} {translated(match.certainty.value):<5} {where}"


def _show(adoption: pipeline.Adoption) -> None:
    say("Form: {title}", title=adoption.form.title or adoption.form.document_title)
    for line in adopt_lines(adoption):
        say(line)
    if adoption.answers:
        known = len(adoption.answers) - len(adoption.unassigned)
        say(
            "Station question: {n} different texts, {known} of them name a station for certain.",
            n=len(adoption.answers),
            known=known,
        )
        for answer in adoption.unassigned[:10]:
            guess = Sentence(", perhaps {code}", code=answer.guess) if answer.guess else ""
            say(
                "  ?  {text!r} ({n} response{guess})",
                "  ?  {text!r} ({n} responses{guess})",
                text=answer.text,
                n=answer.count,
                guess=guess,
            )
    if adoption.tab:
        say(
            'Response tab: "{title}" in "{title_2}"',
            title=adoption.tab.tab.title,
            title_2=adoption.tab.spreadsheet.title,
        )
    if adoption.differences:
        say("What our own form would do differently:")
        for line in adoption.differences:
            say("  - {row}", row=line)
    say()


def _told(text: str) -> tuple[str, int]:
    key, _, typed = text.partition("=")
    number = read_count(typed)
    if number is None:
        raise InputError("--match {text!r} is not KEY=NUMBER.", cure="For example: --match station=1", text=text)
    return key.strip(), number


def _json(adoption: pipeline.Adoption) -> dict[str, Any]:
    return {
        "form_id": adoption.form.form_id,
        "matches": [
            {
                "key": match.key,
                "number": match.number,
                "certainty": match.certainty.value,
                "title": match.item.title if match.item else "",
            }
            for match in adoption.matches
        ],
        "unassigned": [answer.text for answer in adoption.unassigned],
        "differences": adoption.differences,
    }
