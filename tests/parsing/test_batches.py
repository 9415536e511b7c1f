"""A graph depends on its instruction alone: not on the batch, its order, the workers, repeats or a grown vocabulary."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmata.cli.main import outcome
from stemmata.graphs.codec import to_json
from stemmata.parsing import analysis
from stemmata.parsing.english import opened
from stemmata.parsing.parser import get_parser, parse_each
from stemmata.parsing.recent import Recent
from stemmata.parsing.rules import RulesParser
from stemmata.parsing.sources import read
from stemmata.schemas.instruction import Turn

EXAMPLES = Path(__file__).resolve().parents[2] / "examples/instructions.jsonl"
SENTENCES = [
    "Write a poem about rain.",
    "Do not use any commas.",
    "Use at most 40 words, and no commas, in the second part of it.",
    "You are a pirate who sells maps.",
    "Then translate it into Welsh and list three words that rhyme.",
    "Summarise the text below:\n\nThe ferry leaves at nine. Bring a coat.",
    "My sister is moving to Oslo in May!",
    "Go.",
    "",
]
INSTRUCTIONS = st.lists(
    st.tuples(st.sampled_from(["user", "system", "assistant"]), st.lists(st.sampled_from(SENTENCES)).map(" ".join)),
    min_size=1,
    max_size=3,
).map(lambda turns: tuple(Turn(role, text) for role, text in turns))


@pytest.fixture(scope="module")
def nlp():
    return opened()


def lines(parser, batch):
    return [to_json(graph) for graph in parser.parse_many([(turns, {}) for turns in batch])]


def alone(nlp, turns):
    """Return the graph of an instruction from a parser that has seen no other."""
    return to_json(RulesParser(nlp).parse(turns))


@given(st.lists(INSTRUCTIONS, min_size=1, max_size=12), st.randoms(use_true_random=False), st.integers(1, 5))
@settings(max_examples=15)
def test_a_batch_gives_each_instruction_the_graph_it_has_alone(batch, shuffled, size):
    nlp = get_parser("rules")._analyst._ready()
    expected = {turns: alone(nlp, turns) for turns in batch}
    order = shuffled.sample(batch * 2, 2 * len(batch))
    parser = RulesParser(nlp)
    made = [line for start in range(0, len(order), size) for line in lines(parser, order[start : start + size])]
    assert made == [expected[turns] for turns in order]


@pytest.mark.parametrize("together", [1, 2_000, 10**9])
def test_real_instructions_have_the_same_graphs_in_any_order_and_batch(nlp, together, monkeypatch):
    monkeypatch.setattr("stemmata.parsing.rules._TOGETHER", together)
    records = [record.turns for record in read([str(EXAMPLES)])]
    expected = {turns: alone(nlp, turns) for turns in records}
    order = random.Random(together).sample(records * 2, 2 * len(records))
    assert lines(RulesParser(nlp), order) == [expected[turns] for turns in order]


def test_vectors_and_syntax_of_a_sentence_are_the_same_bits_in_any_batch(nlp):
    texts = [sentence for sentence in SENTENCES for _ in range(9)]
    random.Random(7).shuffle(texts)

    def bits(docs):
        return [
            (doc.tensor.tobytes(), doc.to_array(["TAG", "DEP", "HEAD", "MORPH", "LEMMA"]).tobytes()) for doc in docs
        ]

    expected = bits(nlp.pipe(texts, batch_size=1))
    for size in (2, 5, 81):
        assert bits(nlp.pipe(texts, batch_size=size)) == expected


def test_any_number_of_workers_writes_the_same_lines_in_any_order(tmp_path):
    records = list(read([str(EXAMPLES)]))
    varied = [{"id": f"{one.id}-{lap}", "turns": _renamed(one.turns, lap)} for lap in range(8) for one in records]
    shuffled = random.Random(4).sample(varied, len(varied))
    written = {}
    for name, some, workers in (("one", varied, 1), ("four", shuffled, 4)):
        folder = tmp_path / name
        folder.mkdir()
        source = folder / "source.jsonl"
        source.write_text("".join(json.dumps(row) + "\n" for row in some), encoding="utf-8")
        assert outcome(["parse", str(source), "-o", str(folder / "out"), "-q", "--workers", str(workers)]) == 0
        written[name] = _by_id((folder / "out").read_text(encoding="utf-8").splitlines())
        assert list(written[name]) == [row["id"] for row in some]
    assert written["one"] == written["four"]


def _renamed(turns, lap):
    """Return turns that say something else in half of the laps, and the same as in the lap before in the others."""
    said = f" Mention {('Ulm', 'Bath', 'Oslo', 'Riga')[lap // 2]}."
    return [{"role": turn.role, "text": turn.text + said} for turn in turns]


def _by_id(graphs):
    """Return graphs by their records' ids, without the places of the records."""
    found = {graph["meta"].pop("source_id"): graph for graph in map(json.loads, graphs)}
    for graph in found.values():
        graph["meta"].pop("source")
    return found


