"""The records that files hold, one JSON object a line, and their validation at the boundary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    TypeAdapter,
    ValidationError,
    model_serializer,
)

from stemmata.schemas.instruction import Edge, Node, Span, Turn
from stemmata.schemas.vocabulary import EditOp, NodeKind, Reconstruct, Relation, ResponseMode, Role

GRAPH_FORMAT = "stemmata/graph"
GRAPH_VERSION = 1

GateName = Literal["parses_back", "differs_in_one_node", "consistent", "natural", "new", "minimal", "stable", "judged"]
GATES: tuple[GateName, ...] = (
    "parses_back",
    "differs_in_one_node",
    "consistent",
    "natural",
    "new",
    "minimal",
    "stable",
    "judged",
)


@dataclass(frozen=True, slots=True)
class GraphRecord:
    """A graph as a file holds it (format version 1). Offsets count Unicode code points in the turn's text."""

    id: str
    turns: tuple[Turn, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    format: Literal["stemmata/graph"] = "stemmata/graph"
    version: Literal[1] = 1
    meta: Mapping[str, Any] = field(default_factory=dict)


GRAPH_RECORD: TypeAdapter[GraphRecord] = TypeAdapter(GraphRecord)


class Record(BaseModel):
    """A line of a file: immutable, and fields that it does not know are kept."""

    model_config = ConfigDict(frozen=True, extra="allow")

    def line(self) -> str:
        """Return the record as one line of JSON, without the line's end; unset optional fields are left out."""
        return self.model_dump_json(exclude_none=True)


class Edit(Record):
    """What an edit did to one node, and where: the only places at which the two texts differ.

    Of an edit that a model wrote, `proposer` names it ("llm:NAME"), `way` says whether it wrote the node's words or
    the whole prompt, and `asked` holds the relation that was asked for, which `relation` need not be.
    """

    op: EditOp
    node: str
    kind: NodeKind
    before: str
    after: str
    spans_before: tuple[Span, ...]
    spans_after: tuple[Span, ...]
    relation: Relation
    proposer: str
    constraint_before: dict[str, Any] | None = None
    constraint_after: dict[str, Any] | None = None
    way: Reconstruct | None = None
    asked: Relation | None = None


class Variant(Record):
    """An instruction made from another by one recorded edit, with what each gate said of it.

    `gates` holds True, or the reason for which the gate refused, for each gate that was asked.
    """

    id: str
    parent: str
    family: str
    turns: tuple[str, ...]
    parent_turns: tuple[str, ...]
    roles: tuple[Role, ...]
    edit: Edit
    gates: dict[str, bool]
    status: Literal["accepted", "refused"]
    gate: GateName | None = None
    reason: str | None = None

    @property
    def text(self) -> str:
        """The variant as one text, a blank line between turns."""
        return "\n\n".join(self.turns)


class Verdict(Record):
    """What a verifier said of one constraint: pass or fail, why, and where in the response."""

    id: str
    kwargs: dict[str, Any] = Field(default_factory=dict)
    hard: bool = True
    passed: bool | None
    detail: str
    span: tuple[int, int] | None = None
    node: str | None = None

    @model_serializer(mode="wrap")
    def _keep_undecided(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Keep `passed` where it is null: undecided is an answer, not an absent one."""
        return {**dump(self), "passed": self.passed}


class RepairNote(Record):
    """How a response was repaired: by which families, how much of it changed, whether anything was lost."""

    source: str
    families: tuple[str, ...]
    changed: int
    lossy: bool
    detail: str = ""


class Response(Record):
    """A response to an instruction, how it came about, and the verdict on each constraint.

    `passed` is True when every hard constraint of the instruction holds. `reference` is the id of the response that a
    model revised.
    """

    id: str
    instruction: str
    family: str
    model: str
    mode: ResponseMode
    text: str
    passed: bool
    constraints: tuple[Verdict, ...] = ()
    repair: RepairNote | None = None
    reference: str | None = None


class JudgedConstraint(Record):
    """What a judge said of one constraint that no verifier decides: a soft one, or one without a type (no `id`).

    `passed` is None where the judge gave no usable verdict; `detail` is its reason, or what was wrong with the answer.
    """

    node: str
    text: str
    id: str | None = None
    passed: bool | None = None
    detail: str = ""


class Judgement(Record):
    """What a judge said of a response: of the whole, and of each constraint that is a judge's to decide.

    `judge` is the model as its endpoint names it. `passed` is the verdict on the whole, None where it gave no usable
    one. `verified` has the verifiers' verdicts on the hard constraints, which no judge overrules.
    """

    id: str
    response: str
    instruction: str
    family: str
    judge: str
    passed: bool | None
    constraints: tuple[JudgedConstraint, ...] = ()
    verified: tuple[Verdict, ...] = ()

    @model_serializer(mode="wrap")
    def _keep_undecided(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Keep `passed` where it is null: undecided is an answer, not an absent one."""
        return {**dump(self), "passed": self.passed}


class Verification(Record):
    """The answer of `verify` for one record."""

    passed: bool
    constraints: tuple[Verdict, ...]
    id: str | None = None


class Message(BaseModel):
    """A chat message."""

    model_config = ConfigDict(frozen=True)

    role: Role
    content: str


class SFTRecord(Record):
    """A conversation to imitate, with the proof that its answer keeps every hard constraint."""

    messages: tuple[Message, ...]
    id: str
    family: str
    variant: bool
    mode: ResponseMode
    proof: tuple[Verdict, ...] = ()
    model: str | None = None


class Proof(BaseModel):
    """The verdicts on both sides of a preference pair, for the constraints of the pair's prompt."""

    model_config = ConfigDict(frozen=True)

    chosen: tuple[Verdict, ...]
    rejected: tuple[Verdict, ...]


class PreferenceRecord(Record):
    """A preference pair in TRL's conversational form: chosen keeps the prompt, rejected fails at the edited node.

    Of pairs of answers that models wrote, `edit` is the one that made the prompt or, of an original, the other
    instruction; `proven_by` says who showed that rejected fails (`verifier`, `judge`; absent where nobody did), `fails`
    at which of the prompt's constraints, and `similarity` how alike the two responses are.
    """

    prompt: tuple[Message, ...]
    chosen: tuple[Message, ...]
    rejected: tuple[Message, ...]
    id: str
    family: str
    edit: dict[str, Any]
    proof: Proof
    mode: ResponseMode | None = None
    models: tuple[str, ...] | None = None
    proven_by: Literal["verifier", "judge"] | None = None
    fails: tuple[str, ...] | None = None
    similarity: float | None = None


class AskedConstraint(Record):
    """A constraint of an instruction, as Eval lists it; one without a type has no `id`."""

    node: str
    text: str
    id: str | None = None
    kwargs: dict[str, Any] = Field(default_factory=dict)
    hard: bool = False


class EvalAnswer(Record):
    """A response that an Eval record has for reference."""

    id: str
    model: str
    mode: ResponseMode
    text: str
    passed: bool


class EvalRecord(Record):
    """An instruction to be answered by a model under evaluation, with what it demands."""

    prompt: tuple[Message, ...]
    id: str
    instruction: str
    family: str
    variant: bool
    constraints: tuple[AskedConstraint, ...] = ()
    responses: tuple[EvalAnswer, ...] = ()


class DetRecord(Record):
    """An instruction and a response, and whether the response is that instruction's own (DeMoRecon-Det, appendix B).

    `differ` is by how many edited nodes the two instructions are apart: none, one, or two. `kept` is the verifiers'
    verdict beside the label, absent where there is no hard constraint.
    """

    messages: tuple[Message, ...]
    label: Literal["Yes", "No"]
    id: str
    family: str
    instruction: str
    response: str
    mode: ResponseMode
    model: str
    differ: int
    kept: bool | None = None
    proof: tuple[Verdict, ...] = ()


class Failure(Record):
    """A record that came to nothing, and why."""

    stage: str
    reason: str
    detail: str
    where: str
    id: str | None = None


# What these hold is not repeated: it may be a key that somebody put there.
_UNSAID = frozenset({"missing", "extra_forbidden"})
_SECRET = "key_variable"  # names the variable that holds a key; some write the key itself
_IN_WORDS = {
    "extra_forbidden": "there is no such field",
    "model_type": "input should be an object with fields of its own",
    "dict_type": "input should be an object with fields of its own",
    "tuple_type": "input should be a list",
}


def first_problem(error: ValidationError, within: str = "") -> str:
    """Return a validation error's first problem as words: the field, what was expected, what was found.

    Args:
        error: The error.
        within: Where the fields are, if they are those of an inner object.
    """
    problem = error.errors(include_url=False)[0]
    field_name = ".".join(str(part) for part in (*filter(None, [within]), *problem["loc"])) or "the record"
    found = problem.get("input")
    unsaid = isinstance(found, dict | list) or problem["type"] in _UNSAID or _SECRET in problem["loc"]
    kind = "" if unsaid else f" (found {found!r:.60})"
    return f"field {field_name}: {_IN_WORDS.get(problem['type'], problem['msg'].lower())}{kind}"


# The file formats of which JSON Schemas are kept in schemas/json/.
FORMATS: dict[str, TypeAdapter[Any]] = {
    "graph": GRAPH_RECORD,
    "variant": TypeAdapter(Variant),
    "response": TypeAdapter(Response),
    "judgement": TypeAdapter(Judgement),
    "verification": TypeAdapter(Verification),
    "sft": TypeAdapter(SFTRecord),
    "preference": TypeAdapter(PreferenceRecord),
    "eval": TypeAdapter(EvalRecord),
    "det": TypeAdapter(DetRecord),
    "failure": TypeAdapter(Failure),
}
