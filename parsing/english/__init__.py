"""The English pipeline: tokens, tags, features, lemmas, sentences and syntax, trained on a treebank."""

from __future__ import annotations

from stemmata.parsing.english.loading import load, opened

__all__ = ["load", "opened"]
