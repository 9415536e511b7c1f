from __future__ import annotations

import json

import pytest

from stemmata.graphs.stores.store import open_store

WORDS, SENTENCES, BULLETS = (
    "length_constraints:number_words",
    "length_constraints:number_sentences",
    "detectable_format:number_bullet_lists",
)
COMMA, TITLE = "punctuation:no_comma", "detectable_format:title"
LABELS = [
    {
        "key": 7,
        "prompt": "Write a poem about rain. Do not use any commas. Use at least 50 words.",
        "instruction_id_list": [COMMA, WORDS],
        # As Hugging Face's copy has it: every argument in every object, most of them null.
        "kwargs": [{"num_words": None, "relation": None}, {"num_words": 50, "relation": "at least"}],
    },
    {
        "key": 8,
        "prompt": "Write a report in 5 to 10 sentences. Be polite.",
        "instruction_id_list": [SENTENCES, SENTENCES],
        "kwargs": [{"relation": "at least", "num_sentences": 5}, {"relation": "less than", "num_sentences": 11}],
    },
    {
        "key": 9,
        "prompt": "Write a story about a fox in at most 90 words.",
        "instruction_id_list": [TITLE, WORDS],
        "kwargs": [{}, {"relation": "less than", "num_words": 81.0}],
    },
]


def plain(record):
    kwargs = [{name: value for name, value in one.items() if value is not None} for one in record["kwargs"]]
    return {**record, "kwargs": kwargs}


@pytest.fixture
def labelled(lines, tmp_path):
    return lines(tmp_path / "labels.jsonl", LABELS)


EXPORTED = [
    ("Write 300 words about rain.", {WORDS: ["at least 300", "less than 301"]}),
    ("Use at least 20 words in at most 2 sentences.", {WORDS: ["at least 20"], SENTENCES: ["less than 3"]}),
    ("Describe rain in at most 5 sentences.", {SENTENCES: ["less than 6"]}),
    ("Describe rain in more than 5 sentences.", {SENTENCES: ["at least 6"]}),
    ("Describe rain in 20 to 30 words.", {WORDS: ["at least 20", "less than 31"]}),
]  # fmt: skip


@pytest.mark.parametrize(("prompt", "expected"), EXPORTED)
def test_bounds_are_said_in_ifevals_two_words(stemmata, lines, tmp_path, prompt, expected):
    (line,) = stemmata("export", "ifeval", lines(tmp_path / "x.jsonl", [{"text": prompt}])).lines
    found: dict[str, list[str]] = {}
    for name, kwargs in zip(line["instruction_id_list"], line["kwargs"], strict=True):
        found.setdefault(name, []).append(" ".join(map(str, sorted(kwargs.values(), key=repr))))
    assert found == expected
    assert line["prompt"] == prompt


def test_what_ifeval_cannot_say_is_left_out_and_counted(stemmata, lines, tmp_path):
    prompt = "Describe rain in at least 4 bullet points. Be polite. Do not use any commas."
    source = lines(tmp_path / "x.jsonl", [{"id": "r", "text": prompt}, {"text": "Use exactly 3 bullet points."}])
    said = stemmata("export", "ifeval", source)
    assert said.code == 0
    assert [(line["instruction_id_list"], line["kwargs"]) for line in said.lines] == [
        ([COMMA], [{}]),
        ([BULLETS], [{"num_bullets": 3}]),
    ]
    assert said.err == (
        "2 instructions with 2 constraints; left out: 1 that IFEval cannot say and 1 of other families, which "
        f"--all-families writes (1 {BULLETS}, 1 style:tone)\n"
    )
    everything = stemmata("export", "ifeval", source, "--all-families", "--quiet")
    assert everything.err == ""
    assert everything.lines[0]["instruction_id_list"] == [BULLETS, "style:tone", COMMA]
    assert everything.lines[0]["kwargs"][0] == {"num_bullets": 4, "relation": "at least"}


def test_the_key_is_the_records_own_id_or_the_instructions(stemmata, lines, tmp_path):
    source = lines(tmp_path / "x.jsonl", [{"id": "mine", "text": "Sing."}, {"text": "Dance."}])
    mine, other = stemmata("export", "ifeval", source).lines
    assert mine["key"] == "mine"
    graph = json.loads(stemmata("parse", source, "-o", "-").out.splitlines()[1])
    assert other["key"] == graph["id"]


