"""A file in the age format (age-encryption.org/v1, passphrase), sealed by other hands than anubhav's and with next to no work:
opening one that anubhav sealed costs a second of the processor on purpose, and what these hold matters, not how dearly it is kept."""

from __future__ import annotations

import io
import os
import tarfile
from base64 import b64encode
from collections.abc import Mapping

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

WORK, CHUNK = 2, 1 << 16


def age_file(content: bytes, passphrase: str) -> bytes:
    """`content`, sealed with a passphrase."""
    key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrap = Scrypt(b"age-encryption.org/v1/scrypt" + salt, 32, 1 << WORK, 8, 1).derive(passphrase.encode())
    wrapped = ChaCha20Poly1305(wrap).encrypt(bytes(12), key, None)
    header = b"age-encryption.org/v1\n-> scrypt %s %d\n%s\n---" % (_base64(salt), WORK, _base64(wrapped))
    mac = HMAC(_derived(key, b"", b"header"), SHA256())
    mac.update(header)
    stream, last = ChaCha20Poly1305(_derived(key, nonce, b"payload")), max(0, (len(content) - 1) // CHUNK)
    chunks = [
        stream.encrypt(at.to_bytes(11) + bytes([at == last]), content[at * CHUNK : (at + 1) * CHUNK], None)
        for at in range(last + 1)
    ]
    return header + b" " + _base64(mac.finalize()) + b"\n" + nonce + b"".join(chunks)


def packed(listed: bytes, files: Mapping[str, bytes] | None = None) -> bytes:
    """What a backup holds before it is sealed: its list, and its files."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tar:
        for name, content in {"backup.json": listed, **(files or {})}.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return file.getvalue()


def _derived(key: bytes, salt: bytes, what: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, what).derive(key)


def _base64(content: bytes) -> bytes:
    return b64encode(content).rstrip(b"=")
