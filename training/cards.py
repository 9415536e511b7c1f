"""Dataset cards: what a folder holds, how it was made, and the types of its columns."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from stemmata import __version__
from stemmata.schemas.instruction import NOTHING
from stemmata.schemas.settings import BuildSettings
from stemmata.training.features import features_yaml
from stemmata.training.rehearsal import NAME as REHEARSAL
from stemmata.training.responses import GIVEN

_PAIRS = (
    "Preference pairs in TRL's conversational form, of {ways}: `chosen` answers the prompt, `rejected` another "
    "instruction of its family. Which ordered pairs of a family's members are kept is the setting `pairs`: `paper`, "
    "any of them, whether the rejected one is worse or not; `proven`, those where `proof` shows that chosen breaks "
    "nothing of the prompt and rejected breaks the constraints in `fails`, by the verifiers of hard constraints or, "
    "where `proven_by` says `judge`, by a judge's verdict on soft ones; `hard`, of these the ones whose responses have "
    "most words and pairs of words in common (`similarity`). Soft constraints that no judge was asked about are "
    "undecided and stand in nobody's way."
)
_ABOUT = {
    "sft": (
        "Stemmata SFT",
        "Conversations to imitate: instructions and single-node variants of them, each with an answer that keeps every "
        "hard constraint of its instruction. `proof` holds the verdict on each.",
    ),
    "dpo": (
        "Stemmata preferences",
        "Preference pairs in TRL's conversational form. `chosen` keeps every hard constraint of the prompt; `rejected` "
        "fails at the node named by `edit`; `proof` holds the verdicts on both.",
    ),
    "aug": (
        "Stemmata Aug",
        "Conversations to imitate, made as DeMoRecon-Aug: instructions and single-node variants of them (`variant`), "
        "each with a model's answer to it alone. `proof` holds the verdict on each typed constraint.",
    ),
    "ref": (
        "Stemmata Ref",
        "Conversations to imitate, made as DeMoRecon-Ref: single-node variants of instructions (`variant`), each with "
        "the answer to its original, revised by a model where the variant asks for something else; and the originals "
        "with the answers that were revised. `proof` holds the verdict on each typed constraint.",
    ),
    "aug-dpo": ("Stemmata Aug-DPO", _PAIRS.format(ways="answers to each instruction alone")),
    "ref-dpo": ("Stemmata Ref-DPO", _PAIRS.format(ways="answers revised from the original's")),
    "eval": (
        "Stemmata Eval",
        "Instructions to evaluate models on, made as DeMoRecon-Eval: seeds of exactly four sub-instructions and their "
        "single-node variants. `constraints` lists what each demands, with family and arguments where it is typed; "
        "`responses` holds the answers of the store, for reference.",
    ),
    "det": (
        "Stemmata Det",
        "Does a response answer its instruction? Made as DeMoRecon-Det: each variant of an Eval family with every "
        "answer to one of its variants. `label` is Yes for its own answer and No for another's; `differ` says by how "
        "many edited nodes the two instructions are apart (the paper has two throughout); `kept` is the verifiers' "
        "verdict on the hard constraints, which does not touch the label.",
    ),
}
_MADE = {
    "sft": "responses given, minimally repaired or written by models",
    "dpo": "responses given, minimally repaired or written by models",
    "aug": "responses written by models",
}
_GIVEN_IN_WORDS = "those that came with the instructions"
_REHEARSED = (
    f"Answers of `{REHEARSAL}` were rehearsed by rules, no language model: they show how the data is made, and are not "
    "to be learnt from."
)
_MODEL_TERMS = " Answers that models wrote may be under the terms of their makers."


@cache
def commit() -> str | None:
    """Return the commit of the code where it runs from a checkout of its own, else None."""
    root = Path(__file__).resolve().parents[1]
    if not (root / ".git").exists() or not (root / "pyproject.toml").exists():
        return None
    try:
        told = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, check=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return told.stdout.strip()


def card(
    kind: str,
    counts: Mapping[str, int],
    settings: BuildSettings,
    *,
    models: Mapping[str, int] = NOTHING,
    notes: Mapping[str, int] = NOTHING,
    held: int = 0,
    digest: str = "",
) -> str:
    """Return the README.md of a dataset folder.

    The digest stands among the settings of the one configuration. The cache of `datasets` knows a local folder by its
    name and these alone, and without it would give back another folder's records, or those before a rebuild.

    Args:
        kind: Which dataset: see `datasets.KINDS`.
        counts: Records by split.
        settings: The settings that it was built with.
        models: Answers by who wrote them.
        notes: What was left out, or is worth knowing, by reason.
        held: How many families are held out for Eval.
        digest: A fingerprint of the records.
    """
    name, about = _ABOUT[kind]
    files = [f"  - split: {split}\n    path: {split}-*.jsonl" for split in ("train", "test") if counts.get(split)]
    told = f"- config_name: default\n  description: records {digest}\n  data_files:\n"
    configs = f"configs:\n{told}" + "\n".join(files) + "\n" if files else ""
    header = (
        f"---\npretty_name: {name}\nlicense: other\nlicense_name: as-the-source\ntags:\n- instruction-following\n"
        f"- stemmata\nsize_categories:\n- {_size(sum(counts.values()))}\n{configs}dataset_info:\n  features:\n"
        f"{features_yaml(kind, 2)}\n---\n"
    )
    found = [(split, counts[split]) for split in ("train", "test") if split in counts]
    splits = _table(("split", "records"), found) if found else "None: the store gives no record for this dataset."
    made = "\n".join(f"- `{key}`: {value}" for key, value in settings.model_dump().items())
    parts = [
        f"{header}\n# {name}\n\n{about}",
        f"## Records\n\n{splits}\n\n{_families_in_words(kind, held)}",
        *([f"Beside these:\n\n{_table(('what', 'how many'), sorted(notes.items()))}"] if notes else []),
        *([f"## Who wrote the answers\n\n{_authors(models)}"] if models else []),
        f"## How it was made\n\nStemmata {__version__}{f', commit {commit()}' if commit() else ''}: parsed to graphs, "
        f"varied by recorded edits of one node, {_MADE.get(kind, _MADE['aug'])}, every hard constraint verified by "
        f"program.\n\nSettings:\n\n{made}",
        "## Licence\n\nThe instructions and answers are those of the source files, or changed from them: their licence "
        f"is the source's.{'' if set(models) <= {GIVEN} else _MODEL_TERMS}",
    ]
    return "\n\n".join(parts) + "\n"


def _families_in_words(kind: str, held: int) -> str:
    families = "family" if held == 1 else "families"
    if kind in ("eval", "det"):
        return (
            f"{held} {families} (an instruction and all its variants) are held out here: none of them is in a dataset "
            "to train on that is built from the same store with the same settings."
        )
    whole = "A family (an instruction and all its variants) is in one split only."
    return f"{whole} {held} {families} are held out for Eval and are not here." if held else whole


def _authors(models: Mapping[str, int]) -> str:
    rows = [(_GIVEN_IN_WORDS if name == GIVEN else f"`{name}`", count) for name, count in sorted(models.items())]
    table = _table(("model", "answers"), rows)
    return f"{table}\n\n{_REHEARSED}" if REHEARSAL in models else table


def _table(header: tuple[str, str], rows: Sequence[tuple[str, int]]) -> str:
    lines = "\n".join(f"| {name} | {count} |" for name, count in rows)
    return f"| {header[0]} | {header[1]} |\n|---|---|\n{lines}"


def _size(total: int) -> str:
    for bound, name in ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M")):
        if total < bound:
            return name
    return "1M<n<10M" if total < 10_000_000 else "n>10M"
