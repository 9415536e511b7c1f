"""Penman as AMR people read it: with their library."""

from __future__ import annotations

import penman as library
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from penman import constant

from stemmata.graphs.codec import to_dict
from stemmata.graphs.formats.penman import to_penman
from stemmata.graphs.formats.penman_reading import read
from stemmata.schemas.errors import InputError


def read_text(text, name="x.penman"):
    return list(read((line, f"{name}:{number}") for number, line in enumerate(text.split("\n"), start=1)))


def test_it_looks_like_amr(sms):
    lines = to_penman(sms).splitlines()
    assert lines[0] == f"# ::id {sms.id}"
    assert lines[1] == f"# ::snt {sms.text}"
    tree = "\n".join(line for line in lines if not line.startswith("#"))
    short = tree.replace("    ", "").replace("\n", " ")
    act, output = sms.sub_instructions[0], next(node for node in sms.nodes if node.text == "SMS")
    assert short.startswith("(i / Instruction :PART_OF-of (f1 / Fact ")
    assert f':PART_OF-of (s2 / SubInstruction :id "{act.id}" :text "{act.text}" :spans "0:26:77"' in short
    assert (
        f':PRODUCES (o8 / Output :id "{output.id}" :text "SMS" :spans "0:40:43" :PART_OF s2 :HAS_ATTRIBUTE (' in short
    )
    assert short.count("(") == len(sms.nodes) + 1 == short.count(")")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_penman_library_reads_each_graph_as_it_is(odd_graphs, data):
    graph = data.draw(odd_graphs)
    found = library.decode(to_penman(graph))
    assert found.metadata["id"] == graph.id
    named = {source: target for source, role, target in found.attributes() if role == ":id"}
    values = {key: constant.evaluate(text) for key, text in named.items()}
    assert sorted(values.values()) == sorted(node.id for node in graph.nodes)
    values[found.top] = graph.id
    edges = [
        (values[edge.source], edge.role[1:], values[edge.target]) for edge in found.edges() if edge.role != ":unlinked"
    ]
    assert sorted(edges) == sorted((edge.source, edge.kind.value, edge.target) for edge in graph.edges)


def test_what_the_library_lays_out_anew_is_the_same_graph(sms, dialogue):
    for graph in (sms, dialogue):
        decoded = library.decode(to_penman(graph))
        act = next(source for source, _, target in decoded.instances() if target == "SubInstruction")
        for top in (decoded.top, act):
            turned = library.Graph(decoded.triples[::-1], top=top, metadata=decoded.metadata)
            (again,) = read_text(library.encode(turned))
            assert to_dict(again) == to_dict(graph)


def test_an_edge_added_by_hand_comes_last(sms):
    text = to_penman(sms)
    more = text.replace(":CONSTRAINS s2", ":CONSTRAINS s2\n    :CONSTRAINS a6", 1)
    assert more != text
    (again,) = read_text(more)
    added = again.edges[-1]
    assert (again.node(added.source).kind, again.node(added.target).text) == ("Constraint", "Write")
    assert again.edges[:-1] == sms.edges


BROKEN = [
    (lambda text: text[:-1], "x.penman:{last}: the file ends within a graph"),
    (lambda text: text + ")", "x.penman:{last}: expected (, found ')'"),
    (lambda text: text.replace("(i / ", "(i / / "), "x.penman:{top}: expected symbol, found '/'"),
    (lambda text: text.replace(':text "', ':text ', 1), "x.penman:{first}: expected role or ), found"),
    (lambda text: "".join(text.rsplit('"', 1)), "a text has no end"),
    (lambda text: text.replace("# ::turns", "# ::tuns"), "x.penman:1: the graph lacks the comment ::turns"),
    (lambda text: text.replace("# ::turns [", "# ::turns ["[:-1]), "x.penman:1: the comment ::turns: broken JSON"),
    (lambda text: text.replace('["s2", "PERFORMS_ACTION"', '["s9", "PERFORMS_ACTION"'), "the comment ::edges names"),
    (lambda text: text.replace("/ Instruction", "/ Instructions"), "x.penman:1: no node is of the concept Instruction"),
    (lambda text: text.replace("(f1 ", "(s2 "), "the variable s2 stands for two nodes"),
    (lambda text: text.replace(":role background", ":rolle background"), "x.penman:{first}: :rolle of f1:"),
    (lambda text: text.replace(":role background", ":role bakground"), "x.penman:1: not a graph: field nodes.0.role"),
    (lambda text: text.replace('"0:79:90"', '"0:79:9"'), "x.penman:1: graph .* is inconsistent"),
    (lambda text: text.replace(":kwargs \"{", ":kwargs \"["), ":kwargs of c3: broken JSON"),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "said"), BROKEN)
def test_a_broken_file_is_told_with_its_place(sms, broken, said):
    text = broken(to_penman(sms))
    lines = to_penman(sms).splitlines()
    top = next(number for number, line in enumerate(lines, start=1) if line.startswith("("))
    with pytest.raises(InputError) as caught:
        read_text(text)
    for part in said.format(last=len(lines), top=top, first=top + 1).split(" .* "):
        assert part in str(caught.value)


def test_a_tree_ten_thousand_deep_is_no_trouble():
    text = "(i / Instruction" + "".join(f" :PART_OF-of (s{number} / SubInstruction" for number in range(10_000))
    with pytest.raises(InputError, match="ends within a graph"):
        read_text(text)
    with pytest.raises(InputError, match="lacks the comment ::turns"):
        read_text(text + ")" * 10_001)
