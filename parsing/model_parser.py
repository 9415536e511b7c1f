"""The parser that asks a model: the same protocol as the rules parser, the same kind of graph."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from stemmata.graphs.graph import Graph
from stemmata.llm.running import Runner
from stemmata.parsing.decompose import decomposed
from stemmata.parsing.parser import Task
from stemmata.schemas.errors import InputError, StemmataError
from stemmata.schemas.instruction import NOTHING, Turn
from stemmata.schemas.records import Failure
from stemmata.schemas.settings import ClientSettings, ModelSettings

MODEL_VARIABLE = "STEMMATA_MODEL"


class DecompositionError(StemmataError):
    """A model gave nothing that a graph could be made of; the record says why.

    Args:
        failure: The record.
    """

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(f"the model gave no decomposition ({failure.reason}): {failure.detail.rstrip('.')}")

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.failure,)


class ModelParser:
    """Parse by asking a model.

    Args:
        runner: What asks it, open.
    """

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def parse(self, turns: Sequence[Turn], meta: Mapping[str, Any] = NOTHING) -> Graph:
        """Return the graph of an instruction.

        Args:
            turns: Its messages; those of the assistant are context.
            meta: Provenance to keep beside the graph.

        Raises:
            DecompositionError: The model gave no answer that can be used.
        """
        return self.parse_many([(turns, meta)])[0]

    def parse_many(self, batch: Sequence[Task]) -> list[Graph]:
        """Return the graph of each instruction; many are asked for at once.

        Raises:
            DecompositionError: The model gave no answer that can be used for one of them.
        """
        made = self.try_many(batch)
        for one in made:
            if isinstance(one, Exception):
                raise one
        return [one for one in made if isinstance(one, Graph)]

    def try_many(self, batch: Sequence[Task]) -> list[Graph | Exception]:
        """Return the graph of each instruction, or why there is none."""
        found = self._runner.map(decomposed(turns, meta) for turns, meta in batch)
        return [DecompositionError(one) if isinstance(one, Failure) else one for one in found]


class EnvironmentParser:
    """Parse by asking the model that the environment names; each batch opens the endpoint anew.

    OPENAI_BASE_URL and OPENAI_API_KEY say where it is asked, STEMMATA_MODEL names it.

    Raises:
        InputError: The environment names no model.
    """

    def __init__(self) -> None:
        environment_settings()

    def parse(self, turns: Sequence[Turn], meta: Mapping[str, Any] = NOTHING) -> Graph:
        """Return the graph of an instruction, as `ModelParser.parse` does."""
        return self.parse_many([(turns, meta)])[0]

    def parse_many(self, batch: Sequence[Task]) -> list[Graph]:
        """Return the graph of each instruction, as `ModelParser.parse_many` does."""
        with _opened() as runner:
            return ModelParser(runner).parse_many(batch)

    def try_many(self, batch: Sequence[Task]) -> list[Graph | Exception]:
        """Return the graph of each instruction, or why there is none."""
        with _opened() as runner:
            return ModelParser(runner).try_many(batch)


@contextmanager
def _opened() -> Iterator[Runner]:
    from stemmata.llm.client import open_client

    with open_client(environment_settings()) as client, Runner(client) as runner:
        yield runner


def environment_settings() -> ClientSettings:
    """Return how the model is asked that the environment names.

    Raises:
        InputError: It names none.
    """
    name = os.environ.get(MODEL_VARIABLE, "").strip()
    if not name:
        raise InputError(
            "the parser 'llm' asks a model, and none is named", fix=f"set {MODEL_VARIABLE} to the endpoint's name of it"
        )
    return ClientSettings(models={"parse": ModelSettings(name=name)})
