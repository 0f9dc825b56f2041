"""`dedup run` from a shell: what it prints, where, and how it ends."""

import json
import re
import sys

import pexpect
import pytest

from dedup import pipeline, storage
from dedup.cli import progress
from dedup.cli.flags import settings_given
from dedup.cli.progress import NOTES_SHOWN
from dedup.cli.settings_list import SETTINGS
from dedup.cli.terminal import Terminal
from dedup.ledger import Progress
from dedup.schemas import OCCURRENCES
from tests.cli.corpus import FOUND, NOTES, write
from tests.cli.helpers import CHILD, call, spawn
from tests.report.made import MANIFEST, publish

BAD = '{"id": "a4", "text": 7}'


@pytest.fixture(autouse=True)
def alone(tmp_path, monkeypatch):
    """Each test has a folder with a corpus."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path)


def test_run_tells_what_it_found(tmp_path):
    """In a pipe a run is told in plain lines: notes, summary, where, what next."""
    result = call("run", "in.jsonl", "-o", "out")
    lines = result.stdout.splitlines()
    assert (0, "") == (result.exit_code, result.stderr)
    assert FOUND in lines
    assert '  most repeated   x2 in 2 articles  "' == lines[-6][:37]
    assert re.fullmatch(r"  closest rewrite 0\.\d\d  c-[0-9a-f]{16}", lines[-5])
    assert "  measured recall 1.0000 [0.0250, 1.0000] on 1 sentence pair" == lines[-4]
    assert "  rows            3 read = 3 reported + 0 rejected" == lines[-3]
    wrote = r"wrote out/run=\S+/ \(8 tables, 0\.\d MB\)      \d+\.\d s, \d+ MB peak"
    assert re.fullmatch(wrote, lines[-2])
    assert re.fullmatch(r"next: dedup show out c-[0-9a-f]{16}", lines[-1])
    assert (tmp_path / "out" / "latest" / "run.json").is_file()


def test_first_line_says_which_column_is_what():
    """The notes of reading come first."""
    assert NOTES in call("run", "in.jsonl", "-o", "out").stdout


def test_next_command_works():
    """What a run suggests to type shows a group."""
    suggested = call("run", "in.jsonl", "-o", "out").stdout.splitlines()[-1].split()
    assert ["next:", "dedup"] == suggested[:2]
    shown = call(*suggested[2:])
    assert (0, 3) == (shown.exit_code, len(shown.stdout.splitlines()))


@pytest.mark.parametrize("place", [("-q", "run"), ("run", "-q")])
def test_quiet_run_says_nothing(place):
    """With -q success is silent."""
    result = call(*place, "in.jsonl", "-o", "out")
    assert (0, "") == (result.exit_code, result.output)


def test_json_is_one_line(tmp_path):
    """With --json stdout is one object."""
    found = json.loads(call("run", "in.jsonl", "-o", "out", "--json").stdout)
    run = next((tmp_path / "out").glob("run=*"))
    assert ("ok", 3, 5, 2, 1, 1, 0, f"out/{run.name}") == tuple(
        found[name]
        for name in ("status", "articles", "sentences", "repeated_sentences", "clusters", "pairs",
                     "rejected", "output")
    )  # fmt: skip
    assert run.name.startswith(f"run={found['run_id']}")


def test_notes_of_a_json_run_go_to_stderr():
    """The lines on the way do not mix with the object, and are JSON too when asked."""
    result = call("run", "in.jsonl", "-o", "out", "--json", "--log-format", "json")
    notes = [json.loads(line) for line in result.stderr.splitlines()]
    expected = {"level": "info", "event": "note", "message": NOTES, "stage": "read"}
    assert expected in [{k: v for k, v in note.items() if k != "ts"} for note in notes]
    assert 1 == len(result.stdout.splitlines())


def test_verbose_run_lists_the_stages():
    """With -v each stage has a line with rows, time and memory."""
    lines = call("run", "-v", "in.jsonl", "-o", "out").stdout.splitlines()
    assert [line for line in lines if re.match(r"verify +\d+ -> +1 rows +\d\.\d\d s +\d+ MB", line)]


def test_rejected_rows_are_announced(tmp_path):
    """A published run with rejects ends with 3 and says where they are, even when quiet."""
    write(tmp_path, BAD)
    result = call("run", "in.jsonl", "-o", "out", "-q")
    run = next((tmp_path / "out").glob("run=*")).name
    expected = f"1 row was rejected: out/{run}/rejects.parquet says why\n"
    assert (3, "", expected) == (result.exit_code, result.stdout, result.stderr)


def test_too_many_rejects_publish_nothing(tmp_path):
    """Above --max-rejects the run ends with 65 and nothing is written."""
    write(tmp_path, BAD)
    result = call("run", "in.jsonl", "-o", "out", "--max-rejects", "0.1")
    assert 65 == result.exit_code
    assert result.stderr.startswith("error: 1 of 4 rows rejected, 10.0% allowed\n  in.jsonl:4: ")
    assert ["in.jsonl"] == [path.name for path in tmp_path.iterdir()]


def test_nothing_to_read(tmp_path):
    """An input that does not exist ends with 66."""
    result = call("run", "none.jsonl", "-o", "out")
    assert (66, 3) == (result.exit_code, len(result.stderr.splitlines()))
    assert "none.jsonl" in result.stderr


@pytest.mark.parametrize(
    ("words", "name"), [(["in.jsonl"], "--out"), (["-o", "out"], "INPUT"), ([], "INPUT")]
)
def test_missing_input_or_output(words, name):
    """A run without input or output says which is missing."""
    expected = (
        f"error: missing {name}\n  neither the command line nor a [job] table names it\n"
        "  dedup run INPUT... -o OUT\n"
    )
    result = call("run", *words)
    assert (2, expected) == (result.exit_code, result.stderr)


def test_job_table_names_input_and_output(tmp_path):
    """Input and output may stand in the settings file."""
    (tmp_path / "own.toml").write_text('[job]\ninputs = ["in.jsonl"]\nout = "there"')
    assert 0 == call("run", "-q", "--config", "own.toml").exit_code
    assert (tmp_path / "there" / "latest" / "run.json").is_file()


def test_settings_reach_the_run(tmp_path):
    """Flags, environment and file meet in the config of the run."""
    (tmp_path / "own.toml").write_text("min_words = 7")
    flags = ["--similarity", "0.8", "--no-text", "--sentences", "-j", "1"]
    words = ["--config", "own.toml", "run", "in.jsonl", "-o", "out", "-q", *flags]
    assert 0 == call(*words, env={"DEDUP_RECALL": "0.9"}).exit_code
    config = json.loads((tmp_path / "out/latest/run.json").read_text())["config"]
    wanted = {
        "min_words": 7, "similarity": 0.8, "publish_text": False, "sentences": True, "jobs": 1,
        "recall": 0.9, "unit": "sentence",
    }  # fmt: skip
    assert wanted == {name: config[name] for name in wanted}


def test_a_list_of_boilerplate(tmp_path):
    """What the list names is marked; without the list nothing is read, and nothing written."""
    words = ["run", "in.jsonl", "-o", "out", "-q", "--boilerplate", "own.toml"]
    refused = call(*words)
    assert (2, "error: no such list of boilerplate\n  own.toml\n") == (
        refused.exit_code,
        refused.stderr.removesuffix("  dedup boilerplate OUT -o FILE makes one\n"),
    )
    assert not (tmp_path / "out").exists()
    text = "The night train to the coast was stopped by a fallen oak."
    (tmp_path / "own.toml").write_text(f'[[boilerplate]]\ntext = "{text}"\n')
    assert 0 == call(*words).exit_code
    table = storage.read_table(tmp_path / "out/latest", OCCURRENCES)
    assert [True, False] == table["is_boilerplate"].to_pylist()


def test_every_setting_is_a_flag():
    """`dedup run --help` has a flag with limits and default for each setting."""
    shown = call("run", "--help").stdout
    names = ["--" + name.replace("_", "-") for name in SETTINGS]
    assert [] == [name for name in names if f" {name} " not in shown]
    assert "[0.05 to 1; default: 0.6]" in " ".join(shown.split())


def test_only_given_flags_are_settings():
    """A flag that was not given leaves room for file and environment."""
    assert {"seed": "3"} == settings_given({"set_seed": "3", "set_recall": None, "out": "x"})


# ---- who watches --------------------------------------------------------------------------------


def many_files(inputs, out, config, watch, keeping):
    """A run over more files than are told one by one."""
    for i in range(NOTES_SHOWN + 5):
        watch(Progress("read", i, None, f"{i}\x1b[2J.txt"))
        watch(Progress("read", i + 1, NOTES_SHOWN + 5))
    return pipeline.Published(publish(out, rows={}), MANIFEST | {"files": []})


def test_many_files_are_told_by_their_first(monkeypatch):
    """A folder of thousands of files does not fill the screen; -v tells them all."""
    monkeypatch.setattr(pipeline, "run", many_files)
    lines = call("run", "x", "-o", "out").stdout.splitlines()
    assert "0\\x1b[2J.txt" == lines[0]
    assert f"{NOTES_SHOWN - 1}\\x1b[2J.txt" == lines[NOTES_SHOWN - 1]
    assert "and 5 more lines like these: run.json has all" == lines[NOTES_SHOWN]
    every = call("run", "x", "-o", "out", "-v").stdout.splitlines()
    assert f"{NOTES_SHOWN + 4}\\x1b[2J.txt" == every[NOTES_SHOWN + 4]


def on_a_terminal(*words):
    """What `dedup WORDS` writes to a terminal of 100 columns."""
    env = CHILD | {"TERM": "xterm-256color"}
    command = ["-m", "dedup", *words]
    with pexpect.spawn(
        sys.executable, command, env=env, dimensions=(40, 100), timeout=120
    ) as child:
        shown = child.read().decode()
        child.wait()
    return shown


def test_bar_on_a_terminal():
    """On a terminal a bar moves, is gone at the end, and the lines are those of a pipe."""
    shown = on_a_terminal("run", "in.jsonl", "-o", "out")
    assert re.search(r"verify[^\n]*\u2501[^\n]* rows", re.sub(r"\x1b\[[0-9;]*m", "", shown))
    last = shown.split("\x1b[?25h")[-1]
    assert FOUND in last
    assert "\u2501" not in last
    assert NOTES in shown


def test_no_color_obeyed():
    """With NO_COLOR or --color never nothing is colored."""
    shown = on_a_terminal("run", "in.jsonl", "-o", "out", "--color", "never")
    assert [] == re.findall(r"\x1b\[[0-9;]*3[0-9](?:;[0-9;]*)?m", shown)


@pytest.mark.parametrize("flags", [[], ["--log-format", "json"]])
def test_no_bar_in_a_pipe(flags):
    """In a pipe there is neither bar nor escape sequence."""
    found = spawn("run", "in.jsonl", "-o", "out", *flags)
    assert (0, "") == (found.returncode, re.sub(r"\{.*\}\n", "", found.stderr))
    assert [] == re.findall("[\x1b\u2500-\u257f\r]", found.stdout + found.stderr)


def test_quiet_on_a_terminal():
    """-q has no bar either."""
    assert "" == on_a_terminal("run", "in.jsonl", "-o", "out", "-q")


def test_stages_that_tell_no_progress_are_finished_by_the_next():
    """A bar is full once the next stage begins; a stage that comes again begins anew."""
    with progress.bars(Terminal()) as shown:
        watch = progress.Watcher(shown, progress.Notes(Terminal()))
        seen = []
        for step in [
            ("read", 0, None),
            ("read", 7, None),
            ("fold", 0, 9),
            ("sketch", 0, 9),
            ("fold", 2, 5),
        ]:
            watch(Progress(*step))
            seen.append([(task.description, task.completed, task.total) for task in shown.tasks])
    assert [("read", 7, None), ("fold", 0, 9)] == seen[2]
    assert [("read", 7, None), ("fold", 9, 9), ("sketch", 0, 9)] == seen[3]
    assert [("read", 7, None), ("fold", 2, 5), ("sketch", 9, 9)] == seen[4]


def test_old_runs_go_when_asked(tmp_path):
    """--keep-runs leaves the newest; fewer than two cannot be asked for."""
    for _ in range(4):
        assert 0 == call("run", "in.jsonl", "-o", "out", "-q", "--keep-runs", "2").exit_code
    assert 2 == len(storage.runs_of(tmp_path / "out"))
    refused = call("run", "in.jsonl", "-o", "out", "--keep-runs", "1")
    assert (2, True) == (refused.exit_code, "1 is not in the range x>=2" in refused.stderr)


def test_a_second_run_is_refused(tmp_path):
    """While another holds the output a run ends with 75, at once or after --wait."""
    with storage.lock(storage.beside(tmp_path / "out")):
        for more in ([], ["--wait", "0.2"]):
            result = call("run", "in.jsonl", "-o", "out", *more)
            assert 75 == result.exit_code
            assert result.stderr.startswith("error: another run is active\n")
    assert not (tmp_path / "out").exists()


# ---- how it begins ------------------------------------------------------------------------------

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
