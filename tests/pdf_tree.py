"""What must be true of every tagged PDF: all that is painted is in the tree, or marked as no content."""

from __future__ import annotations

import pikepdf

PAINTING = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Tj", "TJ", "'", '"', "sh", "Do", "BI"}


def check_tree(pdf: pikepdf.Pdf) -> None:
    """Each part of each page is marked once, in order, none inside another, and the tree lists it."""
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    listed = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for place, page in enumerate(pdf.pages):
        depth, marks = 0, []
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("BDC", "BMC"):
                depth += 1
                if str(operator) == "BDC" and "/MCID" in operands[1]:
                    assert depth == 1, "one part inside another"
                    marks.append(int(operands[1].MCID))
            elif str(operator) == "EMC":
                depth -= 1
            elif str(operator) in PAINTING:
                assert depth, (place, operator)
        assert int(page.obj.StructParents) == place
        assert marks == [*range(len(listed[place]))]
        assert all(part.P for part in listed[place])
