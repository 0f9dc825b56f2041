"""What every test may need."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

JIT_OFF = os.environ.get("NUMBA_DISABLE_JIT") == "1"

# A kernel compiles on its first example, which takes seconds; that is no flaw of the example.
settings.register_profile("dedup", deadline=None, max_examples=30 if JIT_OFF else 100)
settings.load_profile("dedup")

FAULT_TABLES = pytest.StashKey[list[str]]()
CRON_NIGHTS = pytest.StashKey[tuple[subprocess.Popen[bytes], Path]]()
CRON_TEST = "tests/jobs/test_cron.py"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show which faults were tried, and what each left."""
    for table in terminalreporter.config.stash.get(FAULT_TABLES, []):
        terminalreporter.section("faults")
        terminalreporter.write_line(table)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let the nights of the cron test begin: they take minutes, beside the other tests."""
    from tests.jobs.cron_daemon import obstacle

    wanted = [item for item in session.items if item.nodeid.startswith(CRON_TEST)]
    if not wanted or JIT_OFF or session.config.option.collectonly or obstacle():
        return
    folder = Path(tempfile.mkdtemp(prefix="cron-nights-"))
    session.config.stash[CRON_NIGHTS] = (
        subprocess.Popen([sys.executable, "-m", "tests.jobs.cron_nights", str(folder)]),
        folder,
    )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the nights, if they still last."""
    process, folder = session.config.stash.get(CRON_NIGHTS, (None, None))
    if process is not None and folder is not None:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out, with a reason, what is too slow without compiled kernels; cron comes last."""
    items.sort(key=lambda item: item.nodeid.startswith(CRON_TEST))
    skip = pytest.mark.skip(reason="too slow with NUMBA_DISABLE_JIT=1")
    for item in items:
        if JIT_OFF and item.get_closest_marker("jit"):
            item.add_marker(skip)