def test_what_repeats_is_parsed_once_and_keeps_its_own_provenance(nlp, monkeypatch):
    parser, parsed = RulesParser(nlp), []
    graph = parser._graph
    monkeypatch.setattr(parser, "_graph", lambda turns, readings: parsed.append(turns) or graph(turns, readings))
    first, again = Turn("user", "Name two birds.", {"a": 1}), Turn("user", "Name two birds.", {"a": 2})
    batch = [((first,), {"source": "x:1"}), ((Turn("user", "Sing."),), {}), ((again,), {"source": "x:3"})]
    for _ in range(2):
        made = parser.parse_many(batch)
        assert [graph.meta for graph in made] == [{"source": "x:1"}, {}, {"source": "x:3"}]
        assert [graph.turns[0].extra for graph in made] == [{"a": 1}, {}, {"a": 2}]
    assert made[0] == made[2]
    assert len(parsed) == 2
    assert parser.parse([Turn("system", "Sing.")]).id != made[1].id
    assert len(parsed) == 3


def test_words_never_seen_before_are_forgotten_after_their_batch(monkeypatch):
    texts = [f"Write to Mr Zork{number}ula about gl{number}fnar trees, in {number} words." for number in range(50)]
    batch = [(Turn("user", text),) for text in texts]
    learning, forgetting = opened(), opened()
    expected = lines(RulesParser(learning), batch)
    assert "gl7fnar" in learning.vocab.strings
    monkeypatch.setattr(analysis, "_LEARNT", 0)
    before = len(forgetting.vocab.strings)
    for _ in range(2):
        assert lines(RulesParser(forgetting), batch) == expected
    assert len(forgetting.vocab.strings) == before
    assert "gl7fnar" not in forgetting.vocab.strings


def test_a_pipeline_whose_results_depend_on_the_batch_reads_each_turn_by_itself(monkeypatch):
    nlp = opened()
    assert analysis.steady(nlp)
    nlp.get_pipe("tagger").model.ops.use_blis = False
    assert not analysis.steady(nlp)
    sizes = []
    pipe = nlp.pipe
    monkeypatch.setattr(nlp, "pipe", lambda texts: sizes.append(len(texts)) or pipe(texts))
    RulesParser(nlp).parse_many([((Turn("user", text),), {}) for text in ("Sing. Dance.", "Name two birds.")])
    assert sizes == [2, 1]


def test_one_that_cannot_be_parsed_takes_no_other_with_it(nlp, monkeypatch):
    parser = RulesParser(nlp)
    graph = parser._graph

    def refuse(turns, readings):
        if "bad" in turns[0].text:
            raise RecursionError("too deep")
        return graph(turns, readings)

    monkeypatch.setattr(parser, "_graph", refuse)
    made = parse_each(parser, [((Turn("user", text),), {}) for text in ("Sing.", "A bad one.", "Dance.")])
    assert [type(one).__name__ for one in made] == ["Graph", "RecursionError", "Graph"]


def test_a_parser_without_batches_is_asked_one_by_one():
    class Plain:
        def parse(self, turns, meta):
            return turns[0].text.upper()

    assert parse_each(Plain(), [((Turn("user", "a"),), {}), ((Turn("user", "b"),), {})]) == ["A", "B"]


def test_what_is_kept_is_bounded_and_what_is_asked_for_stays():
    recent = Recent(10)
    recent.put("a", 1, 4)
    recent.put("b", 2, 4)
    assert recent.get("a") == 1
    recent.put("c", 3, 4)
    assert (recent.get("a"), recent.get("b"), recent.get("c")) == (1, None, 3)
    recent.put("much", 4, 11)
    assert recent.get("much") is None
    assert recent.weight <= 10
