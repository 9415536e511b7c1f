"""A model's edits, driven by hand: what is asked, what is recorded, what is refused."""

from __future__ import annotations

import json

import pytest

from stemmata.graphs.consistency import check
from stemmata.llm.asking import drive
from stemmata.llm.calls import Answer, Call, Status
from stemmata.parsing.parser import get_parser, parse
from stemmata.refinement.asked import asked_variants, wanted
from stemmata.refinement.prompts import KINDS, MODIFY_PROMPT, MODIFY_SPAN, NATURAL, REDO
from stemmata.refinement.rehearsed import REHEARSED
from stemmata.schemas.records import Variant
from stemmata.schemas.settings import VarySettings
from stemmata.schemas.vocabulary import NodeKind

TEXT = "I am ill today. Write a short note to my boss about my absence in at least 50 words. Do not use any commas."
MATERIAL = "Summarize this email in 20 words:\n\nDear Ann,\n\nWrite a poem in 30 words.\n\nBob"


class Script:
    """Answers by template: a dictionary, text, or an answer for each; and keeps what was asked."""

    def __init__(self, **said):
        self.said = said
        self.calls: list[Call] = []

    def __call__(self, call: Call) -> Answer:
        self.calls.append(call)
        for template in (MODIFY_SPAN, MODIFY_PROMPT, REDO, NATURAL):
            fields = template.read(call.messages)
            if fields is not None:
                said = self.said[template.name]
                said = said(fields) if callable(said) else said
                if isinstance(said, Answer):
                    return said
                return Answer(Status.OK, said if isinstance(said, str) else json.dumps(said), model="m")
        raise AssertionError(call)


def rehearsed(call: Call) -> Answer:
    for template, rule in REHEARSED:
        fields = template.read(call.messages)
        if fields is not None:
            return Answer(Status.OK, rule(fields, call.sample), model="stemmata-rehearsal")
    raise AssertionError(call)


def tried(text, answer, **settings):
    graph = parse(text)
    return drive(asked_variants(graph, VarySettings(proposer="llm", **settings), get_parser()), answer)


def words(**by_old):
    """Answer MODIFY_SPAN with given words for the part that begins with a key; INVALID for others."""

    def answer(fields):
        for old, new in by_old.items():
            if fields["words"].startswith(old.replace("_", " ")):
                return {"valid": True, "words": new, "why": "so"}
        return {"valid": False, "words": "", "why": "no sensible change"}

    return answer


def test_new_words_stand_in_the_place_of_the_old_and_all_is_recorded():
    ((variant, made),), failures = tried(TEXT, Script(modify_span=words(in_at_least="In at most 80 words.")))
    assert made is not None
    assert check(made) == []
    assert variant.text == TEXT.replace("in at least 50 words", "in at most 80 words")
    edit = variant.edit
    assert (edit.before, edit.after) == ("in at least 50 words", "in at most 80 words")
    assert (edit.proposer, edit.way, edit.op) == ("llm:m", "span", "modify_node")
    assert edit.constraint_after == {
        "id": "length_constraints:number_words",
        "kwargs": {"relation": "at most", "num_words": 80},
        "hard": True,
    }
    assert all(variant.gates.values())
    assert "minimal" not in variant.gates
    assert [failure.reason for failure in failures] == ["INVALID"] * 2
    assert all("no sensible change" in failure.detail and failure.node for failure in failures)


def test_the_relation_is_what_the_meaning_says_not_what_was_asked():
    script = Script(modify_span=words(in_at_least="in at least 90 words"))
    ((variant, _),), _ = tried(TEXT, script, relations=("contradicting",))
    assert (variant.edit.asked, variant.edit.relation) == ("contradicting", "stronger")
    script = Script(modify_span=words(in_at_least="in at most 20 words"))
    ((variant, _),), _ = tried(TEXT, script, relations=("equivalent",))
    assert (variant.edit.asked, variant.edit.relation) == ("equivalent", "contradicting")


def test_an_act_written_anew_has_its_action_and_output_found_anew():
    script = Script(modify_span=words(Write="Sketch a long letter to my client about my absence"))
    ((variant, made),), _ = tried(TEXT, script)
    assert variant.status == "accepted", variant.reason
    assert variant.edit.kind is NodeKind.SUB_INSTRUCTION
    assert [node.text for node in made.of_kind(NodeKind.ACTION)] == ["Sketch"]
    assert {node.text for node in made.of_kind(NodeKind.OUTPUT)} == {"letter"}
    assert check(made) == []


def test_words_that_are_two_units_are_refused():
    script = Script(modify_span=words(Write="Write a note to my boss and then sing a song"))
    ((variant, made),), _ = tried(TEXT, script)
    assert made is None
    assert variant.gate == "parses_back"


def test_words_that_did_not_change_are_refused():
    ((variant, made),), _ = tried(TEXT, Script(modify_span=words(Do_not="Do not use any commas.")))
    assert (made, variant.gate) == (None, "new")


