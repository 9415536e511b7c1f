"""Write the JSON Schemas of the file formats: `python -m stemmata.schemas.export`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from stemmata.schemas.records import FORMATS

FOLDER = Path(__file__).parent / "json"
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
# Fields of our classes that hold what a record has beyond its own fields; files have no such field.
_INTERNAL = "extra"


def schema_texts() -> dict[str, str]:
    """Return the JSON Schema of each file format as text, by the format's name."""
    texts = {}
    for name, adapter in FORMATS.items():
        schema = {"$schema": _DRAFT, **adapter.json_schema(mode="validation"), "title": f"stemmata {name}"}
        _open(schema)
        texts[name] = json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    return texts


def _open(schema: Any) -> None:
    """Drop internal fields from a schema, in place, and what says no more than that unknown fields are allowed."""
    if isinstance(schema, dict):
        if schema.get("additionalProperties") is True:
            del schema["additionalProperties"]
        properties = schema.get("properties")
        if isinstance(properties, dict):
            properties.pop(_INTERNAL, None)
        for part in schema.values():
            _open(part)
    elif isinstance(schema, list):
        for part in schema:
            _open(part)


def write(folder: Path = FOLDER) -> list[Path]:
    """Write each format's schema as `<name>.json` into a folder, and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in schema_texts().items():
        path = folder / f"{name}.json"
        path.write_text(text, encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


if __name__ == "__main__":
    for written in write():
        print(written)