def test_a_store_graphs_and_instructions_export_alike(stemmata, made, store, tmp_path):
    from_graphs = stemmata("export", "ifeval", made / "graphs.jsonl")
    from_texts = stemmata("export", "ifeval", made.parent / "source.jsonl")
    assert from_graphs.out == from_texts.out
    assert stemmata("export", "ifeval", "-", input=(made / "graphs.jsonl").read_text()).out == from_graphs.out
    roots = "MATCH (i:Instruction) WHERE i.depth = 0 RETURN i.id"
    stored = stemmata("export", "ifeval", "--store", store, "--select", roots).lines
    assert {line["prompt"] for line in stored} == {line["prompt"] for line in from_graphs.lines} - {""}
    assert len(stemmata("export", "ifeval", "--store", store).lines) > len(stored)
    out = tmp_path / "out.jsonl"
    assert stemmata("export", "ifeval", made / "graphs.jsonl", "-o", out).out == ""
    assert out.read_text() == from_graphs.out


def test_what_verify_reads_is_what_export_writes(stemmata, made, lines, tmp_path):
    exported = stemmata("export", "ifeval", made / "graphs.jsonl", "--all-families").lines
    claims = lines(tmp_path / "claims.jsonl", [{**line, "response": "Rain, rain."} for line in exported])
    assert stemmata("verify", claims).code == 0


def test_labels_go_to_the_nodes_that_state_them(stemmata, labelled, tmp_path):
    out = tmp_path / "graphs.jsonl"
    said = stemmata("import", "ifeval", labelled, "-o", out, "--workers", 1)
    assert said.code == 1
    assert said.err == (
        "6 labels: 4 as the parser found them, 1 put on other nodes, 1 that no words were found for\n"
        "3 records: 3 graphs\n"
        f"1 record failed: no words found for a label (1); {out}.failures.jsonl lists them\n"
    )
    graphs = [json.loads(line) for line in out.read_text().splitlines()]
    nodes = [
        [(node["text"], node["constraint"]["kwargs"]) for node in graph["nodes"] if "constraint" in node]
        for graph in graphs
    ]
    assert nodes[0] == [
        ("Do not use any commas", {}),
        ("Use at least 50 words", {"num_words": 50, "relation": "at least"}),
    ]
    assert nodes[1][0] == ("in 5 to 10 sentences", {"relation": "between", "num_sentences": 5, "upper": 10})
    assert nodes[2] == [("in at most 90 words", {"relation": "less than", "num_words": 81})]
    assert graphs[2]["meta"]["ifeval"]["missing"] == [{"id": TITLE, "kwargs": {}}]
    assert graphs[2]["meta"]["ifeval"]["instruction_id_list"] == [TITLE, WORDS]
    (failure,) = [json.loads(line) for line in (tmp_path / "graphs.jsonl.failures.jsonl").read_text().splitlines()]
    assert (failure["where"], failure["detail"]) == ("labels.jsonl:3", f"{TITLE} {{}}")
    assert stemmata("render", out).code == 0  # the graphs are consistent


@pytest.mark.parametrize("through", ["file", "store"])
def test_import_then_export_gives_the_labels_back(stemmata, labelled, tmp_path, through):
    place = ("-o", tmp_path / "g.jsonl") if through == "file" else ("--store", tmp_path / "x.lbug")
    assert stemmata("import", "ifeval", labelled, *place).code == 1
    said = stemmata("export", "ifeval", *place[1 if through == "file" else 0 :])
    assert sorted(said.lines, key=lambda line: line["key"]) == list(map(plain, LABELS))


def test_export_import_export_is_the_same(stemmata, made, tmp_path):
    once = stemmata("export", "ifeval", made / "graphs.jsonl", "-o", tmp_path / "once.jsonl")
    assert once.code == 0
    assert stemmata("import", "ifeval", tmp_path / "once.jsonl", "-o", tmp_path / "graphs.jsonl").code == 1  # one empty
    twice = stemmata("export", "ifeval", tmp_path / "graphs.jsonl")
    assert twice.out == (tmp_path / "once.jsonl").read_text()
    before, after = (
        [[node.get("constraint") for node in json.loads(line)["nodes"]] for line in path.read_text().splitlines()]
        for path in (made / "graphs.jsonl", tmp_path / "graphs.jsonl")
    )
    assert before == after


def test_variants_of_labelled_instructions_say_what_they_demand(stemmata, lines, tmp_path):
    path = tmp_path / "x.lbug"
    assert stemmata("import", "ifeval", lines(tmp_path / "l.jsonl", LABELS[:1]), "--store", path).code == 0
    assert stemmata("vary", "--store", path, "--workers", 1).code == 0
    exported = stemmata("export", "ifeval", "--store", path).lines
    assert len(exported) > 3
    assert len({json.dumps((line["instruction_id_list"], line["kwargs"])) for line in exported}) > 1


