from __future__ import annotations

from graph_scores import Tally, characters, compare, matching, total
from sentence_parser import SentenceParser

from stemmata.graphs.consistency import check
from stemmata.graphs.graph import GraphBuilder
from stemmata.schemas.instruction import Span, Turn
from stemmata.schemas.vocabulary import EdgeKind, NodeKind

TEXT = "Write a poem in ten words. Then sing it."
ACT, LIMIT, FACT, VERB = NodeKind.SUB_INSTRUCTION, NodeKind.CONSTRAINT, NodeKind.FACT, NodeKind.ACTION


def graph(*nodes, edges=()):
    """A graph of TEXT; a node is a kind and the words that it covers, an edge two positions, a kind and qualifiers."""
    builder = GraphBuilder([Turn("user", TEXT)])
    for kind, *pieces in nodes:
        spans = [Span(0, TEXT.index(words), TEXT.index(words) + len(words)) for words in pieces]
        handle = builder.add(kind, spans, role="background" if kind is FACT else None)
        builder.link(handle, None, EdgeKind.PART_OF)
    for source, target, kind, *qualifiers in edges:
        builder.link(source, target, kind, **(qualifiers[0] if qualifiers else {}))
    return builder.build()


GOLD = graph(
    (ACT, "Write a poem"), (LIMIT, "in ten words"), (ACT, "sing it"), (VERB, "Write"),
    edges=[
        (1, 0, EdgeKind.CONSTRAINS, {"scope": "output", "polarity": "required"}),
        (2, 0, EdgeKind.DEPENDS_ON, {"composition": "chain"}),
        (0, 3, EdgeKind.PERFORMS_ACTION),
    ],
)  # fmt: skip


def counts(tally):
    return (tally.gold, tally.predicted, tally.right)


def test_a_graph_agrees_with_itself():
    match = compare(GOLD, GOLD)
    assert (match.missed, match.spurious) == ([], [])
    assert counts(total(match.scores.exact)) == counts(total(match.scores.relaxed)) == (4, 4, 4)
    assert counts(total(match.scores.edges)) == (3, 3, 3)
    assert total(match.scores.edges).f1 == 1
    assert match.scores.qualifiers["CONSTRAINS scope"] == {True: 1}


def test_punctuation_at_the_ends_and_blanks_do_not_count():
    predicted = graph((ACT, "Write a poem "), (LIMIT, "in ten words."), (ACT, "sing it."), (VERB, "Write "))
    assert counts(total(compare(GOLD, predicted).scores.exact)) == (4, 4, 4)


def test_half_the_characters_are_enough_for_a_relaxed_match_and_less_are_not():
    scores = compare(GOLD, graph((LIMIT, "ten words"), (ACT, "Write"))).scores
    assert counts(scores.relaxed[LIMIT]) == (1, 1, 1)  # 8 of 10 characters
    assert counts(scores.exact[LIMIT]) == (1, 1, 0)
    assert counts(scores.relaxed[ACT]) == (2, 1, 1)  # 5 of 10
    assert counts(compare(GOLD, graph((ACT, "Writ"))).scores.relaxed[ACT]) == (2, 1, 0)


def test_one_predicted_node_matches_one_gold_node():
    gold = graph((ACT, "Write a poem"), (ACT, "in ten words"))
    scores = compare(gold, graph((ACT, "Write a poem in ten words"))).scores
    assert counts(scores.relaxed[ACT]) == (2, 1, 1)
    assert (total(scores.relaxed).precision, total(scores.relaxed).recall) == (1.0, 0.5)


def test_the_best_overlap_is_taken_first():
    gold = [("a", frozenset({(0, 1), (0, 2)})), ("a", frozenset({(0, 1), (0, 2), (0, 3)}))]
    assert matching(gold, [("a", gold[1][1])]) == {1: 0}
    assert matching(gold, [("b", gold[1][1])]) == {}


def test_discontinuous_nodes_are_compared_by_all_their_pieces():
    gold = graph((ACT, "Write a", "in ten words"))
    scores = compare(gold, graph((ACT, "Write a"), (ACT, "in ten words"))).scores
    assert counts(scores.exact[ACT]) == (1, 2, 0)
    assert counts(scores.relaxed[ACT]) == (1, 2, 1)


def test_a_unit_of_the_wrong_kind_counts_for_the_place_only():
    match = compare(GOLD, graph((FACT, "Write a poem"), (LIMIT, "in ten words")))
    assert match.scores.kinds == {("SubInstruction", "Fact"): 1, ("Constraint", "Constraint"): 1}
    assert [node.text for node in match.missed] == ["Write a poem", "sing it", "Write"]
    assert [node.text for node in match.spurious] == ["Write a poem"]


def test_an_edge_is_right_when_both_ends_match_and_the_kind_agrees():
    predicted = graph(
        (ACT, "Write a poem"), (LIMIT, "ten words"), (ACT, "sing it"),
        edges=[
            (1, 0, EdgeKind.CONSTRAINS, {"scope": "title", "polarity": "required"}),
            (0, 2, EdgeKind.DEPENDS_ON, {"composition": "chain"}),
        ],
    )  # fmt: skip
    scores = compare(GOLD, predicted).scores
    assert counts(scores.edges["CONSTRAINS"]) == (1, 1, 1)
    assert counts(scores.edges["DEPENDS_ON"]) == (1, 1, 0)  # it points the other way
    assert counts(scores.edges["PERFORMS_ACTION"]) == (1, 0, 0)
    assert scores.qualifiers == {"CONSTRAINS scope": {False: 1}, "CONSTRAINS polarity": {True: 1}}


def test_sums_are_made_before_shares():
    scores = compare(GOLD, GOLD).scores
    scores.add(compare(GOLD, graph()).scores)
    assert counts(total(scores.relaxed)) == (8, 4, 4)
    assert total(scores.relaxed).f1 == 2 * 4 / 12
    assert Tally().f1 == Tally(3, 0, 0).precision == Tally(0, 3, 0).recall == 0


def test_signs_alone_can_be_a_node():
    builder = GraphBuilder([Turn("user", "🙂 🙂")])
    builder.add(FACT, [Span(0, 0, 3)], role="material")
    made = builder.build()
    assert characters(made, made.nodes[0]) == {(0, 0), (0, 2)}


def test_the_baseline_sorts_sentences():
    made = SentenceParser().parse(
        [Turn("user", "I am late. Do not ramble. Write a note to Ann! The note should rhyme.\nWhy not?"),
         Turn("assistant", "Write more."), Turn("user", "1. Please list them")]
    )  # fmt: skip
    assert check(made) == []
    assert [node.text for node in made.facts] == ["I am late"]
    assert [node.text for node in made.constraint_nodes] == ["Do not ramble", "The note should rhyme"]
    assert [node.text for node in made.sub_instructions] == ["Write a note to Ann", "Why not?", "Please list them"]
    bound = [(made.node(e.source).text, made.node(e.target).text) for e in made.edges if e.kind == "CONSTRAINS"]
    assert bound == [("Do not ramble", "Write a note to Ann"), ("The note should rhyme", "Write a note to Ann")]
