"""A PDF as reportlab leaves it → as it is handed out: tagged (PDF/UA-1), and for a press with the structure of PDF/X-4."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String

from ...paper.facts import packet
from ..design.inks import CONDITION, PROFILE
from .tags import Tagged, add_tree

INFO = "Offset, coated paper (FOGRA39L)"


def finished(
    content: bytes, pages: Sequence[Sequence[tuple[Tagged, ...]]], *, title: str, author: str, press: bool
) -> bytes:
    """The same pages with their tree, the facts of the file, and with `press` what a print shop's software asks for."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        add_tree(pdf, pages)
        pdf.Root.Metadata = pdf.make_indirect(_facts(pdf, content, title, author, press=press))
        if press:
            pdf.docinfo["/Trapped"] = Name("/False")
            pdf.Root.OutputIntents = Array([_output_intent(pdf)])
        file = io.BytesIO()
        pdf.save(
            file,
            force_version="1.6" if press else "1.7",
            object_stream_mode=ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return file.getvalue()


def _output_intent(pdf: Pdf) -> Dictionary:
    profile = Stream(pdf, PROFILE.read_bytes(), N=4, Alternate=Name.DeviceCMYK)
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(CONDITION),
        OutputCondition=String(INFO),
        RegistryName=String("http://www.color.org"),
        Info=String(INFO),
        DestOutputProfile=pdf.make_indirect(profile),
    )


def _facts(pdf: Pdf, content: bytes, title: str, author: str, *, press: bool) -> Stream:
    """The XMP packet. The file's own number follows from what is in it."""
    number = uuid.uuid5(uuid.NAMESPACE_URL, hashlib.sha256(content).hexdigest())
    trapped = "<pdf:Trapped>False</pdf:Trapped><pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"
    packet_bytes = packet(title, author, "hi", number, more=[trapped] if press else [])
    return Stream(pdf, packet_bytes, Type=Name.Metadata, Subtype=Name.XML)
