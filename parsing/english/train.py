"""Train the English pipeline: `python -m stemmata.parsing.english.train TREEBANK_DIR -o DIR`.

TREEBANK_DIR holds the `*-train.conllu` and `*-dev.conllu` of a Universal Dependencies treebank. Each epoch sees the
treebank once, half of it changed to look like instructions. The weights, averaged over the steps of training, are
written to DIR after each epoch that scored better on the dev part. Equal seeds give equal weights on one machine.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from stemmata.parsing.english.bundle import pack
from stemmata.parsing.english.evaluate import score_words
from stemmata.parsing.english.lemmas import learn
from stemmata.parsing.english.pipeline import CONFIG, build
from stemmata.parsing.english.treebank import Sentence, bare, documents, read_part, to_doc
from stemmata.parsing.english.variants import specimen, vary
from stemmata.parsing.english.vectors import put, read_glove, squeeze, widen
from stemmata.schemas.errors import StemmataError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.training import Example

_STATIC = "components.tok2vec.model.embed.include_static_vectors"
_LENGTHS = (1, 1, 1, 2, 2, 3, 4, 6, 9)  # sentences of a training document


def train(options: argparse.Namespace) -> None:
    """Train, write the best weights, and say on stderr how it goes."""
    _prepare(options.gpu, options.seed)
    from thinc.api import Adam

    chance = Random(options.seed)
    trained, held = read_part(options.treebank, "train"), read_part(options.treebank, "dev")
    nlp = build(options.config, {_STATIC: options.vectors is not None})
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    lemmatizer.use(learn(word for sentence in trained for word in sentence.words))
    words: list[str] = []
    if options.vectors is not None:
        words, table = read_glove(options.vectors, options.vector_count)
        put(nlp.vocab, words, widen(*squeeze(table)))
    _initialize(nlp, trained)
    optimizer = Adam(options.rate, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
    total = options.epochs * sum(len(sentence.words) for sentence in trained)
    seen, best, began = 0, 0.0, time.monotonic()
    for epoch in range(1, options.epochs + 1):
        largest = min(options.batch, options.batch // 5 + 4 * options.batch * seen // total)
        for batch in batches(examples(nlp, documents(trained), chance), largest):
            seen += sum(len(example.reference) for example in batch)
            optimizer.learn_rate = options.rate * min(1.0, seen / 20_000) * max(0.02, 1 - seen / (1.03 * total))
            nlp.update(batch, drop=options.dropout, sgd=optimizer)
            if sys.stderr.isatty():
                pace = seen / (time.monotonic() - began)
                _say(f"\repoch {epoch} of {options.epochs}, {seen:,} words, {pace:,.0f} a second ", end="")
        with nlp.use_params(optimizer.averages):
            scores = score_words(nlp, held)
            shown = ", ".join(f"{name} {scores.f1(name):.2f}" for name in ("upos", "xpos", "feats", "uas", "las"))
            _say(f"\repoch {epoch}: {shown}, {time.monotonic() - began:.0f} s")
            if (mean := scores.f1("las") + scores.f1("upos") + scores.f1("feats")) > best:
                best = mean
                pack(nlp, lemmatizer.lemmas, words, options.out)


def examples(nlp: Language, grouped: list[list[Sentence]], chance: Random) -> list[Example]:
    """Cut each document into runs of sentences, change some, and pair each with its words alone."""
    from spacy.training import Example

    found = []
    for document in grouped:
        start = 0
        while start < len(document):
            end = start + chance.choice(_LENGTHS)
            reference = to_doc(nlp.vocab, *vary(document[start:end], chance))
            found.append(Example(bare(reference), reference))
            start = end
    chance.shuffle(found)
    return found


def batches(found: list[Example], words: int) -> Iterator[list[Example]]:
    """Group examples into batches of about so many words."""
    batch: list[Example] = []
    size = 0
    for example in found:
        batch.append(example)
        size += len(example.reference)
        if size >= words:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _prepare(gpu: bool, seed: int) -> None:
    import thinc.api

    if gpu:
        thinc.api.require_gpu()
    else:
        thinc.api.set_current_ops(thinc.api.NumpyOps(use_blis=False))  # numpy multiplies matrices faster than blis
    thinc.api.fix_random_seed(seed)


def _initialize(nlp: Language, trained: list[Sentence]) -> None:
    """Give each component its labels, those of white space among them, and first weights."""
    from spacy.training import Example

    plain = [to_doc(nlp.vocab, [sentence.copy()], ["\n"]) for sentence in trained]
    known = {label for doc in plain for label in _labels(doc)}
    extra = to_doc(nlp.vocab, [specimen()], ["\n"])
    if any(label not in known for label in _labels(extra)):
        plain.append(extra)
    nlp.initialize(lambda: [Example(bare(doc), doc) for doc in plain])


def _labels(doc: Doc) -> Iterator[tuple[str, str]]:
    for token in doc:
        yield "tag", token.tag_
        yield "dep", token.dep_
        yield token.pos_, str(token.morph)


def _say(text: str, *, end: str = "\n") -> None:
    sys.stderr.write((text if sys.stderr.isatty() else text.lstrip("\r")) + end)
    sys.stderr.flush()


def main(arguments: list[str] | None = None) -> int:
    """Read the options and train."""
    parser = argparse.ArgumentParser(
        prog="python -m stemmata.parsing.english.train",
        description=(__doc__ or "").partition("\n\n")[2],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="examples:\n"
        "  python -m stemmata.parsing.english.train UD_English-EWT -o model --vectors glove.6B.50d.txt\n"
        "  python -m stemmata.parsing.english.train UD_English-EWT -o model --vectors glove.6B.50d.txt --gpu\n"
        "  python -m stemmata.parsing.english.train UD_English-EWT -o trial --epochs 2",
    )
    parser.add_argument("treebank", type=Path, metavar="TREEBANK_DIR", help="folder with the train and dev parts")
    parser.add_argument("-o", "--out", type=Path, required=True, help="folder for the trained pipeline")
    parser.add_argument("--config", type=Path, default=CONFIG, help="spaCy's configuration of the components")
    parser.add_argument("--vectors", type=Path, help="GloVe's text file of word vectors; without it there are none")
    parser.add_argument("--vector-count", type=int, default=80_000, help="how many of its words to keep (%(default)s)")
    parser.add_argument("--epochs", type=int, default=22, help="times that the treebank is seen (%(default)s)")
    parser.add_argument("--batch", type=int, default=1000, help="words in a batch, in the end (%(default)s)")
    parser.add_argument("--dropout", type=float, default=0.15, help="(%(default)s)")
    parser.add_argument("--rate", type=float, default=0.0015, help="highest learning rate (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="(%(default)s)")
    parser.add_argument("--gpu", action="store_true", help="train on the first GPU")
    options = parser.parse_args(arguments)
    try:
        train(options)
    except StemmataError as error:
        _say(f"error: {error}")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
