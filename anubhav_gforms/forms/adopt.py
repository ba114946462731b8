"""Taking a form that exists, and its response sheet, under control without changing either."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..campaign import Campaign
from ..csv_file import csv_table
from ..errors import ForbiddenError, GoogleError, InputError, NotFoundError, SignInError, StateError
from ..files import active, inert, write_whole
from ..links.keyring import make_keyring
from ..links.links_file import links_path, registry_links, write_links
from ..links.registry import Registry, hold_registry, load_registry, save_registry
from ..nouns import a1
from ..nouns.gateway import Gateway
from ..nouns.google import Form, Item, ItemKind, Permission, spreadsheet_id_in
from ..sentence import Sentence
from .differences import differences_from_ours
from .linking import ResponseTab, find_tab_in
from .matching import Certainty, Match, match_items, match_station
from .mixed import with_lists
from .wanted import WantedForm, wanted_form

ANSWERS_FILE = "adopted-stations.csv"


@dataclass(frozen=True, slots=True)
class StationAnswer:
    """One text that the station question held: how often, the code that it means, or a guess to be confirmed."""

    text: str
    count: int
    code: str
    guess: str


@dataclass(frozen=True, slots=True)
class Adoption:
    """What would be taken over, and what a person must decide or should know. Nothing is changed at Google."""

    form: Form
    matches: tuple[Match, ...]
    answers: tuple[StationAnswer, ...]
    differences: tuple[str, ...]
    registry: Registry
    tab: ResponseTab | None

    @property
    def to_ask(self) -> tuple[Match, ...]:
        """Questions whose match a person must confirm."""
        return tuple(match for match in self.matches if match.certainty is Certainty.ASK)

    @property
    def unassigned(self) -> tuple[StationAnswer, ...]:
        """Texts of the station question that mean no station yet."""
        return tuple(answer for answer in self.answers if not answer.code)


def form_id_of(text: str) -> str:
    """The form's id from its edit address or from the id itself. Raises InputError for a public address."""
    if "/forms/d/e/" in text or text.startswith("1FAIpQL"):
        raise InputError(
            "That is the form's public address; Google lets nobody find the form from it.",
            cure="Open the form for editing and give the address of that page: https://docs.google.com/forms/d/.../edit",
        )
    match = re.search(r"/forms/(?:u/\d+/)?d/([\w-]{10,})", text) or re.fullmatch(r"([\w-]{10,})", text)
    if not match:
        raise InputError(
            "{text!r} is not a form.", cure="Give the address of the page where the form is edited.", text=text
        )
    return match[1]


def sheet_id_of(text: str) -> str:
    """The spreadsheet's id from its address or from the id itself. Raises InputError."""
    if sheet_id := spreadsheet_id_in(text):
        return sheet_id
    raise InputError("{text!r} is not a spreadsheet.", cure="Give the address of the response sheet.", text=text)


def plan_adoption(
    campaign: Campaign, gateway: Gateway, form: str, *, sheet: str = "", assigned: Mapping[str, int] | None = None
) -> Adoption:
    """What adopting this form means. Reads only.

    `assigned` maps question keys to numbers of items of the form (from 1; 0 = none), where a person decided.
    Raises InputError for a wrong address or number, StateError when posters of another form hang, GoogleError.
    """
    our_form = wanted_form(campaign)
    registry = load_registry(campaign.data)
    form_id = form_id_of(form)
    if registry.form_id == form_id and not registry.adopted:
        raise StateError("This form was made by anubhav; it needs no adoption.", cure="Run: anubhav setup-forms")
    if registry.form_id and registry.form_id != form_id and registry.hanging:
        raise StateError(
            Sentence(
                "{n} printed code of this campaign opens another form.",
                "{n} printed codes of this campaign open another form.",
                n=len(registry.hanging),
            ),
            cure="Adopt the form in a folder of its own, with a campaign id of its own in config/office.toml.",
        )
    seen = _see(gateway, form_id)
    if sheet and seen.linked_sheet_id not in ("", sheet_id_of(sheet)):
        raise InputError(
            "The form writes its responses to another spreadsheet: {linked_sheet_id}.",
            cure="Leave --sheet out.",
            linked_sheet_id=seen.linked_sheet_id,
        )
    assigned = assigned or {}
    _check_told(assigned, our_form, seen)
    matches = match_items(our_form.questions, seen.items, assigned)
    parts = {match.key: match.item for match in matches if match.item}
    registry = Registry(
        root=gateway.root,
        form_id=form_id,
        responder_uri=seen.responder_uri,
        document_title=seen.document_title,
        revision_id=seen.revision_id,
        question_ids={key: item.question_id for key, item in parts.items()},
        titles={key: (item.title,) for key, item in parts.items()},
        left=dict(parts),
        left_title=seen.title,
        left_description=seen.description,
        spreadsheet_id=seen.linked_sheet_id or (sheet_id_of(sheet) if sheet else ""),
        adopted=True,
        printed=registry.printed if registry.form_id == form_id else (),
        keys=registry.keys,
    )
    registry = with_lists(registry, campaign)
    sheet_id = registry.spreadsheet_id
    tab = find_tab_in(gateway, registry, sheet_id, our_form.station_key) if sheet_id else None
    station = parts.get(our_form.station_key)
    answers = tuple(_answers(campaign, gateway, station, tab)) if station else ()
    if tab:
        registry = replace(registry, spreadsheet_id=tab.spreadsheet.id, tab_id=tab.tab.id)
    if station:
        listed = station.kind is not ItemKind.TEXT
        known = {answer.text: answer.code for answer in answers if answer.code}
        registry = replace(registry, station_kind="dropdown" if listed else "text", station_answers=known)
    differences = tuple(differences_from_ours(our_form, seen, matches, _permissions(gateway, form_id), tab))
    return Adoption(seen, matches, answers, differences, registry, tab)


