"""The semantic layer: verbs behind frames, whole names, outputs, attributes and roles, each in several wordings."""

from __future__ import annotations

import pytest

from stemmata.parsing.act import Act
from stemmata.parsing.actions import action
from stemmata.parsing.english import load
from stemmata.parsing.parser import parse
from stemmata.parsing.questions import hidden_verb
from stemmata.parsing.semantics import entities, mentions
from stemmata.parsing.syntax import Sentence, analysed
from stemmata.schemas.instruction import Turn
from stemmata.schemas.vocabulary import EdgeKind, NodeKind


def parsed(text: str) -> Sentence:
    return analysed(load(), [(text, [(0, len(text))])])[0][0]


def found(text: str) -> dict[str, str]:
    """Return the semantic nodes of an act by their words, with the role of entities."""
    text, question = text.rstrip("?."), text.endswith("?")
    made = mentions(parsed(text + ("?" if question else ".")), [(0, len(text))], question=question)
    return {text[m.range[0] : m.range[1]]: f"{m.kind} {m.role or ''}".strip() for m in made}


def verb(text: str) -> str | None:
    sentence = parsed(text)
    one = action(Act(sentence, [(0, len(text))], question=text.endswith("?")))
    return None if one is None else sentence.doc[one.first.i : one.last.i + 1].text


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Could you maybe suggest a name for my goat?", "suggest"),
        ("can u pls sumarize this letter?", "sumarize"),
        ("I would be grateful if you could review my speech.", "review"),
        ("I'd like you to draft a will.", "draft"),
        ("I need help choosing a violin.", "choosing"),
        ("I need help with my violin.", "need"),
        ("Would you mind explaining the offside rule?", "explaining"),
        ("Would you be able to check my sums?", "check"),
        ("Your task is to sort the buttons.", "sort"),
        ("I've been asked to prepare a quiz on owls.", "prepare"),
        ("Help me understand why my dough is flat.", "understand"),
        ("Is it possible to generate a maze?", "generate"),
        ("Let's brainstorm ideas for a fair.", "brainstorm"),
        ("How would you rate this cheese?", "rate"),
        ("Going over my notes again, could you list the dates?", "list"),
        ("Elaborate on the last point.", "Elaborate"),
        ("explane how a lock works", "explane"),
        ("Role-play a job interview with me.", "Role-play"),
        ("Please double-check my sums.", "double-check"),
        ("Take a look at the map.", "Take a look"),
        ("Come up with a riddle.", "Come up with"),
        ("maybe throw in a joke", "throw in"),
        ("If the well is dry, write to the mayor.", "write"),
        ("How do I clean a flute?", None),
        ("How can I learn to swim?", None),
        ("Do higher taxes reduce smoking?", None),
        ("If you could live anywhere, where would you go?", None),
        ("A poem about autumn leaves", None),
        ("Any tips for a nervous pilot?", None),
        ("Recipe for vegan lasagne", None),
    ],
)
def test_the_verb_that_is_asked_for(text: str, word: str | None) -> None:
    assert verb(text) == word


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Provide me with tips on pruning.", {"tips"}),
        ("Notify me of any gaps in the fence.", {"gaps"}),
        ("Think of a number.", {"number"}),
        ("Come up with a name, a slogan and a logo for a ferry.", {"name", "slogan", "logo"}),
        ("Identify the hero, the setting and the conflict in the tale.", {"hero", "setting", "conflict"}),
        ("Turn the notes into a sonnet.", {"sonnet"}),
        ("Make the ending sadder.", set()),
        ("Make a kite for my niece.", {"kite"}),
        ("Complete the sentence with an adverb.", set()),
        ("Explain the rules of curling.", set()),
        ("Translate the menu into Italian.", set()),
        ("Any tips for my first marathon?", {"tips"}),
        ("What about a limerick on a dentist?", {"limerick"}),
        ("What is the price of bread?", set()),
        ("A riddle about a bridge", {"riddle"}),
        ("I need a recipe for soup.", {"recipe"}),
        ("Send my cousin a reminder about the rent.", {"reminder"}),
        ("Create a Python script that counts the words in a file.", {"Python script"}),
        ("Give an example of a pun.", {"example"}),
    ],
)
def test_what_an_act_brings_forth(text: str, made: set[str]) -> None:
    assert {words for words, kind in found(text).items() if kind == "Output"} == made


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Compare solar panels and wind turbines.", {"solar panels", "wind turbines"}),
        ("Describe artificial intelligence.", {"artificial intelligence"}),
        ('Review the book "Salt and the Long Winter" for me.', {"book", "Salt and the Long Winter"}),
        ("Replace [Guest Name] with [Host Name].", {"Guest Name", "Host Name"}),
        ("Describe the novel Emma.", {"novel", "Emma"}),
        ("Describe the Bay of Biscay.", {"Bay of Biscay"}),
        ("Translate the sign into Polish.", {"sign", "Polish"}),
        ("Compare the word salary and the word wage.", {"word", "salary", "wage"}),
        ("Explain in terms of cost why the ferry is late in front of the pier.", {"cost", "ferry", "pier"}),
        ("Describe the effects of vitamin D deficiency.", {"effects", "vitamin D deficiency"}),
        ("Describe a 10 kg stone.", {"stone"}),
        ("Describe how bees communicate, step by step.", {"bees"}),
    ],
)
def test_whole_names_and_nothing_of_fixed_phrases(text: str, things: set[str]) -> None:
    assert {words for words, kind in found(text).items() if kind.startswith("Entity")} == things


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Write a short poem.", {"short"}),
        ("Write a step-by-step guide to tiling.", {"step-by-step"}),
        ("Identify a random street in Oslo.", {"random"}),
        ("Write a text that is kind but firm.", {"kind", "firm"}),
        ("Make the ending sadder.", {"sadder"}),
        ("Rewrite the note to be more formal.", {"formal"}),
        ("Name the most popular dish.", {"most popular"}),
        ("Describe in detail how bees dance.", {"in detail"}),
        ("Reply politely to the complaint.", {"politely"}),
        ("Use the given, attached and following words.", set()),
        ("Describe a boy afraid of rain.", set()),
        ("Decide whether the claim is true.", {"true"}),
        ("Name the tools used.", {"used"}),
    ],
)
def test_what_is_said_of_things_and_of_the_verb(text: str, said: set[str]) -> None:
    assert {words for words, kind in found(text).items() if kind == "Attribute"} == said


