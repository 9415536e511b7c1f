from __future__ import annotations

import json
from itertools import permutations

import pytest

from stemmata.graphs.constraints import verify
from stemmata.graphs.stores.store import open_store
from stemmata.schemas.instruction import Turn
from stemmata.schemas.records import EvalRecord
from stemmata.schemas.settings import BuildSettings
from stemmata.training.alike import similarity
from stemmata.training.datasets import KINDS, MEASURING, build, buildable, split_of
from stemmata.training.families import families
from stemmata.training.holding import held_out, sub_instructions
from stemmata.training.prompts import DETECT

ALL_TRAIN = BuildSettings(test_fraction=0)


def lines(folder, split="*"):
    return [
        json.loads(line) for path in sorted(folder.glob(f"{split}-*.jsonl")) for line in path.open(encoding="utf-8")
    ]


def made(store, kind, folder, **settings):
    built = build(kind, store, folder / kind, BuildSettings(**{"test_fraction": 0, **settings}))
    return lines(folder / kind), built


def by_id(store):
    return {response.id: response for response in store.responses()}


def test_aug_has_the_answer_to_each_instruction_alone(answered, tmp_path):
    records, built = made(answered, "aug", tmp_path, failing=True, eval_families=0)
    responses = [one for one in answered.responses() if one.mode == "direct"]
    assert len(records) == len(responses) == built.splits["train"]
    texts = {graph.text: graph.id for graph in answered.graphs()}
    told = {(texts[one["messages"][0]["content"]], one["messages"][-1]["content"]) for one in records}
    assert told == {(one.instruction, one.text) for one in responses}
    assert {one["variant"] for one in records} == {True, False}
    assert all(one["variant"] == (texts[one["messages"][0]["content"]] != one["family"]) for one in records)
    assert {one["model"] for one in records} == {"stemmata-rehearsal"}


def test_ref_has_revised_answers_and_the_originals_that_were_revised(answered, tmp_path):
    records, _ = made(answered, "ref", tmp_path, failing=True, eval_families=0)
    assert {(one["variant"], one["mode"]) for one in records} == {(True, "reference"), (False, "direct")}
    revised = {one.reference for one in answered.responses() if one.mode == "reference"}
    originals = {one["messages"][-1]["content"] for one in records if not one["variant"]}
    assert originals == {response.text for key, response in by_id(answered).items() if key in revised}


@pytest.mark.parametrize("kind", ["aug", "ref"])
def test_answers_that_fail_stay_out_and_are_counted_unless_they_are_wanted(answered, tmp_path, kind):
    strict, built = made(answered, kind, tmp_path)
    every, _ = made(answered, kind, tmp_path, failing=True)
    assert len(every) - len(strict) == built.notes["fails a hard constraint"] > 0
    assert all(told["passed"] for one in strict for told in one["proof"] if told["hard"])
    assert "| fails a hard constraint |" not in (tmp_path / kind / "README.md").read_text()


@pytest.mark.parametrize("kind", ["aug-dpo", "ref-dpo"])
def test_the_papers_pairs_are_any_ordered_pairs_of_a_family(answered, tmp_path, kind):
    records, built = made(answered, kind, tmp_path, pairs="paper", eval_families=0, pairs_per_seed=10_000)
    mode = "direct" if kind == "aug-dpo" else "reference"
    wanted = set()
    for family in families(answered):
        own = [one for one in family.responses.get(family.id, ()) if one.mode == "direct"]
        members = {family.id: own} | {
            variant.id: [one for one in family.responses.get(variant.id, ()) if one.mode == mode]
            for variant in family.variants
        }
        for one, other in permutations(members, 2):
            for chosen in members[one]:
                for rejected in members[other]:
                    wanted.add((family.graphs[one].text, chosen.text, rejected.text))
    told = {
        (one["prompt"][0]["content"], one["chosen"][0]["content"], one["rejected"][0]["content"]) for one in records
    }
    assert told == wanted
    assert not built.notes
    few, _ = made(answered, kind, tmp_path, pairs="paper", eval_families=0)
    counts = [sum(one["family"] == family for one in few) for family in {one["family"] for one in few}]
    assert max(counts) == 5
    assert {one["id"] for one in few} < {one["id"] for one in records}
    other, _ = made(answered, kind, tmp_path, pairs="paper", eval_families=0, seed=1)
    assert {one["id"] for one in other} != {one["id"] for one in few}


