"""What people wrote, for those who may read it: sorted into piles, redacted by audience, in batches for stations."""

from .batches import BATCH, Issue, counted, issues
from .page import messages_page
from .piles import Audience, Messages, Pile, message_columns, sort_messages

__all__ = [
    "BATCH",
    "Audience",
    "Issue",
    "Messages",
    "Pile",
    "counted",
    "issues",
    "message_columns",
    "messages_page",
    "sort_messages",
]
