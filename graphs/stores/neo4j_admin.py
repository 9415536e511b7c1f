"""A store as a folder that `neo4j-admin database import full` loads as it stands.

For stores too large to load through a driver. Labels, properties, types and relations are those of the Neo4j store, so
that named queries and Stemmata itself work on the result.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyarrow as pa

import stemmata
from stemmata.graphs.stores.arrow import edge_tables, node_tables
from stemmata.graphs.stores.migrations import NEO4J, SCHEMA_VERSION
from stemmata.graphs.stores.tables import Batch

_TYPES = {pa.int64(): "long", pa.float64(): "double", pa.bool_(): "boolean", pa.list_(pa.string()): "string[]"}
# The tool's buffer has to hold the largest value; this is its default.
_BUFFER = 4 << 20

_SCRIPT = """\
#!/bin/sh
# Load this folder into a new or empty database, on the machine of the Neo4j server, with the database stopped:
#
#     sh import.sh [DATABASE] [OPTION …]        for instance: sh import.sh neo4j --overwrite-destination=true
#
# NEO4J_ADMIN names the tool where it is not on the path.
set -eu
database=${{1:-neo4j}}
[ $# -eq 0 ] || shift
cd "$(dirname "$0")"
exec "${{NEO4J_ADMIN:-neo4j-admin}}" database import full "$database" \\
    --id-type=string --array-delimiter=";" --multiline-fields=true --read-buffer-size={buffer} \\
{files} \\
    "$@"
"""

_README = """\
# A Stemmata store for Neo4j

Written by stemmata {version}. On the machine of the Neo4j server (5.26 or newer), with the database stopped:

```sh
sh import.sh neo4j
```

which runs `neo4j-admin database import full neo4j …` (see `import.sh`; on Windows, type what stands there). A database
that is not empty needs `--overwrite-destination=true` behind the name. Then start the database and create the
constraints and indexes, without which look-ups are slow and ids unguarded:

```sh
cypher-shell -d neo4j -u neo4j -f schema.cypher
```

From then on `stemmata … --store neo4j://HOST:7687` works on it.

| file | rows |
|---|---|
{rows}
"""


def write(batches: Iterable[Batch], folder: Path, *, compress: bool = False) -> None:
    """Write rows into a folder that exists, with a script that loads them.

    Args:
        batches: The rows.
        folder: Where the files go.
        compress: Whether data files are compressed by gzip.
    """
    with ExitStack() as stack:
        files = _Files(folder, stack, compress=compress)
        notes = (("schema", str(SCHEMA_VERSION)), ("stemmata", stemmata.__version__))
        names = ("id", "text")
        files.nodes("Meta", pa.table([list(column) for column in zip(*notes, strict=True)], names=list(names)))
        for batch in batches:
            for label, table in node_tables(batch):
                files.nodes(label, table)
            for (kind, source, target), table in edge_tables(batch):
                files.edges(kind, source, target, table)
    script = _SCRIPT.format(buffer=max(_BUFFER, 2 * files.largest), files=" \\\n".join(files.options))
    _write(folder / "import.sh", script)
    (folder / "import.sh").chmod(0o755)
    _write(folder / "schema.cypher", "".join(f"{text};\n" for step in NEO4J for text in step.statements))
    rows = "\n".join(f"| `{name}` | {count} |" for name, count in files.rows.items())
    _write(folder / "README.md", _README.format(version=stemmata.__version__, rows=rows))


class _Files:
    """A header and a data file for each table, growing batch by batch.

    Attributes:
        options: What to tell the tool of each table.
        rows: How many rows each data file has.
        largest: How many bytes the largest value has.
    """

    def __init__(self, folder: Path, stack: ExitStack, *, compress: bool) -> None:
        self.options: list[str] = []
        self.rows: dict[str, int] = {}
        self.largest = 0
        self._folder = folder
        self._stack = stack
        self._ending = ".csv.gz" if compress else ".csv"
        self._streams: dict[str, BinaryIO] = {}

    def nodes(self, label: str, table: pa.Table) -> None:
        """Add the rows of a node table."""
        self._add(label, f"nodes={label}", [f"id:ID({label})"], table)

    def edges(self, kind: str, source: str, target: str, table: pa.Table) -> None:
        """Add the rows of an edge table."""
        ends = [f":START_ID({source})", f":END_ID({target})"]
        self._add(f"{kind}.{source}.{target}", f"relationships={kind}", ends, table)

    def _add(self, name: str, option: str, keys: Sequence[str], table: pa.Table) -> None:
        data = name + self._ending
        if data not in self._streams:
            rest = [f"{field.name}:{_TYPES.get(field.type, 'string')}" for field in list(table.schema)[len(keys) :]]
            _write(self._folder / f"{name}.header.csv", ",".join([*keys, *rest]) + "\n")
            self._streams[data] = self._stack.enter_context(_opened(self._folder / data))
            self.options.append(f"    --{option}=./{name}.header.csv,./{data}")
        columns = [[_field(value) for value in column.to_pylist()] for column in table.columns]
        self.largest = max(self.largest, *(len(value) for column in columns for value in column))
        stream = self._streams[data]
        for row in zip(*columns, strict=True):
            stream.write(b",".join(row) + b"\n")
        self.rows[data] = self.rows.get(data, 0) + table.num_rows


def _opened(path: Path) -> BinaryIO:
    # Without a time and a name in it, equal data gives equal files.
    return cast(BinaryIO, gzip.GzipFile(path, "wb", mtime=0)) if path.suffix == ".gz" else path.open("wb")


def _field(value: Any) -> bytes:
    """Return a value as a CSV field: nothing for null, an empty text in quotation marks."""
    if value is None:
        return b""
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, float) and not math.isfinite(value):
        return b"NaN" if math.isnan(value) else b"Infinity" if value > 0 else b"-Infinity"
    if isinstance(value, list):
        value = ";".join(value)
    if isinstance(value, str):
        return b'"%b"' % value.replace('"', '""').encode()
    return str(value).encode()


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
