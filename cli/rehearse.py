"""`stemmata rehearse`: an endpoint on loopback that answers by rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli import options
from stemmata.schemas.errors import InputError

if TYPE_CHECKING:
    from stemmata.llm.serving.settings import ServingSettings

_LOOPBACK = frozenset({"127.0.0.1", "localhost"})


def rehearse(
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Where to listen; 0 takes a free port.")] = 0,
    host: Annotated[str, typer.Option("--host", help="Loopback, and nothing else.")] = "127.0.0.1",
    latency: Annotated[
        float, typer.Option("--latency", min=0, metavar="MS", help="Milliseconds until an answer comes.")
    ] = 0,
    jitter: Annotated[
        float, typer.Option("--jitter", min=0, max=1, help="By which share of the latency calls differ.")
    ] = 0,
    concurrency: Annotated[
        int | None,
        typer.Option("--concurrency", min=1, metavar="N", help="Calls at once; 429 above.", show_default=False),
    ] = None,
    per_minute: Annotated[
        int | None, typer.Option("--rpm", min=1, metavar="N", help="Calls a minute; 429 above.", show_default=False)
    ] = None,
    faults: Annotated[
        float, typer.Option("--faults", min=0, max=1, metavar="SHARE", help="The share of calls that fail.")
    ] = 0,
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--fault",
            metavar="KIND",
            help="How they fail; may be repeated.  [default: in every way there is; --fault list names them]",
            show_default=False,
        ),
    ] = None,
    in_a_row: Annotated[int, typer.Option("--in-a-row", min=1, help="The most faults in a row of equal calls.")] = 3,
    seed: options.Seed = 0,
    batch_delay: Annotated[
        float, typer.Option("--batch-delay", min=0, metavar="S", help="Seconds that a batch takes.")
    ] = 0,
    log: Annotated[
        str | None,
        typer.Option("--log", metavar="FILE", help="Note each call there, a line of JSON each.", show_default=False),
    ] = None,
    workers: options.Workers = None,
    quiet: options.Quiet = False,
) -> int:
    """Serve OpenAI's protocol on loopback, each of Stemmata's prompts answered by rules: no model, no key, no cost.

    Says OPENAI_BASE_URL=… on stdout, and runs until it is interrupted. What it answers is marked as made by
    stemmata-rehearsal. Chat completions, models, files and batches are served; streaming is not.

    Examples:
      stemmata rehearse --port 8000 --latency 200
      OPENAI_BASE_URL=http://127.0.0.1:8000/v1 OPENAI_API_KEY=none stemmata run --config stemmata.toml
      stemmata rehearse --concurrency 20 --rpm 600 --faults 0.3 --log calls.jsonl
      stemmata rehearse --faults 0.5 --fault rate-limit --fault timeout
    """
    from stemmata.llm.serving.settings import FaultKind, ServingSettings
    from stemmata.training.rehearsal import NAME

    if kinds and "list" in kinds:
        typer.echo("\n".join(FaultKind))
        return 0
    if host not in _LOOPBACK:
        raise InputError(f"--host {host!r} is not loopback", fix="a rehearsal is for this machine alone")
    for kind in kinds or ():
        if kind not in list(FaultKind):
            raise InputError(f"--fault {kind!r} is no kind of fault", fix="--fault list names them")
    settings = ServingSettings(
        model=NAME,
        latency=latency,
        jitter=jitter,
        concurrency=concurrency,
        per_minute=per_minute,
        faults=faults,
        kinds=tuple(FaultKind(kind) for kind in kinds or ()),
        in_a_row=in_a_row,
        seed=seed,
        batch_delay=batch_delay,
    )
    _serve(settings, port, Path(log) if log else None, options.worker_count(workers), quiet)
    return 0


def _serve(settings: ServingSettings, port: int, path: Path | None, workers: int, quiet: bool) -> None:
    from stemmata.llm.serving.log import Log
    from stemmata.llm.serving.server import Endpoint, serve
    from stemmata.parsing.pool import process_pool
    from stemmata.training.rehearsal import answer_request, rules, stage_of

    rules()  # imported before the first call comes
    log = Log(path)
    pool = process_pool(workers)
    endpoint = Endpoint(answer_request, settings, log=log, pool=pool, stage=stage_of)

    def ready() -> None:
        typer.echo(f"OPENAI_BASE_URL={endpoint.url}")  # flushes
        if not quiet:
            typer.echo(f"stemmata: {settings.model} answers by rules at {endpoint.url}; Ctrl-C ends it.", err=True)

    try:
        serve(endpoint, port, ready)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        log.close()
