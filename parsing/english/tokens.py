"""A tokenizer that cuts as the English Web Treebank does: spaCy's English one with other edges and exceptions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

if TYPE_CHECKING:
    from spacy.language import Language

# Each run of these is one token; the lookbehinds let a search start at a run's head only, so it stays linear.
_LEADING = (
    r"[.!?]*[!?]+",
    r"[*]+",
    r"=+",
    r"_+",
    r"~+",
    r"#+(?![0-9])",
    r"`+",
    r"<+",
    r">+",
    r"[-–—]+(?=[^\W\d_]|[$£€])",
)
_TRAILING = (
    r"(?<![.!?])[.!?]*[!?]",
    r"(?<!\*)\*+",
    r"(?<!=)=+",
    r"(?<!_)_+",
    r"(?<!~)~+",
    r"(?<!`)`+",
    r"(?<!<)<+",
    r"(?<!>)>+",
    r"(?<=[^\W\d_])[-–—]{1,3}",
    r"(?<=:[0-9]{2})[AaPp][Mm]",
    r"(?<=[0-9])[kK]",
)
_INSIDE = (
    r"(?<=[0-9])[/–—](?=[0-9])",
    r"(?<=[^\W_])(?:\*\*|`|__|\()(?=[^\W_])",
    r"(?<=[^\W\d_])-(?=[0-9])",
    r"(?<=[^\W\d_])(?:[?!]+|;)(?=[^\W\d_])",
    r"(?<=[^\W_])[\"”]+(?=[^\W\d_<])",
)

# Words that the treebank does not cut at the hyphen, and numbers that it keeps whole.
_WHOLE = re.compile(
    r"(?:(?:e|non|pre|anti|re|mid|post|co|multi|pro|ex|sub|semi|neo|over|un|intra|micro)-[a-z]+"
    r"|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}-[a-z]{3}-\d{2,4}|\d{1,2}-\d{1,2}-\d{4}|\d{3}-\d{4}|\d{3}[-/]\d{3}-\d{4})\Z",
    re.IGNORECASE,
)
_ABBREVIATIONS = (
    "Sept. Oct. Dec. Nov. Feb. Jan. Aug. Ft. Lt. Mon. Tue. Tues. Wed. Thur. Thurs. Fri. Col. Sen. Blvd. "
    "Vol. Sr. esp. Esp. vs. Attn. approx. Fig. fig. pp."
).split()
_CUT = {"and/or": ("and", "/", "or"), "wanna": ("wan", "na"), "Wanna": ("Wan", "na")}


# spaCy's tokenizer takes a stretch without blanks apart from its ends, in a time that grows with its length squared.
_STRETCH = re.compile(r"((?<!\S)\S{400,})")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PIECE = re.compile(r"\w+|([^\w\s])\1*")


class TreebankTokenizer(Tokenizer):  # type: ignore[misc]  # compiled, without types
    """spaCy's tokenizer, but for very long stretches without blanks, which it would take hours for."""

    def __call__(self, string: str) -> Doc:
        """Return the tokens of a text, all else unset. Half a surrogate pair becomes U+FFFD, as long as it."""
        string = _SURROGATE.sub("\ufffd", string)
        segments = _STRETCH.split(string)
        if len(segments) == 1:
            whole: Doc = super().__call__(string)
            return whole
        words: list[str] = []
        spaces: list[bool] = []
        for number, segment in enumerate(segments):
            if number % 2:
                pieces = [(match.group(), False) for match in _PIECE.finditer(segment)]
            else:
                pieces = [(token.text, bool(token.whitespace_)) for token in super().__call__(segment)]
            if pieces and words and pieces[0][0].startswith(" "):  # the first blank belongs to the token before
                spaces[-1] = True
                pieces[0] = (pieces[0][0][1:], pieces[0][1])
            words += [piece for piece, _ in pieces if piece]
            spaces += [space for piece, space in pieces if piece]
        return Doc(self.vocab, words=words, spaces=spaces)


def tokenizer(nlp: Language) -> Tokenizer:
    """Return spaCy's tokenizer for this language with the treebank's edges and exceptions."""
    defaults = nlp.Defaults
    rules = dict(defaults.tokenizer_exceptions or {})
    for word, parts in _CUT.items():
        rules[word] = [{ORTH: part} for part in parts]
    for word in _ABBREVIATIONS:
        rules[word] = [{ORTH: word}]
    return TreebankTokenizer(
        nlp.vocab,
        rules=rules,
        prefix_search=compile_prefix_regex((*_LEADING, *(defaults.prefixes or ()))).search,
        suffix_search=compile_suffix_regex((*_TRAILING, *(defaults.suffixes or ()))).search,
        infix_finditer=compile_infix_regex((*_INSIDE, *(defaults.infixes or ()))).finditer,
        token_match=_WHOLE.match,
        url_match=defaults.url_match,
    )
