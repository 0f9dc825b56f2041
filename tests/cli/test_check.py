"""`dedup check`: what it prints, and how it ends."""

import json

import pytest
from click.testing import CliRunner

from dedup.cli import root
from tests.cli.helpers import call, lines, spawn
from tests.index.made import PIER, SNOW

pytestmark = pytest.mark.jit

CHECK = """
import sys
import dedup.cli as cli
def leave(_code):
    heavy = "scipy.integrate", "scipy.linalg", "pandas", "dedup.stages.relate"
    print([name for name in heavy if name in sys.modules])
cli.leave = leave
cli.main(["check", "draft.txt", "--index", "index"])
"""


def test_check(index, tmp_path):
    """How much was seen, where most of it, and each sentence with its first place."""
    (tmp_path / "draft.txt").write_text(f"{SNOW} Nobody had swept the long promenade.")

    shown = lines("check", "draft.txt", "--index", "index", "--format", "table")

    assert (
        "1 of 2 sentences seen before (1 exact, 0 near): 67.3 % of the text, 67.3 % exact"
        == shown[0]
    )
    assert "   67.3 %  a0002, S, 2026-03-03 06:00Z" == shown[1]
    assert "match  n_occurrences  first in      source  published_at" == shown[3]
    assert "exact              2  a0002:83-157  S       2026-03-03 06:00Z" == shown[5]
    found = json.loads(lines("--json", "check", "draft.txt", "--index", "index")[0])
    assert ["exact", "new"] == [row["match"] for row in found["rows"]]


def test_check_imports_what_it_needs(index, tmp_path):
    """What only a run needs, and what others would import by the way, is not imported."""
    (tmp_path / "draft.txt").write_text(SNOW)
    call("check", "draft.txt", "--index", "index")  # its kernels are compiled

    done = spawn(code=CHECK, cwd=tmp_path)

    assert (0, "") == (done.returncode, done.stderr)
    assert "[]" == done.stdout.splitlines()[-1]


def test_check_mistakes(index, tmp_path):
    """A missing file, one that is no text, no index."""
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\xff")
    results = [
        call("check", *args, "--index", where)
        for args, where in ((["no.txt"], "index"), (["bad.txt"], "index"), (["bad.txt"], "x"))
    ]

    assert [66, 66, 66] == [result.exit_code for result in results]
    assert (
        "error: cannot read the text: No such file or directory\n  no.txt\n"
        "  dedup check FILE --index INDEX\n" == results[0].stderr
    )
    assert (
        "error: not UTF-8 text\n  bad.txt\n  check takes one article in plain text\n"
        == results[1].stderr
    )


def test_check_standard_input(index):
    """A dash reads it."""
    result = CliRunner().invoke(
        root, ["check", "-", "--index", "index", "--format", "tsv"], input=PIER
    )

    assert "exact\t" == result.stdout.splitlines()[1][:6]
