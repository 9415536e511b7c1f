"""How instructions speak of marking parts of a text: to highlight, to put in bold, between stars."""

from __future__ import annotations

MARKING = (
    r"(?:highlight(?:ing)?|italici[sz](?:e|ing)|bold(?:ing|face)?|embolden(?:ing)?|emphasi[sz](?:e|ing)|"
    r"underlin(?:e|ing))"
)
"""A regular expression for the act of marking, over lower-case text."""

MARKING_LEAD = (
    rf"(?:{MARKING}(?: (?:in|with|using) (?:markdown|bold|italics|asterisks))?|\b(?:use|using|apply|add) (?:markdown )?"
    r"(?:bold|italics?|asterisks|highlighting|emphasis|markdown)(?: formatting| text| type)? (?:for|on|to|around))"
    r"(?: the)?\s"
)
"""What stands before parts that are to be marked."""

STYLED = r"(?:(?:markdown[- ])?(?:highlighted|italici[sz]ed|italic|bold(?:ed|faced)?|emphasi[sz]ed|emboldened|starred))"
"""What a marked part is called."""

MARKED_AFTER = (
    r"(?: (?:in|of|from|throughout) (?:(?:the|your|this) (?:entire |whole )?\w{3,14}|it))?"
    r"(?:(?: (?:(?:should|must|have to|has to|need to|needs to|are to|shall) be|(?:that|which) are|are|is|being))? "
    rf"(?:{STYLED}|(?:(?:put|placed|written|set|marked|shown|printed|typed|formatted|enclosed|wrapped|surrounded) )?"
    r"(?:in|with|within|between|inside|by|using) (?:markdown )?(?:bold(?:face)?|italics?|emphasis|"
    r"(?:(?:single|double|a pair of|two) )?(?:asterisks?|stars)))(?![\w-]))"
)
"""What follows parts that are to be marked: " in bold", " should be highlighted"."""
