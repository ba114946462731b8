"""A time stamp authority on loopback, as RFC 3161 has it: openssl makes its certificates and replies. Tests and benchmarks ask it."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

OPENSSL = shutil.which("openssl")
_SETTINGS = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/own.pem
signer_key = {folder}/own.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
[own]
extendedKeyUsage = critical,timeStamping
basicConstraints = critical,CA:false
[issuer]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
[req]
distinguished_name = nothing
[nothing]
"""
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


@dataclass
class TimeStampAuthority:
    """Its folder, its address once it listens, what it was asked, and the reply that it gives to everything instead of its own."""

    folder: Path
    address: str = ""
    asked: list[bytes] = field(default_factory=list)
    instead: tuple[int, bytes] | None = None

    def __post_init__(self) -> None:
        self.folder.mkdir()
        (self.folder / "openssl.cnf").write_text(_SETTINGS.format(folder=self.folder))
        issuer = ("-subj", "/CN=Issuer", "-extensions", "issuer", "-days", "3650")
        self._openssl("req", "-x509", *_KEY, *issuer, "-keyout", "issuer.key", "-out", "issuer.pem")
        self._openssl("req", "-new", *_KEY, "-subj", "/CN=Time stamps", "-keyout", "own.key", "-out", "own.csr")
        given = ("-CA", "issuer.pem", "-CAkey", "issuer.key", "-CAcreateserial", "-extensions", "own", "-days", "3650")
        self._openssl("x509", "-req", "-in", "own.csr", *given, "-extfile", "openssl.cnf", "-out", "own.pem")

    @property
    def certificates(self) -> str:
        """What its users put into their config."""
        return (self.folder / "own.pem").read_text() + (self.folder / "issuer.pem").read_text()

    def reply(self, request: bytes) -> bytes:
        """Its reply to a request."""
        self.asked.append(request)
        (self.folder / "request.tsq").write_bytes(request)
        self._openssl("ts", "-reply", "-queryfile", "request.tsq", "-out", "answer.tsr", "-config", "openssl.cnf")
        return (self.folder / "answer.tsr").read_bytes()

    def verify(self, stamp: Path, text: bytes) -> bool:
        """Whether openssl finds that a stamp of this authority is one of this text."""
        (self.folder / "text").write_bytes(text)
        found = self._openssl(
            "ts", "-verify", "-in", str(stamp), "-data", "text", "-CAfile", "issuer.pem", "-untrusted", "own.pem"
        )
        return "Verification: OK" in found

    def _openssl(self, *words: str) -> str:
        assert OPENSSL, "openssl is not installed"
        if words[0] == "req":
            words = (*words, "-config", "openssl.cnf")
        done = subprocess.run([OPENSSL, *words], cwd=self.folder, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr


@contextmanager
def listening_authority(folder: Path) -> Iterator[TimeStampAuthority]:
    """An authority that replies over HTTP on this computer."""
    authority = TimeStampAuthority(folder)

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            status, content = authority.instead or (200, authority.reply(request))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    authority.address = f"http://127.0.0.1:{server.server_port}/stamps"
    try:
        yield authority
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
