"""Whether a person would add a constraint to a task: what the task is about, and whether there is room for it."""

from __future__ import annotations

import re

from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.meaning import clash
from stemmata.schemas.instruction import Payload

_MARKUP = re.compile(
    r"\b(?:json|csv|tsv|xml|yaml|html|latex|sql|code|regex|tables?|markdown|spreadsheet|excel)\b", re.I
)
_CODE = re.compile(r"```|^\s{0,8}(?:def |class |import |function |#include|SELECT |<\w+>|\{\s*$)", re.MULTILINE)

_LONG = re.compile(
    r"\b(?:essay|article|stor(?:y|ies)|blog|letter|report|speech|review|biography|proposal|discuss|"
    r"paragraphs)\b",
    re.I,
)

CASUAL = frozenset(
    """poem haiku limerick riddle joke tweet post story song lyrics rap rant caption slogan message sms text dialogue
    conversation chat comment note review letter ad advertisement verse ode sonnet diary entry""".split()
)
LOUD = frozenset(
    """slogan headline banner poster sign notice warning announcement ad advertisement rant chant cheer tagline tweet
    post caption motto flyer reminder alert""".split()
)
TITLED = frozenset(
    """essay story poem article post blog song report proposal review speech recipe itinerary guide plan script plot
    riddle haiku limerick sonnet ode rap lyrics summary biography newsletter tutorial lesson pitch play paragraph
    advertisement ad resume rubric analysis monologue editorial memo""".split()
)
SPOKEN = frozenset(
    """slogan tagline motto quote tweet caption message sms text speech toast poem haiku limerick riddle joke review
    testimonial description advertisement ad reply answer response wish greeting pitch announcement song""".split()
)


def head(output: str) -> str:
    """Return the last word of an output's noun, without a plural ending.

    Example:
        >>> head("blog posts")
        'post'
    """
    word = output.lower().split()[-1] if output.split() else ""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is", "ms", "ics")) else word


def names(task: Task, nouns: frozenset[str]) -> bool:
    """Return whether the task asks for one of some kinds of text."""
    return any(word in nouns or head(word) in nouns for word in task.output.lower().split())


def has_room(task: Task, added: Payload) -> bool:
    """Return whether a task has no constraint of the same family yet, and none that contradicts the added one."""
    return all(known.id != added.id and not clash(added, known) for known in task.constraints)


def is_markup(task: Task) -> bool:
    """Return whether the task, or its known response, is about code, data or markup."""
    if task.shape in ("code", "data") or _MARKUP.search(task.text[:4000]):
        return True
    return task.response is not None and has_code(task.response)


def has_code(response: str) -> bool:
    """Return whether a response holds code, as far as its beginning tells."""
    return _CODE.search(response[:20_000]) is not None


def in_several_paragraphs(task: Task) -> bool:
    """Return whether the answer to a task is surely of more than one paragraph."""
    return _LONG.search(f"{task.output} {task.text[:400]}") is not None
