"""Kernels are compiled by another process, which never outlives the block it works beside."""

import time

import pytest

from dedup.kernels.align import diff_rows, edit_rows
from dedup.kernels.components import diameters
from dedup.kernels.overlap import may_reach, shared_shingles
from dedup.kernels.sketch import sketch_texts
from dedup.ledger import Ledger
from dedup.pipeline import beside
from dedup.pipeline.beside import MANY_UNITS, compiling_beside, compiling_facts_beside
from dedup.pipeline.warming import warm


@pytest.fixture
def told():
    """A ledger, and the lines it shows."""
    lines = []
    return Ledger(lambda progress: lines.append(progress.note)), lines


@pytest.fixture
def nothing_compiled(monkeypatch):
    """As on a machine where nothing ever ran; what would be compiled is a quick program."""
    monkeypatch.setattr(beside, "compiled_before", lambda _: False)
    monkeypatch.setattr(beside, "worth_compiling", lambda: True)
    monkeypatch.setattr(beside, "can_compile_beside", lambda: True)
    for name in ("ALL", "FACTS"):
        monkeypatch.setattr(beside, name, f"raise SystemExit({len(name)})")


def test_the_run_waits_for_what_is_compiled(nothing_compiled, told):
    """The other process ends in its own time; the user is told why it takes some seconds."""
    ledger, lines = told
    with compiling_beside(ledger) as wait:
        assert len("ALL") == wait()
    with compiling_facts_beside(MANY_UNITS, ledger) as wait:
        assert len("FACTS") == wait()

    assert "compiling the kernels, once per machine: this takes some seconds" == lines[0]
    assert "compiling what tells changed facts, once per machine, beside the run" == lines[1]


def test_nothing_is_left_running(nothing_compiled, monkeypatch, told):
    """A block that ends, also by an error, ends the other process."""
    monkeypatch.setattr(beside, "ALL", "import time; time.sleep(600)")
    started = time.monotonic()

    with pytest.raises(ZeroDivisionError), compiling_beside(told[0]):
        raise ZeroDivisionError

    assert time.monotonic() - started < 60


def test_what_is_compiled_costs_nothing(monkeypatch, told):
    """No process and no line when the machine code is there, or the units are few."""
    monkeypatch.setattr(beside, "compiled_before", lambda _: True)
    monkeypatch.setattr(beside, "worth_compiling", lambda: True)

    with compiling_beside(told[0]) as wait, compiling_facts_beside(9, told[0]) as wait_facts:
        assert (0, 0) == (wait(), wait_facts())
    assert [] == told[1]


def test_a_program_that_is_no_python_compiles_by_itself(nothing_compiled, monkeypatch, told):
    """An application that embeds Python is not started a second time."""
    monkeypatch.undo()
    monkeypatch.setattr(beside.sys, "executable", "/usr/bin/server")

    assert not beside.can_compile_beside()


@pytest.mark.jit
def test_warming_compiles_what_comes_after_cutting():
    """Two sentences go through sketch, join, verification, groups and diffs."""
    warm()

    kernels = (sketch_texts, may_reach, shared_shingles, edit_rows, diameters, diff_rows)
    assert [] == [kernel for kernel in kernels if not kernel.signatures]
