"""The board on the workbench's first page, made of panels that the apps register.

    panels.register("主动公开", 10, items_to_do)

    def items_to_do(person) -> list[panels.Tile]:
        return [panels.Tile("待审查", 3, reverse("disclosure:items") + "?state=secrecy", "warn")]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure that leads somewhere.

    Args:
        label: what is counted.
        count: how many; None where the tile is only a way to a page.
        link: the page that shows just these.
        tone: bad, warn, ok, info or "".
    """

    label: str
    count: int | None
    link: str
    tone: str = ""


Panel = Callable[[Any], Sequence[Tile]]
_PANELS: dict[str, tuple[int, Panel]] = {}


def register(label: str, order: int, tiles: Panel) -> None:
    """Make a panel known; `tiles` is asked for each person and returns [] where the panel is none of their business."""
    _PANELS[label] = (order, tiles)


def board(person: Any) -> list[tuple[str, Sequence[Tile]]]:
    """The panels of a person, in order, without the empty ones."""
    panels = [(label, tiles(person)) for label, (_, tiles) in sorted(_PANELS.items(), key=lambda panel: panel[1][0])]
    return [(label, tiles) for label, tiles in panels if tiles]


def is_clear(panels: Sequence[tuple[str, Sequence[Tile]]]) -> bool:
    """Whether nothing on a board waits."""
    return not any(tile.count for _, tiles in panels for tile in tiles)
