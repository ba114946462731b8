"""Campaign → the form that the office wants: texts filled in, nothing left open."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..campaign import Campaign, Question
from ..campaign.toml import TomlMistakes
from ..errors import CampaignError, Mistake
from ..nouns.google import Item, ItemKind
from ..sentence import Sentence
from ..text import stored

PAGE, NOTICE = "page of ", "notice"
"""Names of what is no question; no key has a blank."""
SCALE = (1, 5)
"""The two ends of every scale that we make; 5 is the good one."""


@dataclass(frozen=True, slots=True)
class WantedForm:
    """The form and its response sheet as config/*.toml describe them. Names of files end with the campaign's id.

    `notice` is the whole privacy notice where only its brief stands above the questions; `thanks` what people read at the end.
    """

    campaign_id: str
    title: str
    document_title: str
    description: str
    questions: tuple[Question, ...]
    notice: Item | None
    thanks: str
    locale: str
    timezone: str

    @property
    def parts(self) -> tuple[tuple[str, Item], ...]:
        """The items in their order, without ids, each under its name: a question's key, PAGE and the key that it begins with, or NOTICE."""
        parts: list[tuple[str, Item]] = []
        for question in self.questions:
            if question.section:
                parts.append((f"{PAGE}{question.key}", _layout(ItemKind.SECTION, question.section)))
            parts.append((question.key, wanted_item(question)))
        return (*parts, *(((NOTICE, self.notice),) if self.notice else ()))

    @property
    def station_key(self) -> str:
        """The key of the question that the codes fill in."""
        return self.questions[0].key

    @property
    def sheet_title(self) -> str:
        return f"{self.document_title} - responses"

    @property
    def birth_name(self) -> str:
        """Name of the form's file until it carries our mark: by it a form is found whose create reply was lost."""
        return f"{self.document_title} [anubhav]"

    @property
    def marks(self) -> dict[str, str]:
        """What we write on our files in Drive, invisible to people."""
        return {"anubhav": self.campaign_id}


def wanted_form(campaign: Campaign) -> WantedForm:
    """The form that this campaign wants. Raises CampaignError while the privacy notice makes an empty promise."""
    check_promises(campaign)
    form, office, notice = campaign.form.form, campaign.office, _notice(campaign)
    brief = stored("\n".join(filter(None, (form.brief_hi, form.brief_en, form.notice_where))))
    return WantedForm(
        campaign_id=campaign.id,
        title=form.title,
        document_title=f"{form.document_title} ({campaign.id})",
        description=brief if form.brief_hi else notice,
        questions=campaign.form.questions,
        thanks=stored("\n".join(filter(None, (form.thanks_hi, form.thanks_en)))),
        notice=_layout(ItemKind.NOTE, form.notice_title, notice) if form.brief_hi else None,
        locale=office.time.locale,
        timezone=office.time.timezone,
    )


def check_promises(campaign: Campaign) -> None:
    """Refuse to publish while the notice would name no contact or no time of deletion, or still the office of the example. Raises
    CampaignError."""
    office, mistakes = campaign.office.office, list[Mistake]()
    wrong = TomlMistakes(campaign.root / "config" / "office.toml", mistakes)
    no_contact = Sentence(
        "is empty. The privacy notice names it to every citizen; write whom they may ask to delete or correct a response."
    )
    empty = {
        **dict.fromkeys(("contact_hi", "contact_en"), no_contact),
        "retention_months": Sentence(
            "is 0. The privacy notice promises when names and numbers are deleted; write after how many months."
        ),
    }
    for name, text in empty.items():
        if not getattr(office, name):
            wrong.tell("office.{name} {text}", ("office", name), name=name, text=text)
    notice, form = TomlMistakes(campaign.root / "config" / "form.toml", mistakes), campaign.form.form
    for name, promise, contact in (
        ("notice_hi", form.notice_hi, office.contact_hi),
        ("notice_en", form.notice_en, office.contact_en),
    ):
        if "{CONTACT}" not in promise and contact not in promise:
            notice.tell(
                "form.{name} names nobody whom citizens may ask to delete or correct a response. Write {sign} where the contact of config/office.toml is to stand.",
                ("form", name),
                name=name,
                sign="{CONTACT}",
            )
        says_when = "{MONTHS}" in promise or re.search(rf"(?<!\d){office.retention_months}(?!\d)", promise)
        if campaign.form.personal_keys and not says_when:
            notice.tell(
                "form.{name} does not say when names and numbers are deleted. Write {sign} where retention_months of config/office.toml is to stand.",
                ("form", name),
                name=name,
                sign="{MONTHS}",
            )
    _check_foreign_office(notice, campaign)
    if mistakes:
        raise CampaignError(mistakes)


def _check_foreign_office(mistakes: TomlMistakes, campaign: Campaign) -> None:
    """Where the notice names the range of the example, and nothing in config/office.toml is of it. The town alone may be named: its court,
    or another district of the name."""
    office = campaign.office.office
    for key, range_name, ours in (
        ("notice_hi", "बिलासपुर रेंज", (office.name_hi, office.range_hi)),
        ("notice_en", "Bilaspur Range", (office.name_en, office.range_en)),
    ):
        if range_name in getattr(campaign.form.form, key) and range_name.split()[0] not in " ".join(ours):
            mistakes.tell(
                "form.{name} still names {range_name}, the example's range; write whose form it is, as in config/office.toml.",
                ("form", key),
                name=key,
                range_name=range_name,
            )


def wanted_item(question: Question) -> Item:
    """A question of config/form.toml as the item that it should be at Google, without ids."""
    return Item(
        item_id="",
        question_id="",
        kind=question.type.items[0],
        title=question.title,
        help=question.help,
        required=question.required,
        options=question.options,
        low=question.low,
        high=question.high,
        points=SCALE if question.type.rates else (0, 0),
    )


def _layout(kind: ItemKind, title: str, text: str = "") -> Item:
    """What the form shows and does not ask: a heading of a page, or a text."""
    return Item(item_id="", question_id="", kind=kind, title=title, help=text)


def _notice(campaign: Campaign) -> str:
    form, office = campaign.form.form, campaign.office.office
    months = str(office.retention_months)
    parts = (
        text.strip().replace("{MONTHS}", months).replace("{CONTACT}", contact)
        for text, contact in ((form.notice_hi, office.contact_hi), (form.notice_en, office.contact_en))
    )
    return stored("\n\n".join(part for part in parts if part))
