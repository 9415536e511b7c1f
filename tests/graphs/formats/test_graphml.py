"""GraphML as networkx reads it, and as it comes back from others."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemmata.graphs.codec import to_dict
from stemmata.graphs.formats.graphml import lines
from stemmata.graphs.formats.graphml_reading import read
from stemmata.schemas.errors import InputError


@pytest.fixture
def written(tmp_path):
    def write(*graphs):
        path = tmp_path / "x.graphml"
        path.write_bytes("".join(f"{line}\n" for line in lines(graphs)).encode())
        return path

    return write


def test_networkx_finds_every_graph_with_typed_attributes(written, sms, dialogue):
    net = nx.read_graphml(written(sms, dialogue, sms))
    assert net.is_directed()
    kinds = nx.get_node_attributes(net, "kind")
    assert sorted(node for node, kind in kinds.items() if kind == "Instruction") == ["g1", "g2", "g3"]
    assert net.number_of_nodes() == 2 * len(sms.nodes) + len(dialogue.nodes) + 3
    (length,) = (node for node, value in net.nodes(data="value") if value == 20.0 and node.startswith("g1."))
    fields = net.nodes[length]
    assert (fields["label"], fields["graph"], fields["start"], fields["end"]) == ("In 20 words", 1, 79, 90)
    assert (fields["hard"], fields["family"], fields["relation"]) == (
        True,
        "length_constraints:number_words",
        "equal to",
    )
    assert fields["identifier"] == sms.constraint_nodes[0].id
    (edge,) = (data for *_, data in net.out_edges(length, data=True) if data["kind"] == "CONSTRAINS")
    assert edge["scope"] == "output"
    assert nx.has_path(net, length, "g1") and not nx.has_path(net, length, "g3")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_networkx_writes_again_is_read_again(tmp_path, odd_graphs, data):
    graphs = data.draw(st.lists(odd_graphs, min_size=1, max_size=3))
    path = tmp_path / "again.graphml"
    path.write_bytes("".join(f"{line}\n" for line in lines(graphs)).encode())
    nx.write_graphml(nx.read_graphml(path, force_multigraph=True), path)
    assert [to_dict(graph) for graph in read(path)] == [to_dict(graph) for graph in graphs]


def test_a_qualifier_changed_elsewhere_is_read(written, sms):
    path = written(sms)
    path.write_text(path.read_text().replace(">output<", ">title<"))
    (again,) = read(path)
    assert [edge.qualifiers["scope"] for edge in again.edges if "scope" in edge.qualifiers] == ["title"]


BROKEN = [
    (("</graphml>", ""), ":{end}: broken XML"),
    (("<graph ", "<!-- \x01 --><graph "), ":{graph}: broken XML"),
    (("<graphml", '<!DOCTYPE x [<!ENTITY a "b">]>\n<graphml'), ":2: a document type is not read"),
    (('<data key="n_turn">0<', '<data key="n_turn">first<'), ":{node}: data turn: 'first' is no long"),
    (('<data key="n_spans">[[0,0,24]]<', '<data key="n_spans">[[0,0<'), ": field spans: broken JSON"),
    (('<data key="n_spans">[[0,0,24]]<', '<data key="n_spans">[[7,0,3]]<'), ": field spans: [[7, 0, 3]] are no places"),
    (('target="g1.2"', 'target="g1.99"'), "the edge names g1.99, which is no node"),
    (('<data key="n_kind">Instruction<', '<data key="n_kind">Instructor<'), "the node g1 belongs to no instruction"),
    (('<data key="n_kind">Fact<', '<data key="n_kind">Fiction<'), "not a graph: field nodes.0.kind"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), BROKEN, ids=[said for _, said in BROKEN])
def test_a_broken_file_is_told_with_its_place(written, sms, change, said):
    path = written(sms)
    text = path.read_text()
    assert change[0] in text
    rows = text.splitlines()
    node = next(number for number, row in enumerate(rows, start=1) if '"g1.1"' in row)
    graph = next(number for number, row in enumerate(rows, start=1) if row.startswith("<graph "))
    path.write_text(text.replace(change[0], change[1], 1))
    with pytest.raises(InputError) as caught:
        list(read(path))
    expected = said.format(end=len(rows) + 1, graph=graph, node=node) if "{" in said else said
    assert str(caught.value).startswith(str(path))
    assert expected in str(caught.value)


def test_a_file_of_another_kind_holds_no_instruction(tmp_path):
    path = tmp_path / "other.graphml"
    nx.write_graphml(nx.path_graph(3), path)
    with pytest.raises(InputError, match="belongs to no instruction"):
        list(read(path))