def test_a_contradiction_to_another_part_is_refused():
    text = "Write a note in at least 50 words. Use at most 90 words."
    ((variant, made),), _ = tried(text, Script(modify_span=words(in_at_least="in at least 100 words")))
    assert (made, variant.gate) == (None, "consistent")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(Status.TIMEOUT, reason="no answer in 120 s", model="m"), "timeout"),
        (Answer(Status.REFUSED, reason="declined", model="m"), "refused"),
        ("certainly! here you are", "invalid"),
        ('{"valid": true, "words": "", "why": ""}', "invalid"),
        ('{"valid": true, "words": "a\\nb", "why": ""}', "invalid"),
        ('{"valid": true, "words": "' + "x " * 4000 + '", "why": ""}', "invalid"),
        ('{"valid": true, "words": "Sing a song. Then dance a jig", "why": ""}', "invalid"),
        ('{"valid": true, "words": "a\\u0000b", "why": ""}', "invalid"),
        ('{"valid": true, "words": "\\ud800", "why": ""}', "invalid"),
        ('{"valid": "yes", "words": "x", "why": ""}', "invalid"),
        ('{"valid": true, "words": "x", "why": "", "more": 1}', "invalid"),
    ],
)
def test_an_answer_that_cannot_be_used_is_a_recorded_failure(answer, reason):
    outcomes, failures = tried(TEXT, Script(modify_span=answer))
    assert outcomes == []
    assert {failure.reason for failure in failures} == {reason}
    assert {failure.stage for failure in failures} == {"vary"}
    assert len(failures) == 3


def test_facts_and_material_are_never_asked_about():
    for text in (TEXT, MATERIAL):
        script = Script(modify_span=words())
        tried(text, script)
        shown = [MODIFY_SPAN.read(call.messages) for call in script.calls]
        assert {fields["kind"] for fields in shown} <= set(KINDS.values())
        assert not any("poem" in fields["words"] or "ill" in fields["words"] for fields in shown)


def test_an_edit_of_one_node_leaves_the_prompts_of_others_as_they_were():
    def prompts(text):
        script = Script(modify_span=words())
        tried(text, script)
        return {call.messages for call in script.calls}

    before = prompts("Write a poem about cats in at least 50 words. Name some birds. Explain gravity.")
    after = prompts("Write a poem about cats in at least 50 words. Name some birds. Explain inertia.")
    assert len(before) == len(after) == 4
    assert len(before & after) == 3


def test_no_more_is_asked_than_is_needed():
    script = Script(modify_span=words(in_at_least="in at most 80 words", Do_not="Use commas", Write="Write a song"))
    outcomes, failures = tried(TEXT, script, per_instruction=1)
    assert sum(made is not None for _, made in outcomes) == 1
    assert len(script.calls) == len(outcomes) + len(failures) <= 2


def test_each_relation_is_asked_of_each_node():
    graph = parse(TEXT)
    asked = wanted(graph, VarySettings(relations=("stronger", "weaker")))
    assert len(asked) == 6
    assert len(wanted(graph, VarySettings())) == 3
    relations = {one.relation for seed in range(12) for one in wanted(graph, VarySettings(seed=seed))}
    assert relations == {"contradicting", "parallel"}


def test_of_a_discontinuous_node_the_longest_piece_is_changed():
    text = "Given two cocktail ingredients, write a recipe for a cocktail that uses them."
    act = parse(text).sub_instructions[0]
    assert len(act.spans) == 2
    script = Script(modify_span=words(cocktail="cocktail ingredients, write a song for a cocktail that uses them"))
    ((variant, made),), _ = tried(text, script)
    assert made is not None, variant.reason
    assert variant.text == "Given two cocktail ingredients, write a song for a cocktail that uses them."
    assert variant.edit.before == act.text


# The `paper` way.


def revised(old, new):
    return {"valid": True, "instruction": new, "prompt": TEXT.replace(old, new), "why": "so"}


def paper(fields):
    if fields["instruction"].startswith("in at"):
        return revised("in at least 50 words", "in at most 80 words")
    return {"valid": False, "instruction": "", "prompt": "", "why": "none"}


def straying(fields):
    said = paper(fields)
    return {**said, "prompt": said["prompt"].replace("short", "brief")}


def test_a_revised_prompt_is_a_change_of_the_node():
    script = Script(modify_prompt=paper)
    ((variant, made),), failures = tried(TEXT, script, reconstruct="paper")
    assert made is not None
    assert variant.gates["minimal"] is True
    assert (variant.edit.way, variant.edit.after) == ("paper", "in at most 80 words")
    assert [failure.reason for failure in failures] == ["INVALID", "INVALID"]
    fields = MODIFY_PROMPT.read(script.calls[0].messages)
    assert fields["prompt"] == TEXT
    assert fields["facts"].startswith("1. I am ill")
    assert "Do not use any commas" in fields["instructions"]


