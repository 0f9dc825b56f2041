"""How the tests call the command."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from dedup.cli import root

__all__ = ["CHECKOUT", "CHILD", "call", "lines", "spawn"]

CHECKOUT = Path(__file__).parents[2]
# Kernels that run as plain Python (NUMBA_DISABLE_JIT=1) wrap around with a warning.
WRAPS = "ignore:overflow encountered in scalar:RuntimeWarning"
CHILD = os.environ | {"PYTHONPATH": str(CHECKOUT), "PYTHONWARNINGS": WRAPS}


def call(*args, env=None) -> Result:
    """Run `dedup ARGS` in this process."""
    return CliRunner().invoke(root, [str(arg) for arg in args], env=env)


def lines(*args):
    """What a command prints, when it ends well."""
    result = call(*args)
    assert (0, "") == (result.exit_code, result.stderr), result.output
    return result.stdout.splitlines()


def spawn(*args, code=None, **options) -> subprocess.CompletedProcess:
    """Run `dedup ARGS`, or the program `code`, in a process of its own."""
    start = ["-m", "dedup"] if code is None else ["-c", code]
    env = CHILD | options.pop("env", {})
    command = [sys.executable, *start, *(str(arg) for arg in args)]
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False, **options)
