"""Sources of instructions: JSONL, JSON, CSV, TSV, Parquet, plain text, standard input; read as streams."""

from __future__ import annotations

import csv
import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from stemmata.parsing.fields import Place, SourceRecord, interpret
from stemmata.schemas.errors import InputError
from stemmata.schemas.records import Failure

__all__ = ["STDIN", "Place", "SourceRecord", "json_lines", "read", "records"]

STDIN = "-"
_BOM = b"\xef\xbb\xbf"
_ROWS_AT_ONCE = 1024

Raw = tuple[object, Place]


def read(
    sources: Sequence[str], *, field: str | None = None, limit: int | None = None
) -> Iterator[SourceRecord | Failure]:
    """Read instructions from sources, one after the other, as a stream.

    Every source that can be read twice is first read through and checked, so that nothing is done for a record of an
    input that is broken further down.

    Args:
        sources: Paths, or `-` for JSON Lines on standard input.
        field: The field that holds the text, when it is none of the usual ones.
        limit: Stop after this many records.

    Returns:
        The records, in the order of the input; for one whose text is no Unicode, a failure. A record may be empty.

    Raises:
        InputError: A source is missing, empty, not UTF-8 or of an unknown kind, or a record is broken, has no text
            field or one of the wrong type. At standard input, raised when the stream comes to it.
    """
    for source in sources:
        _reader(source)
    if all(source != STDIN and Path(source).is_file() for source in sources):
        for _ in islice(_stream(sources, field), limit):
            pass
    return islice(_stream(sources, field), limit)


def _stream(sources: Sequence[str], field: str | None) -> Iterator[SourceRecord | Failure]:
    for source in sources:
        found = False
        for raw, place in _reader(source)(source):
            found = True
            yield from interpret(raw, place, field)
        if not found:
            raise InputError("the source is empty", where=_name(source))


def json_lines(source: str) -> Iterator[Raw]:
    """Yield the JSON values of a file's lines, or of standard input's, with their places; blank lines are passed over.

    Raises:
        InputError: The file is missing, or a line is not UTF-8 or not JSON.
    """
    for line, place in lines(source):
        if line.strip():
            yield _json(line.rstrip(), place), place


def records(source: str) -> Iterator[tuple[object, Place, str]]:
    """Yield the raw records of a source, their places, and a line of JSON for each: that of the file if it has one.

    Raises:
        InputError: The source is missing, empty, of an unknown kind, not UTF-8 or broken.
    """
    reader = _reader(source)
    found = False
    if reader is json_lines:
        for line, place in lines(source):
            if line.strip():
                found = True
                yield _json(line.rstrip(), place), place, line.removesuffix("\n")
    else:
        for raw, place in reader(source):
            found = True
            yield raw, place, json.dumps(raw, ensure_ascii=False, default=str)
    if not found:
        raise InputError("the source is empty", where=_name(source))


def _json(text: str, place: Place) -> Any:
    try:
        # Many tools write NaN for a missing value; it is not JSON, and means nothing here.
        return json.loads(text, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        where = str(Place(place.source, place.line + error.lineno - 1))
        raise InputError(f"broken JSON ({error.msg.lower()} at column {error.colno})", where=where) from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"broken JSON ({error})", where=str(place)) from None


def _json_document(source: str) -> Iterator[Raw]:
    document = _json("".join(line for line, _ in lines(source)) or "[]", Place(source, 1))
    if isinstance(document, dict) and isinstance(document.get("data"), list):
        document = document["data"]
    for number, raw in enumerate(document if isinstance(document, list) else [document], start=1):
        yield raw, Place(source, number)


def _text_lines(source: str) -> Iterator[Raw]:
    for line, place in lines(source):
        text = line.removesuffix("\n").removesuffix("\r")
        if text.strip():
            yield {"text": text}, place


def _table(source: str, delimiter: str) -> Iterator[Raw]:
    at = 1

    def texts() -> Iterator[str]:
        nonlocal at
        for line, place in lines(source):
            at = place.line
            yield line

    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # a passage to work on is longer than the default
    rows = csv.reader(texts(), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    try:
        while True:
            before = rows.line_num
            row = next(rows, None)
            if row is None:
                return
            place = Place(source, before + 1)
            if header is None:
                header = row
            elif not row:
                continue
            elif len(row) != len(header):
                raise InputError(f"{len(row)} cells where the header has {len(header)}", where=str(place))
            else:
                yield {key: cell or None for key, cell in zip(header, row, strict=True)}, place
    except csv.Error as error:
        raise InputError(f"broken table ({error})", where=str(Place(source, at))) from None


def _parquet(source: str) -> Iterator[Raw]:
    import pyarrow
    import pyarrow.parquet

    number = 0
    try:
        with pyarrow.parquet.ParquetFile(source) as table:
            for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE):
                for row in batch.to_pylist():
                    number += 1
                    yield row, Place(source, number)
    except (pyarrow.ArrowException, OSError) as error:
        first = str(error).splitlines()[0].rstrip(".")
        raise InputError(f"cannot be read as Parquet ({first})", where=source) from None


def lines(source: str) -> Iterator[tuple[str, Place]]:
    """Yield a text source's lines with their places, ends included; only a line feed ends a line.

    Raises:
        InputError: A line is not UTF-8, or the file is no gzip file though its name says so.
    """
    number = 0
    try:
        with _open(source) as stream:
            for number, data in enumerate(stream, start=1):
                line = data.removeprefix(_BOM) if number == 1 else data
                try:
                    yield line.decode("utf-8"), Place(_name(source), number)
                except UnicodeDecodeError as error:
                    raise InputError(
                        f"not UTF-8 (byte 0x{line[error.start]:02x} at position {error.start + 1} of the line)",
                        where=str(Place(_name(source), number)),
                        fix="convert it to UTF-8 first",
                    ) from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"broken gzip file ({error})".rstrip("."), where=str(Place(source, number + 1))) from None


def _open(source: str) -> BinaryIO:
    if source == STDIN:
        # Closing what is returned leaves standard input itself open.
        return cast(BinaryIO, open(sys.stdin.fileno(), "rb", closefd=False))
    if source.endswith(".gz"):
        return cast(BinaryIO, gzip.open(source, "rb"))
    return Path(source).open("rb")


def _name(source: str) -> str:
    return "standard input" if source == STDIN else source


_READERS: dict[str, Callable[[str], Iterator[Raw]]] = {
    ".jsonl": json_lines,
    ".ndjson": json_lines,
    ".json": _json_document,
    ".csv": lambda source: _table(source, ","),
    ".tsv": lambda source: _table(source, "\t"),
    ".txt": _text_lines,
    ".parquet": _parquet,
}


def _reader(source: str) -> Callable[[str], Iterator[Raw]]:
    """Return how to read a source, by its name's ending.

    Raises:
        InputError: There is no such file, it cannot be opened, or its ending says nothing.
    """
    if source == STDIN:
        return json_lines
    path = Path(source)
    if path.is_dir():
        raise InputError("is a folder", where=source, fix="name the files in it")
    if not path.exists():
        raise InputError("no such file", where=source)
    inner = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    reader = _READERS.get(inner.suffix.lower())
    if reader is None or (inner is not path and reader is _parquet):
        known = ", ".join(_READERS)
        raise InputError("unknown kind of file", where=source, fix=f"its name should end in {known} (text also .gz)")
    try:
        path.open("rb").close()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=source) from None
    return reader
