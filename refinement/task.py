"""What kind of task an instruction is, as far as adding a constraint to it asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from stemmata.graphs.constraints.family import AnswerShape, Task
from stemmata.graphs.graph import Graph
from stemmata.parsing.lexicon import LANGUAGES
from stemmata.refinement.work import is_brief, is_personal, work_of
from stemmata.schemas.instruction import Node
from stemmata.schemas.vocabulary import ASKING_ROLES, EdgeKind, NodeKind

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
    r"algorithm|leetcode|api|bash|shell|excel formula|excel function|markdown|json|xml|yaml|csv|command)\b"
)
_VERSE = re.compile(r"\b(?:poem|song|haiku|limerick|rap|lyrics|sonnet|ode|ballad|verse|rhyme|riddle)\b")
_INTERPRETED = re.compile(r"\b(?:meaning|interpret\w*|analy[sz]\w*|themes?|message) (?:of|in|behind)\b|\brubric\b")
_LIST = re.compile(
    r"\b(?:lists?|ideas|names|tips|ways|steps|examples|(?<!answer )(?<!following )(?<!the )(?<!these )questions|"
    r"words(?= (?:that|for|which|with))|synonyms|antonyms|"
    r"suggestions|recommendations|items|things|pros and cons|topics|subtopics|keywords|hashtags|"
    r"itinerary|recipes?|bullet points?|guide|to-do|"
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
    last = max((i for i, turn in enumerate(graph.turns) if turn.role in ASKING_ROLES), default=0)

    def of_last(nodes: Iterable[Node]) -> list[Node]:
        return [node for node in nodes if node.spans[0].turn == last]

    action = next((node.text.lower() for node in of_last(graph.of_kind(NodeKind.ACTION))), "")
    output = next((node.text.lower() for node in of_last(graph.of_kind(NodeKind.OUTPUT))), "")
    acts = "\n".join(node.text for node in of_last(graph.sub_instructions)).lower()
    demands = " ".join(node.text for node in graph.constraint_nodes).lower()
    response = graph.meta.get("response")
    known = response if isinstance(response, str) and response.strip() else None
    shape = _shape(f"{acts} {demands}", acts, output, known)
    constraints = tuple(node.constraint for node in graph.constraint_nodes if node.constraint is not None)
    work = work_of(acts, output, shape)
    return Task(
        text=graph.text,
        action=action,
        output=output,
        shape=shape,
        work=work,
        given=_is_given(graph, last),
        brief=is_brief(f"{acts} {demands}", output, work, constraints, known),
        personal=is_personal(graph.text),
        english=not _FOREIGN.search(f"{acts} {demands}") and _latin(graph.text) and (known is None or _latin(known)),
        constraints=constraints,
        topics=tuple(dict.fromkeys(_topics(graph))),
        response=known,
    )


def _is_given(graph: Graph, turn: int) -> bool:
    """Return whether material follows the demands, in the last turn."""
    ends = [node.spans[0].end for node in graph.sub_instructions if node.spans[0].turn == turn]
    text = graph.turns[turn].text if graph.turns else ""
    return bool(ends) and (
        "\n\n" in text
        or ": " in text[ends[0] - 1 :]
        or any(
            node.kind is NodeKind.FACT and node.spans[0].start >= ends[0] and node.spans[0].turn == turn
            for node in graph.discourse
        )
    )


def _topics(graph: Graph) -> Iterator[str]:
    """Yield the head nouns of what the instruction's acts are about or work on."""
    for edge in graph.edges:
        if edge.kind is EdgeKind.PART_OF and edge.qualifiers.get("role") in ("topic", "focus"):
            node = graph.node(edge.source)
            head = node.text.split()[-1]
            if node.kind is NodeKind.ENTITY and head.islower() and not head.endswith(("ed", "ing", "ly")):
                yield head


def _shape(asked: str, acts: str, output: str, response: str | None) -> AnswerShape:
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
    if _INTERPRETED.search(acts):
        pass
    elif _VERSE.search(output) or (not output and _VERSE.search(asked)):
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
    return "list" if _LIST.search(output or acts) else "prose"


def _latin(text: str) -> bool:
    letters = [c for c in text[:2000] if c.isalpha()]
    return (
        sum(c < "ɐ" for c in letters) >= 0.9 * len(letters)
        and sum(c in "éèàùçäöüßñ¿¡ãõ" for c in letters) < 0.02 * len(letters) + 2
    )
