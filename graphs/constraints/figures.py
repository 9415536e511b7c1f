"""Figures of speech: their names, and the words that ask for them."""

from __future__ import annotations

import re
from typing import Literal

from stemmata.graphs.constraints.context import compiled, prohibitions
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.reading import amount_pattern

Device = Literal[
    "metaphor",
    "simile",
    "alliteration",
    "assonance",
    "irony",
    "hyperbole",
    "personification",
    "imagery",
    "onomatopoeia",
    "foreshadowing",
    "symbolism",
    "analogy",
    "pun",
    "oxymoron",
    "idiom",
    "rhyme",
    "rhyme scheme",
]
PLURALS: dict[str, str] = {
    "metaphor": "metaphors",
    "simile": "similes",
    "analogy": "analogies",
    "pun": "puns",
    "oxymoron": "oxymorons",
    "idiom": "idioms",
    "rhyme": "rhymes",
    "hyperbole": "hyperboles",
}
COUNTED = {many: one for one, many in PLURALS.items()}
MASS = tuple(
    "alliteration assonance irony hyperbole personification imagery onomatopoeia foreshadowing symbolism".split()
)
_ALL = "|".join(sorted({*PLURALS, *COUNTED, *MASS}, key=len, reverse=True))
_KIND = r"(?:(?!of\b|the\b|and\b|or\b|that\b|to\b|which\b|who\b|should\b|must\b)[a-z][\w-]{2,13}\s+)"
_SOME = (
    r"(?:some\s+|a\s+few\s+|several\s+|many\s+|plenty\s+of\s+|lots\s+of\s+|a\s+lot\s+of\s+|any\s+|a\s+|an\s+|"
    r"a\s+touch\s+of\s+|a\s+bit\s+of\s+)?"
)
_DEVICE = (
    rf"(?P<device>{_ALL})(?![-\s](?:scheme|pattern)|\s+(?:is|are|was|were|that\s+(?:is|are|you)|from\s+the|"
    rf"in\s+the\s+(?:poem|text|"
    rf"passage|sentence|story|song|lyrics|following))\b)"
)
USE = (
    r"(?:use|using|include|including|incorporate|incorporating|incorporates|employ|employing|add|adding|contain|"
    r"contains|containing|(?<!up )with|featuring|feature|"
    r"utilize|utilizing|make\s+use\s+of|making\s+use\s+of|insert|weave\s+in|try|have)"
)
_ITEM = rf"(?:{_SOME}{_KIND}{{0,2}}?(?:{_ALL}))"
PLAIN = compiled(
    rf"{USE}\s+(?:{_ITEM}(?:,\s+(?:and\s+|or\s+)?|\s+(?:and|"
    rf"or)\s+)){{0,3}}(?P<core>{_SOME}{_KIND}{{0,2}}?{_DEVICE})",
    Form.AMOUNT,
)
AMOUNTS = amount_pattern(
    rf"(?:(?:different|vivid|original|strong|clear|creative|"
    rf"fresh) ){{0,2}}(?:(?:instances?|examples?|uses?|cases?) of )?(?P<device>{_ALL})"
)
BANS = prohibitions(rf"(?:{_KIND}{{0,2}}?)(?:{_ALL})")
NAME = re.compile(rf"\b(?:{_ALL})\b")
_LETTERS = r"(?P<scheme>(?:a[ab][a-h]{0,26})(?:[\s,/-]{1,2}[a-h]{2,28}){0,6})(?![\w'’])"
SCHEMES = (
    compiled(
        rf"rhym(?:e|ing)[-\s](?:scheme|pattern)\s*(?:(?:should|must)\s+be|of|is|in|:|=|"
        rf"follows?)?\s*(?:the\s+form\s+)?[\"“'‘(]?{_LETTERS}",
        Form.SENTENCE,
    )[0],
    compiled(rf"[\"“'‘]?{_LETTERS}[\"”'’]?\s+rhym(?:e|ing)[-\s](?:scheme|pattern)", Form.SENTENCE)[0],
)
RHYMES = (
    compiled(
        r"(?:make\s+(?:it|them|the\s+lines|sure\s+(?:that\s+)?it|every\s+line|each\s+line)\s+rhymes?|(?:it|"
        r"the\s+(?:poem|lines|song|verses?|lyrics|couplets?))\s+(?P<modal>should|must|has\s+to|"
        r"have\s+to)\s+rhyme)(?!\s+with)",
        Form.SENTENCE,
    ),
    compiled(r"(?:in|using|use|with)\s+rhyming\s+(?:couplets?|verses?|lines|quatrains)", Form.PHRASE),
)
DO = re.compile(
    r"\b(?:identify|find|explain|list|what|which|underline|label|analy[sz]e|define|replace|remove|detect)\b"
)
