"""Station codes, their signature, prefilled links and the QR symbol (in `links.symbol`, which loads numpy)."""

from .codes import CodeCheck, CodeReading, is_signed_shape, read, sign
from .keys import Key, KeyRecord, Keyring, KeyState
from .links import Link, main_links, make_links, opens, prefilled_url, text_of, value_of

__all__ = [
    "CodeCheck", "CodeReading", "Key", "KeyRecord", "KeyState", "Keyring", "Link", "is_signed_shape", "main_links",
    "make_links", "opens", "prefilled_url", "read", "sign", "text_of", "value_of",
]  # fmt: skip
