"""Machine code is kept, and void as soon as any kernel changes."""

import os
import subprocess
import sys

import numba
import numpy as np
import pytest

from dedup.kernels import join
from dedup.kernels.jit import DIGEST, compiled_before, digest_of, inlined, kernel

ANSWER = """
import numpy as np
from dedup.kernels import jit, join
keys = np.array([1, 1, 2], np.uint64)
print(jit.compiled_before(join.count_bucket_pairs), join.count_bucket_pairs(keys),
      jit.compiled_before(join.count_bucket_pairs))
"""
IMPORTED = """
import sys
print("numba.np.arraymath" in sys.modules)
"""


def test_the_digest_is_of_every_file(tmp_path):
    """A change in any file below the folder, also in a helper's, changes the digest."""
    (tmp_path / "a.py").write_text("a")
    (tmp_path / "deep").mkdir()
    helper = tmp_path / "deep" / "helper.py"
    helper.write_text("b")
    before = digest_of(tmp_path)

    helper.write_text("c")

    assert before != digest_of(tmp_path)


@inlined
def doubled(n: int) -> int:
    """Twice a number."""
    return 2 * n


def doubles(out: np.ndarray) -> None:
    """Twice 1, 2 and the number of rows."""
    out[0], out[1], out[2] = doubled(1), doubled(2), doubled(out.shape[0])


@pytest.mark.jit
def test_a_helper_is_compiled_once_for_all_literals(tmp_path, monkeypatch):
    """Called with 1, with 2 and with a variable it is one machine code."""
    # A kernel that comes from the cache compiles no helper.
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    out = np.empty(3, np.int64)
    kernel(doubles)(out)

    assert [2, 4, 6] == out.tolist()
    assert 1 == len(doubled.signatures)


@pytest.mark.jit
def test_kernels_carry_the_digest():
    """The cache of a kernel is stamped with the digest of all of them."""
    join.count_bucket_pairs(np.array([1, 1], np.uint64))

    assert DIGEST == join.count_bucket_pairs._cache._cache_file._source_stamp
    assert compiled_before(join.count_bucket_pairs)


@pytest.mark.jit
def test_a_second_process_finds_the_machine_code(tmp_path):
    """A kernel is compiled once per cache folder, not once per process."""
    env = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    runs = [
        subprocess.run(
            [sys.executable, "-c", ANSWER], env=env, capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(2)
    ]

    assert [["False", "1", "True"], ["True", "1", "True"]] == runs


@pytest.mark.jit
def test_machine_code_is_loaded_without_what_compiles_it(tmp_path):
    """Only the process that compiles imports what numba can compile."""
    env = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    command = [sys.executable, "-c", ANSWER + IMPORTED]
    runs = [
        subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout.split()
        for _ in range(2)
    ]

    assert ["True", "False"] == [run[-1] for run in runs]


@pytest.mark.jit
def test_without_a_folder_to_write():
    """Where no cache folder can be written, kernels work, and each process compiles its own."""
    env = {**os.environ, "NUMBA_CACHE_LOCATOR_CLASSES": "ZipCacheLocator"}

    run = subprocess.run(
        [sys.executable, "-c", ANSWER], env=env, capture_output=True, text=True, check=True
    )

    assert ["False", "1", "False"] == run.stdout.split()
    assert "" == run.stderr


def test_without_the_jit_nothing_is_waited_for():
    """A plain function counts as compiled."""
    assert compiled_before(lambda: None)
