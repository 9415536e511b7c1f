"""One contract for every constraint family, its own and those of other distributions alike."""

from __future__ import annotations

import random
import runpy
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from stemmata.graphs.constraints import relation, repair, verify
from stemmata.graphs.constraints.family import Alternative, ConstraintFamily, Form, Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families, payload
from stemmata.graphs.constraints.wording import extract, phrasings, reworded, states
from stemmata.schemas.errors import ArgumentError
from stemmata.schemas.instruction import Payload

FAMILIES = sorted(families())
MODEST = settings(
    max_examples=settings.default.max_examples // 8,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
MIRROR = {"implies": "implied_by", "implied_by": "implies"}
CLAIMS = {"stronger": "implies", "weaker": "implied_by", "equivalent": "equivalent"}

TERMS = st.sampled_from(
    [
        *"river stone budget Argentina unforgettable market-driven forest e-mail C++ Zoë naïve 3D AT&T it's".split(),
        *"O'Brien école 水 rock'n'roll café money trust policy lantern harbor etc. really? 50% (sic)".split(),
        *("ice cream", "well worth watching", "Tower of London", 'the "best" one', "a, b"),
    ]
)
BOUNDS = ["at least", "at most", "less than", "more than", "equal to", "between"]


def _counted(
    key: str, *, exact: bool = False, low: int = 1, **more: st.SearchStrategy[Any]
) -> st.SearchStrategy[dict[str, Any]]:
    """Return arguments of a family that counts."""
    numbers = st.one_of(st.integers(low, 20), st.integers(low, 2000))

    def build(relation: str, value: int, span: int, rest: dict[str, Any]) -> dict[str, Any]:
        made = {key: value, "relation": relation, **rest}
        if relation == "between":
            made["upper"] = value + span
        if exact and relation == "equal to":
            del made["relation"]
        return {name: one for name, one in made.items() if one is not None}

    return st.builds(build, st.sampled_from(BOUNDS), numbers, st.integers(1, 50), st.fixed_dictionaries(dict(more)))


STRATEGIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "length_constraints:number_words": _counted("num_words"),
    "length_constraints:number_sentences": _counted("num_sentences"),
    "length_constraints:number_paragraphs": _counted(
        "num_paragraphs", exact=True, separator=st.sampled_from([None, "blank"])
    ),
    "detectable_format:number_bullet_lists": _counted("num_bullets", exact=True),
    "keywords:existence": st.fixed_dictionaries({"keywords": st.lists(TERMS, min_size=1, max_size=5, unique=True)}),
    "keywords:forbidden_words": st.fixed_dictionaries(
        {"forbidden_words": st.lists(TERMS, min_size=1, max_size=5, unique=True)}
    ),
    "keywords:frequency": _counted("frequency", keyword=TERMS),
}
WORDS = "the a is was good old of with and we so very light said here one two green because then it".split()


# Families whose arguments are worth more than their example's have a file `arguments_*.py` with a dict of this name.
for path in sorted(Path(__file__).parent.glob("arguments_*.py")):
    STRATEGIES |= runpy.run_path(str(path))["STRATEGIES"]


def family_of(family_id: str) -> ConstraintFamily:
    return families()[family_id]


