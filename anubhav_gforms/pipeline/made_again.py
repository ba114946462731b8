"""A report made again years later, from the ledger as it was then: which of its files are the same."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import ValidationError

from ..campaign import Campaign, District, Station
from ..campaign.office import OfficeConfig
from ..campaign.roster import read_stations
from ..errors import InputError
from ..files import write_whole
from ..gazette.bands import with_bands
from ..gazette.book import Book, read_book
from ..grading.cube.exchange import read_cube
from ..nouns.progress import Progress, silent
from ..reports import (
    Audience,
    PackLanguage,
    Verification,
    Week,
    audience_files,
    compare_manifests,
    for_outside,
    gather_counts,
    inputs_of,
    read_manifest,
    write_files,
)
from ..reports.manifest import STATIONS, Manifest, file_hashes, names_in
from ..responses.ledger.forgetting import purged_since
from ..responses.ledger.ledger import open_ledger
from .clock import Clock, now
from .first_version import verify_first_version
from .gazette import READ_ON, graded_again
from .grades import grade, office_of, under_old_bands
from .readers import ForReaders, announced_by, both_readers


def verify_report(
    campaign: Campaign, manifest: Path, *, cube: Path | None = None, clock: Clock = now, progress: Progress = silent
) -> Verification:
    """Make the report that `manifest` describes again, from the ledger as it was then, and say which files are the same. What was
    announced is graded by the rules and stations that were announced with it; names and places are those that its manifest keeps.

    One that was made from counts is made again from `cube`; of one of the first version the figures alone are. Nothing is written. Raises InputError when `manifest` is none, or
    a cube is needed and not given; StateError when its ledger is not this one.
    """
    before, was = read_manifest(manifest), manifest if manifest.is_dir() else manifest.parent
    today, campaign = campaign, _as_named_then(campaign, before)
    then_listed, named_then = _stations_then(campaign, before), campaign is not today
    campaign = replace(campaign, stations=then_listed) if then_listed else campaign
    if ("cube" in before.inputs) != (cube is not None):
        raise InputError(
            "This report was made from counts that districts sent."
            if cube is None
            else "This report was made from this office's own responses, not from counts.",
            cure="Give the cube, --cube FILE; its digest was {digest}." if cube is None else "Leave out --cube.",
            digest=before.inputs.get("cube", "")[:16],
        )
    if cube:
        grades = grade(campaign, week=before.week, cube=cube, clock=clock)
        with TemporaryDirectory() as folder:
            report = write_files(
                gather_counts(campaign, grades, since=Week(before.since), marks=before.marks),
                Path(folder),
                language=PackLanguage(before.language),
                inputs=inputs_of(campaign, grades, open_ledger(campaign), read_cube(cube)),
                progress=progress,
            )
            return compare_manifests(
                before, report.manifest, was, Path(folder), listed_then=bool(then_listed), named_then=named_then
            )
    then, head = before.inputs.get("ledger", ""), before.inputs.get("gazette", "")
    now_known = read_book(campaign.data)
    entry, book = now_known.find(head), now_known.before(head)
    if before.of_first_version:
        return verify_first_version(campaign, before, was, book, clock=clock)
    if entry:
        # a report that is made a second time tells rules that changed no figure, and announces nothing
        files = [campaign.root / "config" / "grading.toml", *([] if then_listed else [campaign.root / STATIONS])]
        unchanged = file_hashes(files, campaign.root).items() <= before.inputs.items()
        campaign, grades, exact = graded_again(
            campaign, now_known, entry, at=then, unchanged=unchanged, places=True, clock=clock
        )
    else:
        campaign = with_bands(campaign, book, before.week)
        grades = grade(campaign, week=before.week, at=then, book=book, clock=clock)
        exact = office_of(campaign, grades, book=book)
    ledger, since = open_ledger(campaign, at=then), Week(before.since)
    when = datetime.fromisoformat(before.data_up_to) if before.data_up_to else None
    with TemporaryDirectory() as folder:
        own, contents = both_readers(
            campaign, grades, exact, ledger, since=since, data_up_to=when, marks=before.marks,
            old=under_old_bands(campaign, grades, book, clock=clock),
        )  # fmt: skip
        shown = ForReaders(own, for_outside(contents))
        if entry and shown.outside:
            read = now_known.find(before.inputs.get(READ_ON, "")) or entry
            shown = announced_by(own, shown.outside, Book(now_known.entries[: read.number]), entry)
        audiences = [each for each in Audience if any(map(each.reads, before.files))]
        language = PackLanguage(before.language)
        report = write_files(
            shown.own,
            Path(folder),
            outside=shown.outside,
            language=language,
            inputs={**inputs_of(campaign, grades, ledger), **shown.inputs},
            extras=audience_files(
                campaign,
                shown.own,
                ledger,
                audiences,
                language,
                outside=grades,
                sheets=shown.outside,
                released=shown.released,
            ),
            progress=progress,
        )
        verification = compare_manifests(
            before, report.manifest, was, Path(folder), listed_then=bool(then_listed), named_then=named_then
        )
        return replace(verification, purged=purged_since(ledger.folder, ledger.manifest, then))


def _as_named_then(campaign: Campaign, before: Manifest) -> Campaign:
    """The campaign with the names of office, ranges and districts when a report was made; as it is where its manifest keeps none that are
    others and can be read today."""
    if not before.office or before.office == names_in(campaign.office):
        return campaign
    try:
        office = OfficeConfig.model_validate_json(
            json.dumps({**campaign.office.model_dump(mode="json"), **before.office})
        )
    except ValidationError:
        return campaign
    districts = tuple(District(code, names.name_en, names.name_hi) for code, names in office.districts.items())
    return replace(campaign, office=office, districts=districts)


def _stations_then(campaign: Campaign, before: Manifest) -> tuple[Station, ...]:
    """The stations of stations.csv as it was when a report was made; () where its manifest keeps none that can be read today."""
    if (content := before.kept_stations) is None:
        return ()
    with TemporaryDirectory() as folder:
        write_whole(Path(folder) / STATIONS, content)
        return read_stations(Path(folder) / STATIONS, campaign.district_by_code, [])
