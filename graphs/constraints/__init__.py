"""Constraint families: each owns its words, its meaning, its verifier and its repair. Usable alone.

Example:
    >>> from stemmata.graphs.constraints import verify
    >>> verify("punctuation:no_comma", {}, "No comma here.").passed
    True
"""

from stemmata.graphs.constraints.family import Alternative as Alternative
from stemmata.graphs.constraints.family import Check as Check
from stemmata.graphs.constraints.family import ConstraintFamily as ConstraintFamily
from stemmata.graphs.constraints.family import Found as Found
from stemmata.graphs.constraints.family import Repair as Repair
from stemmata.graphs.constraints.meaning import conflicts as conflicts
from stemmata.graphs.constraints.mending import Mended as Mended
from stemmata.graphs.constraints.mending import Unmended as Unmended
from stemmata.graphs.constraints.mending import repair_all as repair_all
from stemmata.graphs.constraints.registry import family as family
from stemmata.graphs.constraints.verifying import repair as repair
from stemmata.graphs.constraints.verifying import verify as verify
from stemmata.graphs.constraints.witness import relation as relation
