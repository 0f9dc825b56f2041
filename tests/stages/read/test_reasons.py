"""Every reason for a reject is documented."""

import ast
from pathlib import Path

from dedup.stages import read
from dedup.stages.read.faults import REASONS

GIVERS = {"BadFileError", "BadRowError", "Reject"}


def reasons_in(source):
    """The constant reasons given in a module."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    calls = [call for call in calls if getattr(call.func, "id", "") in GIVERS]
    first = [arg for call in calls for arg in call.args[:2] if isinstance(arg, ast.Constant)]
    return {arg.value for arg in first if isinstance(arg.value, str) and arg.value.isidentifier()}


def test_every_reason_is_documented_and_given():
    """The reasons that the code gives are those that the README lists."""
    sources = [path.read_text() for path in Path(read.__file__).parent.glob("*.py")]
    found = set().union(*map(reasons_in, sources))

    assert set() == found - set(REASONS)
    assert set() == {reason for reason in REASONS if not any(f'"{reason}"' in s for s in sources)}
