"""What every worker needs, imported once by the process that workers are forked from, and shared by them."""

from __future__ import annotations

from stemmata.graphs.constraints.registry import families
from stemmata.parsing import rules
from stemmata.parsing.english import bundle

__all__ = ["bundle", "rules"]

families()
