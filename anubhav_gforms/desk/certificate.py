"""TLS for the office's network: a certificate of the office, or one that is made here and whose fingerprint people compare."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ..errors import InputError
from ..files import make_private, write_whole

FILE, KEY = "desk-certificate.pem", "desk-certificate-key.pem"
DAYS = 397
"""Browsers take no certificate for longer."""
Pair = tuple[Path, Path]
"""A certificate's file and its key's."""


def own_certificate(folder: Path, names: Collection[str], now: datetime) -> Pair:
    """The certificate made for these names and addresses; a new one when there is none, or it ends within a month, or lacks a name."""
    pair = folder / FILE, folder / KEY
    if all(path.exists() for path in pair) and _serves(pair[0], set(names), now):
        return pair
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "anubhav desk")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName([_alternative(name) for name in sorted(names)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    make_private(folder)
    plain = serialization.NoEncryption()
    write_whole(pair[1], key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    write_whole(pair[0], made.public_bytes(serialization.Encoding.PEM))
    return pair


def check_certificate(pair: Pair) -> Pair:
    """The office's own certificate and key. Raises InputError when a file is missing, or they are none, or do not belong together."""
    for path in pair:
        if not path.is_file():
            raise InputError("{path}: there is no such file.", cure="Check its name.", path=path)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(*pair)
    except (ssl.SSLError, OSError, ValueError):
        raise InputError(
            "{path} and {key} are not a certificate and its key.",
            cure="Give both as PEM files, the key without a password.",
            path=pair[0],
            key=pair[1],
        ) from None
    return pair


def fingerprint(path: Path) -> str:
    """The SHA-256 of a certificate, as browsers show it: "3A:F1:…"."""
    digest = x509.load_pem_x509_certificate(path.read_bytes()).fingerprint(hashes.SHA256())
    return digest.hex(":").upper()


def _serves(path: Path, names: set[str], now: datetime) -> bool:
    try:
        made = x509.load_pem_x509_certificate(path.read_bytes())
        known = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, x509.ExtensionNotFound):
        return False
    named = {str(each.value) for each in known}
    return names <= named and made.not_valid_after_utc > now.astimezone(UTC) + timedelta(days=30)


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
