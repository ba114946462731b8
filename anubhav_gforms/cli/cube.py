"""anubhav cube: counts that may leave a district, where responses may not."""

from __future__ import annotations

from pathlib import Path

import click

from .. import pipeline
from ..errors import InputError
from ..sentence import Sentence
from .modes import modes
from .options import FILE_THERE, FOLDER_THERE, NewFile
from .show import say, show, translated, with_campaign


@click.group("cube")
def command() -> None:
    """Export the counts that grading works on, or merge those of several districts.

    A cube holds counts and sums of each station and day; no message, name, mobile or response id.

    \b
    Example:
      anubhav cube export bilaspur.cube --district BSP
      anubhav cube merge range.cube bilaspur.cube korba.cube
    """


@command.command("export")
@click.argument("file", type=NewFile())
@click.option("--district", help="Only this district, such as BSP.")
@with_campaign
def export_command(campaign: pipeline.Campaign, file: Path, district: str | None) -> None:
    """Write the cube of the ledger to FILE: of responses in full groups of five, as grades count them.

    \b
    Example:
      anubhav cube export bilaspur.cube --district BSP
    """
    made = pipeline.export_cube(campaign, file, district=district or "")
    say(
        "Wrote {path}: {rows:,} responses in {n:,} cells, {st_size:,.0f} kB. It holds no personal data.",
        path=file,
        rows=made.cube.rows,
        n=len(made.cube),
        st_size=file.stat().st_size / 1024,
    )
    if _is_signed(made):
        name = pipeline.typed_line([file.name])
        if district:
            say("Next, at the range office: anubhav cube merge range.cube {name} …", name=name)
        else:
            say("Next, at the range office: anubhav report --cube {name}", name=name)


def _is_signed(made: pipeline.CubeFile) -> bool:
    """Whether another office, and a report, may believe it; says so when not."""
    if not made.seals[0]:
        say(
            "It is not signed, so no report is made from it. Make this office's key once, then do this again: {command}",
            command=pipeline.key_command(made),
        )
    return bool(made.seals[0])


@command.command("key")
@click.option(
    "--district", metavar="CODE", default="", help="The district that this office counts for. Default: the whole range."
)
@with_campaign
def key_command(campaign: pipeline.Campaign, district: str) -> None:
    """Make this office's key for its cubes, once, and print the line for the range office's config/office.toml.

    Every cube that is exported from then on is signed with it. The secret stays on this computer; a second run prints the same line.

    \b
    Example:
      anubhav cube key --district BSP
    """
    name, public, path = pipeline.make_cube_key(campaign, district=district)
    say(
        "The secret is in {path}. The range office writes this line under [cube_keys] in its config/office.toml:",
        path=path,
    )
    click.echo(f'{name} = "{public}"')


@command.command("build")
@click.argument("file", required=False, type=NewFile())
@click.option("--from", "folder", type=FOLDER_THERE, help="Folder of anubhav ledger export --to.")
@click.option(
    "--on", type=click.Choice(["duckdb", "spark", "bigquery"]), default="duckdb", show_default=True, help="What counts."
)
@click.option(
    "--connect", default="", metavar="ADDRESS", help="A Spark server: sc://host:15002. It must see the same folder."
)
@click.option("--table", default="responses", show_default=True, help="With --on bigquery: your external table.")
@modes({"--on bigquery": "--table", "--on spark": "FILE --from --connect", "": "FILE --from"})
@with_campaign
def build_command(
    campaign: pipeline.Campaign, file: Path | None, folder: Path | None, on: str, connect: str, table: str
) -> None:
    """Count an export on an engine that you already run, into FILE. For BigQuery print the query instead.

    Only the districts of this campaign are read. A grade counts full groups only: for anubhav report --cube the export must be one
    of anubhav ledger export --to DIR --lots.

    \b
    Example:
      anubhav cube build range.cube --from lake
      anubhav cube build range.cube --from lots --on spark
      anubhav cube build --on bigquery --table project.dataset.responses
    """
    if on == "bigquery":
        click.echo(pipeline.bigquery_text(campaign, table))
        return
    if not file or not folder:
        raise InputError("This needs FILE and --from DIR.", cure="anubhav cube build range.cube --from lake")
    made = pipeline.build_cube(campaign, folder, file, on=on, connect=connect)
    say(
        "Wrote {path}: {rows:,} responses in {n:,} cells. It holds no personal data.",
        path=file,
        rows=made.cube.rows,
        n=len(made.cube),
    )
    if made.of_lots:
        _is_signed(made)


@command.command("merge")
@click.argument("into", type=NewFile())
@click.argument("files", nargs=-1, required=True, type=FILE_THERE)
@with_campaign
def merge_command(campaign: pipeline.Campaign, into: Path, files: tuple[Path, ...]) -> None:
    """Add the cubes in FILES into one, INTO. A station may be in one of them only, and each must be signed by its district's office.

    \b
    Example:
      anubhav cube merge range.cube bilaspur.cube korba.cube
      anubhav report --cube range.cube
    """
    made, parts = pipeline.merge_cubes(campaign, files, into)
    cube = made.cube
    for path, part in zip(files, parts, strict=True):
        days = list(filter(None, part.origins[0].days))
        from_to = Sentence("{first} to {last}", first=days[0], last=days[-1]) if days else Sentence("no responses")
        show(
            "  {file:24} {districts:12} {days:24} digest {digest}",
            file=path.name,
            districts=", ".join(sorted(part.districts)),
            days=translated(from_to),
            digest=part.digest[:16],
        )
    say(
        "Wrote {into}: {rows:,} responses of {stations} stations from {n} cubes.",
        into=into,
        rows=cube.rows,
        stations=sum(bool(code) for code in cube.stations),
        n=len(files),
    )
    if missing := [each.code for each in campaign.districts if each.code not in made.districts]:
        say("Not delivered: {codes}. A report says so, and calls no station there silent.", codes=", ".join(missing))
    say("Next: anubhav report --cube {into}", into=pipeline.typed_line([str(into)]))