def adopt_form(campaign: Campaign, adoption: Adoption) -> Registry:
    """Take an existing form over, as `plan_adoption` found it; nothing is changed at Google.

    Writes data/registry.json, links.csv and data/adopted-stations.csv. Raises StateError while a question's match is not decided
    or the station question is not known.
    """
    key = campaign.form.station_question.key
    if adoption.to_ask:
        raise StateError(
            "Some questions are not matched for certain.",
            cure="If these are right, add: {flags} (write 0 where the form does not ask it).",
            flags=" ".join(f"--match {match.key}={match.number}" for match in adoption.to_ask),
        )
    if key not in adoption.registry.question_ids:
        raise StateError(
            "No question of the form asks for the station.",
            cure="Name it: --match {key}=NUMBER (the numbers are listed above).",
            key=key,
        )
    with hold_registry(campaign.data):
        keyring, registry = make_keyring(campaign, replace(adoption.registry, steps=("adopted", "links")))
        save_registry(replace(load_registry(campaign.data), keys=registry.keys), campaign.data)
        write_links(registry_links(campaign, registry, keyring), links_path(campaign))
        _write_answers(campaign, adoption)
        save_registry(registry, campaign.data)
    return registry


def _see(gateway: Gateway, form_id: str) -> Form:
    try:
        return gateway.forms.get(form_id)
    except (NotFoundError, ForbiddenError, SignInError) as error:
        raise type(error)(
            error.message,
            cure="A login sees only forms that anubhav made, unless it may read others: run anubhav login --existing-form with the account that owns this form.",
            status=error.status,
            reason=error.reason,
        ) from error


def _check_told(assigned: Mapping[str, int], our_form: WantedForm, form: Form) -> None:
    keys = {question.key for question in our_form.questions}
    for key, number in assigned.items():
        if key not in keys:
            raise InputError(
                "--match {key}: there is no such question.", cure="Keys: {keys}.", key=key, keys=", ".join(sorted(keys))
            )
        if not 0 <= number <= len(form.items) or (number and not form.items[number - 1].question_id):
            raise InputError(
                "--match {key}={number}: the form has no such question.",
                cure="Its items are 1 to {n}.",
                key=key,
                number=number,
                n=len(form.items),
            )


def _permissions(gateway: Gateway, form_id: str) -> tuple[Permission, ...] | None:
    try:
        return gateway.drive.permissions(form_id)
    except GoogleError:
        return None


def _answers(campaign: Campaign, gateway: Gateway, station: Item, tab: ResponseTab | None) -> Iterator[StationAnswer]:
    counts: Counter[str] = Counter(dict.fromkeys(station.options, 0))
    if tab:
        columns = [place for place, title in enumerate(tab.header) if title.strip() == station.title.strip()]
        ranges = [f"{a1.quoted(tab.tab.title)}!{a1.column(place)}2:{a1.column(place)}" for place in columns]
        for column in gateway.sheets.values(tab.spreadsheet.id, ranges) if ranges else ():
            counts.update(
                " ".join(str(cell).split()) for cell in (column[0] if column else ()) if cell not in ("", None)
            )
    decided = _decided(campaign)
    for text, count in counts.most_common():
        code, guess = match_station(text, campaign.stations)
        yield StationAnswer(text, count, decided.get(text) or code, "" if decided.get(text) else guess)


def _decided(campaign: Campaign) -> dict[str, str]:
    """Codes that the office wrote into data/adopted-stations.csv."""
    path = campaign.data / ANSWERS_FILE
    if not path.exists():
        return {}
    rows = [row for _, row in csv_table(path) if row.get("code", "").strip()]
    wrong = [row["code"] for row in rows if row["code"].strip() not in campaign.station_by_code]
    if wrong:
        raise InputError(
            "{path}: {wrong!r} is not a code of stations.csv.",
            cure="Correct it and run this again.",
            path=path,
            wrong=wrong[0],
        )
    return {active(row.get("text", "")): row["code"].strip() for row in rows}


def _write_answers(campaign: Campaign, adoption: Adoption) -> Path:
    path = campaign.data / ANSWERS_FILE
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(("text", "answers", "code", "guess"))
    writer.writerows((inert(each.text), each.count, each.code, each.guess) for each in adoption.answers)
    return write_whole(path, file.getvalue().encode("utf-8-sig"))
