"""The gates that a variant must pass, each with the reason for which it refuses."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from stemmata.graphs.consistency import check
from stemmata.graphs.constraints.meaning import at_odds, decided
from stemmata.graphs.edits import Replacement, moved
from stemmata.graphs.graph import Graph, payload_key
from stemmata.schemas.instruction import Edge, Node, Span
from stemmata.schemas.records import Edit, GateName
from stemmata.schemas.vocabulary import DISCOURSE


class Candidate(NamedTuple):
    """A variant before the gates: its parent, the edited graph, the edit, and the graph that its text parses to.

    Where the words of a `whole` unit were written anew, what stands inside it (the act's action, output, entities) is
    part of the edit: it is found anew, and the gates compare all that stands outside.
    """

    parent: Graph
    edited: Graph
    edit: Edit
    parsed: Graph
    whole: bool = False


_Key = tuple[str, tuple[Span, ...], str, str]


def _key(node: Node) -> _Key:
    return node.kind, node.spans, node.role or "", payload_key(node.constraint)


def edited_node(graph: Graph, edit: Edit) -> Node | None:
    """Return the edited node as it stands in a graph after the edit; None when it was deleted."""
    if edit.op == "delete_node":
        return None
    for node in graph.nodes:
        if (
            node.kind is edit.kind
            and node.text == edit.after
            and any(
                span.turn == after.turn and span.start <= after.end and after.start <= span.end
                for span in node.spans
                for after in edit.spans_after
            )
        ):
            return node
    return None


def _edited_key(candidate: Candidate) -> _Key | None:
    node = edited_node(candidate.edited, candidate.edit)
    return None if node is None else _key(node)


def _inside(candidate: Candidate, own: _Key | None) -> Callable[[_Key], bool]:
    """Return what tells whether a node stands inside the unit that was written anew; none does if no unit was."""
    if not candidate.whole or own is None:
        return lambda key: False
    unit = own[1]

    def stands_inside(key: _Key) -> bool:
        return key[0] not in DISCOURSE and all(
            any(span.turn == piece.turn and piece.start <= span.start and span.end <= piece.end for piece in unit)
            for span in key[1]
        )

    return stands_inside


def _shapes(graph: Graph, without: Callable[[object], bool]) -> set[tuple[object, ...]]:
    """Return a graph's edges between nodes by what the nodes are, leaving out those at some nodes."""
    keys: dict[str, object] = {node.id: _key(node) for node in graph.nodes}
    keys[graph.id] = "instruction"

    def shape(edge: Edge) -> tuple[object, ...]:
        return keys[edge.source], keys[edge.target], edge.kind, tuple(sorted(map(repr, edge.qualifiers.items())))

    return {shape(edge) for edge in graph.edges if not (without(keys[edge.source]) or without(keys[edge.target]))}


def parses_back(candidate: Candidate) -> str | None:
    """The new text parses to the edited graph: its nodes, and its edges but for those at the edited node."""
    own = _edited_key(candidate)
    inside = _inside(candidate, own)
    edited, parsed = (
        {key for key in map(_key, graph.nodes) if not inside(key)} for graph in (candidate.edited, candidate.parsed)
    )
    if edited != parsed:
        gone = next(iter(sorted(edited - parsed, key=repr)), None)
        came = next(iter(sorted(parsed - edited, key=repr)), None)
        return f"the parse differs: {_say(gone, candidate.edited)} became {_say(came, candidate.parsed)}"

    def at_edit(key: object) -> bool:
        return key == own or (isinstance(key, tuple) and inside(key))

    if _shapes(candidate.edited, at_edit) != _shapes(candidate.parsed, at_edit):
        return "the parse links other nodes"
    return None


def _say(key: _Key | None, graph: Graph) -> str:
    if key is None:
        return "nothing"
    words = next(node.text for node in graph.nodes if _key(node) == key)
    return f"{key[0]} {words[:60]!r}"


def differs_in_one_node(candidate: Candidate) -> str | None:
    """Parent and variant differ in one node, and their texts inside its spans alone; nodes around it stretch."""
    parent, edit, parsed = candidate.parent, candidate.edit, candidate.parsed
    for turn, (old, new) in enumerate(zip(parent.turns, parsed.turns, strict=True)):
        before = [span for span in edit.spans_before if span.turn == turn]
        after = [span for span in edit.spans_after if span.turn == turn]
        if old.role != new.role or _outside(old.text, before) != _outside(new.text, after):
            return f"turn {turn} differs outside the edited spans"
    lengths = [
        Replacement(before, "x" * (after.end - after.start))
        for before, after in zip(edit.spans_before, edit.spans_after, strict=True)
    ]
    expected: set[_Key] = set()
    for node in parent.nodes:
        if node.id == edit.node:
            continue
        places = [moved(span, lengths, outer=node.kind in DISCOURSE) for span in node.spans]
        spans = tuple(sorted(place for place in places if place and place.end > place.start))
        if spans:
            expected.add((node.kind, spans, node.role or "", payload_key(node.constraint)))
    inside = _inside(candidate, _edited_key(candidate))
    expected = {key for key in expected if not inside(key)}
    found = {key for key in map(_key, parsed.nodes) if not inside(key)}
    others = found - expected
    if expected - found:
        return "another node changed too"
    if len(others) > 1 or (not others and edit.op != "delete_node") or (others and edit.op == "delete_node"):
        return f"{len(others)} nodes are new"
    return None


def _outside(text: str, spans: list[Span]) -> list[str]:
    pieces, cursor = [], 0
    for span in sorted(spans):
        pieces.append(text[cursor : span.start])
        cursor = span.end
    return [*pieces, text[cursor:]]


def consistent(candidate: Candidate) -> str | None:
    """No invariant is broken, and no demand contradicts, repeats or already contains the new one."""
    problems = check(candidate.parsed)
    if problems:
        return str(problems[0])
    own = _edited_key(candidate)
    new = next((node for node in candidate.parsed.nodes if _key(node) == own), None)
    if new is None or new.constraint is None:
        return None
    for node in candidate.parsed.nodes:
        if node is new or node.constraint is None:
            continue
        meaning = decided(new.constraint, node.constraint)
        if meaning == "contradicts" or at_odds(new.constraint, node.constraint):
            return f"contradicts {node.text[:60]!r}"
        stayed = candidate.edit.relation == "equivalent"
        if meaning in ("equivalent", "implies", "implied_by") and not stayed:
            return f"repeats {node.text[:60]!r}"
    return None


_UGLY = re.compile(r"[^\S\n]{2,}|\s[.,;!?](?:\s|$)|,[.,;:]|\.\.(?!\.)|;[.,;]|:\.|\b(\w+) \1\b|\(\s|\s\)", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(an?) ([\"'“‘]?)([a-z]+)", re.IGNORECASE)
_SILENT = re.compile(r"(?:hour|honest|heir|hono)", re.IGNORECASE)
_YOO = re.compile(r"(?:uni|use|usu|euro|one\b|once|ut[ie])", re.IGNORECASE)


def natural(candidate: Candidate) -> str | None:
    """The text is well formed around the edit: blanks, stops, articles, capitals, paired marks."""
    for before, after in zip(candidate.edit.spans_before, candidate.edit.spans_after, strict=True):
        old, new = candidate.parent.turns[before.turn].text, candidate.parsed.turns[after.turn].text
        if not new.strip():
            return "nothing is left"
        was = old[max(0, before.start - 24) : before.end + 12]
        now = new[max(0, after.start - 24) : after.end + 12]
        blot = _UGLY.search(now)
        if blot and blot[0] not in was:
            return f"reads badly: {blot[0]!r}"
        for mark in ('"', "(", ")", "[", "]", "“", "”"):
            pairs = (new.count(mark) - old.count(mark)) % 2 if mark == '"' else 0
            if pairs or (mark in "([“" and _unpaired(new, mark) > _unpaired(old, mark)):
                return f"a {mark} is left unpaired"
        wrong = wrong_article(now, was)
        if wrong:
            return f"reads badly: {wrong}"
        first, was_first = new.lstrip()[:1], old.lstrip()[:1]
        if was_first.isupper() and first.islower():
            return "begins in lower case"
    return None


def wrong_article(text: str, was: str = "") -> str | None:
    """Return the first article of a text that does not agree with its word, with the word; what stood before passes.

    Example:
        >>> wrong_article("Write a essay about an hour.")
        'a essay'
    """
    for article, _, word in _ARTICLE.findall(text):
        if f"{article} {word}".lower() not in was.lower() and _disagrees(article, word):
            return f"{article} {word}"
    return None


def _unpaired(text: str, mark: str) -> int:
    return abs(text.count(mark) - text.count({"(": ")", "[": "]", "“": "”"}[mark]))


def _disagrees(article: str, word: str) -> bool:
    vowel = (word[:1].lower() in "aeiou" and not _YOO.match(word)) or bool(_SILENT.match(word))
    return vowel != (article.lower() == "an") and not (article.isupper() and len(article) == 1)


def new_text(candidate: Candidate, seen: Collection[str]) -> str | None:
    """The text is not one that the family has already."""
    return "the family has this text already" if candidate.parsed.id in seen else None


GATES: tuple[tuple[GateName, Callable[[Candidate], str | None]], ...] = (
    ("natural", natural),
    ("parses_back", parses_back),
    ("differs_in_one_node", differs_in_one_node),
    ("consistent", consistent),
)
