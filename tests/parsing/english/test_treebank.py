"""CoNLL-U in, spaCy documents out."""

from __future__ import annotations

import pytest
import spacy

from stemmata.parsing.english.treebank import bare, documents, read_part, to_doc
from stemmata.schemas.errors import InputError


def test_sentences_have_their_words_and_marks(treebank):
    sentences = read_part(treebank, "train")
    assert [len(sentence.words) for sentence in sentences] == [11, 9, 6, 4]
    assert [sentence.opens_paragraph for sentence in sentences] == [True, False, True, True]
    assert [len(document) for document in documents(sentences)] == [3, 1]
    assert [sentence.root.form for sentence in sentences] == ["send", "painted", "carry", "sang"]


def test_a_document_has_the_text_and_all_annotation(treebank):
    document = documents(read_part(treebank, "train"))[0]
    doc = to_doc(spacy.blank("en").vocab, document)
    assert doc.text == (
        "You should send the letter, don't you think? We painted the old boats in the harbour.\n\n"
        "You must not carry glass."
    )
    assert [token.text for token in doc if token.is_sent_start] == ["You", "We", "You"]
    assert [(token.tag_, token.pos_, token.head.text) for token in doc if token.is_space] == [("_SP", "SPACE", ".")]
    assert [token.lemma_ for token in doc[:4]] == ["you", "should", "send", "the"]
    assert doc[2].dep_ == "ROOT"
    assert str(doc[0].morph) == "Case=Nom|Person=2|PronType=Prs"


def test_a_bare_document_has_the_words_alone(treebank):
    doc = to_doc(spacy.blank("en").vocab, read_part(treebank, "train")[:2])
    assert bare(doc).text == doc.text
    assert not bare(doc).has_annotation("TAG")
    assert [token.i for token in bare(doc, sentences=True) if token.is_sent_start] == [0, 11]


def test_a_copy_shares_no_word(treebank):
    sentence = read_part(treebank, "train")[0]
    copy = sentence.copy()
    copy.words[0].form = "I"
    assert sentence.words[0].form == "You"
    assert all(any(word.head is other for other in copy.words) for word in copy.words)


@pytest.mark.parametrize(
    "text",
    [
        "1\tGo\tgo\n",
        "1\tGo\tgo\tVERB\tVB\t_\t7\troot\t_\t_\n",
        "1-x\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n",
        "1\tGo\tgo\tVERB\tVB\t_\t2\tdep\t_\t_\n2\ton\ton\tADP\tIN\t_\t1\tdep\t_\t_\n",
        "\xff",
    ],
)
def test_what_is_no_conllu_is_refused_with_its_place(treebank, text):
    path = treebank / "own-ud-dev.conllu"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError) as caught:
        read_part(treebank, "dev")
    assert "own-ud-dev.conllu" in str(caught.value)


def test_a_folder_without_the_part_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"not one file \*-test\.conllu"):
        read_part(tmp_path, "test")
