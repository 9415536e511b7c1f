"""A node's place in the drawing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from stemmata.schemas.instruction import Node


@dataclass(frozen=True, slots=True)
class Box:
    """A node's place and the lines that it shows."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    words: tuple[str, ...]
    small: tuple[str, ...] = ()
    number: int | None = None

    @property
    def centre(self) -> float:
        """The middle, from left to right."""
        return self.x + self.width / 2

    def at(self, x: float, y: float) -> Box:
        """Return the same box elsewhere."""
        return replace(self, x=x, y=y)
