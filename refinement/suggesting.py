"""One node put before a model: the call, and the proposal, refusal or failure that its answer comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from stemmata.graphs.edits import Replacement
from stemmata.graphs.graph import Graph
from stemmata.llm.asking import Asking
from stemmata.llm.calls import Answer, Call
from stemmata.llm.structured import ask_for
from stemmata.llm.templates import Template
from stemmata.refinement.fitting import adds_sentence, fitted
from stemmata.refinement.foreign import foreign
from stemmata.refinement.minimal import changes, outer_blanks, strays, words_within
from stemmata.refinement.prompts import MODIFY_PROMPT, MODIFY_SPAN, REDO, REWRITE, NewPrompt, NewWhole, NewWords
from stemmata.refinement.proposer import Proposal
from stemmata.refinement.shown import changed_span, part, whole, words_of
from stemmata.schemas.instruction import Node, Span
from stemmata.schemas.records import Failure
from stemmata.schemas.vocabulary import ASKING_ROLES, INVALID, Reconstruct, Relation

STAGE = "vary"
_LONGER = 6  # times as long as the old words: no longer a change of them
_ROOM = 240  # characters that new words may always have


@dataclass(frozen=True, slots=True)
class Wanted:
    """A node to change, and the relation to ask for."""

    node: Node
    relation: Relation


def suggested(graph: Graph, wanted: Wanted, way: Reconstruct) -> Asking[Proposal | Failure]:
    """Ask a model to change one node.

    Args:
        graph: The instruction.
        wanted: The node and the relation.
        way: `span`: the model writes the node's new words. `paper`: it writes the whole prompt, once more with the
            reason where it changed more than the node.

    Returns:
        The proposal, which strays where the second prompt changed more than the node too; or what came to nothing.
    """
    return (yield from (_span if way == "span" else _paper)(graph, wanted))


def _span(graph: Graph, wanted: Wanted) -> Asking[Proposal | Failure]:
    node, relation = wanted.node, wanted.relation
    span = changed_span(node)
    old = words_of(graph, span)

    def check(form: NewWords) -> str | None:
        if not form.valid:
            return None
        words = form.words.strip()
        if not words:
            return "`words` is empty"
        if "\n" in words and "\n" not in old.strip():
            return "`words` has a line break"
        if len(words) > max(_LONGER * len(old), _ROOM):
            return f"`words` has {len(words)} characters in the place of {len(old)}"
        if adds_sentence(old, words):
            return "`words` has a sentence more than the part"
        return foreign(words, old)

    call = _call(MODIFY_SPAN, "modify", node, part(graph, node, relation))
    answer, form = yield from ask_for(call, NewWords, check)
    if form is None:
        return failed(graph, node, answer)
    if not form.valid:
        return invalid(graph, node, form.why)
    follows = graph.turns[span.turn].text[span.end : span.end + 1]
    words = Replacement(span, fitted(old, form.words, follows))
    return Proposal(
        "modify_node", node.kind, node, relation, (words,), whole=True, proposer=named(answer), way="span",
        asked=relation,
    )  # fmt: skip


def _paper(graph: Graph, wanted: Wanted) -> Asking[Proposal | Failure]:
    node, relation = wanted.node, wanted.relation
    turn = changed_span(node).turn
    old = graph.turns[turn].text

    def check(form: NewPrompt) -> str | None:
        if not form.valid:
            return None
        return _unfit(form.prompt, old)

    fields = whole(graph, node, relation)
    call = _call(MODIFY_PROMPT, "modify", node, fields)
    for last in (False, True):
        answer, form = yield from ask_for(call, NewPrompt, check)
        if form is None:
            return failed(graph, node, answer)
        if not form.valid:
            return invalid(graph, node, form.why)
        new = outer_blanks(old, form.prompt)
        proposal = revision(node, relation, turn, old, new, named(answer))
        if last or not proposal.stray:
            break
        call = _call(REDO, "reconstruct", node, {**fields, "revised": form.prompt, "reason": proposal.stray})
    return proposal


def revision(node: Node, relation: Relation, turn: int, old: str, new: str, proposer: str) -> Proposal:
    """Return a turn that was written anew as a proposal to change one node; it strays where more is changed.

    Args:
        node: The node that was to change.
        relation: The relation that was asked for.
        turn: The turn that was written anew.
        old: Its text.
        new: Its new text.
        proposer: Who wrote it.
    """
    spans = [span for span in node.spans if span.turn == turn]
    ranges = [(span.start, span.end) for span in spans]
    words = words_within(old, new, ranges)
    if words is not None and all(word.strip() for word in words):
        changed = tuple(
            Replacement(span, text)
            for span, text in zip(spans, words, strict=True)
            if text != old[span.start : span.end]
        )
        replacements = changed or (Replacement(spans[0], words[0]),)
        added = any(adds_sentence(old[span.start : span.end], text) for span, text in changed)
        stray = "a sentence is added to the part" if added else ""
    else:
        found = changes(old, new)
        replacements = tuple(Replacement(Span(turn, start, end), text) for start, end, text in found)
        stray = strays(old, found, ranges) or "the part is gone"
    return Proposal(
        "modify_node", node.kind, node, relation, replacements, whole=True, stray=stray, free=True, proposer=proposer,
        way="paper", asked=relation,
    )  # fmt: skip


def rewritten(graph: Graph, sample: int) -> Asking[Proposal | Failure]:
    """Ask a model to write the last turn that asks for something anew, as a baseline: it may change all of it.

    What comes of it is recorded as a change of the node that most of the changed characters lie in.
    """
    turn = max(number for number, one in enumerate(graph.turns) if one.role in ASKING_ROLES)
    old = graph.turns[turn].text
    call = Call("vary", "rewrite", REWRITE.messages(prompt=old), sample=sample, about=graph.id)
    answer, form = yield from ask_for(call, NewWhole, lambda form: _unfit(form.prompt, old) if form.valid else None)
    if form is None:
        return failed(graph, None, answer)
    if not form.valid:
        return invalid(graph, None, form.why)
    new = outer_blanks(old, form.prompt)
    node = _most_changed(graph, turn, old, new)
    proposal = revision(node, "parallel", turn, old, new, f"rewrite:{answer.model}")
    return replace(proposal, way=None, asked=None)


def _most_changed(graph: Graph, turn: int, old: str, new: str) -> Node:
    """Return the node in which most is changed; the first of those where it is none."""
    found = changes(old, new)

    def weight(node: Node) -> int:
        return sum(
            1 + end - start + len(text)
            for start, end, text in found
            for span in node.spans
            if span.turn == turn and span.start <= start and end <= span.end
        )

    nodes = [node for node in graph.discourse if node.spans[0].turn == turn]
    return max(nodes, key=weight)


def named(answer: Answer) -> str:
    """Return how a model is named in an edit."""
    return f"llm:{answer.model}"


def failed(graph: Graph, node: Node | None, answer: Answer) -> Failure:
    """Return the record of a call that failed."""
    return _failure(graph, node, str(answer.status), answer.reason or "no reason was given")


def invalid(graph: Graph, node: Node | None, why: str) -> Failure:
    """Return the record of a node for which the model knew no sensible change."""
    return _failure(graph, node, INVALID, " ".join(why.split())[:300] or "the model gave no reason")


def _failure(graph: Graph, node: Node | None, reason: str, detail: str) -> Failure:
    where = str(graph.meta.get("source", graph.id))
    said = detail if node is None else f"{node.kind} {' '.join(node.text.split())[:60]!r}: {detail}"
    more = {} if node is None else {"node": node.id}
    return Failure.model_validate(
        {"stage": STAGE, "reason": reason, "detail": said, "where": where, "id": graph.id, **more}
    )


def _call(template: Template, stage: str, node: Node, fields: Mapping[str, str]) -> Call:
    return Call("vary", stage, template.messages(**fields), about=node.id)


def _unfit(prompt: str, old: str) -> str | None:
    """Return what is wrong with a prompt in the place of another one, if anything is."""
    if not prompt.strip():
        return "`prompt` is empty"
    if len(prompt) > 2 * len(old) + _ROOM:
        return f"`prompt` has {len(prompt)} characters in the place of {len(old)}"
    return foreign(prompt, old)
