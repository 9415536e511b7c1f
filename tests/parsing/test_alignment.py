"""Statements find the words that they came from: quotes exactly, other words nearly, never two at one place."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmata.parsing.alignment import Claim, aligned

WORDS = st.sampled_from(
    ["write", "a", "poem", "in", "French", "20", "words", "no", "commas", "rain", "été", "日本語", "don't", "😀", "x_y"]
)
GAPS = st.sampled_from([" ", ", ", ".\n", "; ", "  ", " - ", "\r\n", ' "'])
TEXTS = st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=40)
CLAIMS = st.lists(
    st.builds(
        Claim,
        st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=8).map(" ".join)),
        st.lists(
            st.one_of(st.text(max_size=20), st.lists(WORDS, max_size=4).map(" ".join), st.just("a [...] words")),
            max_size=3,
        ).map(tuple),
        st.booleans(),
    ),
    max_size=8,
)


def words(text: str, *claims: Claim) -> list[list[str]]:
    """Return the words at which each claim of one list is found."""
    (found,) = aligned(text, claims)
    return [[text[start:end] for start, end in ranges] for ranges in found]


def quoted(*quotes: str) -> Claim:
    return Claim("", quotes)


@given(st.one_of(st.text(max_size=200), TEXTS.map(lambda parts: "".join(w + g for w, g in parts))), CLAIMS, CLAIMS)
@settings(max_examples=300)
def test_ranges_lie_in_the_text_and_never_overlap(text, facts, instructions):
    found = aligned(text, facts, instructions)
    assert [len(part) for part in found] == [len(facts), len(instructions)]
    ranges = sorted(one for part in found for of_claim in part for one in of_claim)
    assert all(0 <= start < end <= len(text) for start, end in ranges)
    assert all(before[1] <= after[0] for before, after in pairwise(ranges))
    assert aligned(text, facts, instructions) == found


@given(TEXTS, st.data())
@settings(max_examples=400)
def test_verbatim_quotes_of_disjoint_pieces_in_order_are_found_exactly(parts, data):
    text = "".join(word + gap for word, gap in parts)
    starts, at = [], 0
    for word, gap in parts:
        starts.append((at, at + len(word)))
        at += len(word) + len(gap)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(parts)), max_size=8)))
    pieces = [text[starts[left][0] : starts[right - 1][1]] for left, right in pairwise(cuts)]
    (found,) = aligned(text, [quoted(piece) for piece in pieces])
    assert [[text[start:end] for start, end in ranges] for ranges in found] == [[piece] for piece in pieces]
    assert [ranges[0] for ranges in found] == sorted(ranges[0] for ranges in found)


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("Write  a\nPoem about rain.", "write a poem", "Write  a\nPoem"),
        ("Say “good night” twice.", 'Say "good night"', "Say “good night”"),
        ('Separate with "|".', 'Separate with "|"', 'Separate with "|"'),
        ("Divide by ***. End.", "***", "***"),
        ("concat the cat", "cat", "cat"),
        ("用中文写一首诗。", "写一首诗", "写一首诗"),
        ("Use P.S. at the end.", "P.S.", "P.S."),
        ("one two three four five six seven", "one two [...] six seven", "one two three four five six seven"),
        ("one two three four five six seven", "One two … six seven", "one two three four five six seven"),
    ],
)
def test_a_quote_is_found_whatever_its_case_blanks_and_marks(text, quote, found):
    assert words(text, quoted(quote)) == [[found]]


def test_equal_quotes_are_told_apart_by_their_order():
    text = "Write a poem in French. Write a story in French."
    claims = [quoted("Write a poem"), quoted("in French"), quoted("Write a story"), quoted("in French")]
    (found,) = aligned(text, claims)
    assert [ranges[0][0] for ranges in found] == [0, 13, 24, 38]


def test_one_statement_out_of_order_does_not_move_the_others():
    text = "In French, write a poem about rain. Be brief. In French."
    claims = [quoted("write a poem about rain"), quoted("Be brief"), quoted("In French")]
    (found,) = aligned(text, claims)
    assert [ranges[0] for ranges in found] == [(11, 34), (36, 44), (46, 55)]
    (found,) = aligned("In French, write a poem. Be brief.", [quoted("write a poem"), quoted("In French")])
    assert found == [[(11, 23)], [(0, 9)]]


def test_a_statement_may_own_several_pieces_around_another_one():
    text = "Write a short poem about rain."
    assert words(text, quoted("Write a", "poem about rain"), quoted("short")) == [
        ["Write a", "poem about rain"],
        ["short"],
    ]
    assert words(text, quoted("Write a short poem about rain"), quoted("short")) == [
        ["Write a", "poem about rain"],
        ["short"],
    ]


def test_later_pieces_keep_off_what_others_quote():
    text = "Give tips with exactly 3 points, and exactly 4 sections."
    found = words(text, quoted("Give tips", "exactly", "sections"), quoted("with exactly 3 points"), quoted("4"))
    assert found == [["Give tips", "exactly", "sections"], ["with exactly 3 points"], ["4"]]
    (ranges, *_) = aligned(text, [quoted("Give tips", "exactly", "sections"), quoted("with exactly 3 points")])[0]
    assert ranges[1] == (37, 44)


def test_of_two_statements_with_one_quote_the_second_stands_nowhere():
    assert words("Be polite.", quoted("Be polite"), quoted("Be polite")) == [["Be polite"], []]


SMS = "I have to pick up my son. Write a short SMS to my supervisor asking for leave. In 20 words. Be polite."


def test_statements_in_other_words_are_laid_over_the_text():
    facts = [Claim("The user needs to collect their son, whom they pick up.", ())]
    asked = [
        Claim("Write a short SMS.", (), act=True),
        Claim("The SMS is addressed to the user's supervisor.", ()),
        Claim("The SMS asks for leaving (leaving work, presumably).", ()),
        Claim("The message should contain no more than twenty words.", ()),
        Claim("The message must be polite.", ()),
    ]
    told, found = aligned(SMS, facts, asked)
    assert [SMS[a:b] for a, b in told[0]] == ["I have to pick up my son."]
    assert [[SMS[a:b] for a, b in ranges] for ranges in found] == [
        ["Write a short SMS"],
        ["to my supervisor"],
        ["asking for leave."],
        ["In 20 words."],
        ["Be polite."],
    ]


def test_a_quote_with_slips_is_laid_over_the_words_it_means():
    assert words(SMS, quoted("Write a short SMS for my supervisors asking leave")) == [
        ["Write a short SMS to my supervisor asking for leave."]
    ]


def test_a_statement_of_something_else_stands_nowhere():
    assert words(SMS, Claim("The essay covers the French revolution.", ())) == [[]]
    assert words("", Claim("Anything.", ("at all",))) == [[]]


def test_a_statement_on_several_sentences_gets_them_all():
    text = "My dog is ill. He coughs at night. Write to the vet."
    assert words(text, Claim("The user's dog is ill and coughs at night.", ()), Claim("Write to the vet.", ())) == [
        ["My dog is ill. He coughs at night."],
        ["Write to the vet."],
    ]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "Write a poem about rain. In French. " * 2800,
            [Claim("", (q,)) for q in ("Write a poem", "In French")] * 2800,
        ),
        ("Write a poem about rain. In French. " * 2800, [Claim("The poem is about rain.", ())] * 2000),
        ("a " * 50_000, [Claim("", ("a " * 20_000,)), *[Claim("", ("a",))] * 3000]),
        ("a" * 100_000, [*[Claim("", ("a" * 50_000,))] * 20, *[Claim("a" * 1000, ())] * 300]),
        ("a b " * 25_000, [Claim("", ("a [...] b",))] * 2000),
        ("x " * 100, [Claim(" " * 900_000, (" " * 900_000, "." * 90_000))]),
        ("a b c " * 16_000, [Claim("", ("a b", "c") * 2000)]),
        ('"' * 100_000, [Claim('"', ('"',))] * 1000),
    ],
)
def test_long_and_hostile_input_takes_no_more_than_seconds(text, claims):
    started = time.perf_counter()
    (found,) = aligned(text, claims)
    assert len(found) == len(claims)
    assert time.perf_counter() - started < 30  # seconds where it is linear, minutes where it is not
