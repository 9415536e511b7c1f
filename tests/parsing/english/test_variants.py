"""Training sentences that look like instructions keep whole trees."""

from __future__ import annotations

from random import Random

import spacy

from stemmata.parsing.english.imperatives import command, imperative
from stemmata.parsing.english.treebank import read_part, to_doc
from stemmata.parsing.english.variants import vary

VOCAB = spacy.blank("en").vocab


class Steady(Random):
    """Random choices that never change an optional thing."""

    def random(self) -> float:
        return 0.2


def text(sentence) -> str:
    return to_doc(VOCAB, [sentence], [""]).text


def test_advice_becomes_an_imperative(treebank):
    advice, past, ban, _ = read_part(treebank, "train")
    for sentence in (past, ban):
        imperative(sentence, Steady(0))
    assert text(ban) == "Do not carry glass."
    assert [(word.xpos, word.feats) for word in ban.words[:3:2]] == [
        ("VB", "Mood=Imp|VerbForm=Fin"),
        ("VB", "VerbForm=Inf"),
    ]
    assert past.words[0].feats == "Mood=Imp|VerbForm=Fin"
    assert text(past).endswith(" the old boats in the harbour.")
    assert past.words[0].head is past.words[0]
    imperative(advice, Steady(0))
    assert text(advice) == "You should send the letter, don't you think?"  # a question stays


def test_a_command_is_made_of_a_phrase(treebank):
    seen = set()
    for seed in range(30):
        sentence = read_part(treebank, "train")[1]
        command(sentence, Random(seed))
        assert sentence.words[0].xpos == "VB"
        assert sentence.root is sentence.words[0]
        seen.add(text(sentence).split(" ", 1)[1])
    assert seen == {"the old boats.", "the harbour.", "the old boats in the harbour."}


def test_every_variant_is_a_tree_with_one_root_a_sentence_and_the_same_seed_gives_it_again(treebank):
    sentences = read_part(treebank, "train")
    texts = set()
    for seed in range(300):
        doc = to_doc(VOCAB, *vary(sentences, Random(seed)))
        assert [token.dep_ for token in doc].count("ROOT") == len(list(doc.sents)) == len(sentences)
        assert all(token.pos_ == "SPACE" for token in doc if token.is_space)
        assert doc.to_json() == to_doc(VOCAB, *vary(sentences, Random(seed))).to_json()
        texts.add(doc.text)
    together = "\n".join(texts)
    for look in ("\n- ", "1. ", "**", "`", "WE PAINTED", "we painted", "Please "):
        assert look in together, look
    assert read_part(treebank, "train")[0].words[0].form == sentences[0].words[0].form == "You"
