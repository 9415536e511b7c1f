"""Verify and repair responses by payload. Verification fails closed: an unknown id or a bad argument never passes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stemmata.graphs.constraints.family import Check, Repair
from stemmata.graphs.constraints.registry import family, payload
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Payload
from stemmata.schemas.records import Verdict


def verify(family_id: str, kwargs: Mapping[str, Any], response: str) -> Check:
    """Return whether a response keeps a constraint; an empty response keeps none.

    Raises:
        UnknownFamilyError: No family answers to the id.
        ArgumentError: The arguments are not the family's.
    """
    checked = payload(family_id, kwargs)
    member = family(family_id)
    if member.hard and not response.strip():
        return Check(False, "the response is empty")
    return member.verify(checked.kwargs, response)


def verdict(constraint: Payload, response: str, *, node: str | None = None) -> Verdict:
    """Return the verdict on one constraint as a record; it fails closed.

    `passed` is None for a soft constraint, which is a judge's to decide.
    """
    kwargs = dict(constraint.kwargs)
    if not constraint.hard:
        return Verdict(id=constraint.id, kwargs=kwargs, hard=False, passed=None, detail="left to a judge", node=node)
    try:
        check = verify(constraint.id, kwargs, response)
    except InputError as error:
        return Verdict(id=constraint.id, kwargs=kwargs, passed=False, detail=f"not verified: {error}", node=node)
    return Verdict(
        id=constraint.id, kwargs=kwargs, passed=check.passed, detail=check.detail, span=check.span, node=node
    )


def repair(family_id: str, kwargs: Mapping[str, Any], response: str) -> Repair | None:
    """Return a response minimally changed until it keeps the constraint; None where no mechanical change does.

    The result is verified before it is returned. A response that passes is returned as it is.

    Raises:
        UnknownFamilyError: No family answers to the id.
        ArgumentError: The arguments are not the family's.
    """
    checked = payload(family_id, kwargs)
    member = family(family_id)
    if not checked.hard:
        return None
    if verify(family_id, checked.kwargs, response).passed:
        return Repair(response, 0, False, "passes as it is")
    mended = member.repair(checked.kwargs, response)
    return mended if mended is not None and verify(family_id, checked.kwargs, mended.text).passed else None
