"""`stemmata cache`: the answers of models that are kept, listed, shown and deleted."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stemmata.cli.output import Reporter, counted, lines_to
from stemmata.cli.rows import Format as RowFormat
from stemmata.cli.rows import to_json, written
from stemmata.schemas.errors import InputError

if TYPE_CHECKING:
    from stemmata.llm.cache import AnswerCache, Kept
    from stemmata.llm.kept import Choice

_SECONDS = {"m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_AGE = re.compile(r"(\d{1,6})([mhdw])")
_LISTED = 20
_BRIEF = 80  # signs of a text in a table


class Action(StrEnum):
    """What is done with the cache."""

    STATS = "stats"
    LIST = "list"
    SHOW = "show"
    PRUNE = "prune"


class Format(StrEnum):
    """How answers are written."""

    TABLE = "table"
    JSONL = "jsonl"


def cache(
    action: Annotated[Action, typer.Argument(metavar="stats|list|show|prune", help="What to do.", show_default=False)],
    key: Annotated[
        str | None,
        typer.Argument(metavar="[KEY]", help="For show: an answer's key, or how it begins.", show_default=False),
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", metavar="NAME", help="Of this model.", show_default=False)
    ] = None,
    stage: Annotated[
        str | None, typer.Option("--stage", metavar="NAME", help="Of this stage.", show_default=False)
    ] = None,
    about: Annotated[
        str | None,
        typer.Option("--about", metavar="ID", help="About this instruction or node (list).", show_default=False),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=1, help=f"The most answers (list).  [default: {_LISTED}]", show_default=False),
    ] = None,
    older_than: Annotated[
        str | None,
        typer.Option(
            "--older-than", metavar="AGE", help="Kept longer ago than 90m, 12h, 30d or 8w.", show_default=False
        ),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every answer (prune).")] = False,
    form: Annotated[Format, typer.Option("--format", help="For people, or an object a line.")] = Format.TABLE,
    path: Annotated[
        str | None,
        typer.Option(
            "--cache", metavar="FILE", help="The file.  [default: STEMMATA_CACHE, else the user's]", show_default=False
        ),
    ] = None,
) -> None:
    """Look at the answers of models that were paid for and are kept, and delete those that are not wanted any more.

    stats counts them by model and stage; list names the newest; show writes what was asked and answered, whole; prune
    deletes for good what its options choose, and gives the room back.

    Examples:
      stemmata cache stats
      stemmata cache list --stage modify --limit 5
      stemmata cache show 3f09c2
      stemmata cache prune --older-than 30d --model gpt-4o-mini
    """
    from stemmata.llm.cache import AnswerCache, path_of
    from stemmata.llm.kept import Choice, prune

    before = None if older_than is None else time.time() - _age(older_than)
    choice = Choice(model, stage, about, before)
    _check(action, key, choice, limit, all_=all_)
    file = path_of(path)
    if not file.exists():
        raise InputError("there is no cache of answers", where=str(file), fix="a run that asks a model makes it")
    with AnswerCache(file) as opened:
        if action is Action.PRUNE:
            number = prune(opened, choice)
            Reporter().say(f"{counted(number, 'answer')} deleted from {file}")
            return
        with lines_to(None) as write:
            for line in _lines(opened, action, key or "", choice, limit or _LISTED, form):
                write(line)


def _check(action: Action, key: str | None, choice: Choice, limit: int | None, *, all_: bool) -> None:
    """Make sure that the options go with the action.

    Raises:
        InputError: They do not.
    """
    chosen = choice.sql()[1]
    if (action is Action.SHOW) != (key is not None):
        raise InputError("show takes the key of an answer, as list tells it, and the others take none")
    if action in (Action.STATS, Action.SHOW) and chosen:
        raise InputError(f"{action} takes no choice of answers", fix="use list")
    if limit is not None and action is not Action.LIST:
        raise InputError("--limit goes with list")
    if all_ and action is not Action.PRUNE:
        raise InputError("--all goes with prune")
    if action is Action.PRUNE and all_ == bool(chosen):
        raise InputError("prune wants to know which answers: --older-than, --model, --stage, --about, or else --all")


def _age(text: str) -> int:
    """Return an age such as 30d in seconds.

    Raises:
        InputError: It is none.
    """
    match = _AGE.fullmatch(text.strip())
    if match is None:
        raise InputError(f"--older-than {text!r} is no age", fix="write 90m, 12h, 30d or 8w")
    return int(match[1]) * _SECONDS[match[2]]


def _lines(opened: AnswerCache, action: Action, key: str, choice: Choice, limit: int, form: Format) -> Iterator[str]:
    from stemmata.llm.kept import answer, answers, groups, size

    rows: Iterator[dict[str, Any]]
    if action is Action.STATS:
        found = [{**row, "first": _moment(row["first"]), "last": _moment(row["last"])} for row in groups(opened)]
        number = sum(row["answers"] for row in found)
        Reporter().say(f"{opened.path}: {counted(number, 'answer')}, {size(opened):,} bytes")
        rows = iter(found)
        columns = ["model", "stage", "answers", "prompt_tokens", "completion_tokens", "bytes", "first", "last"]
    elif action is Action.SHOW:
        yield from _whole(answer(opened, key), form)
        return
    else:
        rows = (_row(one, brief=form is Format.TABLE) for one in answers(opened, choice, limit))
        columns = ["key", "kept", "stage", "model", "about", "tokens", "text"]
    yield from written(columns, rows, RowFormat(form))


def _row(one: Kept, *, brief: bool) -> dict[str, Any]:
    return {
        "key": one.key[:12] if brief else one.key,
        "kept": _moment(one.created),
        "stage": one.stage,
        "model": one.model,
        "about": one.about[:12] if brief else one.about,
        "tokens": one.usage.prompt + one.usage.completion,
        "text": one.text[:_BRIEF] if brief else one.text,
    }


def _whole(one: Kept, form: Format) -> Iterator[str]:
    """Yield all that is kept of an answer."""
    from stemmata.llm.requests import shown

    request = shown(one.request)
    facts = {
        "key": one.key,
        "kept": _moment(one.created),
        "role": one.role,
        "stage": one.stage,
        "about": one.about,
        "endpoint": one.endpoint,
        "asked": one.asked,
        "model": one.model,
        "finish": one.finish,
        "prompt_tokens": one.usage.prompt,
        "completion_tokens": one.usage.completion,
    }
    if form is Format.JSONL:
        yield to_json({**facts, "request": request, "text": one.text})
        return
    for name, value in facts.items():
        yield f"{name:<18}{value}"
    for name, value in request.items():
        if name not in ("messages", "endpoint", "model"):
            yield f"{name:<18}{to_json(value)}"
    for message in request["messages"]:
        yield from ("", f"--- {message['role']}", message["content"])
    yield from ("", "--- answer", one.text)


def _moment(seconds: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))
