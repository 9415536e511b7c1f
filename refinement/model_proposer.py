"""A model as an edit proposer, for Python: it is asked here and now, with settings from the environment.

The command line drives `refinement.asked` itself, with many instructions under way at once.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

from stemmata.graphs.graph import Graph
from stemmata.llm.asking import Asking, Result, together
from stemmata.llm.client import open_client
from stemmata.llm.running import run
from stemmata.parsing.parser import Parser
from stemmata.refinement.asked import asked_variants, suggestions
from stemmata.refinement.proposer import Proposal
from stemmata.refinement.weighing import Outcome
from stemmata.schemas.errors import InputError
from stemmata.schemas.settings import MODEL_ROLES, ClientSettings, ModelSettings, VarySettings

MODEL = "STEMMATA_MODEL"  # the environment variable that names the model


class ModelProposer:
    """Asks the model that STEMMATA_MODEL names, at OPENAI_BASE_URL, for edits; what came to nothing is passed over.

    Args:
        name: `llm`, or `rewrite`.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def propose(self, graph: Graph, rng: random.Random) -> Iterator[Proposal]:
        """Yield a proposal for each node, in the `span` way.

        Raises:
            InputError: No model is named.
            ServerError: No model answers.
        """
        settings = VarySettings(proposer=self.name, seed=rng.randrange(2**31))
        answers = answered(together(suggestions(graph, settings)))
        return (one for one in answers if isinstance(one, Proposal))


def asked_outcomes(
    graph: Graph, settings: VarySettings, parser: Parser, *, family: str | None = None
) -> Iterator[Outcome]:
    """Yield the outcomes of `asked_variants`, with the model of the environment.

    Raises:
        InputError: No model is named.
        ServerError: No model answers.
    """
    outcomes, _ = answered(asked_variants(graph, settings, parser, family=family))
    yield from outcomes


def answered(task: Asking[Result]) -> Result:
    """Do a piece of work with the model of the environment."""
    name = os.environ.get(MODEL)
    if not name:
        raise InputError("no model is named", fix=f"set {MODEL}, and OPENAI_BASE_URL where it is not OpenAI's")
    settings = ClientSettings(models={role: ModelSettings(name=name) for role in MODEL_ROLES})
    with open_client(settings) as client:
        return run(client, task)