@pytest.mark.parametrize(
    ("text", "word", "role"),
    [
        ("Based on the notes above, write a summary.", "notes", "source"),
        ("According to the letter, list the dates.", "letter", "source"),
        ("Using a ruler, draw a square.", "ruler", "instrument"),
        ("Name the bridges in Prague.", "Prague", "place"),
        ("Narrow your advice down to focus on diet.", "diet", "focus"),
        ("Describe a town without cars.", "cars", "exclude"),
        ("Write a letter to my aunt.", "aunt", "recipient"),
        ("Thank the donors for their help.", "donors", "recipient"),
        ("Write a plan to save water.", "water", None),
        ("Explain how glaciers move.", "glaciers", "topic"),
        ("Describe fruits such as plums.", "plums", "target"),
        ("Compare the cello with the viola.", "viola", "target"),
        ("What time does the pool open on Sundays?", "Sundays", "time"),
        ("What colour is the sky?", "colour", "target"),
        ("What are the causes of rust?", "causes", "target"),
        ("What are the causes of rust?", "rust", "topic"),
        ("Which of these words is odd?", "words", "target"),
        ("Who is Ada Lovelace?", "Ada Lovelace", "topic"),
        ("How tall is the mast?", "mast", "topic"),
        ("Where was the poet born in 1875?", "1875", "time"),
    ],
)
def test_roles(text: str, word: str, role: str | None) -> None:
    nodes = found(text)
    assert nodes[word] == ("Entity" if role is None else f"Entity {role}")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Does coffee stunt growth?", "stunt"),
        ("In which year did the Berlin Wall fall?", "fall"),
        ("What does the clerk write?", None),
        ("What is a fjord?", None),
    ],
)
def test_a_verb_taken_for_a_noun_in_a_question(text: str, hidden: str | None) -> None:
    one = hidden_verb(list(parsed(text).doc))
    assert (one.text if one is not None else None) == hidden


def test_a_statement_names_whole_things() -> None:
    text = "My gym membership ends on 14 December and I have no idea what the solar panels cost."
    assert [text[a:b] for a, b in entities(parsed(text), 0, len(text))] == [
        "gym membership",
        "14 December",
        "solar panels",
    ]


def test_the_edges_of_an_act() -> None:
    graph = parse([Turn("user", "Write a short and funny speech for my uncle.")])
    words = {node.id: graph.turns[0].text[node.spans[0].start : node.spans[0].end] for node in graph.nodes}
    kinds = {node.id: node.kind for node in graph.nodes}
    edges = {(words[e.source], e.kind, words[e.target]) for e in graph.edges if e.target in words}
    assert ("Write", EdgeKind.PRODUCES, "speech") in edges
    assert ("speech", EdgeKind.HAS_ATTRIBUTE, "short") in edges
    assert ("speech", EdgeKind.HAS_ATTRIBUTE, "funny") in edges
    act = next(words[i] for i, kind in kinds.items() if kind is NodeKind.SUB_INSTRUCTION)
    assert (act, EdgeKind.PERFORMS_ACTION, "Write") in edges


@pytest.mark.parametrize(
    "piece", ["please ", "try to ", "you will ", "does ", '"a" ', "a-", ", the cat", "[", "such as "]
)
def test_hostile_acts_take_no_long_time(piece: str) -> None:
    text = "Write " + piece * (1900 // len(piece))
    sentence = parsed(text)
    mentions(sentence, [(0, len(text))], question=False)
    mentions(sentence, [(0, len(text))], question=True)
