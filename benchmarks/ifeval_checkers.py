"""The checkers of lm_eval's task `ifeval`, asked beside ours."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
import sys
import tempfile
import types
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ifeval_pairs import Kwargs, Pair

from stemmata.graphs.constraints import verify
from stemmata.graphs.constraints.ifeval import Label, said
from stemmata.graphs.constraints.verifying import repair
from stemmata.schemas.instruction import Payload

PUNKT = "nltk_cache/tokenizers/punkt_tab/english/"


class Reference:
    """The reference's checkers, loaded by path, so that the rest of lm_eval need not be there."""

    def __init__(self) -> None:
        found = importlib.util.find_spec("lm_eval")
        if found is None or not found.submodule_search_locations:
            raise SystemExit("lm_eval is not installed; the first lines of ifeval_reference.py say how")
        root = Path(found.submodule_search_locations[0])
        for name, path in (("lm_eval", root), ("lm_eval.tasks", root / "tasks"), ("lm_eval.tasks.ifeval", None)):
            module = types.ModuleType(name)
            module.__path__ = [str(path or root / "tasks" / "ifeval")]
            sys.modules[name] = module
        self.checkers: dict[str, Any] = importlib.import_module(
            "lm_eval.tasks.ifeval.instructions_registry"
        ).INSTRUCTION_DICT
        self.count_sentences: Callable[[str], int] = importlib.import_module(
            "lm_eval.tasks.ifeval.instructions_util"
        ).count_sentences
        logging.getLogger("lm_eval").setLevel(logging.CRITICAL)

    def judge(self, labels: Sequence[tuple[str, Kwargs]], response: str) -> bool | None:
        """Return whether a response keeps all labels, as in lm_eval's strict accuracy; None if a checker raises."""
        try:
            for family_id, kwargs in labels:
                checker = self.checkers[family_id](family_id)
                checker.build_description(**{name: value for name, value in kwargs.items() if value})
                if not (response.strip() and checker.check_following(response)):
                    return False
        except Exception:
            return None
        return True


class Judged(NamedTuple):
    """A pair with both verdicts."""

    pair: Pair
    ours: bool
    theirs: bool | None


def load_reference(wheel: str | None = None) -> Reference:
    """Return the reference; the data of nltk's splitter comes from a wheel of llama-index-core, where one is named."""
    if wheel is not None:
        folder = Path(tempfile.mkdtemp(prefix="nltk_"))
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if PUNKT in name:
                    target = folder / name.partition("nltk_cache/")[2]
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(archive.read(name))
        os.environ["NLTK_DATA"] = str(folder)
    return Reference()


def mended(family_id: str, kwargs: Kwargs, response: str) -> str | None:
    """Return a response repaired by us."""
    found = repair(family_id, kwargs, response)
    return found.text if found is not None else None


def labels_of(pair: Pair) -> list[Label]:
    """Return a pair's constraint as IFEval says it; none where it cannot."""
    return said(Payload(pair.id, pair.kwargs)) or []


def judged(reference: Reference, made: Sequence[Pair]) -> list[Judged]:
    """Return the verdicts of both sides."""
    return [
        Judged(
            pair,
            verify(pair.id, pair.kwargs, pair.response).passed,
            reference.judge(labels_of(pair), pair.response),
        )
        for pair in made
    ]