def test_a_store_says_when_it_has_a_text_with_other_constraints(stemmata, lines, tmp_path):
    path, source = tmp_path / "x.lbug", lines(tmp_path / "l.jsonl", LABELS[:2])
    assert stemmata("import", "ifeval", source, "--store", path).code == 0
    again = stemmata("import", "ifeval", source, "--store", path)
    assert again.code == 0
    assert "2 graphs, 0 new" in again.err
    other = {**LABELS[0], "instruction_id_list": [COMMA], "kwargs": [{}]}
    for records in ([other], [other, LABELS[0]]):
        said = stemmata("import", "ifeval", lines(tmp_path / "m.jsonl", records), "--store", path)
        assert said.code == 1
        assert "1 record failed: in the store with other constraints (1)" in said.err
    with open_store(path, read_only=True) as store:
        assert len(list(store.graphs())) == 2
    new = stemmata("import", "ifeval", lines(tmp_path / "m.jsonl", [other, LABELS[0]]), "--store", tmp_path / "y.lbug")
    assert "in the store with other constraints (1)" in new.err


def test_keywords_are_matched_word_by_word(stemmata, lines, tmp_path):
    records = [
        {
            "key": 1,
            "prompt": "Write about the sea. Include the keywords 'wave' and 'foam'. Do not use the word 'blue'.",
            "instruction_id_list": ["keywords:existence", "keywords:forbidden_words"],
            "kwargs": [{"keywords": ["foam", "Wave", "salt"]}, {"forbidden_words": ["blue"]}],
        }
    ]
    said = stemmata("import", "ifeval", lines(tmp_path / "k.jsonl", records), "-o", "-")
    assert said.code == 0
    (graph,) = said.lines
    held = [node["constraint"]["kwargs"] for node in graph["nodes"] if "constraint" in node]
    assert held == [{"keywords": ["wave", "foam", "salt"]}, {"forbidden_words": ["blue"]}]


def test_what_no_label_says_is_dropped_but_what_ifeval_cannot_say_stays(stemmata, lines, tmp_path):
    records = [
        {
            "key": 1,
            "prompt": "Describe rain in at least 4 bullet points. Be polite. Do not use any commas.",
            "instruction_id_list": [],
            "kwargs": [],
        }
    ]
    said = stemmata("import", "ifeval", lines(tmp_path / "k.jsonl", records), "-o", "-")
    assert "1 constraint of the parser's dropped, which no label says" in said.err
    (graph,) = said.lines
    held = {
        node["text"]: node.get("constraint", {}).get("id") for node in graph["nodes"] if node["kind"] == "Constraint"
    }
    assert held == {"in at least 4 bullet points": BULLETS, "Be polite": "style:tone", "Do not use any commas": None}


GOOD = LABELS[0]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({**GOOD, "instruction_id_list": [COMMA, "nobody:knows"]}, "unknown constraint family 'nobody:knows'"),
        ({**GOOD, "kwargs": [{}, {"relation": "at least"}]}, "num_words"),
        ({**GOOD, "kwargs": [{}, {"relation": "around", "num_words": 3}]}, "relation"),
        ({**GOOD, "kwargs": [{}, {"relation": "at least", "num_words": 2.5}]}, "num_words"),
        ({**GOOD, "kwargs": [{"letter": "a"}, GOOD["kwargs"][1]]}, "letter"),
        ({**GOOD, "kwargs": [{}]}, "field kwargs: expected a list of 2 objects"),
        ({**GOOD, "prompt": None}, "field prompt: expected a text"),
        ({"prompt": "Sing."}, "field instruction_id_list: expected a list"),
        ("text", "expected a JSON object"),
    ],
)
@pytest.mark.parametrize("place", ["-o", "--store"])
def test_a_wrong_label_is_one_sentence_and_nothing_written(stemmata, lines, tmp_path, record, expected, place):
    source = lines(tmp_path / "l.jsonl", [GOOD, record])
    said = stemmata("import", "ifeval", source, place, tmp_path / "out")
    assert (said.code, said.out) == (2, "")
    assert f"{source}:2: " in said.err
    assert expected in said.err
    assert said.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize("command", ["export", "import"])
def test_a_wrong_call(stemmata, lines, tmp_path, command):
    assert stemmata(command, "nothing", tmp_path / "x.jsonl").code == 2
    said = stemmata(command, "ifeval", tmp_path / "none.jsonl", "-o", tmp_path / "out")
    assert (said.code, "no such file" in said.err) == (2, True)
    bad = lines(tmp_path / "bad.jsonl", [{"body": "Sing."}])
    assert stemmata(command, "ifeval", bad, "-o", tmp_path / "out").code == 2
    assert list(tmp_path.iterdir()) == [bad]
