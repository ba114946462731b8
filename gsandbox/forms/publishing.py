"""setPublishSettings: what may be asked, and the state that follows."""

from __future__ import annotations

from dataclasses import dataclass

from ..discovery import camel
from ..refusal import Refusal
from ..wire import Json

MASKS = {
    "",
    "*",
    "publishState",
    "publishState.isPublished",
    "publishState.isAcceptingResponses",
}


@dataclass(frozen=True)
class PublishState:
    """Whether people can see the form, and whether it takes responses. Accepting needs published."""

    published: bool
    accepting: bool

    def shown(self, empty: str = "publishState") -> Json:
        """As Google shows it: false is left out; with `empty` "bare" a state without flags is left out too."""
        flags = {"isPublished": self.published, "isAcceptingResponses": self.accepting}
        state = {name: True for name, on in flags.items() if on}
        return {"publishState": state} if state or empty == "publishState" else {}


def state_after(request: Json) -> PublishState:
    """The state that a request body asks for. Raises Refusal.

    The schema knows only the whole state, so a flag that is left out is false, whatever the mask says.
    """
    paths = {camel(path) for path in request.get("updateMask", "").split(",")}
    if wrong := sorted(paths - MASKS):
        raise Refusal(400, f"Invalid field mask path: {wrong[0]}")
    if "publishState" not in request.get("publishSettings", {}):
        raise Refusal(400, "publish_settings.publish_state must be set.")
    state = request["publishSettings"]["publishState"]
    published, accepting = bool(state.get("isPublished")), bool(state.get("isAcceptingResponses"))
    if accepting and not published:
        raise Refusal(400, "A form cannot accept responses when it is not published.")
    return PublishState(published, accepting)
