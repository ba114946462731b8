"""What people wrote, for those who may read it: sorted into piles, redacted, in full groups of five outside the IG's office."""

from .leaving import is_as_read, leaving_texts, messages_outside, shape_of
from .page import messages_page
from .piles import Audience, Messages, Pile, message_columns, sort_messages

__all__ = [
    "Audience", "Messages", "Pile", "is_as_read", "leaving_texts", "message_columns", "messages_outside",
    "messages_page", "shape_of", "sort_messages",
]  # fmt: skip
