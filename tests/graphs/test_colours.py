from __future__ import annotations

import random
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stemmata.graphs.colours import gathered, mixed, paired, read, refined, sums
from stemmata.graphs.fingerprints import Prints, fingerprints, fingerprints_of
from stemmata.graphs.graph import Graph, GraphBuilder
from stemmata.schemas.instruction import Payload, Span, Turn
from stemmata.schemas.vocabulary import ENDPOINTS, EdgeKind, NodeKind

NUMBERS = st.lists(st.integers(0, 2**64 - 1), max_size=30)


def line(numbers: list[int]) -> np.ndarray:
    return np.array([numbers], dtype=np.uint64)


def plain_mix(number: int) -> int:
    """The last step of the splitmix64 generator, in Python's whole numbers."""
    number = (number + 0x9E3779B97F4A7C15) % 2**64
    number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
    number = (number ^ (number >> 27)) * 0x94D049BB133111EB % 2**64
    return number ^ (number >> 31)


@given(NUMBERS)
def test_numbers_are_mixed_as_whole_numbers_modulo_two_to_the_64th(numbers):
    assert mixed(line(numbers)).tolist() == [[plain_mix(number) for number in numbers]]


def test_the_first_numbers_of_the_published_generator():
    seeds = [number * 0x9E3779B97F4A7C15 % 2**64 for number in range(3)]
    assert mixed(line(seeds)).tolist() == [[0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]]


def test_each_bit_of_a_pair_turns_half_of_the_bits():
    rng = random.Random(1)
    for place in range(64):
        first, second = (line([rng.getrandbits(64) for _ in range(200)]) for _ in range(2))
        flip = np.uint64(1 << place)
        before = paired(first, second)
        for after in (paired(first ^ flip, second), paired(first, second ^ flip)):
            turned = np.unpackbits((before ^ after).view(np.uint8)).mean()
            assert 0.45 < turned < 0.55
    assert paired(line([1]), line([2])) != paired(line([2]), line([1]))


@given(st.lists(NUMBERS, min_size=1, max_size=8))
def test_sums_of_runs_of_which_some_are_empty(runs):
    flat = line([number for run in runs for number in run])
    assert sums(flat, np.array([len(run) for run in runs])).tolist() == [[sum(run) % 2**64 for run in runs]]


@given(NUMBERS, st.integers(0, 100))
def test_members_count_with_their_repetitions_and_without_order(numbers, seed):
    shuffled = random.Random(seed).sample(numbers, len(numbers))
    first, second = gathered(line(numbers + shuffled), [len(numbers), len(shuffled)])[0]
    assert first == second
    assert len(set(gathered(line([7, 7, 7, 7, 7, 7]), [0, 1, 2, 3])[0].tolist())) == 4


def test_rows_begin_with_the_lowest_byte_of_a_number():
    found = read([bytes([1, *[0] * 7, 0, 1, *[0] * 6]), bytes([*[0] * 7, 2, 3, *[0] * 7])], 2)
    assert found.tolist() == [[1, 2 << 56], [256, 3]]
    assert read([], 4).shape == (4, 0)


def colour(count: int, edges: list[tuple[int, int]], rounds: int = 3, labels: list[int] | None = None) -> int:
    """The number of a graph whose nodes have one label."""
    sources, targets = [one for one, _ in edges], [other for _, other in edges]
    nodes = refined(line([5] * count), line(labels or [9] * len(edges)), sources, targets, rounds)
    (found,) = gathered(nodes, [count])[0].tolist()
    return found


def test_shapes_with_the_same_labels_that_refinement_tells_apart():
    path, star = [(0, 1), (1, 2), (2, 3)], [(0, 1), (0, 2), (0, 3)]
    shapes = {
        "path": path,
        "path with its last edge turned": [(0, 1), (1, 2), (3, 2)],
        "star": star,
        "star turned": [(end, start) for start, end in star],
        "ring": [(0, 1), (1, 2), (2, 3), (3, 0)],
        "triangle and a point": [(0, 1), (1, 2), (2, 0)],
        "a path's edge twice": [(0, 1), (0, 1), (2, 3)],
        "two edges": [(0, 1), (2, 3)],
        "a loop": [(0, 0), (1, 2), (2, 3)],
    }
    found = {name: colour(4, edges) for name, edges in shapes.items()}
    assert len(set(found.values())) == len(shapes), found
    assert colour(4, path) == colour(4, [(3, 1), (1, 0), (0, 2)])
    assert colour(4, path, labels=[1, 1, 2]) != colour(4, path, labels=[1, 2, 1]) != colour(4, path, labels=[2, 1, 1])


