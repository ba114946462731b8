"""What the discovery documents do not say of Google's messages: their packages, their enums, which fields exclude each other."""

from __future__ import annotations

TYPES = {
    ("integer", "int32"): "TYPE_INT32",
    ("integer", "uint32"): "TYPE_UINT32",
    ("string", "int64"): "TYPE_INT64",
    ("string", "uint64"): "TYPE_UINT64",
    ("number", "double"): "TYPE_DOUBLE",
    ("number", "float"): "TYPE_FLOAT",
    ("boolean", ""): "TYPE_BOOL",
    ("string", "byte"): "TYPE_BYTES",
}
PACKAGES = {
    "sheets": "google.apps.sheets.v4",
    "forms": "google.apps.forms.v1",
    "drive": "google.apps.drive.v3",
    "pubsub": "google.pubsub.v1",
}
WRAPPED = {
    *(("GridRange", name) for name in ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")),
    *(("DimensionRange", name) for name in ("startIndex", "endIndex")),
    *(("DeveloperMetadataLookup", name) for name in ("metadataId", "metadataKey", "metadataValue")),
}
"""Scalars that are messages of their own inside, as measured: their error paths end in `.value`, and so may be said."""
INNER = {("sheets", "Request"): "BatchUpdateSpreadsheetRequest.Request"}
"""Messages inside others, which the discovery documents show beside them."""
LIST_VALUE = "type.googleapis.com/google.protobuf.ListValue"
OWN_ENUMS = {
    "HorizontalAlignment": "HorizontalAlign",
    "VerticalAlignment": "VerticalAlign",
    "MajorDimension": "Dimension",
    "ResponseValueRenderOption": "ValueRenderOption",
    "ResponseDateTimeRenderOption": "DateTimeRenderOption",
} | {
    name: name
    for name in ("Dimension", "ValueInputOption", "ValueRenderOption", "DateTimeRenderOption", "SheetType", "SortOrder")
}
"""Enums of their own in the Sheets API; all others belong to the message that holds the field."""


ONE_OFS: dict[tuple[str, str], tuple[str, frozenset[str] | None]] = {
    ("sheets", "Request"): ("kind", None),
    ("sheets", "ConditionalFormatRule"): ("rule", frozenset(("booleanRule", "gradientRule"))),
    ("sheets", "ExtendedValue"): ("value", None),
    ("sheets", "ConditionValue"): ("value", None),
    ("sheets", "ColorStyle"): ("kind", None),
    ("sheets", "DataFilter"): ("filter", None),
    ("sheets", "UpdateCellsRequest"): ("area", frozenset(("start", "range"))),
    ("sheets", "AutoFillRequest"): ("area", frozenset(("range", "sourceAndDestination"))),
    ("sheets", "FindReplaceRequest"): ("scope", frozenset(("range", "sheetId", "allSheets"))),
    ("sheets", "PasteDataRequest"): ("kind", frozenset(("delimiter", "html"))),
    ("sheets", "EmbeddedObjectPosition"): ("location", None),
    ("forms", "Request"): ("kind", None),
    ("forms", "WriteControl"): ("control", None),
    ("forms", "Item"): (
        "kind",
        frozenset(f"{kind}Item" for kind in ("question", "questionGroup", "pageBreak", "text", "image", "video")),
    ),
    ("forms", "Question"): (
        "kind",
        frozenset(
            f"{kind}Question" for kind in ("choice", "text", "scale", "date", "time", "rating", "row", "fileUpload")
        ),
    ),
    ("forms", "Option"): ("go_to_section", frozenset(("goToAction", "goToSectionId"))),
}
"""Of these fields (None: of all) a message has one, which the discovery documents do not say; their group's name."""


def enum_type(api: str, schema: str, name: str) -> str:
    """Google's name of an enum, as its refusals show it: google.apps.forms.v1.FormSettings.EmailCollectionType."""
    own = pascal(name)
    if api == "sheets" and own in OWN_ENUMS:
        return f"type.googleapis.com/{PACKAGES[api]}.{OWN_ENUMS[own]}"
    return f"type.googleapis.com/{PACKAGES[api]}.{schema}.{own}"


def pascal(name: str) -> str:
    """A field's name as its message or enum has it."""
    return name[:1].upper() + name[1:]
