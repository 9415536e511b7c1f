"""What words of different forms share, and which words tell nothing."""

from __future__ import annotations

from stemmata.graphs.constraints.numerals import NUMBER_WORDS

FUNCTION = frozenset(
    """a an the this that these those it its is are was were be been being am do does did has have had having will would
    shall should must can could may might of to in on at by for from with as into about over under and or but nor so if
    then than not no any all some each every there here what which who whom whose how when where why you your yours he
    she his her him they them their we our us me my mine i s t re ve d ll please just also only very too such own same
    up out off down""".split()
)
# What statements about an instruction say of every answer; and what stands for those who speak.
USUAL = frozenset(
    """message response answer output text result reply content user assistant model ai prompt contain contains include
    includes including use uses used using written write provide provided provides need needs want wants ask asks asked
    request requested requests instruction task make made sure ensure following given mention state states say says
    address addressed refer refers specific specifically""".split()
)


def stem(word: str) -> str:
    """Return what a lower-case word shares with its other forms; a number as digits.

    Example:
        >>> stem("leaving") == stem("leave"), stem("twenty"), stem("stories") == stem("story")
        (True, '20', True)
    """
    if word in NUMBER_WORDS:
        return str(NUMBER_WORDS[word])
    for ending, instead in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("ly", ""), ("s", ""), ("e", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word[:6]