def test_what_refinement_cannot_tell_apart():
    """In two rings of six and in one of twelve each node sees the same, however far it looks."""
    ring = [(place, (place + 1) % 12) for place in range(12)]
    rings = [(6 * part + place, 6 * part + (place + 1) % 6) for part in range(2) for place in range(6)]
    assert colour(12, ring) == colour(12, rings)


def test_a_node_looks_as_far_as_there_are_rounds():
    def marked(edge: int) -> int:
        path = [(place, place + 1) for place in range(19)]
        return colour(20, path, labels=[2 if place == edge else 1 for place in range(19)])

    assert marked(1) != marked(2)
    assert marked(8) == marked(9)  # the ends of the path are too far away


WORDS = ("rain", "river", "clock", "bread", "comet", "wool", "glass", "tea")


def drawn(number: int) -> Graph:
    """A graph of up to nine nodes, with edges as they may be; a number in the text keeps the texts apart."""
    rng = random.Random(number)
    words = [rng.choice(WORDS) for _ in range(rng.randint(2, 9))]
    text = f"{' '.join(words)} {number}"
    builder = GraphBuilder([Turn("user", text)])
    nodes: list[tuple[int, NodeKind]] = []
    at = 0
    for word in words:
        kind = rng.choice(list(NodeKind))
        payload = (
            Payload("a:b", {"n": rng.randrange(50)}) if kind is NodeKind.CONSTRAINT and rng.random() < 0.7 else None
        )
        nodes.append((builder.add(kind, [Span(0, at, at + len(word))], constraint=payload), kind))
        at += len(word) + 1
    for (first, start), (second, end) in combinations(nodes, 2):
        fitting = [kind for kind, (ones, others) in ENDPOINTS.items() if start in ones and end in others]
        if fitting and rng.random() < 0.4:
            more = {"order": rng.randrange(3)} if rng.random() < 0.3 else {}
            builder.link(first, second, rng.choice(fitting), **more)
    for node, _ in nodes:
        builder.link(node, None, EdgeKind.PART_OF)
    return builder.build()


def parts(graph: Graph) -> tuple[object, ...]:
    """What a graph has, apart from words and from which node is which: graphs that differ in it have to differ."""
    kind = {node.id: (node.kind, repr(node.constraint)) for node in graph.nodes} | {graph.id: ("Instruction", "")}
    edges = [(kind[edge.source], edge.kind, sorted(edge.qualifiers.items()), kind[edge.target]) for edge in graph.edges]
    return tuple(sorted(map(str, kind.values()))), tuple(sorted(map(str, edges)))


def test_twenty_thousand_graphs_do_not_collide():
    graphs = [drawn(number) for number in range(20_000)]
    found = fingerprints_of(graphs)
    assert len({one.text for one in found}) == len(graphs), "each has a text of its own"
    told: dict[str, set[object]] = {}
    for graph, one in zip(graphs, found, strict=True):
        told.setdefault(one.typed, set()).add(parts(graph))
    assert max(map(len, told.values())) == 1, "one print for graphs that differ"
    assert len(told) >= len({one for some in told.values() for one in some}) > 15_000
    by_level = {name: {getattr(one, name) for one in found} for name in Prints._fields}
    assert all(a.isdisjoint(b) for a, b in combinations(by_level.values(), 2))
    bits = np.unpackbits(np.frombuffer(bytes.fromhex("".join(by_level["text"])), np.uint8).reshape(-1, 8), axis=1)
    assert (abs(bits.mean(axis=0) - 0.5) < 0.02).all(), "each bit of a print is set in half of them"


def test_which_node_has_which_part_is_told_apart():
    def made(*owners: int) -> Prints:
        builder = GraphBuilder([Turn("user", "sing say do red blue old")])
        acts = [builder.add(NodeKind.ACTION, [Span(0, start, end)]) for start, end in ((0, 4), (5, 8), (9, 11))]
        for (start, end), owner in zip(((12, 15), (16, 20), (21, 24)), owners, strict=True):
            part = builder.add(NodeKind.ATTRIBUTE, [Span(0, start, end)])
            builder.link(acts[owner], part, EdgeKind.HAS_ATTRIBUTE)
        return fingerprints(builder.build())

    assert made(0, 1, 2).shape == made(2, 0, 1).shape
    assert len({made(0, 1, 2).shape, made(0, 0, 1).shape, made(2, 2, 2).shape}) == 3
    assert made(0, 1, 2).content != made(2, 0, 1).content