def fails(told, text):
    return not verify(told["id"], told["kwargs"], text).passed


@pytest.mark.parametrize("policy", ["proven", "hard"])
@pytest.mark.parametrize("kind", ["aug-dpo", "ref-dpo"])
def test_every_pair_that_is_kept_is_proven(answered, tmp_path, kind, policy):
    records, built = made(answered, kind, tmp_path, pairs=policy)
    assert records and built.notes
    for one in records:
        chosen, rejected = one["chosen"][0]["content"], one["rejected"][0]["content"]
        good, bad = one["proof"]["chosen"], one["proof"]["rejected"]
        assert not any(fails(told, chosen) for told in good if told["hard"])
        assert not any(told["passed"] is False for told in good)
        broken = [told for told in bad if told["node"] in one["fails"]]
        assert broken and all(told["passed"] is False for told in broken)
        assert all(fails(told, rejected) for told in broken if told["hard"])
        assert one["proven_by"] == ("verifier" if any(told["hard"] for told in broken) else "judge")
        if one["proven_by"] == "judge":
            assert all(told["detail"].startswith("judge stemmata-rehearsal: ") for told in broken)
        assert one["similarity"] == similarity(chosen, rejected)
        assert one["edit"]["prompt_is"] in ("original", "variant")


def test_hard_pairs_are_those_of_the_proven_that_are_most_alike(answered, tmp_path):
    every, _ = made(answered, "ref-dpo", tmp_path, pairs_per_seed=10_000)
    hard, built = made(answered, "ref-dpo", tmp_path, pairs="hard", pairs_per_seed=2)
    assert built.notes["others of the family are harder"] == len(every) - len(hard) > 0
    for family in {one["family"] for one in every}:
        best = sorted((one["similarity"] for one in every if one["family"] == family), reverse=True)[:2]
        assert sorted((one["similarity"] for one in hard if one["family"] == family), reverse=True) == best


def test_families_that_are_held_out_are_in_no_dataset_to_train_on(answered, tmp_path):
    settings = BuildSettings(eval_share=0.2, pairs="paper")
    held = held_out(answered, settings)
    assert len(held) == 2
    for kind in (kind for kind in KINDS if kind != "dpo"):  # of which this store has no pairs
        build(kind, answered, tmp_path / kind, settings)
        found = {one["family"] for one in lines(tmp_path / kind)}
        assert found == held if kind in MEASURING else found and not found & held
        for split in ("train", "test"):
            told = {one["family"] for one in lines(tmp_path / kind, split)}
            assert kind in MEASURING or all(split_of(one, settings) == split for one in told)


def test_held_out_seeds_have_four_sub_instructions_and_variants(answered):
    graphs = {graph.id: graph for graph in answered.graphs(roots=True)}
    every = held_out(answered, BuildSettings(eval_share=1))
    assert {key for key, graph in graphs.items() if sub_instructions(graph) == 4} == every
    assert (
        held_out(answered, BuildSettings(eval_share=0)) == held_out(answered, BuildSettings(eval_families=0)) == set()
    )
    one = held_out(answered, BuildSettings(eval_share=1, eval_families=1))
    assert len(one) == 1 and one < every
    assert held_out(answered, BuildSettings(eval_share=0.125)) == one  # one of eight families
    seeds = {frozenset(held_out(answered, BuildSettings(eval_share=0.125, seed=seed))) for seed in range(9)}
    assert len(seeds) > 1


def test_a_family_without_variants_is_not_held_out(tmp_path, answered):
    with open_store(tmp_path / "roots.lbug") as store:
        store.write(answered.graphs(roots=True))
        assert held_out(store, BuildSettings(eval_share=1)) == set()


