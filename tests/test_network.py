from __future__ import annotations

import socket

import pytest


def test_a_host_beyond_loopback_is_refused():
    with socket.socket() as probe, pytest.raises(AssertionError, match="a test reached for"):
        probe.connect(("192.0.2.1", 80))
