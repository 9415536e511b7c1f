"""The frame of a constraint family: what one file under `families/` holds."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, NamedTuple, Protocol

from pydantic import BaseModel, ConfigDict

from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.passage import Passage
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning, Relation

Kwargs = Mapping[str, Any]


class Arguments(BaseModel):
    """The base of a family's argument model: named as IFEval names them, closed, immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Form(StrEnum):
    """The grammatical shape of the words that state a constraint; words of one form can replace one another.

    SENTENCE: a whole order, without its final stop ("Use at least 300 words").
    MODAL: what follows a subject ("should contain at least 300 words", "must not contain commas").
    VERB: what follows a modal, "please" or "and" ("not exceed 300 words", "use only lowercase letters").
    AMOUNT: a quantity with its noun ("at least 300 words").
    PHRASE: an adjunct of an act ("in at least 300 words", "without commas", "in all lowercase letters").
    ADJECTIVE: before the noun that it limits ("300-word", "300+ word", "lowercase").
    VALUE: the argument alone (a word list, a quoted phrase).
    """

    SENTENCE = "sentence"
    MODAL = "modal"
    VERB = "verb"
    AMOUNT = "amount"
    PHRASE = "phrase"
    ADJECTIVE = "adjective"
    VALUE = "value"


class Found(NamedTuple):
    """A constraint as a passage states it.

    `start` and `end` bound the core: the words to replace when the arguments change, of the given form. The parser
    decides how much of the sentence around the core belongs to the unit.
    """

    id: str
    kwargs: dict[str, Any]
    start: int
    end: int
    form: Form


class Check(NamedTuple):
    """Whether a response keeps a constraint; why, in words; and where it breaks it (offsets), if there is one place."""

    passed: bool
    detail: str
    span: tuple[int, int] | None = None


class Repair(NamedTuple):
    """A response changed until it passes.

    `changed` counts the characters taken out plus those put in. `lossy` says that something the response told is gone
    (cut text); wrapping, joining lines and adding are not lossy.
    """

    text: str
    changed: int
    lossy: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """What a constraint could be instead, and how that relates to what it is."""

    id: str
    kwargs: dict[str, Any]
    relation: Relation


AnswerShape = Literal["label", "short", "sentence", "prose", "list", "verse", "code", "data"]
Work = Literal[
    "writing", "explanation", "fact", "summary", "rewriting", "correction", "translation", "extraction", "judging",
    "naming", "outline", "records", "letter", "tale", "verse", "code",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """What is known of an instruction when a constraint is to be added to it.

    Attributes:
        text: The instruction's text.
        action: The main verb, in lower case ("write"); empty if none was found.
        output: The noun of what is to come out, in lower case ("essay"); empty if none was found.
        shape: What kind of answer the instruction asks for.
        work: What the instruction has done: a text written, one rewritten, a question answered, a thing named.
        brief: Whether the answer is surely a few sentences at most.
        given: Whether the instruction comes with material to work on.
        personal: Whether somebody speaks of themselves and wants to be answered as a person.
        english: Whether the answer is to be in English, as far as the text tells.
        constraints: What the instruction demands already.
        topics: What the instruction is about: nouns in lower case; None where nobody looked.
        response: A known response, when there is one; arguments should be near what it already is.
    """

    text: str
    action: str = ""
    output: str = ""
    shape: AnswerShape = "prose"
    work: Work = "writing"
    brief: bool = False
    given: bool = False
    personal: bool = False
    english: bool = True
    constraints: tuple[Payload, ...] = field(default_factory=tuple)
    topics: tuple[str, ...] | None = None
    response: str | None = None


class Example(NamedTuple):
    """An instruction's words that state the constraint, with the arguments that they state."""

    text: str
    kwargs: dict[str, Any]


class ConstraintFamily(Protocol):
    """A kind of constraint: its id, its arguments, its words, its meaning, its verifier, its repair.

    A family is an instance called FAMILY in a module under `stemmata.graphs.constraints.families`, or an entry point
    of the group `stemmata.constraints` in another distribution. All methods are pure and deterministic.
    """

    @property
    def id(self) -> str:
        """`group:name`, IFEval's id where IFEval has one."""

    @property
    def hard(self) -> bool:
        """Whether a program decides it; a soft family leaves it to a judge."""

    @property
    def summary(self) -> str:
        """One line for people: what the constraint demands."""

    @property
    def example(self) -> Example:
        """A statement of it, with its arguments; `extract` finds just these."""

    @property
    def arguments(self) -> type[Arguments]:
        """The model of its arguments."""

    @property
    def cues(self) -> Sequence[str]:
        """Lower-case strings of which a passage must hold one for `extract` to be worth calling."""

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each place where the passage states the constraint."""

    def render(self, kwargs: Kwargs, form: Form) -> Sequence[str]:
        """Return phrasings of the constraint in one form, the plainest first; none where the form does not fit it."""

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield alternatives of each relation that the family knows, sensible ones first."""

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what this constraint means for another; None where this family cannot tell."""

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return what is true of every response that keeps the constraint; an empty one where nothing can be said.

        It decides relations between families that do not know each other.
        """

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether a response keeps the constraint; soft families never call it passed or failed."""

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return the response with the smallest mechanical change that makes it pass; None if there is none."""

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield arguments with which a person might plausibly add this constraint to the task; none if nobody would."""
