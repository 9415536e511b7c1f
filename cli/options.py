"""The options that several commands share, each with one meaning everywhere."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from stemmata.schemas.errors import InputError

DEFAULT_STORE = "stemmata.lbug"

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE",
        help="JSONL, JSON, CSV, TSV, Parquet or .txt files (text also .gz); - is JSONL on standard input.",
        show_default=False,
    ),
]
SourcesOrStore = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SOURCE",
        help="Instructions or graphs, as `parse` takes them; without any, the graphs of the store.",
        show_default=False,
    ),
]
Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="STORE",
        help=f"A path (embedded) or a neo4j:// URI.  [env: STEMMATA_STORE; default: {DEFAULT_STORE}]",
        show_default=False,
    ),
]
Field = Annotated[
    str | None, typer.Option("--field", metavar="NAME", help="The field that holds the text.", show_default=False)
]
ParserName = Annotated[str, typer.Option("--parser", metavar="NAME", help="How text becomes graphs.")]
SpacyModel = Annotated[
    str | None,
    typer.Option(
        "--spacy-model",
        metavar="NAME",
        help="A spaCy pipeline with Universal Dependencies, by package or folder, in place of the one that ships.",
        show_default=False,
    ),
]
Proposer = Annotated[str, typer.Option("--proposer", metavar="NAME", help="Who proposes edits.")]
PerInstruction = Annotated[int, typer.Option("--per-instruction", min=1, help="The most variants of one instruction.")]
Seed = Annotated[
    int, typer.Option("--seed", help="Chooses wherever there is a choice; the same seed, the same output.")
]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="Stop after this many records.", show_default=False)]
Workers = Annotated[
    int | None,
    typer.Option("--workers", min=1, help="Processes to work in.  [default: one a core]", show_default=False),
]
Resume = Annotated[bool, typer.Option("--resume/--no-resume", help="Do only what is missing, or start anew.")]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="A settings file (TOML); options on the command line go over it.",
        show_default=False,
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="The model to ask, at OPENAI_BASE_URL with OPENAI_API_KEY; a settings file can name one for each role.",
        show_default=False,
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Tell what it would cost: calls, tokens, money; ask no model, write nothing.")
]
MaxCalls = Annotated[
    int | None,
    typer.Option("--max-calls", min=0, help="Stop before more calls than this are sent.", show_default=False),
]
MaxTokens = Annotated[
    int | None, typer.Option("--max-tokens", min=0, help="Stop before more tokens are used.", show_default=False)
]
MaxCost = Annotated[
    float | None,
    typer.Option(
        "--max-cost", min=0, help="Stop before more money is spent, by the prices of the settings.", show_default=False
    ),
]
Concurrency = Annotated[
    int | None,
    typer.Option(
        "--concurrency",
        min=1,
        help="The most calls at once; fewer where the endpoint refuses.  [default: 64]",
        show_default=False,
    ),
]
Batch = Annotated[
    bool | None,
    typer.Option("--batch/--no-batch", help="Go through the endpoint's Batch API: slower, half the price."),
]
Cache = Annotated[
    str | None,
    typer.Option(
        "--cache",
        metavar="FILE",
        help="Where answers are kept.  [env: STEMMATA_CACHE; default: the user's cache folder]",
        show_default=False,
    ),
]
Select = Annotated[
    str | None,
    typer.Option(
        "--select", metavar="CYPHER", help="Work on the instructions whose ids this query returns.", show_default=False
    ),
]
Encoder = Annotated[
    str,
    typer.Option(
        "--encoder",
        metavar="NAME",
        help="What makes points of texts: words (counted, no download), or a sentence-transformers model.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what goes wrong.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more.")]


def parser_name(parser: str, spacy_model: str | None) -> str:
    """Return the name of a parser that reads syntax with a pipeline.

    Raises:
        InputError: The parser has no use for a pipeline.
    """
    if spacy_model is None:
        return parser
    if parser != "rules":
        raise InputError(f"--spacy-model goes with --parser rules, not {parser}")
    return f"{parser}@{spacy_model}"


def store_uri(named: str | None) -> str:
    """Return the store to use: the one named, the environment's, or the default."""
    return named or os.environ.get("STEMMATA_STORE") or DEFAULT_STORE


def worker_count(asked: int | None) -> int:
    """Return how many processes to work in: as asked, or one for each core that this process may use."""
    if asked is not None:
        return asked
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def pairs(given: list[str]) -> dict[str, str]:
    """Return `k=v` pairs as a mapping.

    Raises:
        InputError: A pair has no name or no equals sign.
    """
    texts: dict[str, str] = {}
    for pair in given:
        name, equals, text = pair.partition("=")
        if not equals or not name:
            raise InputError(f"--param {pair!r} is not of the form name=value")
        texts[name] = text
    return texts


def parameters(given: list[str]) -> dict[str, Any]:
    """Return `k=v` pairs as a mapping: a value is JSON where it is valid JSON, else a text.

    Raises:
        InputError: A pair has no name or no equals sign.
    """
    values: dict[str, Any] = {}
    for name, text in pairs(given).items():
        try:
            values[name] = json.loads(text)
        except ValueError:
            values[name] = text
    return values
