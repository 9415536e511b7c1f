"""Dataset cards: what a folder holds, how it was made, and the types of its columns."""

from __future__ import annotations

import subprocess
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from stemmata import __version__
from stemmata.graphs.constraints.registry import families
from stemmata.schemas.settings import BuildSettings

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
}


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


def card(kind: str, counts: Mapping[str, int], settings: BuildSettings) -> str:
    """Return the README.md of a dataset folder.

    Args:
        kind: `sft` or `dpo`.
        counts: Records by split.
        settings: The settings that it was built with.
    """
    name, about = _ABOUT[kind]
    total = sum(counts.values())
    files = [f"  - split: {split}\n    path: {split}-*.jsonl" for split in ("train", "test") if counts.get(split)]
    configs = "configs:\n- config_name: default\n  data_files:\n" + "\n".join(files) + "\n" if files else ""
    header = (
        f"---\npretty_name: {name}\nlicense: other\nlicense_name: as-the-source\ntags:\n- instruction-following\n"
        f"- stemmata\nsize_categories:\n- {_size(total)}\n{configs}dataset_info:\n  features:\n"
        + _yaml(_FEATURES[kind](), 2)
        + "\n---\n"
    )
    table = "\n".join(f"| {split} | {counts[split]} |" for split in ("train", "test") if split in counts)
    made = "\n".join(f"- `{key}`: {value}" for key, value in settings.model_dump().items())
    return (
        f"{header}\n# {name}\n\n{about}\n\n## Records\n\n| split | records |\n|---|---|\n{table}\n\nA family (an "
        f"instruction and all its variants) is in one split only.\n\n## How it was made\n\nStemmata {__version__}"
        f"{f', commit {commit()}' if commit() else ''}: parsed to graphs, varied by recorded edits of one node, "
        f"responses given or minimally repaired, every hard constraint verified by program.\n\nSettings:\n\n{made}\n\n"
        "## Licence\n\nThe instructions and answers are those of the source files, or changed from them: their licence "
        "is the source's.\n"
    )


def _size(total: int) -> str:
    for bound, name in ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M")):
        if total < bound:
            return name
    return "1M<n<10M" if total < 10_000_000 else "n>10M"


# The columns' types, as `datasets` writes them: a kind by name, a list, or a struct of fields.
Feature = str | list[Any] | dict[str, Any]


def _kwargs() -> dict[str, Feature]:
    """Return every argument of every family with its type, so that shards of few families load like all others."""
    fields: dict[str, Feature] = {}
    for member in families().values():
        for name, info in member.arguments.model_fields.items():
            fields[name] = _type_of(info.annotation)
    return dict(sorted(fields.items()))


def _type_of(annotation: Any) -> Feature:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return _type_of(next(one for one in arguments if one is not type(None)))
    if origin in (list, tuple):
        return [_type_of(arguments[0])]
    if origin is typing.Annotated:
        return _type_of(arguments[0])
    return {bool: "bool", int: "int64", float: "float64"}.get(annotation, "string")


def _verdict() -> dict[str, Feature]:
    return {
        "id": "string", "kwargs": _kwargs(), "hard": "bool", "passed": "bool", "detail": "string", "span": ["int64"],
        "node": "string",
    }  # fmt: skip


def _message() -> dict[str, Feature]:
    return {"role": "string", "content": "string"}


_FEATURES: dict[str, Callable[[], dict[str, Feature]]] = {
    "sft": lambda: {
        "messages": [_message()], "id": "string", "family": "string", "variant": "bool", "mode": "string",
        "proof": [_verdict()],
    },
    "dpo": lambda: {
        "prompt": [_message()], "chosen": [_message()], "rejected": [_message()], "id": "string", "family": "string",
        "edit": {
            "op": "string", "node": "string", "kind": "string", "relation": "string", "before": "string",
            "after": "string", "prompt_is": "string", "constraint": {"id": "string", "kwargs": _kwargs()},
        },
        "proof": {"chosen": [_verdict()], "rejected": [_verdict()]},
    },
}  # fmt: skip


def _yaml(fields: Mapping[str, Feature], indent: int) -> str:
    """Return fields as the YAML of `datasets`' own cards."""
    lines = []
    for name, feature in fields.items():
        lines.append(f"{' ' * indent}- name: {name}")
        lines.append(_yaml_type(feature, indent + 2))
    return "\n".join(lines)


def _yaml_type(feature: Feature, indent: int) -> str:
    pad = " " * indent
    if isinstance(feature, str):
        return f"{pad}dtype: {feature}"
    if isinstance(feature, list):
        inner = feature[0]
        if isinstance(inner, str):
            return f"{pad}list: {inner}"
        return f"{pad}list:\n{_yaml(inner, indent)}"
    return f"{pad}struct:\n{_yaml(feature, indent)}"
