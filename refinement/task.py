"""What kind of task an instruction is, as far as adding a constraint to it asks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stemmata.graphs.constraints.family import AnswerShape, Task
from stemmata.graphs.graph import Graph
from stemmata.parsing.lexicon import LANGUAGES
from stemmata.schemas.vocabulary import EdgeKind, NodeKind

_LABEL = re.compile(
    r"\b(?:classif\w+|categori[sz]e|label|true or false|yes or no|output (?:\d|[\"'“]?\w+[\"'”]? (?:if|or|for))|"
    r"decide (?:if|whether)|"
    r"determine (?:if|whether)|tell (?:me )?(?:if|whether)|identify (?:if|whether|the pos)|predict (?:if|whether|"
    r"how many)|"
    r"sentiment|which of (?:the|these)|select (?:the|one)|is (?:this|the|it) .{0,60}\?|multiple[- ]choice|choose the|"
    r"pick one|"
    r"detect (?:if|whether)|rate the|score the|on a scale)\b"
)
_CODE = re.compile(
    r"\b(?:code|program|script|function|sql|query|regex|regular expression|html|css|javascript|java|python|ruby|c\+\+|"
    r"rust|latex|"
    r"algorithm|implement|leetcode|api|bash|shell|excel formula|excel function|markdown|json|xml|yaml|csv|command)\b"
)
_VERSE = re.compile(r"\b(?:poem|song|haiku|limerick|rap|lyrics|sonnet|ode|ballad|verse|rhyme|riddle)\b")
_LIST = re.compile(
    r"\b(?:lists?|ideas|names|tips|ways|steps|examples|questions|words|synonyms|antonyms|suggestions|recommendations|"
    r"items|things|pros and cons|topics|subtopics|keywords|hashtags|itinerary|recipes?|bullet points?|guide|to-do|"
    r"queries|"
    r"titles|reasons|activities|movies|books|songs|benefits|advantages)\b"
)
_DATA = re.compile(
    r"\b(?:table|calculate|compute|solve|equation|convert|count|sort|spreadsheet|formula|schedule|budget|"
    r"coordinates|chart|graph|fill in|extract|chords|abc notation|number series)\b"
)
_CODE_ANSWER = re.compile(
    r"(?:^|\n)\s*(?:def |class |import |public |function |var |const |#include|SELECT |<\w+[ >]|\{|\\\w+\{|for ?\()|"
    r";\s*\n|```"
)
_ITEM = re.compile(r"^\s*(?:[-*•+]|\(?\d{1,3}[.):]|\d{1,2}-)\s*\S", re.MULTILINE)
_FOREIGN = re.compile(rf"\btranslat\w+|\b(?:in|into|to) (?:the )?{LANGUAGES}\b|\bnon-english\b")


def task_of(graph: Graph) -> Task:
    """Return what is known of a graph's task: its main act and output, the shape of its answer, its demands."""
    action = next((node.text.lower() for node in graph.of_kind(NodeKind.ACTION)), "")
    output = next((node.text.lower() for node in graph.of_kind(NodeKind.OUTPUT)), "")
    asked = " ".join(node.text for node in (*graph.sub_instructions, *graph.constraint_nodes)).lower()
    response = graph.meta.get("response")
    known = response if isinstance(response, str) and response.strip() else None
    return Task(
        text=graph.text,
        action=action,
        output=output,
        shape=_shape(asked, output, known),
        english=not _FOREIGN.search(asked) and _latin(graph.text) and (known is None or _latin(known)),
        constraints=tuple(node.constraint for node in graph.constraint_nodes if node.constraint is not None),
        topics=tuple(dict.fromkeys(_topics(graph))),
        response=known,
    )


def _topics(graph: Graph) -> Iterator[str]:
    """Yield the head nouns of what the instruction's acts are about or work on."""
    for edge in graph.edges:
        if edge.kind is EdgeKind.PART_OF and edge.qualifiers.get("role") in ("topic", "target", "focus"):
            node = graph.node(edge.source)
            head = node.text.split()[-1]
            if node.kind is NodeKind.ENTITY and head.islower() and not head.endswith(("ed", "ing", "ly")):
                yield head


def _shape(asked: str, output: str, response: str | None) -> AnswerShape:
    if response is not None:
        words = len(response.split())
        if _CODE_ANSWER.search(response):
            return "code"
        if response.count("|") >= 4 or response.count("\t") >= 2 or response.lstrip()[:1] in "{[<":
            return "data"
        if words <= 3 or (words <= 6 and _LABEL.search(asked)):
            return "label"
        if sum(c.isdigit() or c in "+-*/=<>[](){}" for c in response) > 0.25 * len(response):
            return "data"
        if len(_ITEM.findall(response)) >= 2:
            return "list"
    if _VERSE.search(output) or (not output and _VERSE.search(asked)):
        return "verse"
    if _CODE.search(asked):
        return "code"
    if response is None and _LABEL.search(asked):
        return "label"
    if response is None and _DATA.search(asked):
        return "data"
    if response is not None:
        lines = [line for line in response.splitlines() if line.strip()]
        if len(lines) >= 3 and sum(len(line) < 80 for line in lines) == len(lines):
            return "verse" if _VERSE.search(asked) else "list"
        ends = response.count(". ") + response.count("? ") + response.count("! ")
        if response.rstrip()[-1:] not in '.!?"”':
            return "short" if len(response.split()) < 16 else "list"
        return "sentence" if not ends and len(lines) == 1 else "prose"
    return "list" if _LIST.search(output or asked) else "prose"


def _latin(text: str) -> bool:
    letters = [c for c in text[:2000] if c.isalpha()]
    return (
        sum(c < "ɐ" for c in letters) >= 0.9 * len(letters)
        and sum(c in "éèàùçäöüßñ¿¡ãõ" for c in letters) < 0.02 * len(letters) + 2
    )
