"""Settings of a run: a file, the options over it, and what a model's name changes by default."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stemmata.schemas.config import RunConfig
from stemmata.schemas.errors import InputError
from stemmata.schemas.records import first_problem
from stemmata.schemas.settings import MODEL_ROLES, ModelRole

# What each role does where a model is named for it, unless something else is asked for: the whole of DeMoRecon.
_WITH_MODEL: dict[ModelRole, dict[str, Any]] = {
    "parse": {"parser": "llm", "filter": True},
    "vary": {"proposer": "llm"},
    "respond": {"modes": ["given", "direct", "reference"]},
    "judge": {"responses": True},
}


def load(path: Path | None) -> dict[str, Any]:
    """Return what a settings file says, as it stands; nothing where there is none.

    Raises:
        InputError: The file cannot be read or is no TOML.
    """
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", where=str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"is no TOML: {str(error).rstrip('.')}", where=str(path)) from None


def settled(
    said: Mapping[str, Any], options: Mapping[str, Any], *, where: str = "the options", whole: bool = True
) -> RunConfig:
    """Return the settings of a run: defaults, over them the file's, over these the options'.

    Args:
        said: What the file says.
        options: What the options say, by the field's path with dots; None where one was not given.
        where: The file's name, for what is wrong in it.
        whole: Whether naming a model is to do the whole of DeMoRecon with it, as in a run.

    Raises:
        InputError: A field is unknown or has a wrong value, or a stage wants a model and none is named.
    """
    tables = {key: dict(value) if isinstance(value, Mapping) else value for key, value in said.items()}
    for path, value in options.items():
        if value is not None:
            _put(tables, path.split("."), value)
    for role, fields in _WITH_MODEL.items():
        given = tables.setdefault(role, {})
        if whole and isinstance(given, dict) and _names_model(tables.get("model"), role):
            tables[role] = {**fields, **given}
    if "seed" in tables:
        for table in ("vary", "build"):
            given = tables.setdefault(table, {})
            if isinstance(given, dict):
                given.setdefault("seed", tables["seed"])
    config = _valid(tables, where)
    roles = config.model.roles()
    for role, wanting in config.needed().items():
        if role not in roles:
            raise InputError(
                f"{wanting} asks a model, and none is named",
                fix=f"name one with --model, or in a settings file as name in [model] or [model.{role}]",
            )
    return config


def _valid(tables: Mapping[str, Any], where: str) -> RunConfig:
    """Return settings, each role's model among them made sure of."""
    within = ""
    try:
        config = RunConfig.model_validate(tables)
        for role in MODEL_ROLES:
            within = f"model.{role}"
            config.model.role(role)
    except ValidationError as error:
        raise InputError(first_problem(error, within), where=where) from None
    return config


def _names_model(table: object, role: ModelRole) -> bool:
    if not isinstance(table, Mapping):
        return False
    own = table.get(role)
    return table.get("name") is not None or (isinstance(own, Mapping) and own.get("name") is not None)


def _put(tables: dict[str, Any], path: list[str], value: Any) -> None:
    for name in path[:-1]:
        inner = tables.setdefault(name, {})
        if not isinstance(inner, dict):
            return  # the file is wrong there, and is told so
        tables = inner
    tables[path[-1]] = value
