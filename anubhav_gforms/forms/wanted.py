"""Campaign → the form that the office wants: texts filled in, nothing left open."""

from __future__ import annotations

from dataclasses import dataclass

from ..campaign import Campaign, Question, QuestionType
from ..campaign.toml import line_numbers
from ..errors import CampaignError, Mistake
from ..nouns.google import Item, ItemKind
from ..sentence import Sentence
from ..text import stored

SCALE = (1, 5)
"""The two ends of every scale that we make; 5 is the good one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The form and its response sheet as config/*.toml describe them. Names of files end with the campaign's id."""

    campaign_id: str
    title: str
    document_title: str
    description: str
    questions: tuple[Question, ...]
    locale: str
    timezone: str

    @property
    def sheet_title(self) -> str:
        return f"{self.document_title} - responses"

    @property
    def birth_name(self) -> str:
        """Name of the form's file until it carries our mark: by it a form is found whose create answer was lost."""
        return f"{self.document_title} [anubhav]"

    @property
    def marks(self) -> dict[str, str]:
        """What we write on our files in Drive, invisible to people."""
        return {"anubhav": self.campaign_id}


def wanted_form(campaign: Campaign) -> Wanted:
    """The form that this campaign wants. Raises CampaignError while the privacy notice makes an empty promise."""
    check_promises(campaign)
    form, office = campaign.form.form, campaign.office
    return Wanted(
        campaign_id=campaign.id,
        title=form.title,
        document_title=f"{form.document_title} ({campaign.id})",
        description=_notice(campaign),
        questions=campaign.form.questions,
        locale=office.time.locale,
        timezone=office.time.timezone,
    )


def check_promises(campaign: Campaign) -> None:
    """Refuse to publish while the notice would name no contact or no time of deletion. Raises CampaignError."""
    office, path = campaign.office.office, campaign.root / "config" / "office.toml"
    lines = line_numbers(path.read_text(encoding="utf-8-sig")) if path.exists() else {}
    empty = {
        "contact_hi": "is empty. The privacy notice names it to every citizen; write whom they may ask to delete or correct an answer.",
        "contact_en": "is empty. The privacy notice names it to every citizen; write whom they may ask to delete or correct an answer.",
        "retention_months": "is 0. The privacy notice promises when names and numbers are deleted; write after how many months.",
    }
    mistakes = [
        Mistake(
            path,
            lines.get(("office", name), lines.get(("office",), 0)),
            Sentence("office.{name} {text}", name=name, text=text),
        )
        for name, text in empty.items()
        if not getattr(office, name)
    ]
    if mistakes:
        raise CampaignError(mistakes)


def wanted_item(question: Question) -> Item:
    """A question of config/form.toml as the item that it should be at Google, without ids."""
    return Item(
        item_id="",
        question_id="",
        kind=ItemKind(question.type.value),
        title=question.title,
        help=question.help,
        required=question.required,
        options=question.options,
        low=question.low,
        high=question.high,
        points=SCALE if question.type is QuestionType.SCALE else (0, 0),
    )


def _notice(campaign: Campaign) -> str:
    form, office = campaign.form.form, campaign.office.office
    months = str(office.retention_months)
    parts = (
        text.strip().replace("{MONTHS}", months).replace("{CONTACT}", contact)
        for text, contact in ((form.notice_hi, office.contact_hi), (form.notice_en, office.contact_en))
    )
    return stored("\n\n".join(part for part in parts if part))
