"""A damaged file of a run is named by whoever reads it, or nobody reads it: never a silent answer."""

import random
import shutil
from pathlib import Path

import pytest

from dedup import storage
from tests.cli.corpus import write
from tests.cli.helpers import call

pytestmark = pytest.mark.jit

VERBS = {
    "show": ["show", "out"],
    "top": ["show", "out", "top"],
    "article": ["show", "out", "a1"],
    "explain": ["explain", "out", "a2"],
    "report": ["report", "out", "-o", "made.html"],
    "audit": ["audit", "out"],
    "diff": ["diff", "--run", "out", "a1", "a2"],
    "apply": ["apply", "out", "in.jsonl", "-o", "made.jsonl"],
    "export": ["export", "out", "--to", "ndjson", "-o", "made.ndjson"],
    "boilerplate": ["boilerplate", "out"],
}
# Exit codes of an error that may name a file: no such table, no run, unreadable, incompatible.
TOLD = (2, 66, 74, 78)
FLIPS = 5


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A small run with everything in it; returns the folder it was made in."""
    folder = tmp_path_factory.mktemp("sound")
    write(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert 0 == call("run", "in.jsonl", "-o", "out", "-q", "--html", "always").exit_code
    return folder


@pytest.fixture
def run(published, tmp_path, monkeypatch):
    """A copy of it, and the shell stands there; returns the run's folder."""
    shutil.copytree(published, tmp_path / "at", symlinks=True)
    monkeypatch.chdir(tmp_path / "at")
    return Path("out", "latest").resolve()


def answer(verb):
    """How a verb ends, what it prints, and what it makes."""
    for path in Path().glob("made*"):
        path.unlink()
    told = call("--json", *VERBS[verb])
    made = {path.name: path.read_bytes() for path in Path().glob("made*")}
    return told.exit_code, told.stderr, (told.stdout, made)


def damages(data, seed):
    """Cut in half, emptied, gone, and single bits turned over."""
    yield data[: len(data) // 2]
    yield b""
    yield None
    dice = random.Random(seed)
    for _ in range(FLIPS):
        copy = bytearray(data)
        copy[dice.randrange(len(copy))] ^= 1 << dice.randrange(8)
        yield bytes(copy)


def put(path, data):
    """Give a file other bytes, or remove it."""
    path.unlink(missing_ok=True)
    if data is not None:
        path.write_bytes(data)


def files_of(kind):
    """The names of a run's files of a kind, without one."""
    return sorted(path.name for path in Path("out", "latest").glob(kind))


@pytest.mark.parametrize("kind", ["*.parquet", "run.json", "*.html", "*.md"])
def test_damage_is_named_or_of_no_account(run, kind):
    """The verb gives the answer of the sound run, or an error with the name of the file."""
    sound = {verb: answer(verb) for verb in VERBS}
    assert {0} == {code for code, _, _ in sound.values()}
    wrong, named = [], set()
    for name in files_of(kind):
        data = (run / name).read_bytes()
        for number, damage in enumerate(damages(data, name)):
            put(run / name, damage)
            for verb, (_, _, expected) in sound.items():
                code, stderr, given = answer(verb)
                if code in TOLD and Path(name).stem in stderr:
                    named.add((name, verb))
                elif (code, given) != (0, expected):
                    wrong.append((name, number, verb, code, stderr))
        put(run / name, data)
    assert [] == wrong
    assert named or kind in ("*.html", "*.md")


def test_what_was_written_is_told(run):
    """Which file, how it differs, and what to do."""
    path = run / "pairs.parquet"
    written = storage.file_sha256(path)
    path.write_bytes(path.read_bytes() + b"x")
    told = call("show", "out").stderr
    assert (
        f"error: cannot read pairs: its sha256 is {storage.file_sha256(path)}, written was {written}\n"
        f"  {path}\n  run again, or restore the file from a copy\n"
    ) == told


def test_a_night_names_a_damaged_run(run):
    """What is done is not guessed: the job stops, and names the run."""
    Path("inbox").mkdir()
    write(Path("inbox"))
    path = run / "run.json"
    path.write_bytes(path.read_bytes().replace(b'"articles": 3', b'"articles": 4'))
    result = call("nightly", "inbox", "-o", "out")
    assert (74, True) == (
        result.exit_code,
        result.stderr.startswith(f"error: cannot read run.json: it no longer says what was written\n  {path}\n"),
    )  # fmt: skip
