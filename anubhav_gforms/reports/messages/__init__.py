"""What people wrote, for those who may read it: sorted into piles, redacted, in full groups of five outside the IG's office."""

from .leaving import DELAY, digest_of, leaving_texts, messages_outside
from .page import messages_page
from .piles import Audience, Messages, Pile, message_columns, sort_messages

__all__ = [
    "DELAY", "Audience", "Messages", "Pile", "digest_of", "leaving_texts", "message_columns", "messages_outside",
    "messages_page", "sort_messages",
]  # fmt: skip