def test_eval_lists_what_is_demanded(answered, tmp_path):
    records, built = made(answered, "eval", tmp_path, eval_share=1)
    assert built.splits == {"test": len(records)}
    graphs = {graph.id: graph for graph in answered.graphs()}
    for one in map(EvalRecord.model_validate, records):
        graph = graphs[one.instruction]
        assert one.prompt[0].content == graph.text
        assert [told.node for told in one.constraints] == [node.id for node in graph.constraint_nodes]
        assert [told.id for told in one.constraints] == [
            node.constraint.id if node.constraint else None for node in graph.constraint_nodes
        ]
        assert {told.mode for told in one.responses} <= {"direct", "reference"}
    assert {one["variant"] for one in records} == {True, False}


def test_det_pairs_each_variant_with_every_answer_of_its_family(answered, tmp_path):
    settings = {"eval_share": 1.0}
    records, built = made(answered, "det", tmp_path, **settings)
    responses = by_id(answered)
    variants = {variant.id: variant for variant in answered.variants()}
    held = held_out(answered, BuildSettings(**settings))
    wanted = {
        (one, other.id)
        for one, variant in variants.items()
        for other in responses.values()
        if variant.family in held and other.mode == "direct" and other.instruction in variants
        if other.family == variant.family
    }
    assert {(one["instruction"], one["response"]) for one in records} == wanted
    for one in records:
        response = responses[one["response"]]
        own = response.instruction == one["instruction"]
        assert one["label"] == ("Yes" if own else "No")
        assert one["differ"] == 0 if own else one["differ"] in (1, 2)
        read = DETECT.read([Turn(**{"role": said["role"], "text": said["content"]}) for said in one["messages"]])
        assert read["response"] == response.text
        hard = [told for told in one["proof"] if told["hard"]]
        assert one.get("kept") == (all(told["passed"] for told in hard) if hard else None)
    contrary = [one for one in records if one.get("kept") is (one["label"] == "No")]
    assert sum(built.notes.values()) == len(contrary) > 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_dataset_loads_with_its_types(answered, tmp_path, monkeypatch, kind):
    datasets = pytest.importorskip("datasets")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    settings = BuildSettings(shard_records=2, test_fraction=0.5, eval_share=0.2)
    built = build(kind, answered, tmp_path / kind, settings)
    if kind == "dpo":  # no response came with these instructions
        assert built.splits == {}
        return
    loaded = datasets.load_dataset(str(tmp_path / kind), cache_dir=str(tmp_path / "cache"))
    assert {split: len(loaded[split]) for split in loaded} == built.splits
    for split in loaded:
        written = lines(tmp_path / kind, split)
        for row, line in zip(loaded[split], written, strict=True):
            assert set(line) <= set(row)
            assert (row["id"], row["family"]) == (line["id"], line["family"])


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "dpo"])
def test_a_card_names_who_answered_and_that_rules_rehearsed_it(answered, tmp_path, kind):
    build(kind, answered, tmp_path / kind, BuildSettings(eval_share=0.2))
    card = (tmp_path / kind / "README.md").read_text(encoding="utf-8")
    assert "| `stemmata-rehearsal` |" in card
    assert "were rehearsed by rules, no language model" in card
    assert "held out" in card
    assert "- `pairs`: proven" in card


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_store_gives_the_same_bytes(answered, tmp_path, kind):
    for name in ("one", "two"):
        build(kind, answered, tmp_path / name, BuildSettings(eval_share=0.2))
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_what_can_be_built_follows_from_the_responses(answered, store, tmp_path):
    assert buildable(answered, BuildSettings()) == KINDS
    assert buildable(answered, BuildSettings(eval_families=0)) == tuple(kind for kind in KINDS if kind not in MEASURING)
    assert buildable(store, BuildSettings()) == ("sft", "dpo")


def test_sft_takes_models_answers_too_and_names_them(answered, tmp_path):
    records, _ = made(answered, "sft", tmp_path)
    assert {(one["mode"], one["model"]) for one in records} == {
        ("direct", "stemmata-rehearsal"),
        ("reference", "stemmata-rehearsal"),
    }


def test_similarity_by_hand():
    # it rains | it, rains, "it rains"; it snows | it, snows, "it snows": one of five in common
    assert similarity("It rains.", "It snows!") == 0.2
    assert similarity("", "") == 1.0
    assert similarity("a", "") == 0.0
