"""The types of the datasets' columns, so that shards that lack some of them load like all others."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from typing import Any

from stemmata.graphs.constraints.registry import families

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


_EDIT: dict[str, Feature] = {
    "op": "string", "node": "string", "kind": "string", "relation": "string", "before": "string", "after": "string",
    "prompt_is": "string",
}  # fmt: skip


def _conversations() -> dict[str, Feature]:
    return {
        "messages": [_message()], "id": "string", "family": "string", "variant": "bool", "mode": "string",
        "proof": [_verdict()], "model": "string",
    }  # fmt: skip


def _preferences() -> dict[str, Feature]:
    return {
        "prompt": [_message()], "chosen": [_message()], "rejected": [_message()], "id": "string", "family": "string",
        "edit": {**_EDIT, "constraint": {"id": "string", "kwargs": _kwargs()}},
        "proof": {"chosen": [_verdict()], "rejected": [_verdict()]}, "models": ["string"],
    }  # fmt: skip


def _contrasts() -> dict[str, Feature]:
    more: dict[str, Feature] = {
        "mode": "string", "proven_by": "string", "fails": ["string"], "similarity": "float64",
    }  # fmt: skip
    return {**_preferences(), **more}


def _evaluations() -> dict[str, Feature]:
    return {
        "prompt": [_message()], "id": "string", "instruction": "string", "family": "string", "variant": "bool",
        "constraints": [
            {"node": "string", "text": "string", "id": "string", "kwargs": _kwargs(), "hard": "bool"},
        ],
        "responses": [
            {"id": "string", "model": "string", "mode": "string", "text": "string", "passed": "bool"},
        ],
    }  # fmt: skip


def _detections() -> dict[str, Feature]:
    return {
        "messages": [_message()], "label": "string", "id": "string", "family": "string", "instruction": "string",
        "response": "string", "mode": "string", "model": "string", "differ": "int64", "kept": "bool",
        "proof": [_verdict()],
    }  # fmt: skip


_FEATURES: dict[str, Callable[[], dict[str, Feature]]] = {
    "sft": _conversations,
    "dpo": _preferences,
    "aug": _conversations,
    "ref": _conversations,
    "aug-dpo": _contrasts,
    "ref-dpo": _contrasts,
    "eval": _evaluations,
    "det": _detections,
}


def features_yaml(kind: str, indent: int) -> str:
    """Return the columns of a dataset as the YAML of `datasets`' own cards."""
    return _yaml(_FEATURES[kind](), indent)


def _yaml(fields: Mapping[str, Feature], indent: int) -> str:
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
