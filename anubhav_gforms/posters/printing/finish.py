"""A PDF as reportlab leaves it → as it is handed out: tagged (PDF/UA-1), and for a press with the structure of PDF/X-4."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Sequence
from html import escape

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String

from ..design.inks import CONDITION, PROFILE
from .tags import Tagged, add_tree

MADE = "2000-01-01T00:00:00+00:00"  # as reportlab writes it without a date: the same posters have the same bytes
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
    names = {
        "dc": "http://purl.org/dc/elements/1.1/",
        "xmp": "http://ns.adobe.com/xap/1.0/",
        "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
        "pdf": "http://ns.adobe.com/pdf/1.3/",
        "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
        "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    }
    rows = [
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>',
        f"<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>",
        "<dc:language><rdf:Bag><rdf:li>hi</rdf:li></rdf:Bag></dc:language>",
        f"<xmp:CreateDate>{MADE}</xmp:CreateDate><xmp:ModifyDate>{MADE}</xmp:ModifyDate>",
        f"<xmp:MetadataDate>{MADE}</xmp:MetadataDate><xmp:CreatorTool>anubhav</xmp:CreatorTool>",
        f"<xmpMM:DocumentID>uuid:{number}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>",
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass><pdfuaid:part>1</pdfuaid:part>",
    ]
    if press:
        rows.append("<pdf:Trapped>False</pdf:Trapped><pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>")
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in names.items())
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces}>{"".join(rows)}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="w"?>'
    )
    return Stream(pdf, packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
