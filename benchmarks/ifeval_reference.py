"""Whether our verifiers agree with IFEval's reference checkers, and how fast both are.

usage: python benchmarks/ifeval_reference.py FILE... [--pairs 6000] [--seed 0] [--punkt WHEEL] [--examples 3]

The files hold instructions with responses. The reference is the task `ifeval` of lm_eval, which needs little of that:

    pip install --no-deps lm_eval && pip install langdetect immutabledict nltk
    pip download --no-deps llama-index-core        # its wheel has the data of nltk's sentence splitter

Name the wheel with --punkt, unless nltk has `punkt_tab` already. Each pair of constraint and response is judged by
both: `stemmata.graphs.constraints.verify`, and the reference on what `export ifeval` writes for the constraint.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import logging
import os
import random
import re
import sys
import tempfile
import time
import types
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ifeval_pairs import MAKERS, Kwargs, Maker, Pair, pairs

from stemmata.graphs.constraints import verify
from stemmata.graphs.constraints.casing import is_common_english
from stemmata.graphs.constraints.ifeval import Label, said
from stemmata.graphs.constraints.languages import guess_of
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.sentences import counted_sentences
from stemmata.graphs.constraints.verifying import repair
from stemmata.graphs.constraints.wording import extract
from stemmata.parsing.sources import read
from stemmata.schemas.instruction import Payload
from stemmata.schemas.records import Failure

PUNKT = "nltk_cache/tokenizers/punkt_tab/english/"


class Reference:
    """The reference's checkers, loaded by path, so that the rest of lm_eval need not be there."""

    def __init__(self) -> None:
        found = importlib.util.find_spec("lm_eval")
        if found is None or not found.submodule_search_locations:
            raise SystemExit("lm_eval is not installed; the first lines of this file say how")
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


def undetermined(reference: Reference, one: Judged) -> bool:
    """Return whether langdetect finds nothing to tell the language from."""
    return one.theirs is True and guess_of(one.pair.response) is None


def drawn(reference: Reference, one: Judged) -> bool:
    """Return whether langdetect, which draws lots, says now one language and now another."""
    import langdetect

    try:
        first = langdetect.detect(one.pair.response)
        return any(langdetect.detect(one.pair.response) != first for _ in range(DRAWS))
    except langdetect.LangDetectException:
        return False


def few_words(reference: Reference, one: Judged) -> bool:
    """Return whether the response is one to three common English words."""
    return one.ours and is_common_english(one.pair.response)


def pattern(reference: Reference, one: Judged) -> bool:
    """Return whether the reference agrees once the words are escaped, which it takes for regular expressions."""

    def escaped(value: object) -> object:
        if isinstance(value, list):
            return [escaped(word) for word in value]
        return re.escape(value) if isinstance(value, str) else value

    labels = [
        (name, {key: escaped(value) if "word" in key else value for key, value in kwargs.items()})
        for name, kwargs in labels_of(one.pair)
    ]
    return reference.judge(labels, one.pair.response) is one.ours


def inner_marker(reference: Reference, one: Judged) -> bool:
    """Return whether "P.S." stands inside something else alone, such as "P.P.S."."""
    return one.theirs is True and not re.search(r"(?<![\w.])p\.\s?s\.", one.pair.response, re.IGNORECASE)


def loose_stars(reference: Reference, one: Judged) -> bool:
    """Return whether there are stars that highlight nothing: beside blanks, or four and more in a row."""
    return re.search(r"\*\s[^\n*]*\*|\*[^\n*]*\s\*|\*{4,}", one.pair.response) is not None


def inner_section(reference: Reference, one: Judged) -> bool:
    """Return whether a section's mark hangs on what stands before it."""
    mark = re.escape(str(one.pair.kwargs["section_spliter"]))
    return one.theirs is True and re.search(rf"\w[^\s\w]*{mark}\s?\d", one.pair.response) is not None


class Fault(NamedTuple):
    """Something that is plainly wrong in the reference, and when it decides."""

    ids: tuple[str, ...]
    sentence: str
    applies: Callable[[Reference, Judged], bool]


DRAWS = 500
LANGUAGE = ("change_case:english_capital", "change_case:english_lowercase", "language:response_language")
KEYWORDS = ("keywords:existence", "keywords:forbidden_words", "keywords:frequency")
FAULTS = (
    Fault(LANGUAGE[:2], "a few English words are taken for another language", few_words),
    Fault(LANGUAGE, "a text whose language cannot be told passes", undetermined),
    Fault(LANGUAGE, "the language is drawn by lot: asked again, the reference says otherwise", drawn),
    Fault(KEYWORDS, "a word is taken for a regular expression", pattern),
    Fault(("detectable_format:multiple_sections",), "a section's mark is found inside other words", inner_section),
    Fault(("detectable_content:postscript",), "P.S. is found inside P.P.S. and other words", inner_marker),
    Fault(
        ("detectable_format:number_highlighted_sections",),
        "stars that highlight nothing are counted, or joined with others",
        loose_stars,
    ),
)


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


def records(files: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """Yield the prompts of files with their responses."""
    for record in read(files):
        if not isinstance(record, Failure):
            yield "\n\n".join(turn.text for turn in record.turns), record.response


def texts(files: Sequence[str]) -> Iterator[str]:
    """Yield the prompts and responses of files."""
    for prompt, response in records(files):
        yield prompt
        if response is not None:
            yield response


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


def report(reference: Reference, results: Sequence[Judged], examples: int) -> int:
    """Print the table and the faults that were met; return how many disagreements no fault explains."""
    print(f"{'':48}{'pairs':>7}{'passed':>8}{'agreed':>8}{'faults':>8}{'unexplained':>13}")
    met: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    unexplained: dict[str, list[Judged]] = defaultdict(list)
    for family_id in sorted({one.pair.id for one in results}):
        own = [one for one in results if one.pair.id == family_id]
        row = Counter(pairs=len(own), passed=sum(one.theirs is True for one in own))
        for one in own:
            if one.ours is one.theirs:
                row["agreed"] += 1
                continue
            fault = next((fault for fault in FAULTS if family_id in fault.ids and fault.applies(reference, one)), None)
            if fault is None:
                unexplained[family_id].append(one)
            else:
                row["faults"] += 1
                met[fault.sentence] += 1
        row["unexplained"] = len(unexplained[family_id])
        sums += row
        print_row(family_id, row)
    print_row("all", sums)
    for sentence, count in met.most_common():
        print(f"{count:5}  {sentence}")
    for family_id, some in unexplained.items():
        for one in some[:examples]:
            print(f"{family_id} {one.pair.kwargs} ours {one.ours}, theirs {one.theirs}: {one.pair.response[:300]!r}")
    return sums["unexplained"]


def print_row(name: str, row: Counter[str]) -> None:
    """Print a line of the table."""
    columns = zip(("pairs", "passed", "agreed", "faults", "unexplained"), (7, 8, 8, 8, 13), strict=True)
    print(f"{name:48}" + "".join(f"{row[column]:>{width}}" for column, width in columns))


def speeds(reference: Reference, made: Sequence[Pair], prompts: Sequence[str]) -> None:
    """Print how many pairs a second each side judges, and from how many prompts a second constraints are extracted."""
    labels = [(labels_of(pair), pair.response) for pair in made]
    slow = [pair.id in LANGUAGE for pair in made]
    for name, chosen in (("without the language detector", False), ("with it", True)):
        theirs = [one for one, is_slow in zip(labels, slow, strict=True) if is_slow is chosen]
        ours = [one for one, is_slow in zip(made, slow, strict=True) if is_slow is chosen]
        if not ours:
            continue
        guess_of.cache_clear()
        start = time.perf_counter()
        for pair in ours:
            verify(pair.id, pair.kwargs, pair.response)
        middle = time.perf_counter()
        for some, response in theirs:
            reference.judge(some, response)
        end = time.perf_counter()
        rate, other = len(ours) / (middle - start), len(theirs) / (end - middle)
        print(f"verified a second, {name}: ours {rate:.0f}, the reference {other:.0f}, ratio {rate / other:.2f}")
    start = time.perf_counter()
    found = sum(len(extract(Passage.of(prompt))) for prompt in prompts)
    seconds = time.perf_counter() - start
    print(f"prompts a second that constraints are extracted from: {len(prompts) / seconds:.0f} ({found} constraints)")


def main() -> None:
    """Judge, print, and leave with 1 if a disagreement has no explanation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--pairs", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--punkt")
    parser.add_argument("--examples", type=int, default=3)
    parser.add_argument("--only", help="the ids that have this in them")
    options = parser.parse_args()
    reference = load_reference(options.punkt)
    given = list(records(options.files))
    real = [response for _, response in given if response is not None]
    ids = [name for name in sorted(MAKERS) if name in families() and (not options.only or options.only in name)]
    made = []
    for family_id in ids:
        maker = Maker(random.Random(f"{options.seed}:{family_id}"), real)
        made += pairs(family_id, -(-options.pairs // len(ids)), maker, mended)
    made = [pair for pair in made if labels_of(pair)]
    remaining = report(reference, judged(reference, made), options.examples)
    answers = list(dict.fromkeys(real))
    same = sum(len(counted_sentences(text)) == reference.count_sentences(text) for text in answers)
    print(f"real responses with equally many sentences: {same} of {len(answers)}")
    speeds(reference, made, [prompt for prompt, _ in given])
    raise SystemExit(remaining > 0)


if __name__ == "__main__":
    main()
