"""Tell a monitor, as healthchecks.io, that a night began or how it ended; never in its way."""

import threading
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

__all__ = ["TIMEOUT", "ping"]

TIMEOUT = 10.0


def ping(url: str, body: bytes = b"", timeout: float = TIMEOUT) -> str:
    """POST `body` to `url`; returns what went wrong, or nothing, after `timeout` seconds at most."""
    answers = [f"no answer within {timeout:g} s"]
    thread = threading.Thread(target=ask, args=(url, body, timeout, answers), daemon=True)
    thread.start()
    thread.join(timeout)  # a name that is looked up, or an answer that trickles, knows no timeout
    return answers[-1]


def ask(url: str, body: bytes, timeout: float, answers: list[str]) -> None:
    """Add what came back to `answers`: nothing, if all is well."""
    try:
        with urlopen(Request(url, data=body, method="POST"), timeout=timeout):
            answers.append("")
    except HTTPError as error:
        answers.append(f"HTTP {error.code}")
        error.close()
    except (OSError, HTTPException, ValueError) as error:
        answers.append(str(getattr(error, "reason", error)))
