"""The entry point: the commands, and what becomes of errors."""

from __future__ import annotations

import inspect
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

# The modules of the commands import what is heavy inside their functions, so that `--help` answers at once.
from stemmata import __version__
from stemmata.cli import (
    build,
    cache,
    copying,
    decontaminate,
    export,
    families,
    importing,
    judge,
    parse,
    plot,
    query,
    rehearse,
    render,
    respond,
    run,
    sample,
    show,
    similar,
    stats,
    vary,
    verify,
)
from stemmata.schemas.errors import StemmataError

INTERRUPTED = 130
FAULT = 70  # as sysexits.h has it; Python's own 1 would say that some records failed

app = typer.Typer(
    name="stemmata",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _help(command: Callable[..., object]) -> str:
    """Return a command's help: its docstring, with the lines of the examples left as they are."""
    return inspect.cleandoc(command.__doc__ or "").replace("Examples:", "\b\nExamples:")


for command in (
    run.run,
    parse.parse,
    render.render,
    show.show,
    query.query,
    stats.stats,
    plot.plot,
    vary.vary,
    respond.respond,
    judge.judge,
    verify.verify,
    build.build,
    export.export,
    importing.import_,
    copying.copy,
    families.families,
    similar.similar,
    decontaminate.decontaminate,
    sample.sample,
    rehearse.rehearse,
    cache.cache,
):
    app.command(name=command.__name__.rstrip("_"), help=_help(command))(command)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"stemmata {__version__}")
        raise typer.Exit()


def stemmata(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which.")] = False,
) -> None:
    """Instructions as typed semantic graphs: parse, query in Cypher, vary one node, verify, build training data.

    Examples:
      stemmata run examples/instructions.jsonl -o out
      stemmata show "Write a haiku about rain in lowercase letters."

    Exit codes: 0 done; 1 done, but some records failed; 2 the input or the call is wrong; 3 a server is out of reach;
    70 a fault of stemmata itself; 130 interrupted, and the same command continues.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


app.callback(help=_help(stemmata), invoke_without_command=True)(stemmata)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(outcome(arguments))


def outcome(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; what went wrong is said on stderr in one line."""
    usage_error: type[Exception] = typer.BadParameter.__bases__[0]  # wherever this version of typer keeps click
    try:
        code = app(args=arguments, prog_name="stemmata", standalone_mode=False)
    except StemmataError as error:
        return _said(str(error), error.exit_code)
    except usage_error as error:
        message = str(getattr(error, "format_message", str)())
        return _said(f"{message.rstrip('.')}; see `{_command_of(error)} --help`.", 2) if message else 2
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _said(f"{place}{error.strerror or error}.", 2)
    except Exception:
        traceback.print_exc()
        return _said("a fault of stemmata itself; please report it with what stands above.", FAULT)
    if code == INTERRUPTED:
        return _said("interrupted; run the same command again to continue", INTERRUPTED)
    return code if isinstance(code, int) else 0


def _command_of(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context is not None else "stemmata"


def _said(text: str, code: int) -> int:
    print("stemmata:", " ".join(text.split()), file=sys.stderr)
    return code


if __name__ == "__main__":
    main()
