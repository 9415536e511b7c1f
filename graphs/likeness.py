"""How alike two graphs are: the share of features that both have.

The features of a graph are the labels that its prints begin with, taken apart: the words of content of each discourse
node, the families of the typed constraints and what they demand (in place of their words), and the semantic nodes with
their kinds. An edit of one node changes few of them, wherever the node stands.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

from stemmata.graphs.constraints.topics import GENERAL
from stemmata.graphs.fingerprints import demand
from stemmata.graphs.graph import Graph
from stemmata.graphs.words import content_words, normalised
from stemmata.schemas.vocabulary import ASKING_ROLES, DISCOURSE

Features = frozenset[int]

_GENERAL = frozenset(content_words(" ".join(sorted(GENERAL))))


def features(graph: Graph) -> Features:
    """Return the features of a graph, each hashed to 32 bits, the same on any machine.

    A turn that no node stands in gives its words.
    """
    said: set[str] = set()
    held: set[int] = set()
    for node in graph.nodes:
        held.update(span.turn for span in node.spans)
        if node.constraint is not None:
            said.update((f"family {node.constraint.id}", f"demand {demand(node.constraint)}"))
            continue
        words = content_words(normalised(node.text))
        if node.kind in DISCOURSE:
            said.update(words)
        else:
            said.add(f"{node.kind} {' '.join(sorted(words))}")
    for number, turn in enumerate(graph.turns):
        if number not in held:
            said.update(content_words(normalised(turn.text)))
    return frozenset(map(hashed, said))


def topic(graph: Graph) -> Features:
    """Return what a graph is about, hashed: words of content in no typed constraint, without those of any instruction.

    "Write a poem about rain" is about rain alone: writing and poems are what many instructions ask for.
    """
    words = {
        word
        for node in graph.nodes
        if node.constraint is None and node.kind in DISCOURSE
        for word in content_words(normalised(node.text))
    }
    if not graph.nodes:
        words.update(*(content_words(normalised(turn.text)) for turn in graph.turns if turn.role in ASKING_ROLES))
    return frozenset(map(hashed, words - _GENERAL))


def likeness(first: Features, second: Features) -> float:
    """Return the share of features that two graphs have in common, of all that either has: Jaccard's index.

    Graphs without features are like no other.
    """
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared) if shared else 0.0


@lru_cache(maxsize=131_072)
def hashed(said: str) -> int:
    """Return a word or a label as a feature."""
    return int.from_bytes(blake2b(said.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big")
