"""The shipped pipeline is there, whole, licensed and the same each time; others are loaded by name or folder."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import numpy as np
import pytest
import spacy

from stemmata.parsing.english import load
from stemmata.parsing.english.loading import SHIPPED
from stemmata.parsing.english.tensors import read_tensors, write_tensors
from stemmata.schemas.errors import InputError

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "model"))


def test_it_is_loaded_once():
    assert load() is load()
    assert load().pipe_names == ["tok2vec", "tagger", "morphologizer", "parser", "lemmatizer"]


def test_a_copy_of_its_folder_gives_the_same_analysis(folder):
    text = "List three birds that can't fly.\n\nThen say why, in one sentence each."
    ours, theirs = load()(text), load(str(folder))(text)
    assert ours.to_json() == theirs.to_json()
    assert len(list(ours.sents)) == 2


def test_a_text_has_one_analysis_whatever_it_is_parsed_with():
    texts = ["Write a poem about rain.", "Go.", "Use at most 40 words, and no commas, in the second part of it.", ""]
    alone = [load()(text).to_json() for text in texts]
    for size in (1, 2, 50):
        assert [doc.to_json() for doc in load().pipe(texts * 3, batch_size=size)] == alone * 3


def test_nothing_in_its_folder_is_pickled_and_the_licence_is_beside_it():
    names = {path.name for path in SHIPPED.iterdir()}
    assert names == {
        "LICENSE.txt",
        "README.md",
        "components.json",
        "config.cfg",
        "lemmas.json",
        "weights.safetensors",
        "words.txt",
    }
    assert (SHIPPED / "LICENSE.txt").read_text(encoding="utf-8").startswith("Attribution-ShareAlike 4.0 International")
    notice = (SHIPPED / "README.md").read_text(encoding="utf-8")
    for said in ("English Web Treebank", "creativecommons.org/licenses/by-sa/4.0", "What was changed", "GloVe", "PDDL"):
        assert said in notice


def test_all_of_it_goes_into_the_wheel_and_it_is_small():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["stemmata.parsing.english"]
    files = [path for path in SHIPPED.parent.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")]
    shipped = [path.relative_to(SHIPPED.parent).as_posix() for path in files]
    assert [name for name in shipped if not any(fnmatch(name, pattern) for pattern in patterns)] == []
    assert "parsing/english/model/LICENSE.txt" in project["project"]["license-files"]
    assert "CC-BY-SA-4.0" in project["project"]["license"]
    assert sum(path.stat().st_size for path in files) < 15_000_000


def test_spacy_waits_until_it_is_needed():
    code = "import sys, stemmata.parsing.english; print(sorted({'spacy', 'numpy', 'thinc'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_pipeline_that_is_not_installed_is_named_in_one_sentence():
    with pytest.raises(InputError) as caught:
        load("xx_no_such_pipeline")
    assert str(caught.value).startswith("the spaCy pipeline 'xx_no_such_pipeline' is not installed; ")
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_pipeline_without_a_parser_is_refused(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(InputError, match="has no parser"):
        load(str(tmp_path / "blank"))


def test_a_users_own_spacy_pipeline_is_loaded(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("parser").add_label("obl")
    nlp.initialize()
    nlp.to_disk(tmp_path / "own")
    assert load(str(tmp_path / "own")).pipe_names == ["parser"]


def test_a_broken_spacy_folder_is_an_input_error(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own/config.cfg").write_text("[nlp]\nlang = 3", encoding="utf-8")
    (tmp_path / "own/meta.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(str(tmp_path / "own"))
    assert "cannot be loaded" in str(caught.value)
    assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match="cannot be loaded"):
        load(str(tmp_path))


@pytest.mark.parametrize("name", ["weights.safetensors", "components.json", "lemmas.json", "words.txt", "config.cfg"])
@pytest.mark.parametrize("damage", ["cut", "gone", "other"])
def test_a_damaged_folder_is_an_input_error(folder, name, damage):
    path = folder / name
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if damage == "cut" else b"{}")
    with pytest.raises(InputError) as caught:
        load(str(folder))
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_weight_that_is_missing_is_an_input_error(folder):
    arrays = read_tensors(folder / "weights.safetensors")
    write_tensors(folder / "weights.safetensors", {n: a for n, a in arrays.items() if n != "tagger.3.b"}, {})
    assert len(arrays) > 30
    with pytest.raises(InputError, match="the pipeline cannot be read"):
        load(str(folder))


def test_weights_are_halved_on_disk_and_widened_in_memory():
    header = json.loads((SHIPPED / "weights.safetensors").read_bytes()[8:].split(b"}}", 1)[0] + b"}}")
    assert {entry["dtype"] for name, entry in header.items() if name != "__metadata__"} == {"F16", "F32", "I8"}
    for _, pipe in load().pipeline:
        for node in pipe.model.walk() if hasattr(pipe, "model") else ():
            assert all(node.get_param(name).dtype == np.float32 for name in node.param_names if node.has_param(name))


def test_a_pipeline_of_other_relations_is_refused(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("parser").add_label("dobj")
    nlp.initialize()
    nlp.to_disk(tmp_path / "other")
    with pytest.raises(InputError, match="does not parse into Universal Dependencies"):
        load(str(tmp_path / "other"))
