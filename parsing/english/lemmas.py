"""Lemmas from a word and its tag: a list of words that follow no rule, and rules by the word's ending."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

from stemmata.parsing.english.treebank import Word

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# How many characters an ending loses, and what it gets for them.
Edit: TypeAlias = tuple[int, str]

_LONGEST = 6  # characters of an ending
_NAMES = ("NNP", "NNPS", "ADD", "GW")
_S = ("'s", "’s", "'S")
_VOWELS = frozenset("aeiou")


class Lemmas:
    """The lemma of a word by its Penn Treebank tag, learnt from a treebank.

    Args:
        irregular: By tag, the lemmas of words that no ending tells.
        endings: By tag, what to do with an ending; the longest that fits counts, the empty one fits always.
    """

    def __init__(
        self, irregular: dict[str, dict[str, str]] | None = None, endings: dict[str, dict[str, Edit]] | None = None
    ) -> None:
        self.irregular = irregular or {}
        self.endings = endings or {}

    def lemma(self, form: str, tag: str) -> str:
        """Return a word's lemma. Proper names and addresses keep their letter case, numbers lose their commas."""
        named = tag in _NAMES
        lower = form.lower()
        if tag == "CD" and lower[:1].isdigit():
            return lower.replace(",", "")
        if known := self.irregular.get(tag, {}).get(lower):
            return known
        endings = self.endings.get(tag, {})
        for length in range(min(_LONGEST, len(lower) - 1), -1, -1):
            edit = endings.get(lower[len(lower) - length :])
            if edit is not None and edit[0] < len(lower):
                lost, gained = edit
                return (form if named else lower)[: len(lower) - lost] + gained
        return form if named else lower


def learn(words: Iterable[Word]) -> Lemmas:
    """Learn the lemmas of a treebank: the rules that save most words from the list, then the list."""
    seen: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    verbs = set()
    for word in words:
        if word.lemma != "_" and word.xpos not in ("GW", "ADD"):
            seen[word.xpos][word.form.lower()][word.lemma] += 1
            if word.upos == "VERB" and word.lemma.isalpha():
                verbs.add(word.lemma)
    for lemma in sorted(verbs):
        for tag, form in _regular_forms(lemma):
            if form not in seen[tag]:
                seen[tag][form][lemma] += 1
    irregular: dict[str, dict[str, str]] = {}
    endings: dict[str, dict[str, Edit]] = {}
    for tag in sorted(seen):
        chosen = {form: min(lemmas, key=lambda lemma: (-lemmas[lemma], lemma)) for form, lemmas in seen[tag].items()}
        endings[tag] = _endings(chosen)
        rules = Lemmas({}, {tag: endings[tag]})
        irregular[tag] = {
            form: lemma
            for form, lemma in sorted(chosen.items())
            if rules.lemma(lemma if tag in _NAMES and lemma.lower() == form else form, tag) != lemma
        }
    return Lemmas({tag: words for tag, words in irregular.items() if words}, endings)


def _regular_forms(lemma: str) -> Iterable[tuple[str, str]]:
    """The past and the participles of a verb, where their spelling is beyond doubt and regular."""
    if lemma[-1] == "e" and lemma[-2:-1] not in _VOWELS:
        stem, ed = lemma[:-1], lemma + "d"
    elif lemma[-1] == "y" and lemma[-2:-1] not in _VOWELS:
        stem, ed = lemma, lemma[:-1] + "ied"
    elif lemma[-1] in _VOWELS or (lemma[-1] not in "wxy" and lemma[-2:-1] in _VOWELS and lemma[-3:-2] not in _VOWELS):
        return  # "stop" doubles its consonant, "open" does not
    else:
        stem, ed = lemma, lemma + "ed"
    yield "VBG", stem + "ing"
    yield "VBD", ed
    yield "VBN", ed


def _edit(form: str, lemma: str) -> Edit:
    """What makes the lemma of the word; the lemma's own letter case where it is no name's."""
    shared = 0
    lower = lemma.lower()
    while shared < min(len(form), len(lower)) and form[shared] == lower[shared]:
        shared += 1
    return len(form) - shared, lemma[shared:]


def _endings(chosen: dict[str, str]) -> dict[str, Edit]:
    votes: dict[str, Counter[Edit]] = defaultdict(Counter)
    for form, lemma in chosen.items():
        edit = _edit(form, lemma)
        for length in range(min(_LONGEST, len(form) - 1) + 1):
            if edit[0] <= max(length, 1) or length == 0:
                votes[form[len(form) - length :]][edit] += 1
    rules: dict[str, Edit] = {}
    for ending in sorted(votes, key=len):
        edit, count = min(votes[ending].items(), key=lambda item: (-item[1], item[0]))
        shorter = next((rules[ending[cut:]] for cut in range(1, len(ending) + 1) if ending[cut:] in rules), None)
        if edit != shorter and (count > 1 or not ending) and 2 * count > votes[ending].total():
            rules[ending] = edit
    return rules


def _is_perfect(token: Token) -> bool:
    """Whether what looks like "is" stands for "has": before "been", or as the auxiliary of a past participle."""
    after = token.doc[token.i + 1 : token.i + 2].text.lower()
    return after == "been" or (token.dep_ == "aux" and token.head.tag_ == "VBN")


class Lemmatizer:
    """The component that gives each word of a document its lemma; white space is its own."""

    def __init__(self) -> None:
        self.lemmas = Lemmas()
        self._known: dict[tuple[int, int], str] = {}

    def use(self, lemmas: Lemmas) -> None:
        """Take other lemmas."""
        self.lemmas = lemmas
        self._known = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of a document that has tags and syntax."""
        known = self._known
        for token in doc:
            key = (token.orth, token.tag)
            lemma = known.get(key)
            if lemma is None:
                lemma = token.text if token.is_space else self.lemmas.lemma(token.text, token.tag_)
                if len(known) < 50_000:  # a long run sees ever new words
                    known[key] = lemma
            if lemma == "be" and token.text in _S and _is_perfect(token):
                lemma = "have"
            token.lemma_ = lemma
        return doc
