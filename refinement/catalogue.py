"""The catalogue proposer: for each node the edits that its family or its kind offers, spread over kinds."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator

from stemmata.graphs.constraints.family import Found
from stemmata.graphs.constraints.numerals import NUMBER
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families, payload
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.graphs.edits import Replacement
from stemmata.graphs.graph import Graph
from stemmata.refinement import swaps
from stemmata.refinement.additions import additions
from stemmata.refinement.deletions import deletion
from stemmata.refinement.proposer import Proposal
from stemmata.schemas.instruction import Node, Payload, Span
from stemmata.schemas.vocabulary import NodeKind, Relation

_EXPLAINED = re.compile(rf"\([^)]*\b{NUMBER}[^)]*\)|\b(?:that is|in other words),", re.IGNORECASE)
# Amounts that nobody writes so.
_ODD = re.compile(r"\b(?:less|fewer) than (?:one|1|once)\b|\bup to once\b|\bat least (?:zero|0)\b", re.IGNORECASE)
_REPEAT = "combination:repeat_prompt"
WORDINGS = 2  # phrasings to offer for one change of meaning


class CatalogueProposer:
    """Proposes from the constraint families and from a lexicon of swaps; needs no model."""

    name = "catalogue"

    def propose(self, graph: Graph, rng: random.Random) -> Iterator[Proposal]:
        """Yield proposals in turn from each source: changed and added constraints, swaps, deletions, rewordings.

        Each source is shuffled by the seed; the round makes a prefix of the proposals spread over kinds.
        """
        constraints = [node for node in graph.constraint_nodes if node.constraint is not None]
        rng.shuffle(constraints)
        changed = [self._modified(node, rng) for node in constraints]
        sources: list[Iterable[Proposal]] = [
            _round(changed),
            additions(graph, rng),
            self._swapped(graph, rng),
            (proposal for node in constraints if (proposal := deletion(graph, node)) is not None),
            _round([self._equivalent(node, rng) for node in constraints]),
        ]
        kept = tuple(repeated(graph))
        return (one for one in _round(sources) if not touches([span for span, _ in one.replacements], kept))

    def _modified(self, node: Node, rng: random.Random) -> Iterator[Proposal]:
        """Other constraints in the place of one, in its style."""
        found = _only(node)
        if found is None or node.constraint is None:
            return
        if _EXPLAINED.search(node.text, found.end) or _EXPLAINED.search(node.text[: found.start]):
            return  # the explanation would go on saying the old thing
        alternatives = list(families()[found.id].edits(found.kwargs, rng))
        rng.shuffle(alternatives)
        for alternative in alternatives:
            new = payload(alternative.id, alternative.kwargs)
            for words, _ in zip(reworded(node.text, found, new.id, new.kwargs), range(1), strict=False):
                if not _ODD.search(words) or _ODD.search(node.text):
                    yield _change(node, words, alternative.relation, new)

    def _equivalent(self, node: Node, rng: random.Random) -> Iterator[Proposal]:
        """The same constraint in other words."""
        found = _only(node)
        if found is None or node.constraint is None:
            return
        candidates = [one for one in reworded(node.text, found, found.id, found.kwargs) if not _ODD.search(one)][:4]
        rng.shuffle(candidates)
        for words in candidates[:WORDINGS]:
            yield _change(node, words, "equivalent", node.constraint)

    def _swapped(self, graph: Graph, rng: random.Random) -> Iterator[Proposal]:
        """Words of a node exchanged by the lexicon."""
        tables = {
            NodeKind.ATTRIBUTE: swaps.attributes,
            NodeKind.OUTPUT: swaps.outputs,
            NodeKind.ACTION: swaps.actions,
            NodeKind.ENTITY: swaps.entities,
        }
        offered: list[Proposal] = []
        limited = any(
            node.constraint is not None and node.constraint.id.startswith("length_constraints:")
            for node in graph.constraint_nodes
        )
        asked = graph.text.lower()
        for node in graph.nodes:
            if node.kind is NodeKind.ATTRIBUTE and limited and node.text.lower() in swaps.SIZES:
                continue  # "a long text in 20 words" is nonsense
            if node.kind is NodeKind.OUTPUT and asked.count(node.text.lower().split()[-1]) > 1:
                continue  # it is spoken of again by its old name
            if node.kind in tables:
                offered += [_change(node, words, relation) for words, relation in tables[node.kind](node.text)]
            elif node.kind is NodeKind.CONSTRAINT and node.constraint is None:
                offered += [_change(node, words, relation) for words, relation in swaps.counts(node.text)]
                offered += _parts(node)
            elif node.kind is NodeKind.FACT and node.role in ("background", "persona"):
                offered += _parts(node)
        rng.shuffle(offered)
        return iter(offered)


def repeated(graph: Graph) -> Iterator[Span]:
    """Yield the text that the answer is to repeat: to change it is to change that demand too."""
    for constraint in graph.constraint_nodes:
        if constraint.constraint is None or constraint.constraint.id != _REPEAT:
            continue
        said = str(constraint.constraint.kwargs["prompt_to_repeat"])
        for number, turn in enumerate(graph.turns):
            start = turn.text.find(said)
            if start >= 0:
                yield Span(number, start, start + len(said))


def touches(changed: Iterable[Span], spans: Iterable[Span]) -> bool:
    """Return whether an edit that changes some spans changes text inside others."""
    others = tuple(spans)
    return any(
        span.turn == one.turn and one.start < span.end and span.start < one.end for one in changed for span in others
    )


def _only(node: Node) -> Found | None:
    """Return the one constraint that a node's own words state, if it is the node's."""
    found = extract(Passage.of(node.text))
    if len(found) != 1 or node.constraint is None or len(node.spans) != 1:
        return None
    return found[0] if (found[0].id, found[0].kwargs) == (node.constraint.id, dict(node.constraint.kwargs)) else None


def _change(node: Node, words: str, relation: Relation, new: Payload | None = None) -> Proposal:
    words += node.text[len(node.text.rstrip()) :] if words == words.rstrip() else ""
    replaced = (Replacement(node.spans[0], words),)
    return Proposal("modify_node", node.kind, node, relation, replaced, new)


def _parts(node: Node) -> Iterator[Proposal]:
    """Changes of a part of a node's words."""
    if len(node.spans) != 1:
        return
    turn, offset, _ = node.spans[0]
    for start, end, words, relation in swaps.inside(node.text):
        span = Span(turn, offset + start, offset + end)
        yield Proposal("modify_node", node.kind, node, relation, (Replacement(span, words),), node.constraint)


def _round(sources: Iterable[Iterable[Proposal]]) -> Iterator[Proposal]:
    """Yield from each source in turn until all are empty."""
    waiting = [iter(source) for source in sources]
    while waiting:
        remaining = []
        for source in waiting:
            proposal = next(source, None)
            if proposal is not None:
                yield proposal
                remaining.append(source)
        waiting = remaining