def arguments(family_id: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return arguments to try a family with: its strategy, or its example and the edits of that, over and over."""
    if family_id in STRATEGIES:
        return STRATEGIES[family_id]
    member = family_of(family_id)
    known = [dict(member.example.kwargs)]
    for seed in range(4):
        for start in list(known):
            for made in member.edits(start, random.Random(seed)):
                if made.id == family_id and made.kwargs not in known and len(known) < 24:
                    known.append(made.kwargs)
    return st.sampled_from(known)


@st.composite
def responses(draw: st.DrawFn, kwargs: Mapping[str, Any]) -> str:
    """Return a response of sentences, list items, paragraphs and titles, which may hold the arguments' own words."""
    own = [
        str(v) for value in kwargs.values() for v in (value if isinstance(value, list) else [value]) if str(v).strip()
    ]
    word = st.sampled_from(WORDS + own * 3)
    sentence = st.builds(
        lambda words, stop: " ".join(words).capitalize() + stop,
        st.lists(word, min_size=1, max_size=8),
        st.sampled_from(".!?"),
    )
    paragraph = st.builds(" ".join, st.lists(sentence, min_size=1, max_size=6))
    line = st.builds(
        lambda mark, words: mark + " ".join(words),
        st.sampled_from(["* ", "- ", "1. ", ""]),
        st.lists(word, min_size=1, max_size=5),
    )
    block = st.one_of(
        paragraph,
        st.builds("\n".join, st.lists(line, min_size=1, max_size=6)),
        st.sampled_from(["***", "<<A title>>", ""]),
    )
    text = draw(
        st.builds(
            lambda parts, by: by.join(parts), st.lists(block, max_size=5), st.sampled_from(["\n\n", "\n", "\n***\n"])
        )
    )
    change = draw(st.sampled_from([str, str.lower, str.upper, lambda words: f'"{words}"']))
    return str(change(text))


def test_every_family_is_named_as_ifeval_names_its_own() -> None:
    for family_id, member in families().items():
        assert family_id == member.id
        assert family_id.count(":") == 1
        assert member.summary and not member.summary.endswith(".")


@pytest.mark.parametrize("family_id", FAMILIES)
def test_the_example_states_its_arguments_and_nothing_else(family_id: str) -> None:
    member = family_of(family_id)
    found = extract(Passage.of(member.example.text))
    assert [(one.id, one.kwargs) for one in found] == [(family_id, dict(member.example.kwargs))]
    assert 0 <= found[0].start < found[0].end <= len(member.example.text)
    assert any(cue in member.example.text.lower() for cue in member.cues)
    assert all(cue == cue.lower() for cue in member.cues)
    assert list(phrasings(family_id, member.example.kwargs, Form.SENTENCE))


@pytest.mark.parametrize("family_id", FAMILIES)
def test_example_can_be_said_in_the_form_in_which_it_was_found(family_id: str) -> None:
    member = family_of(family_id)
    found = extract(Passage.of(member.example.text))[0]
    assert member.render(member.example.kwargs, found.form)


@pytest.mark.parametrize("family_id", FAMILIES)
def test_sentences_read_back_as_what_they_were_made_from(family_id: str) -> None:
    @MODEST
    @given(arguments(family_id))
    def check(kwargs: dict[str, Any]) -> None:
        kwargs = dict(payload(family_id, kwargs).kwargs)
        phrases = list(family_of(family_id).render(kwargs, Form.SENTENCE))
        for words in phrases:
            for said in (words, words + ".") if words == phrases[0] else (words,):
                assert states(said, family_id, kwargs), (said, [tuple(one) for one in extract(Passage.of(said))])

    check()


@pytest.mark.parametrize("family_id", FAMILIES)
def test_arguments_that_validate_once_validate_again_unchanged(family_id: str) -> None:
    @MODEST
    @given(arguments(family_id))
    def check(kwargs: dict[str, Any]) -> None:
        once = payload(family_id, kwargs)
        assert payload(family_id, once.kwargs) == once
        assert once.kwargs == payload(family_id, {**once.kwargs, "unheard_of": None}).kwargs

    check()


@pytest.mark.parametrize("family_id", FAMILIES)
def test_repair_makes_a_response_pass(family_id: str) -> None:
    @MODEST
    @given(st.data())
    def check(data: st.DataObject) -> None:
        kwargs = data.draw(arguments(family_id))
        response = data.draw(responses(kwargs))
        if not family_of(family_id).hard:
            return
        mended = repair(family_id, kwargs, response)
        if mended is not None:
            assert verify(family_id, kwargs, mended.text).passed
            assert mended.changed >= abs(len(response) - len(mended.text))
            assert (mended.changed == 0) == (mended.text == response)

    check()


@pytest.mark.parametrize("family_id", FAMILIES)
def test_verdicts_say_why_and_where(family_id: str) -> None:
    @MODEST
    @given(st.data())
    def check(data: st.DataObject) -> None:
        kwargs = data.draw(arguments(family_id))
        response = data.draw(responses(kwargs))
        judged = verify(family_id, kwargs, response)
        assert judged.detail
        assert judged == verify(family_id, kwargs, response)
        if judged.span is not None:
            assert 0 <= judged.span[0] <= judged.span[1] <= len(response)

    check()


def edits_of(family_id: str, kwargs: Mapping[str, Any], seed: int) -> list[Alternative]:
    return list(family_of(family_id).edits(kwargs, random.Random(seed)))


@pytest.mark.parametrize("family_id", FAMILIES)
def test_edits_have_the_relation_that_they_claim(family_id: str) -> None:
    @MODEST
    @given(arguments(family_id), st.integers(0, 5))
    def check(kwargs: dict[str, Any], seed: int) -> None:
        here = payload(family_id, kwargs)
        for made in edits_of(family_id, here.kwargs, seed):
            if made.id not in families():
                continue
            there = payload(made.id, made.kwargs)
            meaning = relation(there, here)
            assert (there.id, there.kwargs) != (here.id, here.kwargs)
            if made.relation == "contradicting":
                assert meaning in ("contradicts", "unknown"), made
            elif made.relation == "parallel":
                assert meaning in ("independent", "unknown"), made
            else:
                assert meaning == CLAIMS[made.relation], made

    check()


@pytest.mark.parametrize("family_id", FAMILIES)
def test_no_response_keeps_both_of_a_contradicting_pair(family_id: str) -> None:
    """Nor a stronger one alone, nor only what is stronger than a weaker one."""

    @MODEST
    @given(st.data())
    def check(data: st.DataObject) -> None:
        kwargs = data.draw(arguments(family_id))
        here = payload(family_id, kwargs)
        if not here.hard:
            return
        drawn = [data.draw(responses(here.kwargs)) for _ in range(3)]
        for made in edits_of(family_id, here.kwargs, 1):
            if made.id not in families() or not family_of(made.id).hard:
                continue
            for response in drawn:
                texts = [
                    response,
                    *(
                        m.text
                        for m in (repair(here.id, here.kwargs, response), repair(made.id, made.kwargs, response))
                        if m
                    ),
                ]
                for text in texts:
                    ours, theirs = verify(here.id, here.kwargs, text).passed, verify(made.id, made.kwargs, text).passed
                    assert made.relation != "contradicting" or not (ours and theirs), (made, text)
                    assert made.relation != "stronger" or ours or not theirs, (made, text)
                    assert made.relation != "weaker" or theirs or not ours, (made, text)

    check()


@pytest.mark.parametrize("family_id", FAMILIES)
def test_relation_is_mirror_symmetric(family_id: str) -> None:
    @MODEST
    @given(st.data())
    def check(data: st.DataObject) -> None:
        first = payload(family_id, data.draw(arguments(family_id)))
        other_id = data.draw(st.sampled_from([family_id, *FAMILIES]))
        second = payload(other_id, data.draw(arguments(other_id)))
        one, two = relation(first, second), relation(second, first)
        assert two == MIRROR.get(one, one), (first, second)
        assert relation(first, first) == "equivalent"

    check()


@pytest.mark.parametrize("family_id", FAMILIES)
def test_bad_arguments_are_refused(family_id: str) -> None:
    good = dict(family_of(family_id).example.kwargs)
    fields: dict[str, FieldInfo] = family_of(family_id).arguments.model_fields
    bad: list[dict[str, Any]] = [{**good, "unheard_of": 1}]
    for name, field in fields.items():
        bad.append({**good, name: {"a": object()}})
        if field.is_required():
            bad.append({key: value for key, value in good.items() if key != name})
            bad += [
                {**good, name: worse} for worse in (0, -3, 2.5, "", [], [""], True) if type(worse) is type(good[name])
            ]
    for kwargs in bad:
        with pytest.raises(ArgumentError) as caught:
            payload(family_id, kwargs)
        assert family_id in str(caught.value)
        assert str(caught.value).count("\n") == 0


@pytest.mark.parametrize("family_id", FAMILIES)
def test_edited_words_state_the_edit_and_keep_the_rest(family_id: str) -> None:
    member = family_of(family_id)
    words = member.example.text
    found = extract(Passage.of(words))[0]
    for made in edits_of(family_id, member.example.kwargs, 3):
        if made.id not in families():
            continue
        for text in list(reworded(words, found, made.id, made.kwargs))[:3]:
            assert states(text, made.id, made.kwargs)


TASKS = [
    Task("Write an essay about the history of the lighthouse at our harbor.", "write", "essay"),
    Task("List five reasons to visit Lisbon.", "list", "reasons", "list"),
    Task("Summarize the article in a sentence.", "summarize", "article", "sentence"),
    Task("Write a Python function that sorts names.", "write", "function", "code"),
    Task("Classify the review as positive or negative.", "classify", "review", "label"),
    Task("", "", "", "short"),
]


@pytest.mark.parametrize("family_id", FAMILIES)
def test_what_suits_a_task_is_valid_and_does_not_repeat_the_family(family_id: str) -> None:
    member = family_of(family_id)
    answers = [
        None,
        "",
        "One.",
        "First this. Then that, said the harbor master.\n\nThen the lighthouse fell.",
        "* a\n* b\n* c",
    ]
    for task in TASKS:
        for response in answers:
            known = replace(task, response=response)
            offered = list(member.suits(known, random.Random(5)))
            assert offered == list(member.suits(known, random.Random(5)))
            for kwargs in offered:
                assert list(phrasings(family_id, payload(family_id, kwargs).kwargs, Form.SENTENCE))
                taken = replace(known, constraints=(Payload(family_id, kwargs),))
                assert not list(member.suits(taken, random.Random(5)))


PIECE = 62_500
HOSTILE = (
    " ", "\n",
    " " * 50 + "\n", "the words a, ", ".", "'\"", "*", "* \n",
    "1", "a", "at least one hundred and ", "do not use the word ",
    "<<[({", "é\u0301", "\u202eשלום, ", "\x00",
)  # fmt: skip
MILLION = "".join(f"\n\n{(piece * PIECE)[:PIECE]}" for piece in HOSTILE)


@pytest.mark.parametrize("family_id", FAMILIES)
def test_a_million_hostile_characters_are_gone_through(family_id: str) -> None:
    member = family_of(family_id)
    assert len(MILLION) >= 1_000_000
    for found in member.extract(Passage.of(MILLION)):
        assert 0 <= found.start < found.end <= len(MILLION)
    if member.hard:
        assert member.verify(member.example.kwargs, MILLION).detail
        member.repair(member.example.kwargs, MILLION)


@MODEST
@given(st.text(max_size=300))
def test_any_text_can_be_looked_through(text: str) -> None:
    assume(text)
    for one in extract(Passage.of(text)):
        assert payload(one.id, one.kwargs).kwargs == one.kwargs
    for member in families().values():
        if member.hard:
            member.verify(member.example.kwargs, text)
            repair(member.id, member.example.kwargs, text)
