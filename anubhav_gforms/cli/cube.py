"""anubhav cube: counts that may leave a district, where answers may not."""

from __future__ import annotations

from pathlib import Path

import click

from .. import pipeline
from ..sentence import Sentence
from .show import campaign_of, say, show, translated


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
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--district", help="Only this district, such as BSP.")
@click.option(
    "--engine", type=click.Choice(["numpy", "duckdb", "ibis"]), default="numpy", show_default=True, help="What counts."
)
@click.pass_context
def export_command(ctx: click.Context, file: Path, district: str | None, engine: str) -> int:
    """Write the cube of the ledger to FILE.

    \b
    Example:
      anubhav cube export bilaspur.cube --district BSP
    """
    made = pipeline.export_cube(campaign_of(ctx), file, district=district or "", engine=engine)
    say(
        "Wrote {path}: {rows:,} responses in {n:,} cells, {st_size:,.0f} kB. It holds no personal data.",
        path=file,
        rows=made.cube.rows,
        n=len(made.cube.cells),
        st_size=file.stat().st_size / 1024,
    )
    say("Its digest, to read out when the range office asks: {digest}", digest=made.digest[:16])
    say("Next, at the range office: anubhav cube merge range.cube {name} …", name=file.name)
    return 0


@command.command("merge")
@click.argument("into", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def merge_command(ctx: click.Context, into: Path, files: tuple[Path, ...]) -> int:
    """Add the cubes in FILES into one, INTO. A station may be in one of them only.

    \b
    Example:
      anubhav cube merge range.cube bilaspur.cube korba.cube
      anubhav report --cube range.cube
    """
    made, parts = pipeline.merge_cubes(files, into)
    cube = made.cube
    for path, each in zip(files, parts, strict=True):
        days = list(filter(None, each.origins[0].days))
        from_to = Sentence("{first} to {last}", first=days[0], last=days[-1]) if days else Sentence("no responses")
        show(
            Sentence(
                "  {file:24} {districts:12} {days:24} digest {digest}",
                file=path.name,
                districts=", ".join(sorted(each.districts)),
                days=translated(from_to),
                digest=each.digest[:16],
            )
        )
    say(
        "Wrote {into}: {rows:,} responses of {stations} stations from {n} cubes.",
        into=into,
        rows=cube.rows,
        stations=sum(bool(code) for code in cube.stations),
        n=len(files),
    )
    say("Next: anubhav report --cube {into}", into=into)
    return 0
