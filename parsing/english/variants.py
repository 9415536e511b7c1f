"""Training sentences made to look like instructions: imperatives, lists, marks of Markdown, other letter case."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random

from stemmata.parsing.english.imperatives import command, imperative, instructive
from stemmata.parsing.english.treebank import Sentence, Word, attached

_BULLETS = ("-", "*", "•", "–", "+")
_MARKS = (  # opening, closing, their parts of speech
    ('"', '"', "``", "''"),
    ("“", "”", "``", "''"),
    ("'", "'", "``", "''"),
    ("**", "**", "NFP", "NFP"),
    ("*", "*", "NFP", "NFP"),
    ("`", "`", "NFP", "NFP"),
    ("__", "__", "NFP", "NFP"),
    ("(", ")", "-LRB-", "-RRB-"),
    ("[", "]", "-LRB-", "-RRB-"),
)


def vary(sentences: list[Sentence], random: Random) -> tuple[list[Sentence], list[str]]:
    """Return copies of consecutive sentences, some of them changed, and what white space stands after each.

    The treebank's own look is kept about half of the time.
    """
    copies = [sentence.copy() for sentence in sentences]
    if random.random() < 0.5:
        return copies, _plain_blanks(copies, random)
    for sentence in copies:
        for chance, change in _CHANGES:
            if random.random() < chance:
                change(sentence, random)
    listed = random.random()
    if listed < 0.18:
        return copies, _as_list(copies, random)
    if listed < 0.3:
        return copies, ["\n" if random.random() < 0.8 else "\n\n" for _ in copies[1:]] + [""]
    return copies, _plain_blanks(copies, random)


def specimen() -> Sentence:
    """Return a sentence with each tag and relation that variants bring in, for treebanks too small to have them all."""
    root = attached("name", "VERB", "VB", "root", None, space=True, feats="Mood=Imp|VerbForm=Fin")
    words = [root]
    for _, _, *tags in _MARKS:
        words += [attached("*", "PUNCT", tag, "punct", root, space=True) for tag in tags]
    for upos, xpos, dep, feats in (
        ("PUNCT", ":", "punct", ""),
        ("PUNCT", ".", "punct", ""),
        ("NUM", "LS", "discourse", ""),
        ("NUM", "LS", "discourse", "NumForm=Digit|NumType=Card"),
        ("INTJ", "UH", "discourse", ""),
        ("AUX", "VB", "aux", "Mood=Imp|VerbForm=Fin"),
        ("VERB", "VB", "obj", "VerbForm=Inf"),
        ("NOUN", "NN", "obl", "Number=Sing"),
    ):
        words.append(attached("a", upos, xpos, dep, root, space=True, feats=feats))
    return Sentence(words)


def _plain_blanks(sentences: list[Sentence], random: Random) -> list[str]:
    blanks = []
    for sentence, following in pairwise(sentences):
        if following.opens_paragraph:
            blanks.append(random.choice(("\n", "\n\n", "\n\n", " \n", " ")))
        elif random.random() < 0.03:
            blanks.append(random.choice(("  ", "\n")))
        else:
            blanks.append(" " if sentence.words[-1].space else "")
    return [*blanks, random.choice(("", "", "", "", "\n", " "))]


def _as_list(sentences: list[Sentence], random: Random) -> list[str]:
    """Put a bullet or a number before each sentence, and each on a line of its own."""
    style = random.random()
    bullet = random.choice(_BULLETS)
    after_number = random.choice((".", ".", ")"))
    drop = random.random() < 0.5
    for number, sentence in enumerate(sentences, random.choice((1, 1, 1, 2, 3))):
        root = sentence.root
        if style < 0.5:
            sentence.words.insert(0, attached(bullet, "PUNCT", "NFP", "punct", root, space=True))
        else:
            mark, feats = (str(number), "NumForm=Digit|NumType=Card") if style < 0.9 else (chr(96 + number % 26), "")
            label = attached(mark, "NUM", "LS", "discourse", root, space=False, feats=feats)
            stop = attached(after_number, "PUNCT", "-RRB-" if after_number == ")" else ".", "punct", label, space=True)
            sentence.words[:0] = [label, stop]
        if drop:
            _drop_stop(sentence, random)
    return ["\n" if random.random() < 0.9 else "\n\n" for _ in sentences[1:]] + [""]


def _lower(sentence: Sentence, random: Random) -> None:
    for word in sentence.words:
        word.form = word.form.lower()


def _upper(sentence: Sentence, random: Random) -> None:
    for word in sentence.words:
        word.form = _upper_form(word.form)


def _upper_form(form: str) -> str:
    upper = form.upper()
    return upper if len(upper) == len(form) else form


def _emphasise(sentence: Sentence, random: Random) -> None:
    start = random.randrange(len(sentence.words))
    for word in sentence.words[start : start + random.choice((1, 1, 2))]:
        word.form = _upper_form(word.form)


def _title(sentence: Sentence, random: Random) -> None:
    if len(sentence.words) <= 12:
        for word in sentence.words:
            if word.upos not in ("ADP", "DET", "PART", "CCONJ"):
                word.form = word.form[:1].upper() + word.form[1:]


def _is_leaf(sentence: Sentence, word: Word) -> bool:
    return all(other.head is not word for other in sentence.words if other is not word)


def _drop_stop(sentence: Sentence, random: Random) -> None:
    last = sentence.words[-1]
    if len(sentence.words) > 1 and last.form in (".", "!") and last.dep == "punct" and _is_leaf(sentence, last):
        sentence.words[-2].space = last.space
        del sentence.words[-1]


def _colon(sentence: Sentence, random: Random) -> None:
    last = sentence.words[-1]
    if len(sentence.words) > 1 and last.form == "." and last.dep == "punct":
        last.form = last.lemma = last.xpos = ":"


def _wrap(sentence: Sentence, random: Random) -> None:
    """Put marks around a word or around a word with all that hangs from it."""
    heads = [word for word in sentence.words if word.upos in ("NOUN", "PROPN", "ADJ", "VERB", "NUM", "ADV", "AUX")]
    if not heads:
        return
    head = random.choice(heads)
    place = {id(word): index for index, word in enumerate(sentence.words)}
    start = end = place[id(head)]
    if random.random() < 0.6:
        inside = sentence.below(head)
        start, end = min(place[id(word)] for word in inside), max(place[id(word)] for word in inside)
        if end - start + 1 != len(inside):
            return  # not in one piece
        if end > start and sentence.words[end].dep == "punct":
            end -= 1
    if start > 0 and not sentence.words[start - 1].space:
        return  # a part of a contraction or of a hyphenated word
    following = sentence.words[end + 1 : end + 2]
    if following and not sentence.words[end].space and following[0].upos != "PUNCT":
        return
    opening, closing, opening_tag, closing_tag = random.choice(_MARKS)
    last = sentence.words[end]
    after = attached(closing, "PUNCT", closing_tag, "punct", head, space=last.space)
    last.space = False
    sentence.words.insert(end + 1, after)
    sentence.words.insert(start, attached(opening, "PUNCT", opening_tag, "punct", head, space=False))


def _curly(sentence: Sentence, random: Random) -> None:
    for word in sentence.words:
        if word.form == '"':
            word.form = "“" if word.xpos == "``" else "”"
        elif "'" in word.form:
            word.form = word.form.replace("'", "’")
        elif word.form in ("--", "-") and word.upos == "PUNCT" and word.space:
            word.form = random.choice(("—", "–"))


_CHANGES: tuple[tuple[float, Callable[[Sentence, Random], None]], ...] = (
    (0.1, command),
    (0.6, imperative),
    (0.4, instructive),
    (0.25, _drop_stop),
    (0.04, _colon),
    (0.15, _wrap),
    (0.12, _curly),
    (0.04, _emphasise),
    (0.03, _title),
    (0.1, _lower),
    (0.04, _upper),
)
