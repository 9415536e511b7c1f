"""Which words of a turn mean something outside of it, and whether that is to be changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from stemmata.parsing.syntax import kids, label
from stemmata.parsing.things import things

if TYPE_CHECKING:
    from spacy.tokens import Token

_CHANGES = frozenset(
    """adjust modify rewrite rephrase reword revise edit change enhance improve shorten lengthen simplify polish tweak
    update reformat convert turn switch shift trim condense redo correct fix refine narrow tailor translate adapt
    restructure rework transform tighten soften personalize reorganize rearrange replace swap paraphrase format alter
    amend vary""".split()
)
_MAKES = frozenset("make give put keep show write present phrase word render end start".split())
_ADDS = frozenset("add include incorporate insert throw mention remove drop delete cut".split())
_DEMONSTRATIVES = frozenset("this that these those".split())
_DEFINITE = _DEMONSTRATIVES | {"the"}
_PRONOUNS = frozenset("it they them this that these those both 'em em their its mine yours ours".split())
_BEFORE = frozenset("previous last above former same preceding current existing prior".split())
_STANDING = frozenset("one ones other others latter former rest".split())  # "the first one", "the rest"
_VAGUE = frozenset("thing stuff one part bit".split())
_TIMES = frozenset("time week month year day morning evening night weekend summer winter moment way".split())
_MANNER = frozenset("tone style voice language format wording version way manner vibe draft look form".split())
_OURS = frozenset("the your our my".split())
_COMING = frozenset("response answer output reply".split())  # "your answer" in demands on the answer to come
_MODEL = frozenset("you u ya someone".split())
_MISREAD = frozenset("bout ur u gon ya".split())  # short for other words, and read as nouns


def pointing(tokens: Sequence[Token], known: Callable[[str], bool], first: int = 0) -> Iterator[Token]:
    """Yield the words that mean something outside of their turn: "it" before any noun, "those cards", "the last draft".

    Args:
        tokens: The turn's tokens.
        known: Whether the beginning of a word, as `things` gives it, was spoken of before.
        first: How many tokens stand before the first act: thanks and praise there name nothing new.
    """

    def meant(noun: Token) -> bool:
        return any(map(known, things(noun.text)))

    named: set[str] = set()
    for place, token in enumerate(tokens):
        lower, head = token.lower_, token.head
        if token.pos_ == "PRON" and lower in _PRONOUNS:
            if not named and label(token) not in ("expl", "mark"):
                yield token
        elif lower in _STANDING and any(one.lower_ in _DEFINITE for one in kids(token, "det")):
            yield token
        elif lower in _DEMONSTRATIVES and label(token) == "det" and head.i > token.i:
            if head.lemma_.lower() in _VAGUE or (
                head.lemma_.lower() not in named | _TIMES and (not named or meant(head))
            ):
                yield head
        elif head.i > token.i and (
            (lower in _BEFORE and any(one.lower_ in _OURS for one in kids(head, "det", "nmod")))
            or (lower == "your" and not (named and head.lower_ in _COMING) and changed(head))
            or (lower in _OURS and changed(head) and meant(head))
        ):
            yield head
        noun = token.pos_ in ("NOUN", "PROPN") and lower not in _MISREAD
        if noun and (place >= first or (things(token.text) and not meant(token))):
            named.add(token.lemma_.lower())


def changed(token: Token) -> bool:
    """Return whether a word that means something said before is what an order changes."""
    whole = token.head  # "all of this", "the length of that letter"
    while label(token) == "nmod" and (whole.lower_ in ("all", "both") or whole.head.lemma_.lower() in _CHANGES):
        token, whole = whole, whole.head
    verb, relation = token.head, label(token)
    if relation == "nsubj":  # "make it look nicer"
        return label(verb) in ("xcomp", "ccomp") and _ordered(verb.head, _MAKES)
    return relation in ("obj", "iobj", "obl") and _ordered(verb, _CHANGES if relation == "obl" else _CHANGES | _MAKES)


def _ordered(verb: Token, lemmas: frozenset[str]) -> bool:
    """Return whether one of some verbs is what the model is to do: not "how can I change", "ways to change"."""
    if verb.lemma_.lower() not in lemmas or label(verb) == "acl":
        return False
    return all(one.lower_ in _MODEL for one in kids(verb, "nsubj")) and not any(
        one.lower_ in ("how", "what", "where", "why") for one in kids(verb, "advmod", "obj", "mark")
    )


def remade(tokens: Sequence[Token]) -> bool:
    """Return whether another manner is asked for, or a turn begins with an order to put something in or to drop it."""
    first = next((token for token in tokens if token.is_alpha and label(token) not in ("discourse", "advmod")), None)
    return (first is not None and first.lemma_.lower() in _ADDS) or any(map(_other, tokens))


def alters(words: str) -> bool:
    """Return whether an act begins with an order to change something, or to put something in or leave it out.

    Example:
        >>> alters("add a garnish"), alters("draw a fish")
        (True, False)
    """
    return words.partition(" ")[0] in _CHANGES | _ADDS


def _other(token: Token) -> bool:
    """Return whether a noun of manner is compared: "a more formal style"."""
    return token.lemma_.lower() in _MANNER and any(
        any("Degree=Cmp" in str(word.morph) for word in (one, *kids(one, "advmod"))) for one in kids(token, "amod")
    )
