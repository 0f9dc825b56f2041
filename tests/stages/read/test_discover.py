"""Files, globs and folders: each file once, in the order of paths; nothing is lost on the way."""

import os
import socket

import pytest

from dedup.errors import InputError
from dedup.stages.read.discover import discover
from tests.stages.read.made import json_lines, take

LINE = json_lines({"text": "Rain fell on the harbor."})


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A folder to work in, with a few files below it."""
    for name in ("b.jsonl", "sub/a.jsonl", "sub/deep/c.JSONL"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(LINE)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "in"


def shown(*inputs):
    """Paths of the files to read."""
    return [source.shown for source in discover([str(one) for one in inputs])]


def test_a_folder_is_walked_in_the_order_of_paths(tree):
    """Relative stays relative, extensions in any case count."""
    assert ["in/b.jsonl", "in/sub/a.jsonl", "in/sub/deep/c.JSONL"] == shown("in")
    assert [str(tree / "b.jsonl")] == shown(tree / "b.jsonl")


@pytest.mark.parametrize(
    "inputs",
    [
        ("in", "in/b.jsonl"),
        ("in/b.jsonl", "./in/../in", "in"),
        ("in/*.jsonl", "in/s*", "in/b.jsonl"),
    ],
)
def test_a_file_named_twice_is_read_once(tree, inputs):
    """The order of the arguments, and how often a file is named, change nothing."""
    assert 3 == len(shown(*inputs))
    assert shown(*inputs) == shown(*reversed(inputs))


def test_links_are_followed_once_and_loops_end(tree):
    """A link to a folder above, to itself, to a file: each file is still read once."""
    (tree / "sub" / "up").symlink_to(tree)
    (tree / "sub" / "self").symlink_to("self")
    (tree / "sub" / "again.jsonl").symlink_to(tree / "b.jsonl")
    (tree / "aaa").symlink_to(tree / "sub")
    everything = take("in")

    assert 3 == len(everything.articles)
    assert [] == everything.rejects
    assert ["in/sub/self"] == [file.path for file in everything.files if file.format == "skipped"]


def test_a_looping_link_with_a_known_name_is_a_reject(tree):
    """It was asked for by its extension, and cannot be opened."""
    (tree / "loop.jsonl").symlink_to("loop.jsonl")
    (tree / "gone.csv").symlink_to("nowhere.csv")
    everything = take("in")

    assert [(0, "unreadable"), (0, "unreadable")] == everything.reasons
    assert ["in/gone.csv", "in/loop.jsonl"] == [r["input_path"] for r in everything.rejects]
    assert 3 == len(everything.articles)


def test_ids_are_names_below_the_argument(tree):
    """A folder's files by their path in it, a file by its bare name, a glob's below its fixed part."""
    assert ["b.jsonl:1", "sub/a.jsonl:1", "sub/deep/c.JSONL:1"] == take("in").ids
    assert ["a.jsonl:1"] == take("in/sub/a.jsonl").ids
    assert ["a.jsonl:1"] == take(tree / "sub" / "a.jsonl").ids
    assert ["sub/a.jsonl:1"] == take("in/*/a.jsonl").ids


def test_files_that_would_share_an_id_go_by_their_paths(tree):
    """Two files of the same name named one by one are two articles."""
    (tree / "sub" / "b.jsonl").write_text(LINE)
    assert ["in/b.jsonl:1", "in/sub/b.jsonl:1"] == take("in/sub/b.jsonl", "in/b.jsonl").ids


def test_other_files_in_a_folder_are_passed_over_visibly(tree):
    """A picture or a hidden file is no reject, but it is listed with its size."""
    (tree / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (tree / ".hidden.jsonl").write_text(LINE)
    (tree / ".git").mkdir()
    (tree / ".git" / "x.jsonl").write_text(LINE)
    everything = take("in")
    skipped = [(file.path, file.n_bytes) for file in everything.files if file.format == "skipped"]

    assert 3 == len(everything.articles)
    assert [] == everything.rejects
    assert ["in/.git", "in/.hidden.jsonl", "in/photo.jpg"] == [path for path, _ in skipped]
    assert [len(LINE), 3] == [size for _, size in skipped[1:]]


def test_globs_leave_hidden_files_alone(tree):
    """As in a shell; unless the pattern says the dot."""
    (tree / ".hidden.jsonl").write_text(LINE)
    assert ["in/b.jsonl"] == shown("in/*.jsonl")
    assert ["in/.hidden.jsonl"] == shown("in/.h*")
    assert ["in/b.jsonl", "in/sub/a.jsonl"] == shown("in/**/*.jsonl")


def test_a_name_with_brackets_is_a_name_first(tree):
    """A file that exists is never taken for a pattern."""
    (tree / "b[1].jsonl").write_text(LINE)
    assert ["in/b[1].jsonl"] == shown("in/b[1].jsonl")


def test_names_that_are_no_utf8_are_shown_with_escapes(tree):
    """Any name a file system allows can be read and reported."""
    (tree / os.fsdecode(b"caf\xe9.jsonl")).write_text(LINE)
    (tree / "two\nlines.jsonl").write_text(LINE)
    everything = take("in")

    assert "caf\\xe9.jsonl:1" in everything.ids
    assert "in/caf\\xe9.jsonl" in [file.path for file in everything.files]
    assert "two\nlines.jsonl:1" in everything.ids


def test_pipes_sockets_and_devices_never_block(tree):
    """Only regular files are opened: in a folder when the name promises articles, named always."""
    os.mkfifo(tree / "feed.jsonl")
    os.mkfifo(tree / "other")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tree / "s.csv"))
        everything = take("in", "/dev/null")

    assert [(0, "not_a_regular_file")] * 3 == everything.reasons
    assert ["/dev/null", "in/feed.jsonl", "in/s.csv"] == [
        row["input_path"] for row in everything.rejects
    ]


def test_a_pipe_that_takes_a_files_place_is_seen_when_it_is_opened(tree, monkeypatch):
    """Between listing and opening the file may change its kind."""
    sources = discover(["in/b.jsonl"])
    (tree / "b.jsonl").unlink()
    os.mkfifo(tree / "b.jsonl")
    monkeypatch.setattr("dedup.stages.read.discover", lambda inputs: sources)
    assert [(0, "not_a_regular_file")] == take("in/b.jsonl").reasons


def test_nothing_to_read_quotes_the_inputs(tree):
    """Folders and globs without a single file of a known kind."""
    (tree / "sub" / "empty").mkdir()
    with pytest.raises(InputError) as error:
        discover(["in/sub/empty", "in/*.csv"])
    assert (
        "nothing to read\n  given: 'in/sub/empty' 'in/*.csv'\n  give files, globs or folders of: "
        ".txt .md .jsonl .ndjson .json .csv .tsv .parquet .pq and .gz .zst of them"
    ) == str(error.value)
    assert 66 == error.value.exit_code


def test_no_input_at_all():
    """An empty list is nothing to read."""
    with pytest.raises(InputError, match=r"^nothing to read\n  given: \(no input\)\n"):
        discover([])


def test_an_argument_that_finds_nothing_beside_others_is_listed(tree):
    """It is visible in run.json, and no reason to stop."""
    (tree / "none").mkdir()
    everything = take("in/b.jsonl", "in/*.csv", "in/none")
    assert [("in/*.csv", "skipped"), ("in/b.jsonl", "jsonl"), ("in/none", "skipped")] == [
        (file.path, file.format) for file in everything.files
    ]


def test_a_missing_file_names_the_nearest(tree):
    """A slip of the pen is answered with the name that was meant."""
    with pytest.raises(InputError) as error:
        discover(["in/bb.jsonl"])
    assert (
        "no such file or folder: in/bb.jsonl\n  near names there: in/b.jsonl\n"
        "  did you mean in/b.jsonl?"
    ) == str(error.value)


@pytest.mark.parametrize("argument", ["", "nowhere/x.csv", "in/b.jsonl/x", "a\0b", "a\0[b]"])
def test_impossible_arguments_are_an_input_error(tree, argument):
    """Empty, below a missing folder, below a file, with a NUL."""
    with pytest.raises(InputError, match=r"^(no such file or folder|nothing to read)"):
        discover([argument])


def test_a_folder_that_cannot_be_listed_is_a_reject(tree, monkeypatch):
    """Its files are not silently absent."""
    closed = tree / "sub"
    listing = type(tree).iterdir

    def refuse(path):
        if path == closed.relative_to(tree.parent):
            raise PermissionError(13, "Permission denied", str(path))
        return listing(path)

    monkeypatch.setattr(type(tree), "iterdir", refuse)
    everything = take("in")
    assert [("in/sub", 0, "unreadable")] == [
        (row["input_path"], row["input_row"], row["reason"]) for row in everything.rejects
    ]
    assert 1 == len(everything.articles)
