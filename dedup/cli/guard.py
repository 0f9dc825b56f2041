"""Every way a command can end, as lines on stderr and an exit code."""

import errno
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any

import click

from dedup.cli.terminal import Terminal, terminal
from dedup.errors import DedupError, OutputError, PermissionRefusedError, UsageError

__all__ = ["exit_code_of"]

INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM
PIPE_CLOSED = 128 + signal.SIGPIPE
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def exit_code_of(work: Callable[[], Any], given: Mapping[str, Any]) -> int:
    """What `work` returns as its exit code, or the code of the error it ended with, explained.

    `given` holds the global options, filled in while `work` reads its command line.
    """
    tolerate_any_text()
    try:
        with terminable():
            code = work()
            sys.stdout.flush()
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        help_wanted.show()
        return help_wanted.exit_code
    except BrokenPipeError:
        return leave_quietly()
    except Exception as error:  # noqa: BLE001 - the last line of defense: a bug ends with 70
        return explain(error, given)
    return code if isinstance(code, int) else 0


def explain(error: Exception, given: Mapping[str, Any]) -> int:
    """Print what the error means; returns its exit code."""
    known, out = translated(error), terminal(given)
    if out.verbose and not out.as_json:
        import traceback

        click.echo("".join(traceback.format_exception(error)).rstrip(), err=True)
    click.echo(worded(known, out), err=True, color=out.colored(sys.stderr))
    return known.exit_code


def worded(error: DedupError, out: Terminal) -> str:
    """The error as three lines, or as one JSON object."""
    if out.as_json:
        facts = {"what": error.what, "where": error.where, "todo": error.todo}
        kind = type(error).__name__
        return json.dumps({"status": "error", "exit_code": error.exit_code, "error": kind, **facts})
    return click.style("error:", fg="red", bold=True) + f" {printable(str(error))}"


def printable(text: str) -> str:
    """`text` with what could drive a terminal made visible; imported late, errors are rare."""
    from dedup.report.safe import safe

    return "\n".join(safe(line) for line in text.split("\n"))


def translated(error: Exception) -> DedupError:
    """The error of ours that `error` means; a bug if none."""
    if isinstance(error, DedupError):
        return error
    if isinstance(error, click.ClickException):
        return usage_error(error)
    if isinstance(error, OSError):
        return system_error(error)
    return bug(error)


def usage_error(error: click.ClickException) -> UsageError:
    """A wrong command line, with the way to its help."""
    ctx = getattr(error, "ctx", None)
    verb = ctx.command_path if ctx is not None else "dedup"
    what = error.format_message().rstrip(".")
    return UsageError(what[:1].lower() + what[1:], where=verb, todo=f"try: {verb} --help")


def system_error(error: OSError) -> DedupError:
    """What the operating system refused."""
    where = str(error.filename or "standard output")
    if error.errno in FULL:
        return OutputError("the disk is full", where=where, todo="free some space and run again")
    if isinstance(error, PermissionError):
        todo = "choose another folder, or change its owner or mode"
        return PermissionRefusedError("permission denied", where=where, todo=todo)
    return OutputError(f"input/output error: {error.strerror or error}", where=where)


def bug(error: Exception) -> DedupError:
    """An error nobody foresaw, with the line it came from."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    what = f"a bug in dedup: {type(error).__name__}: {error}"
    return DedupError(what, where=where, todo="run it again with -v and report the traceback")


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM unwind the stack, so that staging folders are removed; restored afterwards."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def terminate(_signal: int, _frame: FrameType | None) -> None:
    """Leave by an exception; a second SIGTERM must not stop the cleaning up."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(TERMINATED)


def tolerate_any_text() -> None:
    """Print what an encoding cannot hold as an escape, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def leave_quietly() -> int:
    """End as a program whose reader has gone, without a second error at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED
