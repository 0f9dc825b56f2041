"""`dedup index`: what its verbs print, and how they end."""

import json
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from dedup.cli.index import VERBS
from dedup.index import newest
from dedup.storage.lock import lock
from tests.cli.helpers import call, lines, spawn
from tests.index.made import PIER, names_in, two_nights

pytestmark = pytest.mark.jit


@pytest.mark.parametrize("verb", VERBS)
def test_help(verb):
    """The line of each verb is the first of its help, which shows an example."""
    shown = call("index", verb, "--help").stdout

    assert VERBS[verb] == shown.splitlines()[2].strip()
    assert f"    dedup index {verb} index" in shown
    assert VERBS[verb] in " ".join(call("index", "--help").stdout.split())


def test_unknown_verb():
    """The nearest one is named."""
    result = call("index", "compct", "x")

    assert (2, "error: no such verb: 'compct'\n  did you mean 'compact'?\n") == (
        result.exit_code,
        result.stderr,
    )


def test_info(index):
    """One line a figure; --json gives all of them."""
    shown = lines("index", "info", "index")

    assert "index index, version 2, of 1 to 2" == shown[0]
    assert "  nights     2, 2026-03-02 to 2026-03-03" == shown[2]
    assert "  articles   3" == shown[3]
    assert "  sentences  5 (5 distinct texts)" == shown[4]
    assert shown[6].endswith("for 100: 5.0 % full")
    found = json.loads(lines("--json", "index", "info", "index")[0])
    assert (3, 100, False) == (found["articles"], found["expect"], found["outgrown"])


def test_info_of_an_outgrown_index(tmp_path):
    """What it costs and the way out are told on stderr."""
    two_nights(tmp_path, expect=4)

    result = call("index", "info", tmp_path / "index")

    assert result.stderr.startswith("the index has outgrown the 4 it was made for: about 0.")
    assert result.stderr.endswith(
        f"dedup index rebuild {tmp_path / 'index'} --into NEW --expect 10\n"
    )


def test_a_takedown(index):
    """remove tells what comes next, what is unknown, and compact erases."""
    result = call("index", "remove", "index", "a0001", "nobody")
    assert (3, "1 id not in the index: nobody\n") == (result.exit_code, result.stderr)
    assert [
        "took out 1 article; this is version 3",
        "next: the next dedup run --index relates what is left of their groups,",
        "      dedup index compact index erases their texts from the disk",
    ] == result.stdout.splitlines()
    assert "  articles   2 (and 1 taken out, for compact to erase)" in lines(
        "index", "info", "index"
    )
    assert names_in(index, PIER)

    shown = lines("index", "compact", "index")

    assert "2 nights made one of 2 articles; 1 article erased" == shown[0]
    assert shown[1].startswith("this is version 4, 3 older versions deleted; 0.")
    assert [] == names_in(index, PIER)


def test_ids_from_a_file(index, tmp_path):
    """One a line, with a byte order mark and blank lines; a dry run changes nothing."""
    (tmp_path / "ids.txt").write_text("\ufeffa0001\n\na0003\r\n", encoding="utf-8")

    assert ["would take out 2 articles; nothing was changed"] == lines(
        "index", "remove", "index", "--from", "ids.txt", "--dry-run"
    )
    found = json.loads(lines("--json", "index", "remove", "index", "--from", "ids.txt")[0])
    assert {"removed": 2, "unknown": [], "version": 3} == found


@pytest.mark.parametrize(
    ("args", "code", "stderr"),
    [
        (
            ["remove", "index"],
            2,
            "error: no id given\n  --from\n  dedup index remove index ID...\n",
        ),
        (
            ["remove", "index", "--from", "no.txt"],
            66,
            "error: cannot read the ids: No such file or directory\n  no.txt\n"
            "  give a text file with an id a line\n",
        ),
        (
            ["drop-before", "index", "yesterday"],
            2,
            "error: no day: 'yesterday'\n  DATE\n  dedup index drop-before INDEX 2026-08-21\n",
        ),
        (
            ["verify", "index", "--scrub", "2/30"],
            2,
            "error: no share: '2/30'\n  --scrub\n  --scrub 1/30\n",
        ),
        (
            ["verify", "index", "--as-of", "2026-03-03"],
            2,
            "error: --as-of is of no use without --scrub\n  add --scrub 1/30\n",
        ),
        (
            ["info", "index", "--version", "7"],
            2,
            "error: no version 7\n  index\n  it has the versions 1 to 2\n",
        ),
        (
            ["compact", "nowhere"],
            2,
            "error: no index here\n  nowhere\n"
            "  dedup run INPUT... -o OUT --index nowhere makes one\n",
        ),
        (
            ["rebuild", "index", "--into", "index/new"],
            2,
            "error: the new index lies inside the old one\n  index/new\n  name a folder beside it\n",
        ),
    ],
)
def test_mistakes(index, args, code, stderr):
    """Each is three lines and a code."""
    result = call("index", *args)

    assert (code, stderr) == (result.exit_code, result.stderr)


