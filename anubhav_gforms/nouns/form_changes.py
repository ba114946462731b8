"""Changes to a form, as values. google/form_json writes each as a request whose mask is as narrow as the change."""

from __future__ import annotations

from dataclasses import dataclass

from .google import Item


@dataclass(frozen=True, slots=True)
class SetTitle:
    """The title that citizens see."""

    title: str


@dataclass(frozen=True, slots=True)
class SetDescription:
    """The text under the title: the privacy notice. May have several lines."""

    description: str


@dataclass(frozen=True, slots=True)
class CollectNoEmail:
    """Ask nobody to sign in and take no e-mail address."""


@dataclass(frozen=True, slots=True)
class AddItem:
    """A new item at a place (0 = first) among the items there at that moment. Google gives it its ids."""

    item: Item
    index: int


@dataclass(frozen=True, slots=True)
class MoveItem:
    """An item from one place to another."""

    index: int
    to: int


@dataclass(frozen=True, slots=True)
class RewordItem:
    """New words for an item; its ids stay."""

    index: int  # its place among the items
    title: str | None = None  # None: the title stays
    help: str | None = None  # None: the help text stays
    item: Item | None = None  # the item as it stands, which goes along whole: Google wants to know its kind


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """Required or not, new options, new words at the ends of a scale, as `item` has them; the ids in `item` stay."""

    index: int
    item: Item
    required: bool = False
    options: bool = False
    labels: bool = False


Change = SetTitle | SetDescription | CollectNoEmail | AddItem | MoveItem | RewordItem | ChangeItem
