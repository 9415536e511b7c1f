"""Fixed names: kinds of nodes and edges, roles, qualifiers, relations between variants."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


class NodeKind(StrEnum):
    """The seven kinds of node: three of the discourse layer (what is said), four of the semantic layer."""

    FACT = "Fact"
    SUB_INSTRUCTION = "SubInstruction"
    CONSTRAINT = "Constraint"
    ACTION = "Action"
    OUTPUT = "Output"
    ENTITY = "Entity"
    ATTRIBUTE = "Attribute"


DISCOURSE = (NodeKind.FACT, NodeKind.SUB_INSTRUCTION, NodeKind.CONSTRAINT)
SEMANTIC = (NodeKind.ACTION, NodeKind.OUTPUT, NodeKind.ENTITY, NodeKind.ATTRIBUTE)


class EdgeKind(StrEnum):
    """The seven kinds of edge: six within one instruction's graph, and EDIT from an instruction to its variant."""

    PART_OF = "PART_OF"
    PERFORMS_ACTION = "PERFORMS_ACTION"
    PRODUCES = "PRODUCES"
    HAS_ATTRIBUTE = "HAS_ATTRIBUTE"
    DEPENDS_ON = "DEPENDS_ON"
    CONSTRAINS = "CONSTRAINS"
    EDIT = "EDIT"


# Which kinds an edge may join. "Instruction" is the graph itself, named by its id.
ENDPOINTS: dict[EdgeKind, tuple[frozenset[str], frozenset[str]]] = {
    EdgeKind.PART_OF: (frozenset(NodeKind), frozenset({"Instruction", NodeKind.SUB_INSTRUCTION})),
    EdgeKind.PERFORMS_ACTION: (
        frozenset({NodeKind.SUB_INSTRUCTION, NodeKind.ENTITY}),
        frozenset({NodeKind.ACTION}),
    ),
    EdgeKind.PRODUCES: (frozenset({NodeKind.ACTION}), frozenset({NodeKind.OUTPUT})),
    EdgeKind.HAS_ATTRIBUTE: (
        frozenset({NodeKind.ENTITY, NodeKind.OUTPUT, NodeKind.ACTION}),
        frozenset({NodeKind.ATTRIBUTE}),
    ),
    EdgeKind.DEPENDS_ON: (
        frozenset({NodeKind.SUB_INSTRUCTION}),
        frozenset({NodeKind.SUB_INSTRUCTION, NodeKind.FACT}),
    ),
    EdgeKind.CONSTRAINS: (
        frozenset({NodeKind.CONSTRAINT}),
        frozenset({NodeKind.SUB_INSTRUCTION, NodeKind.ACTION, NodeKind.OUTPUT, NodeKind.ENTITY}),
    ),
}

# Qualifiers of an edge, each a plain property. None: free text; int: a number; else the values it may take.
QUALIFIERS: dict[str, frozenset[str] | type[int] | None] = {
    "role": frozenset({"target", "recipient", "source", "focus", "exclude", "topic", "instrument", "time", "place"}),
    "composition": frozenset({"and", "chain", "selection", "nested"}),
    "condition": None,
    "polarity": frozenset({"required", "forbidden", "optional"}),
    "order": int,
    "scope": None,
    "turn": int,
    "reference": frozenset({"follow-up", "refinement", "expansion", "recall", "summary"}),
}

QualifierValue = str | int

FactRole = Literal["background", "material", "example", "persona"]
FACT_ROLES: tuple[FactRole, ...] = ("background", "material", "example", "persona")

Role = Literal["system", "developer", "user", "assistant", "tool"]
# Turns of these roles ask for something and are parsed; the others are context: kept and rendered.
ASKING_ROLES = frozenset({"system", "developer", "user"})

EditOp = Literal["modify_node", "add_node", "delete_node", "add_edge", "delete_edge", "no_op"]
Relation = Literal["contradicting", "parallel", "stronger", "weaker", "equivalent"]
RELATIONS: tuple[Relation, ...] = ("contradicting", "parallel", "stronger", "weaker", "equivalent")

# How a model's edit becomes text: it writes the new words of the node alone, or the whole prompt anew.
Reconstruct = Literal["span", "paper"]

Meaning = Literal["contradicts", "implies", "implied_by", "equivalent", "independent", "unknown"]

ResponseMode = Literal["given", "repair", "direct", "reference"]

# The likeness from which on two instructions count as near-duplicates. Unrelated ones stay below 0.4; of edits and
# rewordings half are above 0.8.
NEAR_DUPLICATE = 0.6

# Reasons of failures that are a model's judgement and no fault of the work: a node that cannot sensibly be changed, and
# an instruction that lacks what it refers to.
INVALID = "INVALID"
LACKING = "lacks context"