def test_drop_before(index):
    """How many go and how many stay."""
    assert ["would take out 1 article, 2 left; nothing was changed"] == lines(
        "index", "drop-before", "index", "2026-03-03", "--dry-run"
    )
    assert (
        "took out 1 article, 2 left; this is version 3"
        == lines("index", "drop-before", "index", "2026-03-03")[0]
    )
    assert ["no article is that old, 2 left; nothing was changed"] == lines(
        "index", "drop-before", "index", "2026-03-03"
    )


def test_verify(index):
    """Whole, a share of it, and against a rebuild."""
    assert lines("index", "verify", "index")[0].startswith("version 2 is whole: 12 files read, 0.")
    shares = [
        lines("index", "verify", "index", "--scrub", "1/2", "--as-of", f"2026-03-0{day}")[0]
        for day in (3, 4)
    ]
    assert all(share.startswith("version 2 is whole: ") for share in shares)
    assert (
        "a rebuild gives the same 2 clusters of 3 texts"
        == lines("index", "verify", "index", "--against-rebuild")[-1]
    )


def test_verify_names_damaged_files(index):
    """Each on a line of its own, then the error; --json lists them."""
    path = index / newest(index).nights[0].files[0].path
    path.write_bytes(b"x" * path.stat().st_size)

    result = call("index", "verify", "index")

    assert 74 == result.exit_code
    name = path.relative_to(index.parent)
    assert result.stderr.startswith(f"{name}: its sha256 is ")
    assert result.stderr.endswith(
        "error: 1 file of the index is damaged\n  index\n"
        "  restore them from a copy, or make the index anew from the articles with dedup run\n"
    )
    found = json.loads(call("--json", "index", "verify", "index").stdout)
    assert [str(path.relative_to(index))] == [one["path"] for one in found["damages"]]


def test_files(index):
    """A path a line that can be opened; --json adds sizes and sums."""
    shown = lines("index", "files", "index")

    assert 12 == len(shown)
    assert all((index.parent / name).is_file() for name in shown)
    assert 6 == len(lines("index", "files", "index", "--version", "1"))
    found = json.loads(lines("--json", "index", "files", "index")[0])
    assert {"path", "n_bytes", "sha256"} == found["files"][0].keys()


def test_upgrade(index):
    """There is nothing to do, or a rebuild; a newer format is refused."""
    assert ["nothing to do: index is of the newest format, 'dedup-index 2'"] == lines(
        "index", "upgrade", "index"
    )
    (index / "FORMAT").write_text("dedup-index 1\n")
    assert [
        "index goes on as it is, of the format 'dedup-index 1'",
        "for sentences inside others: dedup index rebuild index --into NEW",
    ] == lines("index", "upgrade", "index")
    (index / "FORMAT").write_text("dedup-index 3\n")
    result = call("index", "upgrade", "index")
    assert (
        78,
        "error: the index is of the format 'dedup-index 3', this dedup reads up to 'dedup-index 2'\n"
        "  index\n  use the version of dedup that wrote it, or make a new index\n",
    ) == (result.exit_code, result.stderr)


def test_rebuild(index):
    """Settings come from the index unless they are set."""
    shown = lines("index", "rebuild", "index", "--into", "new", "--expect", "1K", "--recall", "0.9")

    assert "made new of 3 articles, " in shown[-2]
    assert "next: dedup run INPUT... -o OUT --index new" == shown[-1]
    found = json.loads(lines("--json", "index", "info", "new")[0])
    assert (0.9, 0.6, 1000) == (
        found["settings"]["recall"],
        found["settings"]["similarity"],
        found["expect"],
    )


def test_two_writers(index):
    """The second one ends with 75 and names the holder."""
    with lock(index / "LOCK"):
        for args in (["remove", "index", "a0001"], ["compact", "index"]):
            result = call("index", *args)
            assert 75 == result.exit_code
            assert result.stderr.startswith(
                f"error: another run is active\n  index/LOCK, held by process {os.getpid()} on "
            )
        assert lines("index", "verify", "index")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_an_index_of_another_user(index):
    """It can be read, and what would change it ends with 77."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        shared = shutil.copytree(index, Path(folder) / "index")
        for path in (shared, *shared.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        done = spawn(code=as_nobody(shared), cwd=folder)

    expected = ["3", "0", "77 permission denied", "77 permission denied"]
    assert (expected, "") == (done.stdout.splitlines(), done.stderr)


def as_nobody(index):
    """A program that looks at an index, and tries to change it, without rights."""
    return (
        "import os, dedup.index\nfrom pathlib import Path\nfrom dedup.errors import DedupError\n"
        "from dedup.index import compact, info, remove, verify\n"
        f"os.setuid(65534)\nindex = Path({str(index)!r})\n"
        "print(info(index).articles)\nprint(len(verify(index).damages))\n"
        "for work in (lambda: remove(index, ['a0001']), lambda: compact(index)):\n"
        "    try:\n        work()\n"
        "    except DedupError as error:\n        print(error.exit_code, error.what)\n"
    )
