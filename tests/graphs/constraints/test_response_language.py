from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints.families.response_language import FAMILY, ID
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.languages import language_of
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.parsing.parser import parse
from stemmata.schemas.instruction import Payload

STATED = [
    ("Please answer in Polish.", "pl"),
    ("Write a letter to my aunt in Italian.", "it"),
    ("The whole poem must be written in the Urdu language.", "ur"),
    ("Make sure the reply is completely in Finnish.", "fi"),
    ("Use only Hebrew in your answer.", "he"),
    ("Compose a song about snow using only the Nepali language, no other language is allowed.", "ne"),
    ("Respond to me in Simplified Chinese.", "zh-cn"),
    ("Your output has to be entirely in Mandarin.", "zh"),
    ("Explain it to me in Telugu only.", "te"),
    ("Response language: German", "de"),
    ("Reply exclusively in farsi.", "fa"),
    ("The language of your answer should be Thai.", "th"),
    ("I need a short speech in Brazilian Portuguese for my boss.", "pt"),
    ("The response must be provided in English.", "en"),
    ("No language other than Slovak may be used.", "sk"),
    ("The reply must contain only Latvian.", "lv"),
]
NOT_STATED = [
    "Translate the following sentence into German.",
    "How do you say good night in French?",
    "Write a poem about a Spanish village.",
    "Explain what the word chat means in French.",
    "Write a story about a boy who learns to write in Arabic.",
    "Do not answer in French.",
    "Answer in English or French.",
    "Write the dialogue in Hindi and English.",
    "If the customer writes in Dutch, reply in Dutch.",
    "The title should be in Latin. The first paragraph should be in French.",
    "Give me three words in Swahili.",
    "Write a letter in Italian restaurants' style.",
    "Your entire response should be in English, and in all capital letters.",
    "Make sure that the answer is in English and all lowercase.",
    'He said "Answer in Polish" twice.',
    "Write a guide in English literature for beginners.",
]


def found(text):
    return [one.kwargs["language"] for one in FAMILY.extract(Passage.of(text))]


@pytest.mark.parametrize(("text", "code"), STATED)
def test_stated(text, code):
    assert [(one.id, one.kwargs) for one in extract(Passage.of(text))] == [(ID, {"language": code})]


@pytest.mark.parametrize("text", NOT_STATED)
def test_not_stated(text):
    assert found(text) == []


def test_parsed_inside_an_act():
    graph = parse("Write a riddle in Greek about a boat. Keep it short.")
    (stated,) = [node for node in graph.constraint_nodes if node.constraint and node.constraint.id == ID]
    assert stated.constraint.kwargs == {"language": "el"} and stated.text == "in Greek"


def test_rewording_changes_the_name_alone():
    text = "Your entire answer must be in Polish, please."
    assert next(reworded(text, extract(Passage.of(text))[0], ID, {"language": "es"})) == text.replace(
        "Polish", "Spanish"
    )


TEXTS = {
    "fr": "Le chat dort sur la chaise près de la fenêtre, et il ne veut pas en bouger avant midi.",
    "de": "Der Hund schläft heute lieber unter dem alten Tisch, weil es draußen regnet.",
    "en": "The cat sleeps on the chair by the window and will not move before noon.",
    "ko": "고양이는 창가의 의자에서 자고 있다.",
    "ta": "பூனை நாற்காலியில் தூங்குகிறது.",
    "zh-cn": "猫在窗边的椅子上睡觉，中午之前不想动。",
}


@pytest.mark.parametrize("code", TEXTS)
def test_verify(code):
    assert FAMILY.verify({"language": code}, TEXTS[code]).passed
    assert not FAMILY.verify({"language": "pl"}, TEXTS[code]).passed


def test_chinese_without_a_script_is_either():
    assert FAMILY.verify({"language": "zh"}, TEXTS["zh-cn"]).passed
    assert not FAMILY.verify({"language": "zh-tw"}, TEXTS["zh-cn"]).passed


@pytest.mark.parametrize("text", ["", "123 + 4", "...", "\n", "Ok"])
def test_what_does_not_tell_fails(text):
    for code in ("en", "fr", "so"):
        check = FAMILY.verify({"language": code}, text)
        assert not check.passed and check.detail


def test_the_guess_is_the_same_each_time_and_leaves_others_alone():
    import langdetect

    before = langdetect.DetectorFactory.seed
    language_of.cache_clear()
    first = language_of("un mot anglais is here")
    language_of.cache_clear()
    assert first == language_of("un mot anglais is here")
    assert langdetect.DetectorFactory.seed == before


def relation(one, other):
    return FAMILY.relation({"language": one}, Payload(ID, {"language": other}))


def test_relations():
    assert relation("fr", "fr") == "equivalent" and relation("fr", "de") == "contradicts"
    assert relation("zh-cn", "zh") == "implies" and relation("zh", "zh-tw") == "implied_by"
    assert relation("zh-cn", "zh-tw") == "contradicts"
    assert FAMILY.relation({"language": "fr"}, Payload("punctuation:no_comma")) is None


def test_arguments():
    assert FAMILY.arguments.model_validate({"language": "ZH_cn"}).model_dump() == {"language": "zh-cn"}
    with pytest.raises(ValueError):
        FAMILY.arguments.model_validate({"language": "French"})


def test_suits():
    def suits(text="Write a note to a friend.", **given):
        return list(FAMILY.suits(Task(text, **given), random.Random(1)))

    assert len(suits(output="note")) == 1
    assert suits(response=TEXTS["en"]) == [] and suits(response=TEXTS["de"]) == [{"language": "de"}]
    assert suits(shape="code") == suits("Translate this note.") == suits("Write a note in French.") == []
    assert suits(constraints=(Payload("keywords:existence", {"keywords": ["river"]}),)) == []
    assert suits(constraints=(Payload(ID, {"language": "fr"}),)) == []
