"""The whole of a setup: look, plan, guard the printed paper, take the steps, look again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from ..campaign import Campaign
from ..errors import StateError
from ..links import Keyring
from ..links.keyring import give_up_keys, make_keyring, present_keys, today_of, unrecorded
from ..links.links_file import links_of, links_path, registry_links, write_links
from ..links.registry import Registry, hold_registry, load_registry, save_registry
from ..nouns.gateway import Gateway
from ..nouns.google import Form
from ..sentence import Sentence
from .apply import PROOF, StepTools, remember_form, take_steps
from .content import match_questions
from .guard import Hazard, find_hazards, refuse_hazards, revoke_posters, tell_hazard
from .linking import LinkingSteps, linking_steps, refuse_other_sheet
from .look import Sight, look
from .mixed import refuse_moved_titles, with_lists
from .plan import make_plan
from .prefill import CURE, OpenPage, one_per_district, unproved
from .rehearsal import REHEARSAL, sweep_copies
from .show import plan_json, plan_text
from .steps import Existing, Plan, Step
from .wanted import WantedForm, wanted_form

PAGE_LOOKS, PAGE_PAUSE = 4, 5.0
"""How often the public page is opened after a setup, and the seconds between: Google may take a moment."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a setup would do, or did. `steps` were taken; `problems` are what Google did not keep as asked; `about_keys`
    says what is to be done about signing keys, "" for nothing."""

    plan: Plan
    hazards: tuple[Hazard, ...]
    registry: Registry
    our_form: WantedForm
    existing: Existing
    steps: tuple[Step, ...] = ()
    problems: tuple[str, ...] = ()
    about_keys: str = ""

    @property
    def linked(self) -> bool:
        """Whether the form writes its responses to a sheet yet."""
        return bool(self.existing.form and self.existing.form.linked_sheet_id)

    @property
    def text(self) -> str:
        """The plan for people to read, line by line."""
        return plan_text(self.plan)

    @property
    def json(self) -> dict[str, Any]:
        """The plan by the keys of `anubhav setup-forms --json`."""
        return plan_json(self.plan, self.hazards, self.registry.stations)

    @property
    def deaths(self) -> tuple[str, ...]:
        """Why printed posters would die by it, with their stations; one text per reason."""
        return tuple(tell_hazard(hazard, self.registry.stations) for hazard in self.hazards)

    def refuse_deaths(self) -> None:
        """Raise StateError when printed posters would die by it, naming every one."""
        refuse_hazards(self.hazards, self.registry.stations)

    @property
    def steps_to_link(self) -> LinkingSteps:
        """What a person does at Google to link form and sheet."""
        return linking_steps(self.registry, self.our_form)


def plan_setup(campaign: Campaign, gateway: Gateway) -> Setup:
    """What setup-forms would do. Reads only; nothing is written anywhere, not even a signing key.

    Raises StateError when the form writes to a spreadsheet that is not the campaign's own.
    """
    our_form = wanted_form(campaign)
    known = load_registry(campaign.data)
    refuse_moved_titles(campaign.form, known)
    keyring, about_keys = present_keys(campaign, known), unrecorded(campaign, known)
    sight = look(gateway, our_form, known, links=links_path(campaign))
    _refuse_other_sheet(sight)
    plan = _planner(campaign, our_form, keyring)(sight.existing, sight.registry)
    hazards = tuple(find_hazards(campaign, our_form, sight.existing, sight.registry, keyring))
    return Setup(plan, hazards, sight.registry, our_form, sight.existing, about_keys=about_keys)


def apply_setup(
    campaign: Campaign,
    gateway: Gateway,
    *,
    open_page: OpenPage,
    shown: Plan | None = None,
    reprint: bool = False,
    on_step: Callable[[Step], None] = lambda step: None,
) -> Setup:
    """Make the form, its sheet and links.csv as the campaign wants them; a run that was killed is finished by the next.

    By `open_page` form and links are opened as a citizen does, also when nothing was changed: the form must take responses, a link
    of each district must fill in its own code.
    With `shown` (the plan that a person agreed to) nothing is done when the plan has become another meanwhile.
    Raises StateError when printed posters would die and `reprint` is not given, or somebody edits the form meanwhile.
    """
    our_form = wanted_form(campaign)
    with hold_registry(campaign.data):
        registry = load_registry(campaign.data)
        refuse_moved_titles(campaign.form, registry)
        path = links_path(campaign)
        look_again = partial(look, gateway, our_form, links=path)
        store = partial(save_registry, data=campaign.data)
        present = present_keys(campaign, registry)
        if registry.pending == REHEARSAL:
            sweep_copies(gateway, our_form.campaign_id)
        sight = look_again(registry)
        _refuse_other_sheet(sight)
        hazards = tuple(find_hazards(campaign, our_form, sight.existing, sight.registry, present))
        if hazards and not reprint:
            refuse_hazards(hazards, registry.stations)
        plan = _planner(campaign, our_form, present)
        first = plan(sight.existing, sight.registry)
        if shown is not None and not _same(first, shown):
            raise StateError(
                "The form was changed since the plan was shown; nothing was done.",
                cure="Run anubhav setup-forms again.",
            )
        agreed = _without_form(revoke_posters(sight.registry, hazards, today_of(campaign)), sight.existing)
        if hazards:
            agreed = give_up_keys(campaign, agreed)
        keyring, agreed = make_keyring(campaign, agreed)
        plan = _planner(campaign, our_form, keyring)
        sight = replace(sight, registry=agreed)
        if first.steps or agreed.keys != registry.keys:
            store(sight.registry)

        def write(registry: Registry) -> str:
            text = registry_links(campaign, registry, keyring)
            write_links(text, path)
            return text

        tools = StepTools(
            gateway=gateway,
            our_form=our_form,
            plan=plan,
            look=look_again,
            store=store,
            write_links=write,
            on_step=on_step,
        )
        sight, steps = take_steps(tools, sight)
        left = plan(sight.existing, sight.registry)
        problems = (
            *(Sentence("{title}: Google did not keep it.", title=step.title) for step in left.steps),
            *_check(our_form, sight),
        )
        done = remember_form(our_form, sight.existing, sight.registry)
        if not problems:
            problems = _check_page(gateway, our_form, sight, open_page)
        if not problems and done.station_kind == "text":
            sample = one_per_district(campaign, links_of(campaign, done, keyring))
            failed = unproved(open_page, sample, done.entry(our_form.station_key))
            problems = tuple(Sentence("{failed}. {cure}", failed=each, cure=CURE) for each in failed)
        if not problems:
            done = replace(with_lists(done.with_step("links"), campaign), pending="")
        else:
            done = replace(done, pending=PROOF)
        if steps or done != registry:
            store(done)
    return Setup(first, hazards, done, our_form, sight.existing, steps, problems)


def _refuse_other_sheet(sight: Sight) -> None:
    if sight.existing.form:
        refuse_other_sheet(sight.existing.form.linked_sheet_id, sight.registry)


def _planner(campaign: Campaign, our_form: WantedForm, keyring: Keyring | None) -> Callable[[Existing, Registry], Plan]:
    def plan(existing: Existing, registry: Registry) -> Plan:
        registry = _without_form(registry, existing)
        text = None
        if existing.form and keyring and (parts := match_questions(our_form, existing.form, registry)):
            key = our_form.station_key
            if key in parts and existing.form.responder_uri:
                known = replace(
                    registry,
                    responder_uri=existing.form.responder_uri,
                    question_ids={**registry.question_ids, key: parts[key].question_id},
                )
                text = registry_links(campaign, known, keyring)
        return make_plan(our_form, existing, registry, links=text)

    return plan


def _without_form(registry: Registry, existing: Existing) -> Registry:
    """After consent to print again: a form that is gone is forgotten, so that a new one can be made."""
    if not existing.gone:
        return registry
    return replace(
        registry,
        form_id="",
        responder_uri="",
        revision_id="",
        question_ids={},
        left={},
        left_title="",
        left_description="",
        tab_id=None,
        steps=(),
    )


def _same(plan: Plan, shown: Plan) -> bool:
    """Whether the steps are those that were shown; the count of links may only be known later."""
    return [(step.action, step.changes) for step in plan.steps] == [(step.action, step.changes) for step in shown.steps]


def _check(our_form: WantedForm, sight: Sight) -> tuple[str, ...]:
    """What must be true of the finished form beyond the plan: ids that links can be made of."""
    form = sight.existing.form
    if form is None:
        return (Sentence("The form cannot be seen after it was made."),)
    parts = match_questions(our_form, form, sight.registry)
    missing = [question.key for question in our_form.questions if question.key not in parts]
    ids = [parts[key].question_id for key in parts]
    return (
        *(Sentence("The form does not ask {key}.", key=key) for key in missing if key == our_form.station_key),
        *(
            Sentence("Question id {each} is not a number that a link can carry.", each=question_id)
            for question_id in ids
            if not _is_entry(question_id)
        ),
        *((Sentence("Two questions share an id."),) if len(set(ids)) < len(ids) else ()),
        *_check_address(form),
    )


def _check_page(gateway: Gateway, our_form: WantedForm, sight: Sight, open_page: OpenPage) -> tuple[str, ...]:
    """What a citizen meets: the form, without a login, with the question that the codes fill in."""
    form = sight.existing.form
    assert form is not None
    item = match_questions(our_form, form, sight.registry)[our_form.station_key]
    for attempt in range(PAGE_LOOKS):
        if attempt:
            gateway.pause(PAGE_PAUSE)
        page = open_page(form.responder_uri)
        if page.takes_responses and int(item.question_id, 16) in page.entries:
            return ()
    why = page.why or Sentence("it does not ask the question that the codes fill in")
    return (Sentence("A citizen cannot respond to the form yet: {why}.", why=why),)


def _is_entry(question_id: str) -> bool:
    try:
        return 0 < int(question_id, 16) < 2**31
    except ValueError:
        return False


def _check_address(form: Form) -> tuple[str, ...]:
    path = urlsplit(form.responder_uri).path
    if "/d/e/" in path and path.endswith("/viewform"):
        return ()
    return (
        Sentence(
            "Google gave the form an address that links cannot be made of: {responder_uri!r}.",
            responder_uri=form.responder_uri,
        ),
    )
