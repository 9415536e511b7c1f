"""The pipeline made from its configuration: components without weights, the treebank's tokenizer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from stemmata.parsing.english.lemmas import Lemmatizer
from stemmata.parsing.english.tokens import tokenizer
from stemmata.schemas.errors import InputError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer

CONFIG = Path(__file__).with_name("config.cfg")


def build(config: Path = CONFIG, overrides: dict[str, object] | None = None) -> Language:
    """Return a pipeline with untrained components.

    Args:
        config: A configuration file of spaCy's.
        overrides: Values by dotted name that replace those of the file.

    Raises:
        InputError: The configuration cannot be read, or is not one.
    """
    from spacy.language import Language
    from spacy.util import load_config, load_model_from_config, registry

    if not Language.has_factory("stemmata_lemmatizer"):
        Language.factory("stemmata_lemmatizer", func=_lemmatizer, assigns=["token.lemma"])
        registry.tokenizers.register("stemmata.TreebankTokenizer.v1", func=_tokenizer)
    try:
        nlp = load_model_from_config(load_config(config, overrides=overrides or {}), auto_fill=True, validate=True)
    except (OSError, ValueError) as error:
        raise InputError("the configuration cannot be read", where=str(config), fix="name one of spaCy's") from error
    return nlp


def _tokenizer() -> Callable[[Language], Tokenizer]:
    return tokenizer


def _lemmatizer(nlp: Language, name: str) -> Lemmatizer:
    return Lemmatizer()
