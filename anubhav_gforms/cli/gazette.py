"""anubhav gazette: what was announced, for ever: list, show, check, correct; and bands that are announced ahead."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import click

from .. import pipeline
from ..campaign.lookup import nearest, station_if_any
from ..chain import PRINTED, Entry
from ..errors import InputError
from ..sentence import Sentence, joined
from .options import by, note_personal, yes_option
from .show import confirm, progress, say, translated, with_campaign, with_campaign_to_write

HEADING = (Sentence("code"), Sentence("score"), Sentence("90% interval"), Sentence("letters"), Sentence("standing"))
"""What `gazette show` says of each place."""


@click.group("gazette")
def command() -> None:
    """Show and check the book of what was announced. Every report of a finished week is a release in it.

    Nothing in it is ever changed: a week whose figures became others gets a further edition, a mistake a correction.

    \b
    Example:
      anubhav gazette list
      anubhav gazette verify
    """


@command.command("list")
@with_campaign
def list_command(campaign: pipeline.Campaign) -> None:
    """List all entries: releases and their editions, corrections, bands, changed rules and stations.

    \b
    Example:
      anubhav gazette list
    """
    entries = pipeline.list_gazette(campaign)
    for entry in entries:
        say(
            "{number:>4}  {day}  {head}  {what}",
            number=entry.number,
            day=entry.at[:10] or "-",
            head=entry.hash[:PRINTED],
            what=said_of(entry, entries),
        )
    if not entries:
        say("Nothing was announced yet. The first report of a finished week does: anubhav report.")


@command.command("show")
@click.argument("name", metavar="WEEK_OR_HEAD")
@click.option("--station", "code", default="", help="Only this station or district.")
@with_campaign
def show_command(campaign: pipeline.Campaign, name: str, code: str) -> None:
    """Show what was announced of a week, or the entry whose code is on a printed page.

    Scores have the three digits that the book keeps; pages, and all that leaves the office, have one.

    \b
    Example:
      anubhav gazette show 2026-W47
      anubhav gazette show 2026-W47 --station BSP-KTW
    """
    entries = pipeline.show_gazette(campaign, name)
    known = {figure.code for entry in entries for figure in pipeline.announced_figures(entry)}
    code = (station_if_any(campaign, code) or code.upper()) if code else ""
    if code in campaign.station_by_code and known and code not in known:
        raise InputError(
            "{code} is not among what was announced under {name}: stations.csv did not list it then, or as closed.",
            code=code,
            name=name,
        )
    if code and known and code not in known:
        raise InputError('There is no station "{asked}".', cure=nearest(campaign, code), asked=code)
    book = pipeline.list_gazette(campaign)
    for entry in entries:
        if code and entry.kind == "correction" and entry.body["code"] != code:
            continue
        say("{head}  {day}  {what}", head=entry.hash[:PRINTED], day=entry.at[:10] or "-", what=said_of(entry, book))
        figures = [each for each in pipeline.announced_figures(entry) if code in ("", each.code)]
        if figures:
            name, number, interval, letters, standing = map(translated, HEADING)
            click.echo(f"  {name:12} {f'{number} ({interval})':25} {letters:8} {standing}")
        for figure in figures:
            score = "{:7.3f} ({:.3f}–{:.3f})".format(*figure.score) if figure.score else "-"
            click.echo(f"  {figure.code:12} {score:25} {figure.letters or '-':8} {translated(figure.said)}")


@command.command("verify")
@click.argument("heads", nargs=-1, metavar="[HEAD]...")
@click.option("--quick", is_flag=True, help="Leave out making each release again from the ledger of its time.")
@with_campaign
def verify_command(campaign: pipeline.Campaign, heads: tuple[str, ...], quick: bool) -> int:
    """Check the whole book: each line against the one before, and each release against ledger, rules and stations of its time.

    HEAD: the code after "Gazette" on a printed page; the book must hold it. Exit code 1 when something differs.

    \b
    Example:
      anubhav gazette verify
      anubhav gazette verify 3f9a21bc77e05d1c4b08
    """
    with progress("Making the releases again") as advance:
        check = pipeline.verify_gazette(campaign, heads=heads, remake=not quick, progress=advance)
    for fault in check.faults:
        say("Fault: {fault}", fault=fault)
    for head in check.unknown_heads:
        say("Not in the book: {head}. The book was cut or made again after this was printed.", head=head)
    for week, places in check.different:
        say(
            "{week}: made again it says something else of {places}. The release stands as it was announced.",
            week=week,
            places=places,
        )
    if check.ok:
        say("The gazette is whole: {n} entry.", "The gazette is whole: {n} entries.", n=check.entries)
    return 0 if check.ok else 1


@command.command("correct")
@click.argument("week", metavar="WEEK")
@click.argument("code", metavar="STATION")
@click.argument("field", metavar="FIELD")
@click.argument("value", metavar="VALUE")
@click.option("--why", required=True, help="The reason; it is printed with the correction.")
@by(help="Which office or role decided.")
@yes_option(help="Do not ask; needed where there is no terminal.")
@with_campaign_to_write
def correct_command(
    campaign: pipeline.Campaign, week: str, code: str, field: str, value: str, why: str, who: str, yes: bool
) -> None:
    """Correct what was announced of a station or district: score, low, high, standing, letter or letter_set.

    The first word stays in the book. The correction is printed on every report of the next 13 weeks.

    \b
    Example:
      anubhav gazette correct 2026-W47 BSP-KTW letter C --why "forged responses, see flag F1"
    """
    correct = partial(pipeline.correct_gazette, campaign, week, code.upper(), field, value, why=why, who=who)
    planned = correct(apply=False).body
    note_personal(why)
    confirm(
        "Announce that {code} has {field} {value} in week {week}? It is printed for 13 weeks.",
        code=planned["code"],
        field=pipeline.CORRECTABLE[field],
        value=pipeline.corrected_value(planned["code"], planned["new"]),
        week=planned["week"],
        yes=yes,
    )
    entry = correct()
    say("Announced: {what}", what=said_of(entry))
    say("Next: anubhav report; the correction is on its first page.")


@command.command("announce")
@click.option("--from", "begin", required=True, metavar="WEEK", help="The first week of a quarter, such as 2027-W01.")
@yes_option(help="Do not ask; needed where there is no terminal.")
@with_campaign_to_write
def announce_command(campaign: pipeline.Campaign, begin: str, yes: bool) -> None:
    """Announce the bands of config/grading.toml ahead: they hold from the first week of a quarter, at least two weeks from now.

    Until then reports go on with the bands in force, whatever the config says. Announced bands are never edited.

    \b
    Example:
      anubhav gazette announce --from 2027-W01
    """
    pipeline.announce_new_bands(campaign, begin, apply=False)
    edges = ", ".join(f"{letter} {edge:g}" for letter, edge in campaign.grade_rules.bands.items())
    confirm("Announce these bands from {begin} on: {edges}?", begin=begin, edges=edges, yes=yes)
    entry = pipeline.announce_new_bands(campaign, begin)
    say("Announced: {what}", what=said_of(entry))


def said_of(entry: Entry, book: Sequence[Entry] = ()) -> Sentence:
    """An entry in a sentence. In `book`, all entries, the first of rules and of stations holds all of them and changes none."""
    body = entry.body
    if entry.kind == "release":
        return Sentence("week {week}, edition {edition}", week=body["week"], edition=body["edition"])
    if entry.kind == "bands":
        edges = ", ".join(f"{letter} {edge:g}" for letter, edge in body["edges"])
        return Sentence("bands from {begin} on: {edges}", begin=body["from"], edges=edges)
    if entry.kind == "correction":
        new, old = (pipeline.corrected_value(body["code"], body[name]) for name in ("new", "old"))
        correction = Sentence(
            "correction of week {week}, {code}: {field} {new}, before: {old} ({why}; decided by {who})",
            week=body["week"], code=body["code"], field=pipeline.CORRECTABLE[body["field"]],
            new=new, old=old, why=body["why"], who=body["who"],
        )  # fmt: skip
        return joined((correction, pipeline.LAPSED), " ") if pipeline.has_lapsed(entry, book) else correction
    if entry.kind == "text":
        said = {"answer": body["answer"][:8], "station": body["station"], "who": body["who"]}
        if body["released"]:
            return Sentence("text {answer} of {station} released by {who}", **said)
        return Sentence("text {answer} of {station} taken back by {who}", **said)
    changed = body[entry.kind]
    first = next((each for each in book if each.kind == entry.kind), None) == entry
    names, n = ", ".join(changed), len(changed)
    if entry.kind == "stations":
        if first:
            return Sentence("{n} station of stations.csv", "{n} stations of stations.csv", n=n)
        return Sentence("{n} stations changed", n=n) if n > 5 else Sentence("stations changed: {names}", names=names)
    if first:
        return Sentence("{n} rules of config/grading.toml", n=n)
    return Sentence("{n} rules changed", n=n) if n > 5 else Sentence("rules changed: {names}", names=names)
