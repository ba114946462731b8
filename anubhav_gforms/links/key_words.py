"""A signing key as 33 plain English words with a checksum, whole or split so that some of several sheets restore it.

The words are those of SLIP-0039: each is known by its first four letters, and a slip of the pen is noticed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from ..errors import InputError
from ..sentence import Sentence
from .keys import Key, KeyRecord

WORDS = 33
"""Words that carry one key, or one share of it."""
_HEAD = "anubhav key"
_BY_START = {word[:4]: word for word in WORDLIST}


def words_of_key(key: Key, *, need: int = 1, of: int = 1) -> tuple[str, ...]:
    """The words of a key for `of` sheets, of which any `need` restore it. Each call makes sheets of another set.

    Raises InputError for numbers that make no sense.
    """
    if (need, of) != (1, 1) and not 2 <= need <= of <= 16:
        raise InputError(
            "{need} of {of} sheets is not a way to split a key.", cure="Such as: --split '2 of 3'", need=need, of=of
        )
    [sheets] = generate_mnemonics(1, [(need, of)], key.secret)
    return tuple(sheets)


def code_text(letter: str, fingerprint: str, words: str) -> str:
    """What the QR symbol of a backup sheet says."""
    return f"{_HEAD} {letter} {fingerprint}\n{words}"


def secrets_in(text: str) -> tuple[bytes, ...]:
    """The keys that these words make: of one sheet or several, typed or scanned, in any order, capitals and numbers ignored.

    Raises InputError that names a word which is not in the list, words that are missing, and sheets that do not belong
    together. No word that was right is shown.
    """
    shares: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    for words in _sheets(text):
        try:
            share = Share.from_mnemonic(words)
        except MnemonicError:
            raise InputError(
                "The words of a sheet do not fit together: one is wrong, or two changed places.",
                cure="Compare them with the sheet, word by word.",
            ) from None
        shares[share.identifier, share.member_threshold][share.index] = words
    secrets = []
    for (_, need), sheets in shares.items():
        if len(sheets) < need:
            raise InputError(
                "{need} sheets of one set are needed, {n} given.",
                cure="Type or scan another sheet with them.",
                need=need,
                n=len(sheets),
            )
        try:
            secrets.append(combine_mnemonics(list(sheets.values())[:need]))
        except MnemonicError:
            raise InputError("These sheets do not belong together.", cure="Take sheets of one day.") from None
    return tuple(dict.fromkeys(secrets))


def _sheets(text: str) -> Iterable[str]:
    """The words of each sheet, whole, in groups of 33."""
    lines = [line for line in text.lower().splitlines() if not line.strip().startswith(_HEAD)]
    words = re.findall(r"[a-z]+", "\n".join(lines))
    unknown = [n for n, word in enumerate(words, start=1) if word[:4] not in _BY_START]
    if unknown:
        said = Sentence(
            "Word {listed} is not in the list of words.",
            "Words {listed} are not in the list of words.",
            n=len(unknown),
            listed=", ".join(map(str, unknown[:5])),
        )
        raise InputError(said, cure="Compare with the sheet.")
    if not words or len(words) % WORDS:
        raise InputError(
            "A sheet has {words} words; {n} were given.",
            cure="Give all words of each sheet.",
            words=WORDS,
            n=len(words),
        )
    full = [_BY_START[word[:4]] for word in words]
    return (" ".join(full[start : start + WORDS]) for start in range(0, len(full), WORDS))


def belonging(secrets: Iterable[Key], records: Iterable[KeyRecord]) -> dict[str, Key]:
    """Those keys that a registry knows by their fingerprints, by the letter that they have there."""
    letters = {record.fingerprint: record.letter for record in records if record.fingerprint}
    return {letters[key.fingerprint]: key for key in secrets if key.fingerprint in letters}
