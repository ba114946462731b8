"""Words that must be in no byte once they are forgotten: where they sit in files, and what Python writes meanwhile."""

from __future__ import annotations

import io
import os
import sys
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pypdfium2

CANARIES = (b"Quillborne", b"9876500001", b"zqmessage", b"zqend", b"zqcode", b"zqcell")
DEEDS = {"open": 0, "os.rename": 1, "os.remove": 0, "os.mkdir": 0}
"""Audit events that change a disk, and which argument is the path that is written."""


@dataclass
class Watch:
    """What Python does to disks while it is on; `killed_at` ends the process in the middle of that deed."""

    written: list[str] = field(default_factory=list)
    on: bool = False
    killed_at: int = -1

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on or event not in DEEDS:
            return
        path = arguments[DEEDS[event]]
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
            return
        if isinstance(path, int):
            return
        if len(self.written) == self.killed_at:
            os._exit(9)
        self.written.append(os.fsdecode(path))


WATCH = Watch()
sys.addaudithook(WATCH)  # for good: Python takes none back, so it looks only while it is on


@lru_cache(maxsize=1000)
def told(kind: str, content: bytes) -> bytes:
    """The bytes of a file whose name ends so, and what is packed in it; the same file lies in many folders."""
    if kind == ".parquet":
        return content + repr(pq.read_table(io.BytesIO(content)).to_pylist()).encode()
    if kind == ".pdf":
        with pypdfium2.PdfDocument(content) as pdf:
            return content + "\n".join(page.get_textpage().get_text_range() for page in pdf).encode()
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return content + b"\n".join(map(packed.read, packed.namelist()))
    if content[:2] == b"\x1f\x8b":
        return content + zlib.decompress(content, wbits=31)
    return content


def where(*folders: Path) -> list[str]:
    """Files below these folders that hold a canary."""
    found = []
    for path in (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()):
        shown = told(path.suffix, path.read_bytes())
        found += [f"{path}: {word.decode()}" for word in CANARIES if word in shown]
    return found
