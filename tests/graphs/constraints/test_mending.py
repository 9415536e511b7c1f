from __future__ import annotations

from stemmata.graphs.constraints import Mended, Unmended, repair_all, verify
from stemmata.schemas.instruction import Payload

LOWER = Payload("change_case:english_lowercase", {})
UPPER = Payload("change_case:english_capital", {})
NO_COMMA = Payload("punctuation:no_comma", {})
QUOTED = Payload("startend:quotation", {})
JSON = Payload("detectable_format:json_format", {})
TONE = Payload("style:tone", {"tone": "formal"}, hard=False)


def words(relation: str, number: int) -> Payload:
    return Payload("length_constraints:number_words", {"relation": relation, "num_words": number})


def ends(phrase: str) -> Payload:
    return Payload("startend:end_checker", {"end_phrase": phrase})


TEXT = "The tide goes out, and the boats lie in the mud. Nobody minds the rain on the quay, not even the gulls."


def test_every_constraint_holds_at_the_end():
    asked = [LOWER, TONE, NO_COMMA, ends("That is all."), QUOTED]
    mended = repair_all(asked, TEXT)
    assert isinstance(mended, Mended)
    assert all(verify(one.id, one.kwargs, mended.text).passed for one in asked if one.hard)
    assert {name for name, _ in mended.repairs} <= {one.id for one in asked}


def test_a_response_that_keeps_them_all_is_left_alone():
    assert repair_all([words("at least", 3), TONE], TEXT) == Mended(TEXT, ())
    assert repair_all([], TEXT) == Mended(TEXT, ())


def test_an_order_is_found_where_the_first_one_does_not_do():
    asked = [QUOTED, words("at most", 12), NO_COMMA]
    for order in (asked, asked[::-1], [asked[1], asked[0], asked[2]]):
        mended = repair_all(order, TEXT)
        assert isinstance(mended, Mended)
        assert all(verify(one.id, one.kwargs, mended.text).passed for one in order)


def test_what_contradicts_itself_is_named():
    assert repair_all([LOWER, NO_COMMA, UPPER], TEXT) == Unmended(
        (0, 2),
        ((0, 2),),
        "no response can keep both of change_case:english_lowercase and change_case:english_capital",
    )
    made = repair_all([NO_COMMA, ends("yours, Ann")], TEXT)
    assert isinstance(made, Unmended)
    assert made.conflicts == ((0, 1),)


def test_what_no_repair_mends_is_named():
    made = repair_all([NO_COMMA, words("at least", 900)], TEXT)
    assert made == Unmended((1,), (), "nothing mechanical makes length_constraints:number_words hold")
