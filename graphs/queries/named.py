"""A named query: a question, its parameters and columns, and its Cypher, as a `.cypher` file states them.

A file begins with a header of comments, a field each, its later lines indented:

    // name: families
    // question: How often does each constraint family occur?
    // note: What is worth knowing, and what the query costs.
    // parameter: least (integer, default 1): the fewest constraints
    // column: family: the family's id
    // example: stemmata query --named families --param least=5

The Cypher follows after an empty line. Where no one text runs in every store, there are two, each under a comment of
its own, `// ladybug` and `// neo4j`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stemmata.schemas.errors import InputError

DIALECTS = ("ladybug", "neo4j")

# What a value of each type is called in Python; True and False are no numbers.
_TYPES: Mapping[str, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}
_WANTED = {"text": "a text", "integer": "a whole number", "number": "a number", "boolean": "true or false"}
_FIELDS = frozenset({"name", "question", "note", "parameter", "column", "example"})
_PARAMETER = re.compile(r"(?P<name>\w+) \((?P<type>\w+)(?:, default (?P<default>[^)]*))?\): (?P<meaning>.+)")
_REQUIRED = object()


class HeaderError(ValueError):
    """A file of the library that is not as it should be."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a query is asked with.

    Attributes:
        name: Its name, without the dollar sign.
        type: text, integer, number or boolean.
        meaning: What it chooses.
        default: What it is where it is not given, if it may be left out.
    """

    name: str
    type: str
    meaning: str
    default: Any = _REQUIRED

    @property
    def required(self) -> bool:
        """Whether it has to be given."""
        return self.default is _REQUIRED

    def fits(self, value: object) -> bool:
        """Return whether a value is of the parameter's type."""
        return isinstance(value, _TYPES[self.type]) and (self.type == "boolean" or not isinstance(value, bool))

    def read(self, text: str) -> object:
        """Return the value that a text on the command line stands for: JSON, or the text itself where text is wanted.

        A text that is not of the type comes back as it is, for `fits` to refuse.
        """
        try:
            value = json.loads(text)
        except ValueError:
            return text
        return value if self.fits(value) or self.type != "text" else text


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question that can be asked of every store.

    Attributes:
        name: Its name, also the name of its file.
        question: What it answers, in a line.
        note: What else is worth knowing.
        parameters: What it is asked with.
        columns: The columns of its answer, with what each holds.
        example: A call of it.
        header: The comments that say all this.
        texts: Its Cypher by dialect.
    """

    name: str
    question: str
    note: str
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, str]
    example: str
    header: str
    texts: Mapping[str, str]

    def cypher(self, dialect: str) -> str:
        """Return the query's text in a dialect."""
        return self.texts[dialect]

    def read(self, texts: Mapping[str, str]) -> dict[str, object]:
        """Return the values that texts stand for, by the types of their parameters; those of others as they are."""
        known = {one.name: one for one in self.parameters}
        return {name: known[name].read(text) if name in known else text for name, text in texts.items()}

    def bound(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return a value for each parameter: the one given, else its default.

        Raises:
            InputError: A value is missing, of another type, or for a parameter that the query has not.
        """
        known = {one.name: one for one in self.parameters}
        for name in values:
            if name not in known:
                has = ", ".join(known) or "none"
                raise InputError(f"the query {self.name} has no parameter {name!r}", fix=f"its parameters: {has}")
        for one in self.parameters:
            if one.required and one.name not in values:
                raise InputError(
                    f"the query {self.name} needs the parameter {one.name}: {one.meaning}",
                    fix=f"add --param {one.name}=VALUE",
                )
            if one.name in values and not one.fits(values[one.name]):
                shown = json.dumps(values[one.name], ensure_ascii=False, default=str)[:60]
                raise InputError(f"the parameter {one.name} of {self.name} is {_WANTED[one.type]}, not {shown}")
        return {one.name: values.get(one.name, one.default) for one in self.parameters}


def parsed(name: str, content: str) -> NamedQuery:
    """Return the query that a file of the library states.

    Args:
        name: The file's name without its ending.
        content: The file.

    Raises:
        HeaderError: The file breaks a rule of the format.
    """
    header, _, body = content.partition("\n\n")
    fields: dict[str, list[str]] = {field: [] for field in _FIELDS}
    last: list[str] | None = None
    for line in header.splitlines():
        if not line.startswith("// "):
            raise HeaderError(f"{name}: a line of the header is no comment: {line}")
        if line.startswith("//   ") and last:
            last[-1] += " " + line[5:].strip()
            continue
        field, _, value = line[3:].partition(": ")
        if field not in fields or not value:
            raise HeaderError(f"{name}: unknown field {field!r}")
        last = fields[field]
        last.append(value.strip())
    for field in ("name", "question", "note", "example"):
        if len(fields[field]) != 1:
            raise HeaderError(f"{name}: there is not one {field}")
    if fields["name"] != [name]:
        raise HeaderError(f"{name}: the file's name and the query's differ")
    return NamedQuery(
        name=name,
        question=fields["question"][0],
        note=fields["note"][0],
        parameters=tuple(_parameter(name, text) for text in fields["parameter"]),
        columns=dict(_column(name, text) for text in fields["column"]),
        example=fields["example"][0],
        header=header,
        texts=_texts(name, body.strip()),
    )


def _parameter(query: str, text: str) -> Parameter:
    match = _PARAMETER.fullmatch(text)
    if match is None or match["type"] not in _TYPES:
        raise HeaderError(f"{query}: not a parameter: {text}")
    default = _REQUIRED if match["default"] is None else json.loads(match["default"])
    made = Parameter(match["name"], match["type"], match["meaning"], default)
    if not made.required and not made.fits(default):
        raise HeaderError(f"{query}: the default of {made.name} is not of its type")
    return made


def _column(query: str, text: str) -> tuple[str, str]:
    name, _, meaning = text.partition(": ")
    if not name.isidentifier() or not meaning:
        raise HeaderError(f"{query}: not a column: {text}")
    return name, meaning


def _texts(query: str, body: str) -> dict[str, str]:
    parts = re.split(r"^// (ladybug|neo4j)\n", body, flags=re.MULTILINE)
    if len(parts) == 1:
        return dict.fromkeys(DIALECTS, body)
    texts = {dialect: text.strip() for dialect, text in zip(parts[1::2], parts[2::2], strict=True)}
    if parts[0].strip() or set(texts) != set(DIALECTS):
        raise HeaderError(f"{query}: the texts are not one for each of {', '.join(DIALECTS)}")
    return texts
