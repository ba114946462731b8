"""The XMP packet of a PDF: title, author, language, and that the file can be listened to (PDF/UA-1)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from uuid import UUID

MADE = "2000-01-01T00:00:00+00:00"  # as reportlab writes it without a date: the same pages have the same bytes
NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
}


def packet(title: str, author: str, language: str, number: UUID, *, more: Sequence[str] = ()) -> bytes:
    """The packet; `number` is the file's own, `more` further lines of it."""
    rows = [
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>',
        f"<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>",
        f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>",
        f"<xmp:CreateDate>{MADE}</xmp:CreateDate><xmp:ModifyDate>{MADE}</xmp:ModifyDate>",
        f"<xmp:MetadataDate>{MADE}</xmp:MetadataDate><xmp:CreatorTool>anubhav</xmp:CreatorTool>",
        f"<xmpMM:DocumentID>uuid:{number}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>",
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass><pdfuaid:part>1</pdfuaid:part>",
        *more,
    ]
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in NAMES.items())
    text = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces}>{"".join(rows)}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="w"?>'
    )
    return text.encode()