def test_a_revision_that_strays_is_asked_for_once_more_with_the_reason():
    script = Script(modify_prompt=straying, redo=paper)
    ((variant, made),), _ = tried(TEXT, script, reconstruct="paper")
    assert made is not None
    assert variant.text == TEXT.replace("in at least 50 words", "in at most 80 words")
    (redo,) = (fields for call in script.calls if (fields := REDO.read(call.messages)))
    assert "'short' became 'brief'" in redo["reason"]
    assert "brief" in redo["revised"]


def test_a_revision_that_strays_twice_is_refused_and_recorded_with_what_it_changed():
    script = Script(modify_prompt=straying, redo=straying)
    ((variant, made),), _ = tried(TEXT, script, reconstruct="paper")
    assert made is None
    assert (variant.gate, variant.gates) == ("minimal", {"minimal": False})
    assert "'short' became 'brief'" in variant.reason
    assert "brief" in variant.text
    assert Variant.model_validate_json(variant.line()) == variant
    assert sum(call.stage == "reconstruct" for call in script.calls) == 1


def test_a_revision_without_the_part_is_refused():
    def gone(fields):
        said = paper(fields)
        return {**said, "prompt": TEXT.replace(" in at least 50 words", "")}

    ((variant, _),), _ = tried(TEXT, Script(modify_prompt=gone, redo=gone), reconstruct="paper")
    assert variant.gate == "minimal"


def test_a_sentence_added_at_the_end_of_the_part_strays():
    text = "Write a poem about cats"

    def polite(fields):
        return {"valid": True, "instruction": "x", "prompt": "Write a song about cats. Thank you", "why": ""}

    ((variant, _),), _ = tried(text, Script(modify_prompt=polite, redo=polite), reconstruct="paper")
    assert (variant.gate, variant.reason) == ("minimal", "a sentence is added to the part")


# The judge.


def test_the_judge_is_asked_last_and_can_refuse():
    span = words(in_at_least="in at most 80 words", Do_not="Do not use any commas.")
    script = Script(modify_span=span, natural={"natural": False, "why": "odd"})
    outcomes, _ = tried(TEXT, script, judge_natural=True)
    assert sum(call.role == "judge" for call in script.calls) == 1
    refused = {variant.gate: variant for variant, _ in outcomes}
    assert set(refused) == {"new", "judged"}
    assert refused["judged"].reason == "odd"
    assert list(refused["judged"].gates)[-1] == "judged"


def test_what_the_judge_accepts_is_accepted_and_a_failed_judgement_is_a_refusal():
    span = words(in_at_least="in at most 80 words")
    ((variant, made),), _ = tried(
        TEXT, Script(modify_span=span, natural={"natural": True, "why": "fine"}), judge_natural=True
    )
    assert made is not None
    assert variant.gates["judged"] is True
    failing = Script(modify_span=span, natural=Answer(Status.TIMEOUT, model="m"))
    ((variant, made),), _ = tried(TEXT, failing, judge_natural=True)
    assert made is None
    assert variant.reason == "no judgement: timeout"


# The rules in a model's place.


@pytest.mark.parametrize("way", ["span", "paper"])
def test_a_rehearsed_run_makes_variants_and_is_the_same_each_time(way):
    texts = [TEXT, "Write a funny story about a dog with a positive ending. Use at most 90 words.", MATERIAL]
    lines = []
    accepted = 0
    for _ in range(2):
        said = []
        for text in texts:
            outcomes, failures = tried(text, rehearsed, reconstruct=way)
            accepted += sum(made is not None for _, made in outcomes)
            said += [variant.line() for variant, _ in outcomes] + [failure.line() for failure in failures]
            assert all(
                variant.edit.proposer == "llm:stemmata-rehearsal" and variant.edit.way == way for variant, _ in outcomes
            )
        lines.append(said)
    assert accepted >= 6
    assert lines[0] == lines[1]


def test_some_rehearsed_revisions_stray_at_first_and_none_after():
    strayed = 0
    for number in range(40):
        text = f"Write a poem in at least {number + 20} words. Be polite."
        stages = []

        def answer(call, stages=stages):
            stages.append(call.stage)
            return rehearsed(call)

        outcomes, _ = tried(text, answer, reconstruct="paper")
        strayed += stages.count("reconstruct")
        assert not any(variant.gate == "minimal" for variant, _ in outcomes)
    assert 1 <= strayed <= 20


def test_rewriting_the_whole_prompt_is_recorded_as_refused_where_it_changes_more_than_one_node():
    text = "Write a short poem about cats. Do not use any commas. List the advantages of tea."
    outcomes, _ = drive(
        asked_variants(parse(text), VarySettings(proposer="rewrite", per_instruction=6), get_parser()), rehearsed
    )
    assert {variant.edit.proposer for variant, _ in outcomes} == {"rewrite:stemmata-rehearsal"}
    assert "minimal" in {variant.gate for variant, _ in outcomes}
