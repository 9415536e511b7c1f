"""Natural languages: their codes and names, and which one a text is in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stemmata.graphs.constraints.language_detector import Guess

NAMES: dict[str, str] = dict(
    pair.split("=")
    for pair in """af=Afrikaans ar=Arabic bg=Bulgarian bn=Bengali ca=Catalan cs=Czech cy=Welsh da=Danish de=German
    el=Greek en=English es=Spanish et=Estonian fa=Persian fi=Finnish fr=French gu=Gujarati he=Hebrew hi=Hindi
    hr=Croatian hu=Hungarian id=Indonesian it=Italian ja=Japanese kn=Kannada ko=Korean lt=Lithuanian lv=Latvian
    mk=Macedonian ml=Malayalam mr=Marathi ne=Nepali nl=Dutch no=Norwegian pa=Punjabi pl=Polish pt=Portuguese
    ro=Romanian ru=Russian sk=Slovak sl=Slovenian so=Somali sq=Albanian sv=Swedish sw=Swahili ta=Tamil te=Telugu
    th=Thai tl=Tagalog tr=Turkish uk=Ukrainian ur=Urdu vi=Vietnamese zh=Chinese""".split()
) | {"zh-cn": "Simplified Chinese", "zh-tw": "Traditional Chinese"}
"""What can be told from a text, by ISO 639-1 code; Chinese also by its script."""

_ALIASES = {
    "mandarin chinese": "zh", "mandarin": "zh", "farsi": "fa", "filipino": "tl", "castilian": "es", "bangla": "bn",
    "kiswahili": "sw", "brazilian portuguese": "pt", "european portuguese": "pt", "mexican spanish": "es",
    "latin american spanish": "es", "american english": "en", "british english": "en", "modern greek": "el",
    "modern standard arabic": "ar", "canadian french": "fr", "panjabi": "pa", "flemish": "nl",
    "chinese (simplified)": "zh-cn", "chinese (traditional)": "zh-tw",
}  # fmt: skip
CODES: dict[str, str] = {name.lower(): code for code, name in NAMES.items()} | _ALIASES
"""Codes by lower-case name."""

_LONGEST = 100_000  # characters to look at; the detector itself reads the first 10,000
_SURE, _ENOUGH = 0.9, 20


@lru_cache(maxsize=256)
def guess_of(text: str) -> Guess | None:
    """Return the likeliest language of a text, however unsure; None where it has nothing to guess from.

    Example:
        >>> guess_of("12 + 30") is None
        True
    """
    from stemmata.graphs.constraints.language_detector import detect

    return detect(text[:_LONGEST])


@lru_cache(maxsize=256)
def language_of(text: str) -> Guess | None:
    """Return the language that a text is most likely in; None for a text that does not tell.

    A text of few letters tells only where the guess is sure.

    Example:
        >>> language_of("Der Hund schläft heute lieber unter dem alten Tisch.").code
        'de'
    """
    best = guess_of(text)
    few = sum(c.isalpha() for c in text[: 50 * _ENOUGH]) < _ENOUGH
    return None if best is None or (few and best.probability < _SURE) else best


def iso(code: str) -> str:
    """Return a language's ISO 639-1 code, without its script.

    Example:
        >>> iso("zh-tw")
        'zh'
    """
    return code.split("-")[0]
