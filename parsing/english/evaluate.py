"""Score an English pipeline on a treebank: `python -m stemmata.parsing.english.evaluate TREEBANK_DIR`.

Scores are F1 in percent. In the first column the words and sentences are the treebank's, so F1 is accuracy; in the
second the pipeline finds them in the text itself, a document at a time, with a blank line between paragraphs.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from stemmata.parsing.english.loading import load
from stemmata.parsing.english.scores import MEASURES, Scores
from stemmata.parsing.english.treebank import Sentence, bare, documents, read_part, to_doc
from stemmata.schemas.errors import StemmataError

if TYPE_CHECKING:
    from spacy.language import Language


def score_words(nlp: Language, sentences: list[Sentence]) -> Scores:
    """Score a pipeline that is given the words and the sentences."""
    scores = Scores()
    gold = [to_doc(nlp.vocab, [sentence.copy()], [""]) for sentence in sentences]
    for reference, found in zip(gold, nlp.pipe(bare(doc, sentences=True) for doc in gold), strict=True):
        scores.add(reference, found)
    return scores


def score_text(nlp: Language, sentences: list[Sentence]) -> Scores:
    """Score a pipeline that is given the text of each document."""
    scores = Scores()
    gold = [to_doc(nlp.vocab, [sentence.copy() for sentence in document]) for document in documents(sentences)]
    for reference, found in zip(gold, nlp.pipe(doc.text for doc in gold), strict=True):
        scores.add(reference, found)
    return scores


def speed(nlp: Language, sentences: list[Sentence]) -> float:
    """Return how many words a pipeline parses in a second of processor time, a document of the treebank at a time."""
    gold = [to_doc(nlp.vocab, [sentence.copy() for sentence in document]) for document in documents(sentences)]
    began = time.process_time()
    words = sum(len(doc) for doc in nlp.pipe(doc.text for doc in gold))
    return words / max(time.process_time() - began, 1e-9)


def table(columns: dict[str, Scores]) -> str:
    """Return a line for each measure and a column for each way of scoring."""
    width = max(map(len, MEASURES.values()))
    lines = [f"{'':{width}}" + "".join(f"{name:>12}" for name in columns)]
    for measure, meaning in MEASURES.items():
        lines.append(f"{meaning:{width}}" + "".join(f"{scores.f1(measure):12.2f}" for scores in columns.values()))
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Read the options, score and print."""
    parser = argparse.ArgumentParser(
        prog="python -m stemmata.parsing.english.evaluate",
        description=(__doc__ or "").partition("\n\n")[2],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="examples:\n"
        "  python -m stemmata.parsing.english.evaluate UD_English-EWT\n"
        "  python -m stemmata.parsing.english.evaluate UD_English-EWT --model trial --part dev",
    )
    parser.add_argument("treebank", type=Path, metavar="TREEBANK_DIR", help="folder with the treebank's parts")
    parser.add_argument("--model", help="folder of a trained pipeline, or a spaCy package; by default the shipped one")
    parser.add_argument("--part", choices=("train", "dev", "test"), default="test", help="(%(default)s)")
    options = parser.parse_args(arguments)
    try:
        sentences = read_part(options.treebank, options.part)
        nlp = load(options.model)
    except StemmataError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    columns = {"gold words": score_words(nlp, sentences), "raw text": score_text(nlp, sentences)}
    print(table(columns))
    print(f"{speed(nlp, sentences):,.0f} words a second of processor time", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
