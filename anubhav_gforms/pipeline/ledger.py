"""The ledger's own files: made again from its history when its manifest is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..links.registry import load_registry
from ..responses.epochs import wordings_of
from ..responses.ledger import FOLDER
from ..responses.recover import plan_recovery, recover

if TYPE_CHECKING:
    from ..campaign import Campaign
    from ..responses.recover import Recovery


def recover_ledger(campaign: Campaign, *, apply: bool = True) -> Recovery | None:
    """The manifest of the ledger made again from its history; None when nothing is to be made again.

    With apply=False nothing is written. No answer, event or file changes; the next pull reads the whole sheet. Raises
    StateError with every fault when the history does not hold together, or a file that it names is not as it was.
    """
    registry = load_registry(campaign.data)
    asked = {question.key: question for question in campaign.form.questions if not question.personal}
    wordings = wordings_of({key: registry.left.get(key, question) for key, question in asked.items()})
    work = recover if apply else plan_recovery
    return work(campaign.data / FOLDER, form_id=registry.form_id, wordings=wordings)
