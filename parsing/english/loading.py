"""The pipeline that parses English: the one that ships with Stemmata, or a spaCy pipeline of the user's own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from stemmata.schemas.errors import InputError

if TYPE_CHECKING:
    from spacy.language import Language

SHIPPED = Path(__file__).with_name("model")


@lru_cache(maxsize=2)
def load(name: str | None = None) -> Language:
    """Return a pipeline, the same object for the same name.

    Args:
        name: An installed spaCy package or a folder of one; by default the pipeline that ships with Stemmata.

    Raises:
        InputError: There is no such pipeline, it cannot be read, or it does not parse into Universal Dependencies.
    """
    return opened(name)


def opened(name: str | None = None) -> Language:
    """Return a pipeline as `load` does, but another object each time, for a caller who shares it with nobody."""
    if name is None or (Path(name) / "weights.safetensors").is_file():
        from stemmata.parsing.english.bundle import unpack

        return unpack(SHIPPED if name is None else Path(name))
    import spacy

    advice = "install the package that has it, or name its folder"
    try:
        nlp = spacy.load(name)
    except (OSError, ImportError, ValueError) as error:
        absent = isinstance(error, OSError) and not Path(name).exists()
        reason = "is not installed" if absent else f"cannot be loaded ({_first_line(error)})"
        raise InputError(f"the spaCy pipeline {name!r} {reason}", fix=advice) from error
    if "parser" not in nlp.pipe_names:
        raise InputError(f"the spaCy pipeline {name!r} has no parser", fix="name one that parses")
    if "obl" not in {label.partition(":")[0] for label in nlp.pipe_labels["parser"]}:
        raise InputError(
            f"the spaCy pipeline {name!r} does not parse into Universal Dependencies", fix="name one that does"
        )
    return nlp


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
