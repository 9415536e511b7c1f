"""Which words of a text may name a thing, and when two are taken for the same."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]{3,}")
_STEM = 6  # letters by which words are taken for the same


def things(text: str) -> set[str]:
    """Return the beginnings of the words that may name a thing.

    Example:
        >>> sorted(things("Could you describe the castles of Wales?"))
        ['castle', 'wale']
    """
    return {word.removesuffix("s")[:_STEM] for word in _WORD.findall(text.lower()) if word not in _IDLE}


# Words that speak of asking and answering, and those that stand in any text.
_IDLE = frozenset(
    """the and for you your with that this from what how which can could would please should must have has are was were
    will about into more most some any make provide give tell explain ensure include response like want need get
    know also them they their there these those our its not but than use using just stuff thing things hey okay
    way ways who when where why did does been being between each other such only over under least word words
    format list keep detail details detailed specific specifically example examples including answer answers
    question questions describe description write text sentence sentences paragraph paragraphs part parts kind
    type types point points topic topics aspect aspects idea ideas understanding understand study research
    comprehensive overview explanation information info general basic basics simple important significance
    concept concepts key main element elements component components fundamental approach process role effect
    effects impact impacts influence context sense term terms terminology style tone good great better best new
    different difference various particular certain effective practical interested interesting interest able
    help helpful tip tips advice suggestion suggestions recommendation recommendations guide guidance summary
    discuss discussion conversation analysis structure structured clear clearly concise short long brief minutes
    max maximum minimum total template reference references formats markdown json table bullet number numbered
    keyword keywords section sections title first second third one two three four five all both end beginning
    start out off ones lot bit deal time times people person everyday day days life daily cool nice gotta wanna
    gonna gimme maybe kinda sorta bout whatever much many while during through though then now here very really
    actually his her him she let may might yeah yes""".split()
)
