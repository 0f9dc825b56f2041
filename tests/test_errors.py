"""Every error of ours is in the tree, with its exit code, and says three things."""

import inspect
import re

import pytest

from dedup import errors
from dedup.errors import DedupError, MissingExtraError

TREE = re.compile(r"^(?:[├└]── )?(\w+Error) +exit +(\d+) +(.+)$", re.M)
CLASSES = {name: getattr(errors, name) for name in errors.__all__}


def test_the_tree_is_the_classes():
    """The module's docstring lists each class with its exit code, and no other."""
    drawn = {name: int(code) for name, code, _ in TREE.findall(errors.__doc__)}
    defined = {
        n for n, c in inspect.getmembers(errors, inspect.isclass) if c.__module__ == errors.__name__
    }

    assert {name: kind.exit_code for name, kind in CLASSES.items()} == drawn
    assert set(CLASSES) == defined


def test_exit_codes_are_those_promised():
    """A scheduler may rely on them."""
    assert {
        "DedupError": 70,
        "GateError": 1,
        "UsageError": 2,
        "InputError": 66,
        "RejectedError": 65,
        "OutputError": 74,
        "LockedError": 75,
        "PermissionRefusedError": 77,
        "IncompatibleError": 78,
        "MissingExtraError": 2,
    } == {name: kind.exit_code for name, kind in CLASSES.items()}


@pytest.mark.parametrize("kind", CLASSES.values(), ids=lambda kind: kind.__name__)
def test_every_error_is_one_of_ours(kind):
    """One except clause catches them all; none hides behind a built-in."""
    assert (DedupError, Exception) == (
        kind if kind is DedupError else kind.__base__,
        *DedupError.__bases__,
    )


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({}, "what"),
        ({"where": "a:1"}, "what\n  a:1"),
        ({"todo": "do"}, "what\n  do"),
        ({"where": "a:1", "todo": "do"}, "what\n  a:1\n  do"),
    ],
)
def test_an_error_is_up_to_three_lines(given, text):
    """What happened, where, and what to do; what is not known takes no line."""
    error = DedupError("what", **given)

    assert text == str(error)
    assert ("what", given.get("where", ""), given.get("todo", "")) == (
        error.what, error.where, error.todo,
    )  # fmt: skip


def test_a_missing_extra_says_what_to_install():
    """The name of the extra, not that of the package, is what pip is given."""
    expected = "the package 'nltk' is not installed\n  pip install 'dedup[punkt]'"

    assert expected == str(MissingExtraError("nltk", "punkt"))
