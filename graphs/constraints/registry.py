"""Which constraint families there are: the modules of `families/`, and entry points of other distributions."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from pydantic import ValidationError

from stemmata.graphs.constraints.family import ConstraintFamily
from stemmata.schemas.errors import ArgumentError, UnknownFamilyError
from stemmata.schemas.instruction import Payload
from stemmata.schemas.records import first_problem

ENTRY_POINTS = "stemmata.constraints"


@cache
def families() -> Mapping[str, ConstraintFamily]:
    """Return every known family by id, in the order of the ids."""
    package = import_module("stemmata.graphs.constraints.families")
    found: dict[str, ConstraintFamily] = {}
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        member: ConstraintFamily = import_module(module.name).FAMILY
        found[member.id] = member
    for entry in entry_points(group=ENTRY_POINTS):
        member = entry.load()
        found.setdefault(member.id, member)
    return dict(sorted(found.items()))


def family(family_id: str) -> ConstraintFamily:
    """Return the family with this id.

    Raises:
        UnknownFamilyError: No family answers to it.
    """
    try:
        return families()[family_id]
    except KeyError:
        raise UnknownFamilyError(
            f"unknown constraint family {family_id!r}", fix="`stemmata families` lists the known ones"
        ) from None


def payload(family_id: str, kwargs: Mapping[str, Any]) -> Payload:
    """Return a validated payload.

    Arguments that are None are left out, as IFEval's own records have them.

    Raises:
        UnknownFamilyError: No family answers to the id.
        ArgumentError: An argument is missing, unknown, of the wrong type or out of range.
    """
    member = family(family_id)
    given = {key: value for key, value in kwargs.items() if value is not None}
    try:
        checked = member.arguments.model_validate(given)
    except ValidationError as error:
        raise ArgumentError(f"{family_id}: {first_problem(error)}") from None
    return Payload(family_id, checked.model_dump(exclude_none=True), member.hard)
