"""Posters: printed, looked at and revoked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ..campaign import Campaign
from ..files import sweep_drafts, write_whole
from ..forms.mixed import completed, refuse_mixed_lists
from ..forms.permit import load_permit
from ..forms.prefill import one_per_district, refuse_unproved, unproved
from ..links import Link
from ..links.keyring import load_keyring, today_of
from ..links.print_record import PrintRecord, load_print_record, posters_folder, save_print_record
from ..links.registry import PrintedPoster, Registry, hold_registry, load_registry, save_registry
from ..links.revocation import accept_again, revoke
from ..links.serials import printable_links
from ..nouns.progress import Progress, silent
from ..posters.design.texts import posters_of
from ..posters.printing.batches import Printed, print_batches, printed_of, recorded
from ..posters.printing.dispatch import dispatch_list
from ..posters.printing.job import PrintJob, chosen_links, plan_run, style_of
from ..posters.printing.pictures import Preview, make_previews
from .clock import trust_clock

if TYPE_CHECKING:
    from ..google import Google


SAMPLES = "samples"
"""Folder, among the posters, of those that were made without proof."""


def make_posters(
    campaign: Campaign,
    job: PrintJob | None = None,
    *,
    google: Google | None = None,
    today: date | None = None,
    progress: Progress = silent,
) -> Printed:
    """The posters of a job (default: A4, every station) as PDFs under data/posters, each page read back first.

    With `google` the permit to print is asked for, and the links of the job are opened as a citizen does, every one for
    the real Google and one per district at a sandbox: each must fill in its own code, else nothing is printed. What was
    printed is recorded before a file appears. Without `google` nothing is proved: every page says that it is a sample,
    the files go to data/posters/samples, and nothing is recorded. The same job gives the same bytes. Beside the PDFs lies a
    list of which page goes to which station.
    Raises StateError before setup-forms and without a permit, LinkError when a link does not fit, PosterError when
    nothing can be printed.
    """
    sweep_drafts(campaign.data)
    day, folder = today or today_of(campaign), posters_folder(campaign.data)
    job = replace(job or PrintJob(), sample=google is None)
    folder = folder / SAMPLES if job.sample else folder
    with hold_registry(campaign.data):
        record = load_print_record(campaign.data)
        links = _links(campaign, job, record)
        planned = plan_run(campaign, job, links, record)
        if google:
            refuse_mixed_lists(campaign, record.registry)
            record = replace(record, registry=completed(record.registry, campaign))
            permit = load_permit(campaign.data, campaign.id)
            permit.refuse_without(google.forms.get(record.registry.form_id), google.account)
            trust_clock(google.server_clock.error)  # what is printed is noted with its day
            opened = chosen_links(campaign, job, links)
            opened = one_per_district(campaign, opened) if record.registry.root else opened
            entry = record.registry.entry(campaign.form.station_question.key)
            refuse_unproved(unproved(google.pages.open, opened, entry))
        batches = []
        for batch in print_batches(planned, progress=progress):
            batches.append(batch)
            if batch.files and not job.sample:
                record = recorded(record, planned, batch, day)
                save_print_record(record, campaign.data)  # first: no paper that the registry does not know
            for file in batch.files:
                write_whole(folder / file.name, file.content, shared=True)
        name, listed = dispatch_list(planned, batches)
        if name:
            write_whole(folder / name, listed.encode("utf-8-sig"), shared=True)
    return printed_of(planned, batches, folder, day, dispatch=name)


def _links(campaign: Campaign, job: PrintJob, record: PrintRecord) -> tuple[Link, ...]:
    """Every link of the job's paper."""
    keyring = load_keyring(campaign, record.registry)
    return printable_links(campaign, record, keyring, paper=job.paper.name, channel=job.channel)


def preview_poster(campaign: Campaign, job: PrintJob) -> tuple[Preview, ...]:
    """The first poster of a job as pictures under data/posters/preview: colour, grey, photocopy, phone.

    Nothing is proved for a picture, and one can be printed: it says that it is a sample.
    """
    job = replace(job, sample=True)
    links = chosen_links(campaign, job, _links(campaign, job, load_print_record(campaign.data)))
    [poster] = posters_of(campaign, links[:1], english=not job.hindi_only)
    folder, name = posters_folder(campaign.data) / "preview", f"{poster.link.station}-{job.look}"
    return make_previews(poster, style_of(campaign, job, links), folder, name=name)


def revoke_posters(campaign: Campaign, codes: Sequence[str], *, apply: bool = True) -> tuple[PrintedPoster, ...]:
    """Stop accepting responses from printed posters ("BSP-KTW.P2"); gives those that are revoked by this.

    Their serials are not used again. With apply=False nothing is written. Raises PosterError for a code without a serial,
    with the station's codes, and for one that was never printed.
    """
    return _decided(campaign, codes, revoke, apply=apply)


def unrevoke_posters(campaign: Campaign, codes: Sequence[str], *, apply: bool = True) -> tuple[PrintedPoster, ...]:
    """Accept responses from revoked posters again, also those that were quarantined meanwhile: the next pull checks them.

    With apply=False nothing is written. Raises PosterError as `revoke_posters`, and for paper that opens another form.
    """
    return _decided(campaign, codes, accept_again, apply=apply)


def _decided(
    campaign: Campaign,
    codes: Sequence[str],
    decide: Callable[[Registry, Sequence[str], date], tuple[Registry, tuple[PrintedPoster, ...]]],
    *,
    apply: bool,
) -> tuple[PrintedPoster, ...]:
    with hold_registry(campaign.data):
        sweep_drafts(campaign.data)
        registry, posters = decide(load_registry(campaign.data), codes, today_of(campaign))
        if posters and apply:
            save_registry(registry, campaign.data)
    return posters
