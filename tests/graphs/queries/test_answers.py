"""What the named queries answer about a store whose content is known: derived by hand, instruction by instruction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from stemmata.graphs.queries.library import ask, dialect, library

WORDS, BULLETS = "length_constraints:number_words", "detectable_format:number_bullet_lists"
COMMAS, TONE, CAPITALS = "punctuation:no_comma", "style:tone", "change_case:english_capital"
WELSH = "language:response_language"

TEXTS = {
    "rain": "I own a boat. Write a short poem about rain. Use at least 100 words. Use at most 50 words. No commas. "
    "In all capitals.",
    "story": "Write a short story about rain. Use at least 200 words. Be polite. No commas.",
    "brief": "Write a short story about rain. Use at most 20 words. Be polite. No commas.",
    "snow": "Write a short story about snow. Use at most 20 words. Be polite. No commas.",
    "longer": "Write a short story about rain. Use at least 300 words. Be polite. No commas.",
    "blunt": "Write a short story about rain. Use at least 200 words. . No commas.",
    "rivers": "List the rivers of Europe. Sort them by length. Explain the order. Exactly three rivers. "
    "Use 3 bullet points. Use at least 5 bullet points.",
    "poem": "write a short poem about Rain. In all capitals.",
    "bakery": "Bread, cake, coffee. Suggest names for a bakery. Be polite. In Welsh.\n\nThe Crusty Loaf.\n\n"
    "Make them shorter.",
    "songs": "List long songs about trees. Use at least 200 words. Be polite. No commas.",
}

# A query, its parameters, and its rows; instructions by the names that the world gives them.
ANSWERS: list[tuple[str, Mapping[str, Any], list[tuple[Any, ...]]]] = [
    ("attributes", {}, [("poem", "short", 2)]),
    ("attributes", {"output": "story", "least": 1}, [("story", "short", 1)]),
    ("attributes", {"variants": True}, [("story", "short", 5), ("poem", "short", 2)]),
    (
        "chains",
        {},
        [
            (3, "rivers", ["List the rivers of Europe", "Sort them by length", "Explain the order"]),
            (2, "bakery", ["Suggest names for a bakery", "Make them shorter"]),
        ],
    ),
    ("chains", {"least": 4}, []),
    (
        "compare-sources",
        {"first": "mine"},
        [
            (WORDS, 3, 75.0, 0, 0.0, 75.0),
            (COMMAS, 3, 75.0, 0, 0.0, 75.0),
            (WELSH, 0, 0.0, 1, 50.0, -50.0),
            (CAPITALS, 1, 25.0, 1, 50.0, -25.0),
            (BULLETS, 1, 25.0, 0, 0.0, 25.0),
            (TONE, 2, 50.0, 1, 50.0, 0.0),
        ],
    ),
    (
        "compare-sources",
        {"first": "bench.jsonl:2", "second": "bench"},
        [(CAPITALS, 0, 0.0, 1, 100.0, -100.0), (WELSH, 1, 100.0, 0, 0.0, 100.0), (TONE, 1, 100.0, 0, 0.0, 100.0)],
    ),
    ("compositions", {}, [("chain", 2, 1, 0, "Explain the order"), ("(none)", 1, 1, 0, "Make them shorter")]),
    (
        "conflicts",
        {},
        [
            ("rain", "mine.jsonl:1", WORDS, "output", "Use at least 100 words", "Use at most 50 words"),
            ("rivers", "mine.jsonl:10", BULLETS, "list", "Use 3 bullet points", "Use at least 5 bullet points"),
        ],
    ),
    ("constraint-counts", {}, [(1, 1, 16.7, 1.0), (2, 1, 16.7, 1.0), (3, 3, 50.0, 2.0), (4, 1, 16.7, 4.0)]),
    ("facts", {}, [("background", 1, 1, 0, 12.0, 12), ("material", 1, 1, 1, 19.0, 19)]),
    ("failing-edits", {}, [(WORDS, "contradicting", 2, 1, 0, 50.0), (WORDS, "stronger", 1, 0, 1, 0.0)]),
    (
        "failing-edits",
        {"mode": "direct"},
        [(WORDS, "contradicting", 1, 1, 0, 100.0), (WORDS, "stronger", 1, 0, 1, 0.0)],
    ),
    ("failing-edits", {"model": "given"}, [(WORDS, "contradicting", 1, 0, 0, 0.0)]),
    ("failing-families", {}, [(COMMAS, 5, 2, 40.0, "broken"), (WORDS, 5, 1, 20.0, "broken")]),
    ("failing-families", {"mode": "given"}, [(WORDS, 1, 0, 0.0, None), (COMMAS, 1, 0, 0.0, None)]),
    (
        "families",
        {},
        [
            (WORDS, True, 4, 3, 50.0),
            (COMMAS, True, 3, 3, 50.0),
            (TONE, False, 3, 3, 50.0),
            (CAPITALS, True, 2, 2, 33.3),
            (BULLETS, True, 2, 1, 16.7),
            ("(unread)", None, 1, 1, 16.7),
            (WELSH, True, 1, 1, 16.7),
        ],
    ),
    (
        "families",
        {"variants": True},
        [
            (WORDS, True, 8, 7, 70.0),
            (COMMAS, True, 7, 7, 70.0),
            (TONE, False, 6, 6, 60.0),
            (CAPITALS, True, 2, 2, 20.0),
            (BULLETS, True, 2, 1, 10.0),
            ("(unread)", None, 1, 1, 10.0),
            (WELSH, True, 1, 1, 10.0),
        ],
    ),
    (
        "families",
        {"source": "bench"},
        [(CAPITALS, True, 1, 1, 50.0), (WELSH, True, 1, 1, 50.0), (TONE, False, 1, 1, 50.0)],
    ),
    (
        "family-pairs",
        {},
        [(WORDS, COMMAS, 3, 1.5, 2.0), (WORDS, TONE, 2, 1.5, 1.33), (COMMAS, TONE, 2, 1.5, 1.33)],
    ),
    ("family-pairs", {"least": 1, "source": "bench"}, [(WELSH, TONE, 1, 0.5, 2.0)]),
    ("gaps", {"least": 2, "expected": 0.5}, [(CAPITALS, 2, "list", 2, 0.7)]),
    (
        "lookalikes",
        {},
        [
            (
                2,
                8,
                [
                    *("Action × 1", "Attribute × 1", "Entity × 1", "Output × 1", "SubInstruction × 1"),
                    *(f"{WORDS} × 1", f"{COMMAS} × 1", f"{TONE} × 1"),
                ],
                ["songs", "story"],
            )
        ],
    ),
    ("judges", {}, []),
    ("judges", {"soft": True}, [("stern", 3, 1, 0, 1, 1, 66.7), ("kind", 2, 1, 1, 0, 0, 50.0)]),
    ("judges", {"soft": True, "mode": "given"}, [("kind", 1, 1, 0, 0, 0, 100.0), ("stern", 1, 0, 0, 1, 0, 0.0)]),
    ("lookalikes", {"least": 9}, []),
    ("duplicates", {}, []),
    ("duplicates", {"level": "typed", "variants": True}, [(2, ["brief", "snow"])]),
    ("duplicates", {"level": "demands"}, [(2, ["songs", "story"])]),
    ("duplicates", {"level": "demands", "variants": True}, [(2, ["songs", "story"]), (2, ["brief", "snow"])]),
    ("duplicates", {"level": "demands", "source": "bench"}, []),
    ("duplicates", {"level": "shape", "variants": True}, [(4, ["brief", "longer", "snow", "story"])]),
    ("duplicates", {"level": "shapes", "variants": True}, []),
    (
        "same",
        {"id": "brief"},
        [
            ("typed", "snow", "mine.jsonl:2", TEXTS["snow"]),
            ("shape", "longer", "mine.jsonl:2", TEXTS["longer"]),
            ("shape", "story", "mine.jsonl:2", TEXTS["story"]),
        ],
    ),
    ("same", {"id": "songs"}, [("demands", "story", "mine.jsonl:2", TEXTS["story"])]),
    ("same", {"id": "bakery"}, []),
    ("never-together", {"expected": 0.6}, [(CAPITALS, 2, TONE, 3, 1.0)]),
    ("outputs", {}, [("write", "poem", 2)]),
    ("outputs", {"least": 1, "source": "bench"}, [("suggest", "names", 1), ("write", "poem", 1)]),
    ("overlap", {"benchmark": "bench"}, [("write a short poem about rain", 1, 1, "poem", "rain")]),
    ("overlap", {"benchmark": "bench", "least": 30}, []),
    ("pairs", {}, [("story", 1, 1, 1, TEXTS["story"]), ("brief", 1, 1, 1, TEXTS["brief"])]),
    (
        "polarity",
        {},
        [
            (COMMAS, 1, 2, 0, 0),
            (WORDS, 4, 0, 0, 0),
            (CAPITALS, 2, 0, 0, 0),
            (BULLETS, 2, 0, 0, 0),
            ("(unread)", 1, 0, 0, 0),
            (TONE, 1, 0, 1, 1),
            (WELSH, 0, 0, 0, 1),
        ],
    ),
    (
        "ranges",
        {},
        [
            (BULLETS, "", 1, 3.0, 3.0, 3.0),
            (BULLETS, "at least", 1, 5.0, 5.0, 5.0),
            (WORDS, "at least", 3, 100.0, 200.0, 200.0),
            (WORDS, "at most", 1, 50.0, 50.0, 50.0),
        ],
    ),
    ("references", {}, [("refinement", 1, 1, 2.0, "Make them shorter")]),
    (
        "responses",
        {},
        [("direct", "small", 3, 3, 0, 0.0), ("given", "given", 1, 1, 1, 100.0), ("repair", "given", 1, 1, 1, 100.0)],
    ),
    ("scopes", {}, [("output", 12, 4, 5, "Be polite"), ("list", 3, 1, 1, "Exactly three rivers")]),
    ("scopes", {"least": 4}, [("output", 12, 4, 5, "Be polite")]),
    (
        "siblings",
        {},
        [
            (
                *("story", "Constraint", "Use at least 200 words", "stronger", "Use at least 300 words"),
                *("contradicting", "Use at most 20 words", "longer", "brief"),
            )
        ],
    ),
    ("siblings", {"relation": "weaker"}, []),
    ("sources", {}, [("mine.jsonl", 4, 13, 1, 4, 5), ("bench.jsonl", 2, 3, 0, 0, 0)]),
    ("topics", {}, [("rain", 3)]),
    ("topics", {"role": "target", "least": 1}, [("bakery", 1), ("length", 1), ("order", 1)]),
    (
        "tree",
        {"id": "snow"},
        [
            (0, "story", None, None, None, None, None),
            (1, "brief", "story", "contradicting", "modify_node", "Use at least 200 words", "Use at most 20 words"),
            (1, "longer", "story", "stronger", "modify_node", "Use at least 200 words", "Use at least 300 words"),
            (1, "blunt", "story", "weaker", "delete_node", "Be polite", ""),
            (2, "snow", "brief", "parallel", "modify_node", "rain", "snow"),
        ],
    ),
    ("tree", {"id": "poem"}, [(0, "poem", None, None, None, None, None)]),
    ("tree", {"id": "nobody"}, []),
    (
        "unanswered",
        {},
        [
            ("rain", "mine.jsonl:1", 0, 4, TEXTS["rain"]),
            ("blunt", "mine.jsonl:2", 1, 2, TEXTS["blunt"]),
            ("songs", "mine.jsonl:11", 0, 2, TEXTS["songs"]),
            ("rivers", "mine.jsonl:10", 0, 2, TEXTS["rivers"]),
            ("snow", "mine.jsonl:2", 2, 2, TEXTS["snow"]),
            ("bakery", "bench.jsonl:2", 0, 1, TEXTS["bakery"]),
            ("poem", "bench.jsonl:1", 0, 1, TEXTS["poem"]),
        ],
    ),
    (
        "unanswered",
        {"mode": "given", "variants": False, "source": "bench"},
        [("bakery", "bench.jsonl:2", 0, 1, TEXTS["bakery"]), ("poem", "bench.jsonl:1", 0, 1, TEXTS["poem"])],
    ),
    ("unbound", {}, [("bakery", "bench.jsonl:2", WELSH, "In Welsh")]),
    ("unread", {}, [("exactly three rivers", 1, "rivers")]),
    ("unread", {"least": 2}, []),
    ("unused-facts", {}, [("bakery", "bench.jsonl:2", "Bread, cake, coffee")]),
    ("unused-facts", {"role": "background"}, []),
    ("with-without", {"with": WORDS, "without": TONE}, [("rain", "mine.jsonl:1", TEXTS["rain"])]),
    (
        "with-without",
        {"with": "length_constraints", "without": CAPITALS, "source": "mine"},
        [("songs", "mine.jsonl:11", TEXTS["songs"]), ("story", "mine.jsonl:2", TEXTS["story"])],
    ),
]

# How rows are sorted: a key that no two rows share.
ORDERS: Mapping[str, Callable[[dict[str, Any]], tuple[Any, ...]]] = {
    "attributes": lambda row: (-row["instructions"], row["output"], row["attribute"]),
    "chains": lambda row: (-row["acts"], row["id"], " ".join(row["chain"])),
    "compare-sources": lambda row: (-abs(row["first_share"] - row["second_share"]), row["family"]),
    "compositions": lambda row: (-row["edges"], row["composition"]),
    "conflicts": lambda row: (row["id"], row["family"], row["scope"], row["first"], row["second"]),
    "constraint-counts": lambda row: (row["constraints"],),
    "duplicates": lambda row: (-row["instructions"], row["ids"]),
    "facts": lambda row: (-row["facts"], row["role"]),
    "failing-edits": lambda row: (-row["rate"], -row["failed_there"], -row["responses"], row["kind"], row["relation"]),
    "failing-families": lambda row: (-row["rate"], -row["failed"], -row["verdicts"], row["family"]),
    "families": lambda row: (-row["constraints"], row["family"], str(row["hard"])),
    "family-pairs": lambda row: (-row["together"], row["first"], row["second"]),
    "gaps": lambda row: (-row["expected"], row["family"], row["action"]),
    "judges": lambda row: (-row["responses"], row["judge"]),
    "lookalikes": lambda row: (-row["instructions"], -row["nodes"], row["ids"]),
    "never-together": lambda row: (-row["expected"], row["first"], row["second"]),
    "outputs": lambda row: (-row["instructions"], row["action"], row["output"]),
    "overlap": lambda row: (-row["benchmark"] - row["others"], row["act"]),
    "pairs": lambda row: (-row["pairs"], row["id"]),
    "polarity": lambda row: (-row["forbidden"], -row["required"], row["family"]),
    "ranges": lambda row: (row["family"], row["relation"]),
    "references": lambda row: (-row["edges"], row["reference"]),
    "responses": lambda row: (-row["responses"], row["mode"], row["model"]),
    "same": lambda row: (["text", "content", "typed", "demands", "shape"].index(row["level"]), row["id"]),
    "scopes": lambda row: (-row["constraints"], row["scope"]),
    "siblings": lambda row: (row["parent"], row["node"], row["first_id"], row["second_id"]),
    "sources": lambda row: (-row["instructions"], row["source"]),
    "topics": lambda row: (-row["instructions"], row["entity"]),
    "tree": lambda row: (*(row["depth"], row["parent"] or "", row["relation"] or "", row["after"] or "", row["id"]),),
    "unanswered": lambda row: (-row["hard"], row["id"]),
    "unbound": lambda row: (row["id"], row["words"]),
    "unread": lambda row: (-row["instructions"], row["words"]),
    "unused-facts": lambda row: (row["id"], row["words"]),
    "with-without": lambda row: (row["source"] or "", row["id"]),
}


def answers(store, world):
    """All rows that the queries above answer, in order."""
    found = []
    for name, values, _ in ANSWERS:
        given = {**values, **({"id": world.ids.get(values["id"], values["id"])} if "id" in values else {})}
        found.append(list(ask(store, name, given)))
    return found


def test_every_query_answers_as_it_should(store, world):
    world.put(store)
    wrong = {}
    for (name, values, expected), rows in zip(ANSWERS, answers(store, world), strict=True):
        named = [tuple(world.named(value) for value in row.values()) for row in rows]
        for row in named:
            for value in row:
                if isinstance(value, list):
                    value.sort(key=lambda one: one if one in world.ids else "")  # ids are sorted as they are
        if sorted(map(repr, named)) != sorted(map(repr, expected)):
            wrong[name, str(values)] = named
    assert wrong == {}
    assert {name for name, _, _ in ANSWERS} == set(library())


def test_rows_are_in_the_order_that_is_meant_and_no_two_tie(store, world):
    world.put(store)
    for (name, _, _), rows in zip(ANSWERS, answers(store, world), strict=True):
        keys = [ORDERS[name](row) for row in rows]
        assert keys == sorted(keys), name
        assert len(set(map(repr, keys))) == len(keys), name


def test_rows_do_not_depend_on_the_order_of_writing(open_at, world):
    given = []
    for seed in range(3):
        with open_at(f"seed{seed}") as store:
            given.append(answers(world.put(store, seed), world))
    assert given[0] == given[1] == given[2]


def test_columns_are_those_of_the_header(store, world):
    world.put(store)
    for name, values, _ in ANSWERS:
        assert ask(store, name, values).columns == tuple(library()[name].columns), name


def test_an_empty_store_has_no_rows(store):
    for name, values, _ in ANSWERS:
        rows = ask(store, name, values)
        assert rows.columns == tuple(library()[name].columns), name
        assert list(rows) == [], name


def test_nothing_is_written(open_at, world):
    with open_at() as store:
        world.put(store)
        before = [store.counts(), [graph.to_dict() for graph in store.graphs()]]
    with open_at(read_only=True) as store:
        answers(store, world)
        assert [store.counts(), [graph.to_dict() for graph in store.graphs()]] == before


HOSTILE = ("' OR 1 = 1 //", "\\", '"}) MATCH (n) DETACH DELETE n //', "$least")


def test_a_value_is_never_read_as_cypher(store, world):
    world.put(store)
    for value in HOSTILE:
        for name, query in library().items():
            texts = {one.name: value for one in query.parameters if one.type == "text"}
            if texts:
                rows = list(ask(store, name, texts))
                assert name == "compare-sources" or rows == [], (name, value)
    assert store.counts()["nodes"]["Instruction"] == 10


def test_tables_are_never_multiplied(store, world):
    """Where there is a product, one side is one row: a total, or what was found by its id."""
    if dialect(store.uri) != "ladybug":
        return
    world.put(store)
    for name, query in library().items():
        values = query.bound({one.name: "x" for one in query.parameters if one.required})
        plan = "".join(str(row) for row in store.query(f"EXPLAIN {query.cypher('ladybug')}", values))
        text = query.cypher("ladybug")
        single = text.count("WITH count(") + ("MATCH (a:Instruction {id: $id})" in text)
        assert plan.count("CROSS_PRODUCT") <= single <= 1, name
