"""What the end of a run needs is loaded while its texts are matched."""

import threading

import pytest

from dedup.pipeline import ahead
from dedup.pipeline.ahead import MANY_UNITS, load_ahead


@pytest.fixture
def loaded(monkeypatch):
    """What was loaded, in place of loading it."""
    done = []
    monkeypatch.setattr(ahead, "import_module", done.append)
    monkeypatch.setattr(ahead, "prepare", done.append)
    return done


def await_loading():
    """Wait for the threads that load."""
    for thread in threading.enumerate():
        if thread.name == "dedup-ahead":
            thread.join()


@pytest.mark.parametrize(
    ("units", "compiled", "expected"),
    [
        (MANY_UNITS - 1, True, []),
        (MANY_UNITS, True, ["scipy.special", 1 << 30]),
        (MANY_UNITS, False, ["scipy.special"]),
    ],
)
def test_many_units_are_worth_it(monkeypatch, loaded, units, compiled, expected):
    """Few units load nothing ahead, and nothing is ever compiled here, which would hold up the run."""
    monkeypatch.setattr(ahead, "worth_compiling", lambda: not compiled)

    load_ahead(units)
    await_loading()

    assert expected == loaded
