"""Verbs that a question hides: a bare verb is easily taken for a noun ("Does coffee *stunt* growth?")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stemmata.parsing.syntax import kids, label

if TYPE_CHECKING:
    from spacy.tokens import Token

_DO = ("do", "does", "did")
_QUOTES = frozenset("\"“”'‘’")
_NAMING = ("NOUN", "PROPN", "ADJ")


def hidden_verb(tokens: list[Token]) -> Token | None:
    """Return the verb of a question that was taken for a noun: after "do", or after what is asked for; None elsewhere.

    Args:
        tokens: The tokens of the question.
    """
    place = next((i for i, token in enumerate(tokens[:8]) if token.lower_ in _DO), None)
    if place is None and tokens and tokens[0].lower_ in ("which", "what"):
        verbless = all(token.pos_ not in ("VERB", "AUX") for token in tokens)
        place = 0 if verbless and len(tokens) > 3 and tokens[1].tag_ == "NNS" else None
    elif place is not None and not _stranded(tokens[place]):
        return None
    if place is None:
        return None
    marks = [i for i, token in enumerate(tokens) if token.text in _QUOTES and i > place]
    if len(marks) > 1 and marks[-1] + 1 < len(tokens) and tokens[marks[-1] + 1].pos_ == "NOUN":
        return tokens[marks[-1] + 1]  # what a quoted word "means"
    phrase: list[Token] = []
    determined = False
    for token in tokens[place + 1 :]:
        if not phrase and token.pos_ in ("DET", "PRON", "NUM"):
            if token.tag_ == "PRP":
                return None
            determined = True
        elif (
            token.pos_ in _NAMING
            or (phrase and token.pos_ == "NUM" and token.text.isupper())
            or token.tag_ == "JJ"
            or (token.tag_ in ("VBZ", "NNS") and not phrase)
        ):
            phrase.append(token)
        else:
            if token.tag_ in ("VB", "VBP") and phrase and token.pos_ == "VERB":
                return token
            break
    if len(phrase) < 2:
        return None
    for i in range(2, len(phrase)):
        if phrase[i].tag_ in ("JJ", "JJR") and phrase[i - 1].tag_.startswith("NN"):
            return phrase[i - 1]  # an adjective opens what the verb governs
    for i, token in enumerate(phrase[:-1]):
        plural = token.tag_ in ("NNS", "NNPS", "VBZ")
        named = phrase[0].text[:1].isupper() and phrase[i + 1].text.islower()
        if plural or named:
            return phrase[i + 1]
    return phrase[-1] if determined or len(phrase) == 2 else phrase[1]


def _stranded(do: Token) -> bool:
    """Return whether a "do" helps no verb, or one in a form that cannot follow it."""
    if label(do) != "aux":
        return not any(kid.tag_ == "VB" for kid in kids(do, "xcomp", "ccomp"))
    return do.head.tag_ not in ("VB", "VBP") and do.head.i > do.i
