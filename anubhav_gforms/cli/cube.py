"""anubhav cube: counts that may leave a district, where answers may not."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import InputError
from .show import campaign_of, say


@click.group("cube")
def command() -> None:
    """Export the counts that grading works on, or merge those of several districts.

    A cube holds counts and sums of each station and day; no message, name, mobile or answer id.

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
    from ..grading.engines import ledger_cube
    from ..grading.exchange import CubeFile, of_district, origin_of, write_cube
    from ..responses.ledger import open_ledger

    campaign = campaign_of(ctx)
    if district and district.upper() not in campaign.district_by_code:
        raise InputError(
            'There is no district "{district}".',
            cure="Choose one of {district_by_code}.",
            district=district,
            district_by_code=", ".join(campaign.district_by_code),
        )
    ledger = open_ledger(campaign)
    cube = ledger_cube(campaign, ledger, engine)
    if district:
        cube = of_district(cube, district.upper())
    made = CubeFile.of(cube, [origin_of(cube, campaign, ledger, (district or "").upper())])
    write_cube(made, file)
    say(
        "Wrote {path}: {rows:,} answers in {n:,} cells, {st_size:,.0f} kB. It holds no personal data.",
        path=file,
        rows=cube.rows,
        n=len(cube.cells),
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
    """Add the cubes in FILES into one, INTO. A station may stand in one of them only.

    \b
    Example:
      anubhav cube merge range.cube bilaspur.cube korba.cube
      anubhav report --cube range.cube
    """
    from ..grading.exchange import merge_files, read_cube, write_cube

    made = merge_files(files)
    cube = made.cube
    write_cube(made, into)
    for path in files:
        each = read_cube(path)
        from_to = " to ".join(filter(None, each.origins[0].days)) or "no answers"
        click.echo(f"  {path.name:24} {', '.join(sorted(each.districts)):12} {from_to:24} digest {each.digest[:16]}")
    say(
        "Wrote {into}: {rows:,} answers of {bool} stations from {n} cubes.",
        into=into,
        rows=cube.rows,
        bool=sum(bool(code) for code in cube.stations),
        n=len(files),
    )
    say("Next: anubhav report --cube {into}", into=into)
    return 0
