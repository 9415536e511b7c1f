"""What the shipped pipeline makes of plain instructions, and how it scores on the treebank it has not seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from stemmata.parsing.english import load
from stemmata.parsing.english.evaluate import score_text, score_words
from stemmata.parsing.english.treebank import read_part

TREEBANK = Path(__file__).resolve().parents[3] / "../shared/data/ud_english_ewt"

# A sentence, its verb as written, and the head noun of the verb's object.
IMPERATIVES = [
    ("Write a short poem about the sea.", "Write", "poem"),
    ("Describe your favourite meal in two sentences.", "Describe", "meal"),
    ("Give me five names for a bakery.", "Give", "names"),
    ("Please include a table in the report.", "include", "table"),
    ("summarize the article below", "summarize", "article"),
    ("Do not mention the price.", "mention", "price"),
    ('Never use the word "very" in your answer.', "use", "word"),
    ("- Add a title to the story", "Add", "title"),
    ("2. Explain the difference between the two methods", "Explain", "difference"),
    ("TRANSLATE THE LETTER INTO FRENCH.", "TRANSLATE", "LETTER"),
    ("Then compare both phones and choose one.", "compare", "phones"),
    ("In the last line, repeat the question.", "repeat", "question"),
    ("Avoid long sentences.", "Avoid", "sentences"),
    ("Rewrite the paragraph so that a child understands it.", "Rewrite", "paragraph"),
    ("Create a plan that covers three weeks.", "Create", "plan"),
    ("Use at least four examples.", "Use", "examples"),
    ("Wrap the whole answer in double quotes.", "Wrap", "answer"),
    ("Generate a list of ten questions.", "Generate", "list"),
    ("Finish your reply with a joke.", "Finish", "reply"),
    ("Name two cities in Peru.", "Name", "cities"),
]


def analysis(text: str) -> tuple[str, str, str]:
    """The root, its tag, and its object."""
    doc = load()(text)
    root = next(iter(doc.sents)).root
    objects = [child.text for child in root.children if child.dep_ == "obj"]
    return root.text, root.tag_, objects[0] if objects else ""


@pytest.mark.parametrize(("text", "verb", "thing"), IMPERATIVES[:6])
def test_a_plain_imperative_is_a_verb_with_its_object(text, verb, thing):
    assert analysis(text) == (verb, "VB", thing)


def test_nearly_all_imperatives_are_read_right():
    right = [analysis(text) == (verb, "VB", thing) for text, verb, thing in IMPERATIVES]
    assert sum(right) >= 0.85 * len(right), [
        text for (text, *_), good in zip(IMPERATIVES, right, strict=True) if not good
    ]


def test_sentences_end_at_stops_and_at_lines():
    doc = load()("I run a small shop. Write a slogan for it\n\n- Make it rhyme\n- Keep it short\n\nDoes it work?")
    assert [sentence.text.strip() for sentence in doc.sents] == [
        "I run a small shop.",
        "Write a slogan for it",
        "- Make it rhyme",
        "- Keep it short",
        "Does it work?",
    ]


def test_lemmas_tags_and_features():
    doc = load()("The cats weren't sleeping, and she'd written three better stories.")
    assert [token.lemma_ for token in doc] == ("the cat be not sleep , and she have write three good story .".split())
    assert [token.pos_ for token in doc] == (
        "DET NOUN AUX PART VERB PUNCT CCONJ PRON AUX VERB NUM ADJ NOUN PUNCT".split()
    )
    assert doc[1].morph.get("Number") == ["Plur"]
    assert doc[4].tag_ == "VBG"
    assert {token.dep_ for token in doc} >= {"nsubj", "aux", "conj", "obj", "ROOT", "punct"}


@pytest.mark.slow
@pytest.mark.skipif(not TREEBANK.is_dir(), reason="the treebank is not beside the checkout")
def test_scores_on_the_treebanks_test_part():
    sentences = read_part(TREEBANK, "test")
    words, text = score_words(load(), sentences), score_text(load(), sentences)
    assert words.f1("upos") >= 95
    assert words.f1("uas") >= 86
    assert words.f1("las") >= 82
    assert words.f1("lemmas") >= 97
    assert text.f1("words") >= 98.5
    assert text.f1("sentences") >= 75
    assert text.f1("las") >= 78
