"""Clients of a server that a test scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stemmata.llm.calls import Call
from stemmata.schemas.instruction import Turn
from stemmata.schemas.settings import ClientSettings, ModelSettings


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No key, endpoint or cache of whoever runs the tests."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "STEMMATA_CACHE", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts follow on each other without delay, unless the endpoint asks for one."""
    monkeypatch.setattr("stemmata.llm.client.backoff", lambda attempt: 0.0)


@pytest.fixture
def settings(tmp_path: Path) -> Callable[..., ClientSettings]:
    """Settings for one model for all roles, with a cache of the test's own."""

    def make(url: str, *, model: dict[str, Any] | None = None, **fields: Any) -> ClientSettings:
        one = ModelSettings(base_url=url, **{"name": "tiny", **(model or {})})
        models = dict.fromkeys(("parse", "vary", "respond", "judge"), one)
        return ClientSettings(models=models, **{"cache": str(tmp_path / "answers.sqlite"), "timeout": 5.0, **fields})

    return make


def hello(number: int = 0, **fields: Any) -> Call:
    """A call; those with different numbers are different."""
    return Call("parse", "greet", (Turn("system", "Be brief."), Turn("user", f"Say hello {number}.")), **fields)


@pytest.fixture
def call() -> Callable[..., Call]:
    """Makes calls."""
    return hello
