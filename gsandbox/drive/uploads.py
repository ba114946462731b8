"""Drive v2's files.update with content: what is sent takes the place of what a file holds."""

from __future__ import annotations

from .. import clock
from ..front import Answer, Call
from ..refusal import Refusal
from . import files


def upload(call: Call) -> Answer:
    """A simple upload over a file of Google's own kinds, which is converted. Raises Refusal for what has no importer."""
    kind = call.request.headers.get("content-type", "").partition(";")[0].strip().lower()
    when = clock.now(call.request)
    with call.request.app.state.world.transaction() as db:
        file = files.get(db, call.path["fileId"])
        importer = files.IMPORTERS.get((file.mime, kind))
        if importer is None:
            raise Refusal(501, f"Sandbox: {kind or 'content'} sent over {file.mime} is not served.")
        importer(db, file.id, call.media, when)
        files.touch(db, file.id, when)
    return Answer({"kind": "drive#file", "id": file.id, "title": file.name, "mimeType": file.mime})
