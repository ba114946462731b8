"""Somebody without a mouse who hears the page: moves by keys, and knows only what the browser's own accessibility tree says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MOST = 400
"""Presses of Tab after which something is out of reach."""


@dataclass
class Listener:
    """A page that is open in Chromium."""

    page: Any
    tree: Any = field(init=False)

    def __post_init__(self) -> None:
        self.tree = self.page.context.new_cdp_session(self.page)
        self.tree.send("Accessibility.enable")

    def here(self) -> tuple[str, str, str]:
        """Role, name and value of what has the focus, as the tree gives them to a screen reader."""
        focused = self.tree.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]
        asked = {"objectId": focused["objectId"], "fetchRelatives": False}
        [node] = self.tree.send("Accessibility.getPartialAXTree", asked)["nodes"]
        role, name, value = (str(node.get(part, {}).get("value", "")) for part in ("role", "name", "value"))
        return role, " ".join(name.split()), value

    def heard(self) -> str:
        """Everything that is said on the page, in its order."""
        nodes = {node["nodeId"]: node for node in self.tree.send("Accessibility.getFullAXTree")["nodes"]}
        said, left = [], [next(iter(nodes))]
        while left:
            node = nodes.get(left.pop())
            if node and node["role"]["value"] == "StaticText":
                said.append(node["name"]["value"])
            elif node:
                left += reversed(node["childIds"])
        return " ".join(" ".join(said).split())

    def go(self, role: str, name: str) -> None:
        """Press Tab until something with this role and, in its name, these words has the focus."""
        met = []
        for _ in range(MOST):
            self.page.keyboard.press("Tab")
            found = self.here()
            if found[0] == role and name in found[1]:
                return
            met.append(found[:2])
        raise AssertionError(f"Tab does not come to the {role} {name!r}; it met {sorted(set(met))}")

    def write(self, role: str, name: str, text: str) -> None:
        """Go to a field and type."""
        self.go(role, name)
        self.page.keyboard.type(text)

    def choose(self, name: str, option: str) -> None:
        """Go to a list of choices, and down to one of them."""
        self.go("combobox", name)
        for _ in range(30):
            if self.here()[2] == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name!r} has no {option!r}")

    def press(self, role: str, name: str, key: str = "Enter") -> None:
        """Go there and press a key."""
        self.go(role, name)
        self.page.keyboard.press(key)

    def follow(self, role: str, name: str) -> None:
        """Go to a link or a button that leads to another page, and press Enter."""
        self.go(role, name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
