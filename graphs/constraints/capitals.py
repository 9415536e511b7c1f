"""Words in capital letters throughout: how instructions name them, and how they are counted."""

from __future__ import annotations

import re

_CAPITALS = (
    r"(?:(?:all|only|full|fully|entirely|completely|block|in)[ -]){0,3}(?:the )?"
    r"(?:(?:upper-?\s?case|capital|capitali[sz]ed)(?: letters?| characters?)?|capitals|all-?\s?caps|caps(?: lock)?|"
    r"allcaps)"
)
_WRITTEN = (
    r"(?:,? ?(?:that|which)? ?(?:(?:should|must|may|can|could|need to|have to|has to|are|is|be|to) ){0,3}"
    r"(?:(?:appear(?:ing|s)?|written|typed|spelled|set|put|printed|rendered|shown|formatted|presented|made|fully|entirely|"
    r"completely) ){0,3})"
)
CAPITAL_WORDS = (
    rf"(?:words?(?: (?:in|of|throughout) (?:the|your|this) [a-z]{{3,12}})? {_WRITTEN}"
    rf"(?:(?:in|with|using|of) {_CAPITALS}|(?:all|fully|entirely|completely)[ -](?:capital|upper|caps)[a-z-]{{0,8}}"
    r"(?: letters)?)"
    rf"(?: (?:letters|only))?|(?:(?:all|fully|entirely|completely)[ -]){{1,2}}"
    rf"(?:capital(?:i[sz]ed)?|upper-?\s?case|caps?)(?:[ -]letters?)? words?|"
    r"(?:upper-?\s?case|all-?\s?caps|allcaps) words?)"
)
"""A regular expression, over lower-case text, for words in capitals under their full name."""

EMPHASIZED = r"(?:such )?(?:capital|capitali[sz]ed|caps)(?:[ -]letters?)? words?"
"""What they may be called once it is said that all letters are meant; alone it may mean the first letter."""

# What a word ends at, as in the tokens that IFEval counts: hyphens, slashes and single stops are inside words.
_PIECE = re.compile(r"(?:(?!--|\.\.|[:,](?!\d))[^\s;@#$%&?!*\"()\[\]{}<>«»“”‘’„`…—–])+")
_CLITIC = re.compile(r"(?<=[^'\s])(?:'[sSmMdD]|'ll|'LL|'re|'RE|'ve|'VE|n't|N'T)(?=[.'*_]*$)")
_FUSED = re.compile(r"^(?:CAN(?=NOT\b)|GIM(?=ME\b)|GON(?=NA\b)|GOT(?=TA\b)|LEM(?=ME\b)|WAN(?=NA\b))")


def capital_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the words that have letters, all of them capital, counted as IFEval does.

    "I" and "A" are such words; a word with a hyphen is one; a contraction ("DON'T") is two.

    Example:
        >>> [*capital_spans("I said DON'T, state-OF-the-art NASA.")]
        [(0, 1), (7, 9), (9, 12), (31, 35)]
    """
    spans: list[tuple[int, int]] = []
    for match in _PIECE.finditer(text):
        word, start = match[0], match.start()
        if not any(c.isupper() for c in word):
            continue
        cut = _CLITIC.search(word, max(0, len(word) - 12)) if "'" in word else _FUSED.match(word)
        at = 0 if cut is None else cut.start() if "'" in word else cut.end()
        for left, right in ((0, at), (at, len(word))) if at else ((0, len(word)),):
            if word[left:right].isupper():
                spans.append((start + left, start + len(word[:right].rstrip(".'*_-/~"))))
    return spans


def in_capitals(text: str, wanted: int) -> tuple[str, int] | None:
    """Return a text with more of its longer words put in capitals, evenly spread, and the characters changed.

    None where it has too few such words.

    Args:
        text: The text.
        wanted: How many words more are to be in capitals.
    """
    plain = [match.span() for match in _PLAIN.finditer(text)]
    if wanted < 1 or len(plain) < 2 * wanted:
        return None
    chosen = [plain[i * len(plain) // wanted] for i in range(wanted)]
    pieces, cursor, changed = [], 0, 0
    for start, end in chosen:
        word = text[start:end]
        pieces += [text[cursor:start], word.upper()]
        changed += 2 * sum(c.islower() for c in word)
        cursor = end
    return "".join([*pieces, text[cursor:]]), changed


# Words of letters alone, without a sign beside them that makes them part of an address, a name or code.
_PLAIN = re.compile(
    r"(?<![^\s(\"“*])(?!(?:th(?:ere|ese|ose|eir|rough|ough)|wh(?:ere|ich|ile|ose)|would|could|should|about|after|before|"
    r"under|other|another|being|because|since|until|every|between|during|within|without|still|having)\b)"
    r"[A-Z]?[a-z]{5,14}(?=[\s,;.!?)\"”*]{1,2}(?:\s|$)|[\s,;.!?]$|\s|$)"
)
