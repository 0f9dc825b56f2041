"""What every test may need."""

import os

import pytest
from hypothesis import settings

JIT_OFF = os.environ.get("NUMBA_DISABLE_JIT") == "1"

# A kernel compiles on its first example, which takes seconds; that is no flaw of the example.
settings.register_profile("dedup", deadline=None, max_examples=30 if JIT_OFF else 100)
settings.load_profile("dedup")

FAULT_TABLES = pytest.StashKey[list[str]]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show which faults were tried, and what each left."""
    for table in terminalreporter.config.stash.get(FAULT_TABLES, []):
        terminalreporter.section("faults")
        terminalreporter.write_line(table)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out, with a reason, what is too slow without compiled kernels."""
    skip = pytest.mark.skip(reason="too slow with NUMBA_DISABLE_JIT=1")
    for item in items:
        if JIT_OFF and item.get_closest_marker("jit"):
            item.add_marker(skip)
