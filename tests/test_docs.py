"""The documents are run: what they show is what happens."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dedup.cli import VERBS
from dedup.schemas import REPORTS
from tests.readme import README, python_blocks, section

ROOT = Path(__file__).parent.parent


@pytest.mark.jit
def test_readme_is_up_to_date():
    """Sessions, tables and references in the README equal what the code prints now."""
    command = [sys.executable, "-m", "cogapp", "--check", "README.md"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stderr), f"{done.stdout}run: cog -r README.md"


@pytest.mark.parametrize("code", python_blocks(README.replace(section("Recipes"), "")))
def test_python_examples_run(code, tmp_path, monkeypatch):
    """Each Python example runs as it stands; the recipes have a file of tests of their own."""
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})


def test_python_example_finds_its_pair(capsys):
    """The first example prints the pair it is about."""
    exec(re.findall(r"```python\n(.*?)```", README, re.DOTALL)[0], {})

    assert "jaccard" in capsys.readouterr().out


def test_every_verb_and_table_is_documented():
    """The README names each verb, each table and each reason for a reject."""
    assert [] == [verb for verb in VERBS if f"dedup {verb}" not in README]
    assert [] == [table.name for table in REPORTS if f"### {table.name}" not in README]


def test_set_up_is_two_commands():
    """Two lines set everything up, in a venv inside the checkout, without pip's cache."""
    lines = re.findall(r"```bash\n(python3 -m venv.*)\n```", README)

    assert 2 == len(lines)
    assert all("--no-cache-dir" in line and " .venv " in line for line in lines)
    assert lines[0].endswith(".venv/bin/python jobs/demo.py")
    assert ".venv/bin/python -m pytest" in lines[1]


def test_ci_runs_the_readme():
    """CI runs the test line of the README itself, not a copy of it."""
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")

    assert "grep -m1 \"'.\\[test\\]'\" README.md" in script
