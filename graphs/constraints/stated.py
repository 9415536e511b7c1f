"""A constraint as an instruction states it: a node of a graph that can verify a response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stemmata.graphs.constraints.verifying import verdict
from stemmata.schemas.instruction import Node
from stemmata.schemas.records import Verdict


@dataclass(frozen=True, slots=True)
class StatedConstraint:
    """A Constraint node with its meaning at hand.

    Example:
        >>> import stemmata
        >>> graph = stemmata.parse("Describe rain. Do not use any commas.")
        >>> graph.constraints[0].verify("Rain, rain, go away.").passed
        False
    """

    node: Node

    @property
    def text(self) -> str:
        """The words that state it."""
        return self.node.text

    @property
    def id(self) -> str | None:
        """Its family's id; None where no family knows it."""
        return self.node.constraint.id if self.node.constraint else None

    @property
    def kwargs(self) -> Mapping[str, Any]:
        """Its arguments."""
        return self.node.constraint.kwargs if self.node.constraint else {}

    @property
    def hard(self) -> bool:
        """Whether a program decides it."""
        return self.node.constraint is not None and self.node.constraint.hard

    def verify(self, response: str) -> Verdict:
        """Return whether a response keeps it; `passed` is None where no program can tell."""
        if self.node.constraint is None:
            return Verdict(id="", hard=False, passed=None, detail="no family knows this constraint", node=self.node.id)
        return verdict(self.node.constraint, response, node=self.node.id)
