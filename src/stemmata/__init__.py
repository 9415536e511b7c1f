"""Stemmata: instructions as typed semantic graphs.

The names below are loaded when first used, so that `import stemmata` stays fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stemmata.graphs.codec import from_dict as from_dict
    from stemmata.graphs.graph import Graph as Graph
    from stemmata.graphs.stores.store import open_store as open_store
    from stemmata.parsing.parser import parse as parse
    from stemmata.refinement.vary import vary as vary

__version__ = "0.1.0"

_HOMES = {
    "Graph": "stemmata.graphs.graph",
    "from_dict": "stemmata.graphs.codec",
    "open_store": "stemmata.graphs.stores.store",
    "parse": "stemmata.parsing.parser",
    "vary": "stemmata.refinement.vary",
}

__all__ = ["Graph", "__version__", "from_dict", "open_store", "parse", "vary"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'stemmata' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
