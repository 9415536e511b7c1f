"""The report of a run as a page that loads nothing: the funnel, why things were lost, what it cost, samples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from stemmata.cli.costs import shown
from stemmata.graphs.drawing_style import FAINT, LINE, NODE_PAINTS, PANEL, TEXT, WHITE
from stemmata.graphs.drawing_text import SANS, escaped
from stemmata.schemas.instruction import Span
from stemmata.schemas.records import Variant
from stemmata.schemas.vocabulary import NodeKind
from stemmata.training.datasets import KINDS
from stemmata.training.rehearsal import NAME

_BAR = NODE_PAINTS[NodeKind.SUB_INSTRUCTION]
_LOST = NODE_PAINTS[NodeKind.CONSTRAINT]
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_LONGEST = 1_500  # characters of a text that are shown

_STYLE = f"""
:root {{ color-scheme: light; }}
body {{ margin: 0 auto; max-width: 1080px; padding: 0 24px 48px; background: {WHITE}; color: {TEXT};
  font: 15px/1.5 {SANS}; }}
h1 {{ font-size: 26px; margin: 32px 0 4px; }}
h2 {{ font-size: 18px; margin: 36px 0 8px; }}
p {{ margin: 4px 0; color: {FAINT}; }}
p.note {{ color: {_LOST.ink}; background: {_LOST.fill}; padding: 8px 12px; border-radius: 6px; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border-bottom: 1px solid {LINE}; padding: 5px 12px 5px 0; text-align: left; vertical-align: top; }}
th {{ color: {FAINT}; font-size: 13px; font-weight: 600; }}
td.n, th.n {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }}
td.bar {{ width: 50%; }}
td.bar div {{ background: {_BAR.ink}; height: 12px; border-radius: 3px; margin-top: 5px; min-width: 1px; }}
article {{ background: {PANEL}; border: 1px solid {LINE}; border-radius: 8px; padding: 10px 14px; margin: 10px 0; }}
article h3 {{ margin: 0 0 4px; font-size: 13px; color: {FAINT}; font-weight: 600; }}
pre {{ margin: 4px 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 14px/1.5 {SANS}; }}
del {{ background: {_LOST.fill}; color: {_LOST.ink}; }}
ins {{ background: {_BAR.fill}; color: {_BAR.ink}; text-decoration: none; font-weight: 600; }}
"""


def page(
    report: Mapping[str, Any],
    usage: Sequence[Mapping[str, Any]],
    variants: Iterable[Variant],
    pairs: Iterable[Mapping[str, Any]],
) -> str:
    """Return the report as HTML.

    Args:
        report: What report.json holds.
        usage: What was used by stage and model, as rows with their cost.
        variants: Accepted variants to show.
        pairs: Preference pairs to show.
    """
    counts: Mapping[str, Mapping[str, int]] = report["counts"]
    parts = [
        "<!doctype html>",
        '<html lang="en">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        f"<title>Stemmata: {escaped(', '.join(report['sources']))}</title>",
        f"<style>{_STYLE}</style></head><body>",
        f"<h1>{escaped(', '.join(report['sources']))}</h1>",
        f"<p>{escaped(_made_with(report))}</p>",
        *_rehearsed(usage),
        "<h2>From records to training data</h2>",
        *_funnel(counts),
        *_losses(counts),
        *_agreement(report.get("agreement", {})),
        *_costs(usage, counts),
        *_variants(variants),
        *_pairs(pairs),
        "</body></html>\n",
    ]
    return "\n".join(parts)


def _made_with(report: Mapping[str, Any]) -> str:
    settings = report["settings"]
    said = [f"stemmata {report['version']}", f"parser {settings['parse']['parser']}"]
    said += [f"proposer {settings['vary']['proposer']}", f"seed {settings['vary']['seed']}"]
    models = {model["name"] for model in settings.get("models", {}).values()}
    return " · ".join([*said, *(["asked " + ", ".join(sorted(models))] if models else [])])


def _rehearsed(usage: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if any(row["model"] == NAME for row in usage):
        yield '<p class="note">Rehearsed: rules gave the answers, no language model did.</p>'


def _funnel(counts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    steps = list(steps_of(counts))
    largest = max((count for _, count in steps), default=0) or 1
    yield "<table>"
    for name, count in steps:
        share = 100 * count / largest
        yield (
            f'<tr><td>{escaped(name)}</td><td class="n">{count:,}</td>'
            f'<td class="bar"><div style="width:{share:.1f}%"></div></td></tr>'
        )
    yield "</table>"


def steps_of(counts: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[str, int]]:
    """Yield the steps of a run with their counts, from records read to what the datasets hold."""
    records, variants = counts.get("records", {}), counts.get("variants", {})
    yield "records read", records.get("read", 0)
    yield "graphs", records.get("graphs", 0)
    yield "variants tried", sum(variants.values())
    yield "variants accepted", variants.get("accepted", 0)
    responses = counts.get("responses", {})
    for mode in ("given", "repair", "direct", "reference"):
        kept, broken = responses.get(f"{mode} passed", 0), responses.get(f"{mode} failed", 0)
        if kept or broken:
            yield f"responses: {mode}", kept + broken
            yield f"responses: {mode}, keep every hard constraint", kept
    judged = counts.get("judgements", {})
    if judged:
        yield "judged", sum(judged.values())
        yield "judged to follow the instruction", judged.get("passed", 0)
    for name, split in counts.items():
        if name in KINDS:
            yield f"dataset {name}", sum(split.values())


def _losses(counts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    lost = [("gate", name, count) for name, count in counts.get("refused by gate", {}).items()]
    lost += [(*name.partition(": ")[::2], count) for name, count in counts.get("failures", {}).items()]
    if lost:
        yield "<h2>What was lost, and why</h2>"
        yield '<table><tr><th>stage</th><th>reason</th><th class="n">how many</th></tr>'
        for stage, reason, count in lost:
            yield f'<tr><td>{escaped(stage)}</td><td>{escaped(reason)}</td><td class="n">{count:,}</td></tr>'
        yield "</table>"


def _agreement(agreement: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for judge, counts in agreement.items():
        yield f"<h2>{escaped(judge)} and the verifiers</h2>"
        yield "<p>Responses whose constraints are all hard, so that programs decide them too.</p><table>"
        for name, count in counts.items():
            yield f'<tr><td>{escaped(name)}</td><td class="n">{count:,}</td></tr>'
        yield "</table>"


def _costs(usage: Sequence[Mapping[str, Any]], counts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    if not usage:
        return
    yield "<h2>What the answers used</h2>"
    head = ("stage", "model", "calls", "prompt tokens", "completion tokens", "cost")
    yield (
        "<table><tr>" + "".join(f'<th class="{_side(place)}">{name}</th>' for place, name in enumerate(head)) + "</tr>"
    )
    for row in usage:
        cells = (row["stage"], row["model"], *(f"{row[name]:,}" for name in _COUNTED), shown(row["cost"]))
        yield "<tr>" + "".join(f'<td class="{_side(i)}">{escaped(cell)}</td>' for i, cell in enumerate(cells)) + "</tr>"
    yield "</table>"
    for line in prices_of(usage, counts):
        yield f"<p>{escaped(line)}</p>"


def prices_of(usage: Sequence[Mapping[str, Any]], counts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """Yield what it all cost for each accepted variant and each pair: tokens and, where prices are known, money."""
    tokens = sum(row["prompt_tokens"] + row["completion_tokens"] for row in usage)
    costs = [row["cost"] for row in usage]
    money = None if None in costs else sum(costs)
    pairs = sum(sum(split.values()) for name, split in counts.items() if name in PAIRED)
    for noun, count in (("accepted variant", counts.get("variants", {}).get("accepted", 0)), ("accepted pair", pairs)):
        if count:
            priced = "" if money is None else f", {shown(money / count)} in money"
            yield f"For each {noun}: {tokens / count:,.0f} tokens{priced}."


def _variants(variants: Iterable[Variant]) -> Iterator[str]:
    shown_any = False
    for variant in variants:
        if not shown_any:
            yield "<h2>Variants</h2>"
            shown_any = True
        edit = variant.edit
        yield f"<article><h3>{escaped(f'{edit.relation} · {edit.op} · {edit.kind.value} · {edit.proposer}')}</h3>"
        changed = [
            narrowed(variant.parent_turns[old.turn], variant.turns[new.turn], old, new)
            for old, new in zip(edit.spans_before, edit.spans_after, strict=True)
        ]
        for turn, (before, after) in enumerate(zip(variant.parent_turns, variant.turns, strict=True)):
            was = marked(before, [old for old, _ in changed if old.turn == turn], "del")
            now = marked(after, [new for _, new in changed if new.turn == turn], "ins")
            yield f'<pre dir="auto">{was}</pre>'
            if before != after:
                yield f'<pre dir="auto">{now}</pre>'
        yield "</article>"


def narrowed(before: str, after: str, old: Span, new: Span) -> tuple[Span, Span]:
    """Return two spans without the words that both begin and end with.

    Example:
        >>> narrowed("In 20 words.", "In 30 words.", Span(0, 0, 11), Span(0, 0, 11))
        (Span(turn=0, start=3, end=5), Span(turn=0, start=3, end=5))
    """
    first, second = _WORD.findall(before[old.start : old.end]), _WORD.findall(after[new.start : new.end])
    head = tail = 0
    while head < min(len(first), len(second)) and first[head] == second[head]:
        head += 1
    while tail < min(len(first), len(second)) - head and first[-1 - tail] == second[-1 - tail]:
        tail += 1

    def within(span: Span, words: list[str]) -> Span:
        start = span.start + sum(map(len, words[:head]))
        return Span(span.turn, start, span.end - sum(map(len, words[len(words) - tail :])))

    return within(old, first), within(new, second)


def _pairs(pairs: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    shown_any = False
    for pair in pairs:
        if not shown_any:
            yield "<h2>Preference pairs</h2>"
            shown_any = True
        yield "<article>"
        for name in ("prompt", "chosen", "rejected"):
            text = "\n\n".join(message["content"] for message in pair[name])
            yield f'<h3>{name}</h3><pre dir="auto">{marked(text, [], "ins")}</pre>'
        yield "</article>"


def marked(text: str, spans: Sequence[Span], tag: str) -> str:
    """Return a text as HTML with some spans in a tag; what is far from all of them is left out of a long one.

    Example:
        >>> marked("Sing <loud>.", [Span(0, 5, 11)], "ins")
        'Sing <ins>&lt;loud&gt;</ins>.'
    """
    first, last = 0, len(text)
    if len(text) > _LONGEST:
        centre = spans[0].start if spans else 0
        first = max(0, centre - _LONGEST // 2)
        last = min(len(text), max(first + _LONGEST, spans[-1].end + 200 if spans else 0))
    pieces = ["… "] if first else []
    cursor = first
    for span in sorted(spans):
        start, end = max(span.start, first), min(span.end, last)
        pieces.append(escaped(text[cursor:start]))
        if end > start:
            pieces.append(f"<{tag}>{escaped(text[start:end])}</{tag}>")
        cursor = max(cursor, end)
    pieces.append(escaped(text[cursor:last]))
    return "".join(pieces) + (" …" if last < len(text) else "")


def _side(place: int) -> str:
    return "n" if place >= 2 else ""


_COUNTED = ("calls", "prompt_tokens", "completion_tokens")
PAIRED = ("dpo", "aug-dpo", "ref-dpo")
