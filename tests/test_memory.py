"""A memory budget is split up so that its parts fit into it."""

import mmap
import sys
from types import SimpleNamespace

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import memory as memory_module
from dedup.config import Config, memory_there_is
from dedup.errors import UsageError
from dedup.memory import BASE, MIB, allocating, giving_back, memory_of, resident

budgets = st.integers(768, 1 << 20).map(lambda mib: Config(memory=f"{mib}M", jobs=2))


@given(budgets)
def test_the_parts_fit_into_the_whole(config):
    """What is set aside, what is worked on and the process itself are less than was given."""
    memory = memory_of(config)

    assert BASE + memory.shelf + memory.work <= config.memory_bytes
    assert memory.shelf > 0 < memory.work


@given(budgets, budgets, st.integers(0, 10**9))
def test_more_memory_never_means_smaller_pieces(one, other, rows):
    """Pieces grow with the budget, and there are fewer of them."""
    less, more = sorted((memory_of(one), memory_of(other)))

    assert less.collisions_at_once(rows) <= more.collisions_at_once(rows)
    assert less.keys_at_once() <= more.keys_at_once()
    assert less.texts_at_once() <= more.texts_at_once()
    assert less.texts_held() <= more.texts_held()
    assert less.pairs_outlined() <= more.pairs_outlined()
    assert less.pairs_at_once() <= more.pairs_at_once()
    assert less.rows_at_once() <= more.rows_at_once()
    assert less.buckets(rows) >= more.buckets(rows)
    assert less.shares_to_fold(rows) >= more.shares_to_fold(rows)
    assert less.batch_bytes(8 << 20) <= more.batch_bytes(8 << 20) <= 8 << 20


@given(budgets, st.integers(1, 400), st.integers(0, 10**9))
def test_bands_go_in_few_turns(config, every, a_band):
    """All bands at once where their keys fit half the shelf, else in eight turns at most."""
    memory = memory_of(config)

    size = memory.bands_at_once(every, a_band)

    assert -(-every // 8) <= size <= every
    assert size == every or size * a_band <= memory.shelf // 2 or size == -(-every // 8)
    assert size == every or (size + 1) * a_band > memory.shelf // 2


@given(budgets, st.integers(0, 10**9))
def test_shares_are_powers_of_two(config, rows):
    """As the fold needs them."""
    shares = memory_of(config).shares_to_fold(rows)

    assert 0 == shares & (shares - 1) < shares


@pytest.mark.parametrize(
    ("given_as", "expected"),
    [("4G", 4 << 30), ("1.5G", 3 << 29), ("900M", 900 * MIB), ("2000000K", 2_048_000_000)],
)
def test_sizes_are_read(given_as, expected):
    """A number and a unit of 1024."""
    assert expected == Config(memory=given_as).memory_bytes


def test_auto_is_a_share_of_what_there_is():
    """Seven tenths of the machine, or of its container."""
    assert int(0.7 * memory_there_is()) == Config().memory_bytes
    assert Config().memory_bytes > 1 << 28


def test_too_little_is_an_error():
    """Below the least that any run takes nothing is begun."""
    with pytest.raises(UsageError) as caught:
        memory_of(Config(memory="767M"))

    assert (
        "767 MiB of memory are too little\n  --memory 767M\n  give at least --memory 768M"
    ) == str(caught.value)


def test_the_pool_is_given_back():
    """Within the block Arrow takes memory from the C library, afterwards from where it did."""
    before = pa.default_memory_pool().backend_name
    with allocating(Config(memory="1G")):
        assert "system" == pa.default_memory_pool().backend_name
    assert before == pa.default_memory_pool().backend_name


def test_what_a_process_holds(tmp_path):
    """Its resident pages in bytes; where no file tells, it may be anything."""
    (tmp_path / "statm").write_text("900 300 100 1 0 200 0\n")

    assert 300 * mmap.PAGESIZE == resident(tmp_path / "statm")
    assert sys.maxsize == resident(tmp_path / "missing")
    assert 10 * MIB < resident()


@pytest.mark.parametrize(("total", "times"), [(1 << 50, 0), (2 * MIB, 1)])
def test_memory_is_given_back_once_half_of_it_is_taken(monkeypatch, total, times):
    """Below that what is free is kept, and used again without fresh pages."""
    trimmed = []
    library = SimpleNamespace(malloc_trim=trimmed.append)
    monkeypatch.setattr(memory_module.ctypes, "CDLL", lambda _: library)

    giving_back(total)()

    assert [0] * times == trimmed
