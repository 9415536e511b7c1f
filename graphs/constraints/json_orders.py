"""Orders to answer in JSON, and the keys that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, Field

from stemmata.graphs.constraints.context import MODAL, SURE, Core, begins_sentence, few_blanks
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.formats import format_orders, format_patterns
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.scanning import scan

JsonType = Literal["string", "number", "boolean", "array", "object"]

PATTERNS = format_patterns(
    "json",
    r"(?:format|structure|object|array|form|string|dictionary|block|list|code\s+block|document)",
    r"(?:object|array|dictionary|list|block|string)",
)
_SAID_TYPES: dict[str, JsonType] = {
    "string": "string", "text": "string", "number": "number", "integer": "number", "float": "number", "int": "number",
    "boolean": "boolean", "bool": "boolean", "array": "array", "list": "array", "object": "object",
    "dictionary": "object", "true/false": "boolean",
}  # fmt: skip

_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_KEYS = r"(?:(?:top-level|mandatory|required)\s+)?(?:(?:json\s+)?(?:keys?|fields?|properties|property)|key\s+names?)"
_NAMING = rf"""
    (?:(?P<only>only|exactly|just)\s+)?(?:(?:the|these|a|an)\s+)?(?:following\s+)?(?P<one>(?:single|one|sole)\s+)?
    (?:(?P<count>{_NUMBER})\s+)?(?:following\s+)?(?P<keys>{_KEYS})
    (?:\s+(?:called|named|being|as\s+follows|are|is))?\s*[:,–—-]?(?:[ \t]{{0,4}}\n[ \t]{{0,8}}[-*•][ \t]{{1,4}}|\s*)
