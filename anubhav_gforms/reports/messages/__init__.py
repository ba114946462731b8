"""What people wrote, for those who may read it: sorted into piles, redacted by audience, in batches for stations."""

from .page import messages_page
from .piles import Audience, Messages, Pile, message_columns, sort_messages

__all__ = [
    "Audience",
    "Messages",
    "Pile",
    "message_columns",
    "messages_page",
    "sort_messages",
]
