"""The recipe runs from a treebank to a pipeline, and says in one sentence what it cannot read."""

from __future__ import annotations

import pytest
from thinc.api import use_ops

from stemmata.parsing.english import load
from stemmata.parsing.english.evaluate import main as evaluate
from stemmata.parsing.english.train import main as train


@pytest.fixture
def vectors(tmp_path):
    path = tmp_path / "glove.txt"
    path.write_text("the 0.5 -1 0.25\nletter 1 1 1\nsongs -0.5 0 2\nrest 0 0 1\n", encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def own_ops():
    """Training changes how this thread multiplies matrices."""
    with use_ops("numpy"):
        yield


def test_a_treebank_gives_a_pipeline_that_learnt_it(treebank, vectors, tmp_path, capsys):
    out = tmp_path / "model"
    options = [treebank, "-o", out, "--vectors", vectors, "--vector-count", 3, "--epochs", 40, "--batch", 20]
    assert train([str(option) for option in options]) == 0
    nlp = load(str(out))
    doc = nlp("They sang songs.")
    assert [token.tag_ for token in doc] == ["PRP", "VBD", "NNS", "."]
    assert [token.lemma_ for token in doc] == ["they", "sing", "song", "."]
    assert nlp.vocab.vectors.shape == (3, 3)
    assert nlp.vocab["LETTER"].has_vector
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("epoch 1: upos ")
    assert evaluate([str(treebank), "--model", str(out)]) == 0
    table = capsys.readouterr().out.splitlines()
    assert table[0].split() == ["gold", "words", "raw", "text"]
    measure, accuracy, f1 = table[3].rsplit(maxsplit=2)
    assert measure == "universal part of speech"
    assert float(accuracy) > 80
    assert float(f1) > 50


def test_the_same_seed_gives_the_same_weights_and_vectors_are_optional(treebank, tmp_path):
    written = []
    for name, seed in (("one", 5), ("two", 5), ("three", 6)):
        assert train([str(treebank), "-o", str(tmp_path / name), "--epochs", "2", "--seed", str(seed)]) == 0
        written.append((tmp_path / name / "weights.safetensors").read_bytes())
    assert written[0] == written[1] != written[2]


@pytest.mark.parametrize(
    "arguments",
    [
        ["{tmp}", "-o", "{tmp}/out"],
        ["{treebank}", "-o", "{tmp}/out", "--vectors", "{tmp}/no.txt"],
        ["{treebank}", "-o", "{tmp}/out", "--vectors", "{treebank}/own-ud-dev.conllu"],
        ["{treebank}", "-o", "{tmp}/out", "--config", "{tmp}/no.cfg"],
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(arguments, treebank, tmp_path, capsys):
    filled = [argument.format(tmp=tmp_path, treebank=treebank) for argument in arguments]
    assert train(filled) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert said.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_evaluation_needs_a_treebank_and_a_pipeline(treebank, tmp_path, capsys):
    assert evaluate([str(tmp_path)]) == 2
    assert evaluate([str(treebank), "--model", "xx_no_such_pipeline"]) == 2
    assert capsys.readouterr().err.count("\n") == 2
