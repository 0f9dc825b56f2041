"""What the help says of expressions is true."""

import pytest

from dedup.cli.expressions import EXAMPLES, LANGUAGE
from dedup.report.cleaned.choose import visible, with_groups
from dedup.report.where import holds
from tests.cli.helpers import call
from tests.report.made import publish


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_are_understood(example, tmp_path):
    """Each example of the help works on the rows that `apply` offers."""
    rows = with_groups(publish(tmp_path / "out"))
    assert 5 == len(holds(rows.select(visible(rows)), example))


@pytest.mark.parametrize("verb", ["show", "apply", "export"])
def test_help_explains_expressions(verb):
    """Each verb that takes an expression says what one is, line for line."""
    shown = [line.strip() for line in call(verb, "--help").stdout.splitlines()]
    assert [] == [line for line in LANGUAGE.splitlines()[1:] if line.strip() not in shown]
