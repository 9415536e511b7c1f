from __future__ import annotations

import json

import pytest

from stemmata.graphs.constraints import verify
from stemmata.schemas.errors import OutputError
from stemmata.schemas.settings import BuildSettings
from stemmata.training.datasets import build, split_of
from stemmata.training.families import families


def lines(folder, split="*"):
    return [
        json.loads(line) for path in sorted(folder.glob(f"{split}-*.jsonl")) for line in path.open(encoding="utf-8")
    ]


def passes(told, text):
    return verify(told["id"], told["kwargs"], text).passed


def test_families_hold_a_root_its_variants_and_their_responses(store):
    found = list(families(store))
    assert [family.id for family in found] == sorted(family.id for family in found)
    for family in found:
        assert family.variants
        assert {variant.family for variant in family.variants} == {family.id}
        assert set(family.graphs) == {family.id, *(variant.id for variant in family.variants)}
        assert set(family.responses) <= set(family.graphs)


def test_every_pair_is_proven(store, tmp_path):
    counts = build("dpo", store, tmp_path / "dpo", BuildSettings(test_fraction=0.5)).splits
    pairs = lines(tmp_path / "dpo")
    assert len(pairs) == sum(counts.values()) > 0
    for pair in pairs:
        chosen, rejected = pair["chosen"][0]["content"], pair["rejected"][0]["content"]
        hard = [told for told in pair["proof"]["chosen"] if told["hard"]]
        assert all(passes(told, chosen) for told in hard)
        assert not passes(pair["edit"]["constraint"], rejected)
        failed = [told["node"] for told in pair["proof"]["rejected"] if told["passed"] is False]
        assert pair["edit"]["node"] in failed


def test_pairs_go_both_ways_and_are_no_more_than_asked_for(store, tmp_path):
    build("dpo", store, tmp_path / "dpo", BuildSettings(pairs_per_seed=100))
    assert {pair["edit"]["prompt_is"] for pair in lines(tmp_path / "dpo")} == {"parent", "variant"}
    build("dpo", store, tmp_path / "few", BuildSettings(pairs_per_seed=1))
    kept = [pair["family"] for pair in lines(tmp_path / "few")]
    assert len(kept) == len(set(kept)) > 0


def test_sft_answers_keep_their_instructions_and_failed_ones_stay_out(store, tmp_path):
    build("sft", store, tmp_path / "sft", BuildSettings())
    records = lines(tmp_path / "sft")
    assert {record["variant"] for record in records} == {True, False}
    for record in records:
        answer = record["messages"][-1]
        assert answer["role"] == "assistant"
        assert all(passes(told, answer["content"]) for told in record["proof"] if told["hard"])
    texts = [(record["messages"][0]["content"], record["messages"][-1]["content"]) for record in records]
    assert not any("Do not use any commas" in prompt and "," in answer for prompt, answer in texts)


def test_lossy_repairs_come_in_only_when_asked_for(store, tmp_path):
    strict = build("sft", store, tmp_path / "strict", BuildSettings()).splits
    loose = build("sft", store, tmp_path / "loose", BuildSettings(lossy=True)).splits
    lossy = [response for response in store.responses() if response.repair and response.repair.lossy]
    assert sum(loose.values()) - sum(strict.values()) == len([one for one in lossy if one.passed])


def test_a_family_is_in_one_split(store, tmp_path):
    settings = BuildSettings(test_fraction=0.5)
    build("sft", store, tmp_path / "sft", settings)
    build("dpo", store, tmp_path / "dpo", settings)
    for kind in ("sft", "dpo"):
        for split in ("train", "test"):
            assert all(split_of(record["family"], settings) == split for record in lines(tmp_path / kind, split))


def test_the_same_store_gives_the_same_bytes(store, tmp_path):
    for name in ("one", "two"):
        build("dpo", store, tmp_path / name, BuildSettings())
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_shards_are_cut_and_rebuilt_folders_hold_nothing_old(store, tmp_path):
    build("sft", store, tmp_path / "sft", BuildSettings(shard_records=2, test_fraction=0))
    assert len(list((tmp_path / "sft").glob("train-*.jsonl"))) > 2
    build("sft", store, tmp_path / "sft", BuildSettings(test_fraction=0))
    assert len(list((tmp_path / "sft").glob("train-*.jsonl"))) == 1


@pytest.mark.parametrize("kind", ["sft", "dpo"])
def test_datasets_load_with_their_types_whatever_the_shards_hold(store, tmp_path, monkeypatch, kind):
    datasets = pytest.importorskip("datasets")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    counts = build(kind, store, tmp_path / kind, BuildSettings(shard_records=2, test_fraction=0.5)).splits
    loaded = datasets.load_dataset(str(tmp_path / kind), cache_dir=str(tmp_path / "cache"))
    assert {split: len(loaded[split]) for split in loaded} == counts
    row = next(iter(loaded.values()))[0]
    assert row["family"]
    assert row["messages" if kind == "sft" else "chosen"][-1]["role"] == "assistant"


def test_a_folder_that_was_rebuilt_or_has_anothers_name_is_read_anew(store, tmp_path, monkeypatch):
    datasets = pytest.importorskip("datasets")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))

    def ids(folder):
        loaded = datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "cache"), split="train")
        return sorted(loaded["id"])

    build("sft", store, tmp_path / "sft", BuildSettings(test_fraction=0))
    before = ids(tmp_path / "sft")
    build("sft", store, tmp_path / "sft", BuildSettings(test_fraction=0.5))
    build("sft", store, tmp_path / "other" / "sft", BuildSettings(test_fraction=0.5, seed=1))
    for folder in (tmp_path / "sft", tmp_path / "other" / "sft"):
        written = [json.loads(line)["id"] for line in (folder / "train-00000.jsonl").read_text().splitlines()]
        assert ids(folder) == sorted(written) != before


def test_a_folder_that_cannot_be_written_is_one_sentence(store, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot write the dataset"):
        build("sft", store, tmp_path / "file" / "sft", BuildSettings())
