"""How a URI finds its store."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import stemmata
from stemmata.graphs.stores import store as store_module
from stemmata.graphs.stores.store import open_store
from stemmata.schemas.errors import StoreError


class Elsewhere:
    """A store of another distribution."""

    def __init__(self, uri: str, *, read_only: bool) -> None:
        self.uri = uri
        self.read_only = read_only


def test_a_path_is_an_embedded_store(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with stemmata.open_store("mine.lbug") as store:
        assert store.uri == str(tmp_path / "mine.lbug")
        assert not store.read_only
    with open_store() as store:
        assert Path(store.uri).name == "stemmata.lbug"
    with open_store("mine.lbug", read_only=True) as store:
        assert store.read_only


def test_an_unknown_scheme_is_refused():
    with pytest.raises(StoreError, match=r"no store answers to the scheme redis://") as raised:
        open_store("redis://ann:secret@localhost")
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("scheme", ["neo4j", "graphs+x"])
def test_an_entry_point_adds_a_store_by_its_scheme(scheme, monkeypatch):
    entry = EntryPoint(scheme, f"{__name__}:Elsewhere", store_module.ENTRY_POINTS)
    monkeypatch.setattr(EntryPoint, "load", lambda self: Elsewhere)
    monkeypatch.setattr(store_module, "entry_points", lambda group: [entry] if group == "stemmata.stores" else [])
    opened = open_store(f"{scheme}://host/graphs", read_only=True)
    assert (opened.uri, opened.read_only) == (f"{scheme}://host/graphs", True)
