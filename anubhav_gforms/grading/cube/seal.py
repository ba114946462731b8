"""Whose counts they are: an Ed25519 signature of the office that counted, checked against the public keys in config/office.toml.

Each origin of a cube is signed for itself, over its own districts' counts. They can be taken out of a merged cube again, so that
nobody on the way, not even who merged them, can change, add or lend a count.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from ...errors import InputError, StateError
from ...secret_files import read_secret, write_secret
from ...sentence import Sentence, joined
from .exchange import CubeFile, of_district

KEY_FILE = "cube-key.pem"
"""Among the user's settings, beside the signing keys, mode 0600."""
WHOLE_RANGE = "range"
"""In [cube_keys]: the key of an office that may count for every district."""


def make_key(folder: Path) -> str:
    """The public key of this office, in hexadecimal; its secret is made in `folder` when there is none yet, and never a second time."""
    if key := load_key(folder):
        return public_of(key)
    key = Ed25519PrivateKey.generate()
    write_secret(folder / KEY_FILE, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return public_of(key)


def load_key(folder: Path) -> Ed25519PrivateKey | None:
    """The secret of this office; None when none was made. Raises StateError for a damaged file."""
    path = folder / KEY_FILE
    if not path.exists():
        return None
    with suppress(ValueError, OSError):
        key = load_pem_private_key(read_secret(path), password=None)
        if isinstance(key, Ed25519PrivateKey):
            return key
    raise StateError("{path} is not a key.", cure="Move it away and make another: anubhav cube key", path=path)


def public_of(key: Ed25519PrivateKey) -> str:
    """The public half, 64 hexadecimal digits."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def seal_cube(file: CubeFile, key: Ed25519PrivateKey) -> CubeFile:
    """The counts of one office, signed."""
    return replace(file, seals=(key.sign(_signed(file, 0)).hex(),))


def refuse_unsealed(file: CubeFile, keys: Mapping[str, str], path: Path) -> None:
    """Refuse counts that the office of their district did not sign, and counts of a district that is nobody's here.

    `keys`: public keys by district, and "range" for all. Raises InputError that names each district and the cure.
    """
    wrong: list[Sentence] = []
    for number, origin in enumerate(file.origins):
        known = [keys.get(code, keys.get(WHOLE_RANGE, "")) for code in origin.districts]
        name = ", ".join(origin.districts)
        if not file.seals[number]:
            wrong.append(Sentence("{name} is not signed", "{name} are not signed", n=len(origin.districts), name=name))
        elif not all(known):
            wrong.append(Sentence("no key of {name} is known", name=name))
        elif not all(_holds(file, number, key) for key in set(known)):
            wrong.append(
                Sentence(
                    "{name} was changed, or signed by another office",
                    "{name} were changed, or signed by another office",
                    n=len(origin.districts),
                    name=name,
                )
            )
    strangers = {code[:3] for code in file.cube.stations if code} - file.districts
    if strangers:
        wrong.append(Sentence("it holds counts of {name}, which no office sent", name=", ".join(sorted(strangers))))
    if wrong:
        raise InputError(
            "{path} cannot be trusted: {wrong}.",
            cure="The office that counted runs {command} once, this office puts the line it prints under [cube_keys] in config/office.toml, and the cube is sent again.",
            path=path,
            wrong=joined(wrong, "; "),
            command=key_command(file),
        )


def key_command(file: CubeFile) -> str:
    """What the office runs that counted these, for a key of its own."""
    districts = file.origins[0].districts
    return f"anubhav cube key --district {districts[0]}" if len(districts) == 1 else "anubhav cube key"


def _holds(file: CubeFile, number: int, key: str) -> bool:
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(file.seals[number]), _signed(file, number))
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed(file: CubeFile, number: int) -> bytes:
    """What an office signs: the digest over its own origin and its own districts' counts, as it sent them."""
    origin = file.origins[number]
    cube = of_district(file.cube, *origin.districts)
    return f"anubhav cube, counted for {' '.join(origin.districts)}: {CubeFile.of(cube, [origin]).digest}".encode()