"""
_NAMING = re.sub(r"\n\s*", "", _NAMING.strip())
_TAIL = re.compile(
    few_blanks(
        r"\s*,?\s*(?:(?:and|that|which|it)\s+)?(?:with|having|has|(?:should\s+|must\s+)?(?:contains?|have|uses?|"
        r"includes?)|containing|"
        rf"using|including|where|whose|consisting\s+of|made\s+up\s+of|use)\s+(?:only\s+(?=the|these))?{_NAMING}"
    )
)
_ORDER = re.compile(
    few_blanks(
        rf"(?<![\w-])(?:{SURE}\s+(?:that\s+)?)?(?:(?:the|your|this|each|that)\s+)?(?:(?:resulting|output|final)\s+)?"
        rf"json(?:\s+(?:object|output|response|answer|document))?\s+(?:{MODAL}\s+)?(?:only\s+)?"
        rf"(?:contains?|have|has|includes?|use|uses|consists?\s+of)\s+{_NAMING}"
    )
)
_QUOTE = re.compile(rf"[\"“„«‘'`]({MASK}{{1,120}})[\"”“»’'`]")
_BARE = re.compile(r"[a-z_][\w-]{0,60}")
_TYPE = re.compile(
    r"\s?\((?:an?\s|of\stype\s)?(string|text|number|integer|float|int|boolean|bool|array|list|object|dictionary|"
    r"true/false)\)"
)
_NEXT = re.compile(r"\s?(?:,\s{0,3}(?:and\s{1,3})?|\sand\s{1,3}|\n[ \t]{0,8}[-*•][ \t]{1,4})")
_END = re.compile(
    r"\s{0,2}(?:$|[.,;:!?)\n]|\s?(?:and|for|where|in|with|only|to|as|so|that|each|if|but|of|at|from|both|which)\b|[-–—(])"
)
_NO_OTHER = re.compile(
    few_blanks(
        r"\s*,?\s*\(?(?:(?:and|with|but)\s+)?(?:(?:no|without\s+any|without)\s+(?:other|additional|extra|more|"
        r"further)(?:\s+(?:keys|fields|properties|ones))?|no\s+others|nothing\s+else|only)\)?(?![\w-])"
    )
)
_NOT_KEYS = frozenset(
    """the a an that which this these those following below above and or each every all any for in of to with it its
    then no not please make sure using where value values key keys name-value you your i only other as is are have be
    from must should can may""".split()
)


class Keys(NamedTuple):
    """Keys as a passage names them, and where the naming ends."""

    names: tuple[str, ...]
    types: dict[str, JsonType]
    only: bool
    end: int


class KeyOrder(NamedTuple):
    """An order for JSON with keys."""

    keys: Keys
    start: int
    end: int
    form: Form


def json_orders(passage: Passage) -> Iterator[Core]:
    """Yield each order to answer in JSON, whatever the keys."""
    yield from format_orders(passage, PATTERNS)


def keys_after(passage: Passage, core: Core) -> Keys | None:
    """Return the keys that the words after an order for JSON name; None where they name none."""
    said = passage.lower[core.start : core.end]
    if re.search(r"json[\s-](?:array|list)", said):  # the keys are those of its items
        return None
    tail = _TAIL.match(passage.lower, core.end)
    return _read(passage, tail) if tail else None


def key_orders(passage: Passage) -> Iterator[KeyOrder]:
    """Yield each order for JSON with keys: in one clause, or about JSON that was asked for before."""
    for core in json_orders(passage):
        keys = keys_after(passage, core)
        if keys is not None:
            # "return a JSON object with …" is an act with its object; other words take its place as a whole
            form = Form.VERB if core.form is Form.VALUE else core.form
            if core.form is Form.VALUE and begins_sentence(passage, core.start):
                form = Form.SENTENCE
            yield KeyOrder(keys, core.start, keys.end, form)
    for match in scan(_ORDER, passage.lower):
        keys = _read(passage, match)
        if keys is not None:
            yield KeyOrder(keys, match.start(), keys.end, Form.SENTENCE)


def _read(passage: Passage, match: re.Match[str]) -> Keys | None:
    """Return the keys that are listed where a match ends."""
    place = end = match.end()
    names: list[str] = []
    types: dict[str, JsonType] = {}
    quoted = False
    while len(names) < 50:
        found = _QUOTE.match(passage.masked, place)
        bare = None if found or (quoted and names) else _BARE.match(passage.lower, place)
        if found is not None and (quoted or not names):
            name, stop, quoted = passage.text[found.start(1) : found.end(1)], found.end(), True
        elif bare is not None and bare[0] not in _NOT_KEYS:
            name, stop = passage.text[bare.start() : bare.end()].rstrip("-"), bare.end()
        else:
            break
        typed = _TYPE.match(passage.lower, stop)
        stop = typed.end() if typed else stop
        following = _NEXT.match(passage.lower, stop)
        if not quoted and following is None and not _END.match(passage.lower, stop):
            break
        if not valid_key(name):
            break
        if name not in names:
            names.append(name)
        if typed:
            types[name] = _SAID_TYPES[typed[1]]
        end = stop
        if following is None:
            break
        place = following.end()
    plural = match["keys"].endswith(("s", "as follows"))
    if not names or (not plural and len(names) > 1) or (plural and len(names) < 2 and not quoted):
        return None
    closing = _NO_OTHER.match(passage.lower, end)
    end = closing.end() if closing else end
    begun = re.search(r"\bonly\s", match[0]) is not None
    only = bool(match["only"] or match["one"] or closing or begun)
    return Keys(tuple(names), types, only, end)


def valid_key(name: str) -> bool:
    """Return whether a name can stand in a sentence between quotation marks, and be read back."""
    return bool(name) and name == name.strip() and name.isprintable() and not any(c in f'"“”„«»`\\{MASK}' for c in name)


def _key(value: str) -> str:
    if not valid_key(value):
        raise ValueError("a key is empty, has blanks around it, or has characters that cannot stand in a sentence")
    return value


Key = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_key)]
"""The name of a key, or of a column, as an argument."""
