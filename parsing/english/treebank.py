"""Sentences of a Universal Dependencies treebank, read from CoNLL-U, and spaCy documents made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stemmata.schemas.errors import InputError

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab


@dataclass(slots=True, eq=False)
class Word:
    """A syntactic word. A root is its own head; `space` says whether a blank follows."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    dep: str
    space: bool
    head: Word


@dataclass(slots=True)
class Sentence:
    """The words of a sentence, and whether a new paragraph or a new document begins with it."""

    words: list[Word]
    opens_paragraph: bool = False
    opens_document: bool = False

    @property
    def root(self) -> Word:
        """The word that is its own head."""
        return next(word for word in self.words if word.head is word)

    def below(self, head: Word) -> list[Word]:
        """Return a word and all that hangs from it, in the order of the text."""
        found = []
        for word in self.words:
            step = word
            while step is not head and step.head is not step:
                step = step.head
            if step is head:
                found.append(word)
        return found

    def copy(self) -> Sentence:
        """Return a sentence of new words, heads among them."""
        twins = {
            id(word): _word(word.form, word.lemma, word.upos, word.xpos, word.feats, word.dep, word.space)
            for word in self.words
        }
        for word in self.words:
            twins[id(word)].head = twins[id(word.head)]
        return Sentence([twins[id(word)] for word in self.words], self.opens_paragraph, self.opens_document)


def _word(form: str, lemma: str, upos: str, xpos: str, feats: str, dep: str, space: bool) -> Word:
    word = Word(form, lemma, upos, xpos, feats, dep, space, None)  # type: ignore[arg-type]  # set at once
    word.head = word
    return word


def attached(form: str, upos: str, xpos: str, dep: str, head: Word | None, *, space: bool, feats: str = "") -> Word:
    """Return a new word under `head`, or a root under none; it is its own lemma."""
    word = _word(form, form.lower(), upos, xpos, feats, dep, space)
    word.head = head or word
    return word


def read_treebank(path: Path) -> list[Sentence]:
    """Read a CoNLL-U file.

    Raises:
        InputError: The file is absent or a line is no CoNLL-U.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("the treebank cannot be read", where=str(path), fix="name a CoNLL-U file") from error
    found = []
    line_number = 1
    for block in text.split("\n\n"):
        lines = block.split("\n")
        if any(line and not line.startswith("#") for line in lines):
            try:
                found.append(_sentence(lines))
            except ValueError as error:
                raise InputError(str(error), where=f"{path}:{line_number}", fix="name a CoNLL-U file") from error
        line_number += len(lines) + 1
    return found


def read_part(folder: Path, part: str) -> list[Sentence]:
    """Read the train, dev or test part of a treebank.

    Raises:
        InputError: The folder has no such file, or several, or it cannot be read.
    """
    files = sorted(folder.glob(f"*-{part}.conllu"))
    if len(files) != 1:
        raise InputError(f"there is not one file *-{part}.conllu", where=str(folder), fix="name a treebank's folder")
    return read_treebank(files[0])


def _sentence(lines: list[str]) -> Sentence:
    """Read a sentence; a ValueError says what is wrong with it."""
    comments = [line for line in lines if line.startswith("#")]
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    if any(len(row) != 10 for row in rows):
        raise ValueError("a line does not have the ten columns of CoNLL-U")
    glued: set[int] = set()  # words that the next one follows without a blank
    for row in rows:
        first, dash, last = row[0].partition("-")
        if dash:
            glued.update(range(int(first), int(last)))
            if "SpaceAfter=No" in row[9]:
                glued.add(int(last))
    numbered = {}
    heads = {}
    for number, form, lemma, upos, xpos, feats, head, dep, _, misc in rows:
        if not number.isdigit():
            continue
        space = int(number) not in glued and "SpaceAfter=No" not in misc
        numbered[number] = _word(form, lemma, upos, xpos, "" if feats == "_" else feats, dep, space)
        heads[number] = head
    for number, head in heads.items():
        if head != "0":
            if head not in numbered:
                raise ValueError(f"word {number} has the head {head}, which is no word")
            numbered[number].head = numbered[head]
    for number, word in numbered.items():
        for _ in numbered:
            word = word.head
        if word.head is not word:
            raise ValueError(f"word {number} is not below the root")
    return Sentence(
        list(numbered.values()),
        any(comment.startswith("# newpar") for comment in comments),
        any(comment.startswith("# newdoc") for comment in comments),
    )


def to_doc(vocab: Vocab, sentences: Iterable[Sentence], blanks: Iterable[str] | None = None) -> Doc:
    """Return a spaCy document of sentences with all their annotation.

    Args:
        vocab: The pipeline's vocabulary.
        sentences: One sentence or more.
        blanks: What stands after each sentence: nothing, one blank, or other white space, which becomes a token as
            spaCy's tokenizer makes one. By default what the treebank says, with a blank line before a paragraph.
    """
    from spacy.tokens import Doc

    sentences = list(sentences)
    blanks = list(_blanks(sentences) if blanks is None else blanks)
    words: list[Word] = []
    starts: list[bool] = []
    for sentence, blank in zip(sentences, blanks, strict=True):
        words += sentence.words
        starts += [index == 0 for index in range(len(sentence.words))]
        last = words[-1]
        if blank.strip(" ") or len(blank) > 1:  # one blank belongs to the word before, the rest is a token
            last.space = blank.startswith(" ")
            white = blank[1:] if last.space else blank
            words.append(attached(white, "SPACE", "_SP", "dep", last, space=False))
            starts.append(False)
        else:
            last.space = blank == " "
    place = {id(word): index for index, word in enumerate(words)}
    return Doc(
        vocab,
        words=[word.form for word in words],
        spaces=[word.space for word in words],
        tags=[word.xpos for word in words],
        pos=[word.upos for word in words],
        morphs=[word.feats for word in words],
        lemmas=[word.lemma for word in words],
        heads=[place[id(word.head)] for word in words],
        deps=["ROOT" if word.head is word else word.dep for word in words],
        sent_starts=[int(start) or -1 for start in starts],
    )


def _blanks(sentences: list[Sentence]) -> Iterator[str]:
    for sentence, following in zip(sentences, [*sentences[1:], None], strict=True):
        if following is None:
            yield ""
        elif following.opens_paragraph:
            yield "\n\n"
        else:
            yield " " if sentence.words[-1].space else ""


def documents(sentences: list[Sentence]) -> list[list[Sentence]]:
    """Return the sentences of each document of the treebank."""
    found: list[list[Sentence]] = []
    for sentence in sentences:
        if sentence.opens_document or not found:
            found.append([])
        found[-1].append(sentence)
    return found


def bare(doc: Doc, *, sentences: bool = False) -> Doc:
    """Return a document with the words of another and nothing else, or with its sentence boundaries too."""
    from spacy.tokens import Doc

    return Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        sent_starts=[1 if token.is_sent_start else -1 for token in doc] if sentences else None,
    )
