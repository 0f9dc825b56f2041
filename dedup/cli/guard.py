"""Every way a command can end, as lines on stderr and an exit code."""

import errno
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Any

import click

from dedup.cli.terminal import Terminal, logged, terminal
from dedup.errors import DedupError, OutputError, PermissionRefusedError, UsageError

__all__ = ["code_of", "exit_code_of"]

INTERRUPTED = 128 + signal.SIGINT
PIPE_CLOSED = 128 + signal.SIGPIPE
STOPPING = (signal.SIGINT, signal.SIGTERM)
PATIENCE = 8.0  # seconds for cleaning up; a scheduler kills after ten or more
SOON = 0.02  # seconds until a signal that came at the wrong moment comes again
# What the interpreter, or LLVM while it compiles, calls from C.
SWALLOWING = {"__del__", "_raw_object_cache_notify", "_raw_object_cache_getbuffer"}
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def exit_code_of(work: Callable[[], Any], given: Mapping[str, Any]) -> int:
    """What `work` returns as its exit code, or the code of the error it ended with, explained.

    `given` holds the global options, filled in while `work` reads its command line.
    """
    tolerate_any_text()
    try:
        with stoppable():
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


def code_of(error: BaseException | None) -> int:
    """The exit code that `error` will end the command with; 0 for none."""
    if error is None:
        return 0
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 1
    if not isinstance(error, Exception) or isinstance(error, click.Abort):
        return INTERRUPTED
    return PIPE_CLOSED if isinstance(error, BrokenPipeError) else translated(error).exit_code


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
    facts = {"what": error.what, "where": error.where, "todo": error.todo}
    known = {"exit_code": error.exit_code, "error": type(error).__name__, **facts}
    if out.as_json:
        return json.dumps({"status": "error", **known})
    if out.log_format == "json":
        return logged("error", "error", error.what, known)
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
def stoppable() -> Iterator[None]:
    """Let SIGTERM and Ctrl-C unwind the stack, so that staging folders are removed.

    A signal that is ignored, as by nohup, stays so; the handlers there were are restored afterwards.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    patience = threading.Timer(PATIENCE, leave_at_once, [signal.SIGTERM, None])
    patience.daemon = True
    stop = partial(stopped, patience)
    heard = [one for one in STOPPING if signal.getsignal(one) != signal.SIG_IGN]
    before = {number: signal.signal(number, stop) for number in heard}
    try:
        yield
    finally:
        patience.cancel()
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


def stopped(patience: threading.Timer, number: int, frame: FrameType | None) -> None:
    """Leave by an exception; at once on a second signal, or when the unwinding takes too long.

    What is left behind then is removed by the next run.
    """
    if is_swallowed(frame):
        again = threading.Timer(SOON, os.kill, [os.getpid(), number])
        again.daemon = True
        again.start()
        return
    for one in STOPPING:
        signal.signal(one, leave_at_once)
    patience.args = [number, None]
    patience.start()
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + number)


def is_swallowed(frame: FrameType | None) -> bool:
    """Whether an exception raised here would be printed and forgotten: no Python code called this."""
    while frame is not None:
        if frame.f_code.co_name in SWALLOWING or frame.f_code.co_filename.endswith("weakref.py"):
            return True
        frame = frame.f_back
    return False


def leave_at_once(number: int, _frame: FrameType | None) -> None:
    """End the process as it stands."""
    os._exit(128 + number)


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
