"""How fast and in how much memory `stemmata parse` reads instructions, beside spaCy on the same text.

usage: python benchmarks/parse_speed.py FILE... [--records 20000] [--workers 1]

The files' instructions are repeated with their numbers changed until there are enough, so that no text is seen twice.
The blank pipeline makes tokens and sentences; the English one, which `parse` uses, tags and parses all the text. Each
contender runs as a process of its own; time is the whole process, start-up included, memory its largest resident
size (with workers: of the largest single process).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from stemmata.parsing.sources import read
from stemmata.schemas.records import Failure

PIPELINE = """
import json, sys
from stemmata.parsing.english import load
tokens = 0
with open(sys.argv[1], encoding="utf-8") as lines:
    for doc in load().pipe(json.loads(line)["instruction"] for line in lines):
        tokens += len(doc)
print(tokens)
"""
SPACY = """
import json, sys, spacy
nlp = spacy.blank("en")
nlp.add_pipe("sentencizer")
nlp.max_length = 10_000_000
sentences = 0
with open(sys.argv[1], encoding="utf-8") as lines:
    for doc in nlp.pipe(json.loads(line)["instruction"] for line in lines):
        sentences += sum(1 for _ in doc.sents)
print(sentences)
"""


def instructions(files: list[str], count: int) -> Iterator[str]:
    """Yield so many texts: those of the files, again and again, each time with other numbers."""
    texts = ["\n\n".join(turn.text for turn in r.turns) for r in read(files) if not isinstance(r, Failure)]
    for index, text in enumerate(islice(cycle(texts), count)):
        lap = index // len(texts)
        changed = re.sub(
            r"\d+", lambda match, lap=lap: str(int(match[0]) + lap) if len(match[0]) < 9 else match[0], text
        )
        yield changed if changed != text or not lap else f"{text} ({lap})"


def measure(command: list[str]) -> tuple[float, float]:
    """Run a command; return its seconds and its peak memory in MiB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(errors.decode())
    return seconds, usage.ru_maxrss / 1024


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "instructions.jsonl")
        characters = 0
        with source.open("w", encoding="utf-8") as out:
            for text in instructions(options.files, options.records):
                characters += len(text)
                out.write(json.dumps({"instruction": text}) + "\n")
        stemmata = [sys.executable, "-m", "stemmata.cli.main", "parse", str(source), "--quiet"]
        workers = ["--workers", str(options.workers)]
        contenders = {
            "spaCy blank + sentencizer": [sys.executable, "-c", SPACY, str(source)],
            "the English pipeline alone": [sys.executable, "-c", PIPELINE, str(source)],
            "stemmata parse -o FILE": [*stemmata, *workers, "-o", str(Path(folder, "graphs.jsonl"))],
            "stemmata parse --store FILE": [*stemmata, *workers, "--store", str(Path(folder, "s.lbug"))],
        }
        print(f"{options.records} instructions, {characters / 1e6:.1f} M characters, {options.workers} worker(s)")
        print(f"{'':30}{'seconds':>9}{'per second':>12}{'peak MiB':>10}{'time ratio':>12}")
        base = None
        for name, command in contenders.items():
            seconds, peak = measure(command)
            base = base or seconds
            rate = options.records / seconds
            print(f"{name:30}{seconds:9.1f}{rate:12.0f}{peak:10.0f}{seconds / base:12.2f}")


if __name__ == "__main__":
    main()
