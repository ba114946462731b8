"""When two texts are the same: six meanings, each with its name. No other file normalizes a text."""

from __future__ import annotations

from unicodedata import category, digit, normalize
from urllib.parse import SplitResult, urlsplit

_NUKTA, _CHANDRABINDU, _ANUSVARA = "\u093c", "\u0901", "\u0902"
_JOINERS = str.maketrans("", "", "\u200c\u200d")
"""ZWNJ and ZWJ: how a half letter is drawn. Some Hindi keyboards write them, others do not; nobody sees that in a list."""


def stored(text: str) -> str:
    """The same signs: NFC, the form in which every text is kept from the border on."""
    return text if text.isascii() else normalize("NFC", text)


def same_words(text: str) -> str:
    """The same words: NFC, one blank wherever there is any. Google and a PDF may keep blanks otherwise."""
    return " ".join(stored(text).split())


def same_title(text: str) -> str:
    """The same title, option, header or name as people type it: the same words, whatever their case and their joiners."""
    return same_words(text).casefold().translate(_JOINERS)


def searched(text: str) -> str:
    """The same word as people spell it: no case, no joiners, no nukta, chandrabindu as anusvara. Keeps blanks."""
    if text.isascii():
        return text.lower()
    apart = normalize("NFD", text.lower()).translate(_JOINERS).replace(_NUKTA, "").replace(_CHANDRABINDU, _ANUSVARA)
    return normalize("NFC", apart)


_SOUNDS = str.maketrans("ईऊीूऐैऔौॉषशणएञ", "इउिुएेओोाससनएन", "ंः्")
_LETTERS = (
    ("aa", "a"),
    ("ee", "i"),
    ("ii", "i"),
    ("oo", "u"),
    ("uu", "u"),
    ("chh", "ch"),
    ("sh", "s"),
    ("ph", "f"),
    ("w", "v"),
    ("z", "j"),
    ("y", "e"),
)


def heard(word: str) -> str:
    """The same word as it is heard, spelt by ear: long and short vowels alike, one letter for a double one, no half letters; Roman or Devanagari."""
    plain = searched(word).translate(_SOUNDS)
    if not plain.isascii():
        return plain
    for letters, sound in _LETTERS:
        plain = plain.replace(letters, sound)
    return "".join(sign for sign, before in zip(plain, " " + plain, strict=False) if sign != before)


def ascii_letters(text: str) -> str:
    """The same word with plain Latin letters only: marks above and below are dropped, and so are other scripts."""
    return normalize("NFKD", text).encode("ascii", "ignore").decode()


def typed_code(text: str) -> str:
    """The same code as keyboards and screens write it: NFKC, so that full-width letters and odd digits are plain ones."""
    return normalize("NFKC", text)


def plain_digits(text: str) -> str:
    """The same number in the digits 0 to 9, whatever script it is written in."""
    if text.isascii():
        return text
    return "".join(str(digit(sign)) if category(sign) == "Nd" else sign for sign in text)


def tongue(text: str) -> str:
    """The language in which a browser reads somebody's own words aloud, by their script; never "hi" or "en" alone, of which a page in
    both languages hides one."""
    return "hi-IN" if any("\u0900" <= sign <= "\u097f" for sign in text) else "en-IN"


def address_parts(text: str) -> SplitResult:
    """The parts of a web address; all of them empty for a text that is none, such as "//[", which anybody may type or print."""
    try:
        return urlsplit(text)
    except ValueError:
        return SplitResult("", "", "", "", "")
