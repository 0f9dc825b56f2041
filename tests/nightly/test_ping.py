"""A ping reaches its address, and whatever goes wrong comes back as words."""

import socket
import threading

import pytest

from dedup.nightly.ping import ping
from tests.nightly.server import serving


def test_a_ping_is_sent():
    """The body goes along; nothing went wrong."""
    with serving() as (url, asked):
        assert "" == ping(f"{url}/abc/start", b"{}")
    assert [("/abc/start", b"{}")] == asked


def test_a_refusal_is_told():
    """The answer of the server is in the words."""
    with serving(status=404) as (url, _):
        assert "HTTP 404" == ping(url)


def test_nobody_listens():
    """A refused connection is told."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert "[Errno 111] Connection refused" == ping(f"http://127.0.0.1:{free.getsockname()[1]}")


def test_no_answer_is_not_waited_for():
    """After the timeout the job goes on."""
    with serving(hang=threading.Event()) as (url, asked):
        assert ping(url, timeout=0.3) in {"no answer within 0.3 s", "timed out"}
    assert asked


@pytest.mark.parametrize("url", ["http://", "http://[::1", "no-scheme", "http://a b/"])
def test_an_address_that_is_none(url):
    """It is told, and raises nothing."""
    assert ping(url, timeout=2.0)
