"""The command as a whole: help, lazy verbs, global options."""

import pytest

from dedup.cli import VERBS, root
from tests.cli.helpers import call, spawn

HEAVY = ("numpy", "pyarrow", "polars", "numba", "datasketch", "rich", "msgspec", "rapidfuzz")


def command_of(verb):
    return root.get_command(root.make_context("dedup", ["x"], resilient_parsing=True), verb)


def test_help_lists_every_verb_with_its_line():
    """`dedup --help` shows each verb and what it does."""
    shown = " ".join(call("--help").stdout.split())
    assert [line for line in VERBS.values() if line not in shown] == []


@pytest.mark.parametrize("verb", VERBS)
def test_line_of_a_verb_is_the_first_of_its_help(verb):
    """The line that `dedup --help` shows without importing a verb is the verb's own."""
    assert VERBS[verb] == command_of(verb).help.strip().splitlines()[0]


@pytest.mark.parametrize("verb", [*VERBS, "config show", "config init"])
def test_help_of_every_verb_has_an_example(verb):
    """`dedup VERB --help` shows a command to copy."""
    words = verb.split()
    shown = call(*words, "--help").stdout
    example = next(line for line in shown.splitlines() if line.startswith("    dedup"))
    assert words[0] in example.split() or example.split()[1:3] == ["config", "show"]


def test_help_imports_nothing_heavy():
    """`dedup --help` imports click and the standard library only."""
    code = (
        "import sys\nfrom dedup.cli import root\nroot.main(['--help'], standalone_mode=False)\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    assert spawn(code=code).stderr == "[]\n"


def test_unknown_verb_names_the_nearest():
    """A mistyped verb ends with 2 and a suggestion."""
    result = call("shwo", "out")
    assert (2, "error: no such verb: 'shwo'\n  did you mean 'show'?\n") == (
        result.exit_code,
        result.stderr,
    )


def test_verb_unlike_any_lists_all():
    """A verb that resembles none ends with the list of verbs."""
    expected = f"error: no such verb: 'qqq'\n  the verbs are: {', '.join(VERBS)}\n"
    assert expected == call("qqq").stderr


def test_unknown_flag_points_to_the_help():
    """A mistyped flag ends with 2 and the way to the help of its verb."""
    result = call("schema", "--chekc", "x")
    assert 2 == result.exit_code
    assert result.stderr.startswith("error: no such option '--chekc'")
    assert result.stderr.endswith("\n  dedup schema\n  try: dedup schema --help\n")


def test_missing_argument_is_three_lines():
    """An argument left out is told as any other error."""
    expected = "error: missing argument 'OUT'\n  dedup show\n  try: dedup show --help\n"
    assert expected == call("show").stderr


def test_global_options_work_before_and_after_the_verb():
    """--json before the verb and after it give the same output."""
    before = call("--json", "config", "show")
    assert before.stdout.startswith('{"id": ')
    assert before.stdout == call("config", "--json", "show").stdout
    assert before.stdout == call("config", "show", "--json").stdout


@pytest.mark.parametrize("words", [[], ["config"]])
def test_no_arguments_show_the_help(words):
    """A command that lacks its verb shows its help, on stderr, and ends with 2."""
    result = call(*words)
    assert (2, "", call(*words, "--help").stdout) == (
        result.exit_code,
        result.stdout,
        result.stderr,
    )


def test_module_runs_like_the_command():
    """`python -m dedup` is the command; click's test runner wraps two columns later."""
    assert call("--help").stdout.split() == spawn("--help").stdout.split()


BEGINNING = """
import sys
from dedup.cli import main, run

begun = run.begun

def first(*given):
    batches = begun(*given)
    print([name for name in ("numba", "dedup.pipeline") if name in sys.modules])
    return batches

run.begun = first
main(["run", "none.jsonl", "-o", "out"])
"""


def test_reading_begins_before_the_job_is_loaded(tmp_path):
    """What takes longest to load is loaded while the first batches are read."""
    done = spawn(code=BEGINNING, cwd=tmp_path)

    assert "[]\n" == done.stdout
    assert "error: no such file or folder: none.jsonl" == done.stderr.splitlines()[0]
