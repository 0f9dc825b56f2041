"""Settings come from flags, variables, files and defaults, in that order."""

import pytest

from dedup.cli.settings import Job, gather
from dedup.config import DEFAULTS, Config
from dedup.errors import UsageError


@pytest.fixture(autouse=True)
def alone(tmp_path, monkeypatch):
    """Each test has an empty folder of its own, and no settings in the environment."""
    monkeypatch.chdir(tmp_path)


def test_nothing_given_is_the_defaults():
    """Without flags, variables and files the defaults hold."""
    assert (DEFAULTS, {}, Job()) == gather({})


def test_precedence(tmp_path, monkeypatch):
    """flag > environment > --config > ./dedup.toml > pyproject.toml, key by key."""
    names = ["similarity", "recall", "min_words", "seed", "unit"]
    values = {"similarity": 0.9, "recall": 0.9, "min_words": 9, "seed": 9, "unit": "both"}
    lines = ['unit = "both"', "seed = 5", "min_words = 5", "recall = 0.5", "similarity = 0.5"]
    (tmp_path / "pyproject.toml").write_text("[tool.dedup]\n" + "\n".join(lines))
    (tmp_path / "dedup.toml").write_text("\n".join([*lines[2:], "seed = 9"]))
    (tmp_path / "own.toml").write_text("\n".join([*lines[3:], "min_words = 9"]))
    monkeypatch.setenv("DEDUP_RECALL", "0.9")
    monkeypatch.setenv("DEDUP_SIMILARITY", "0.5")
    found = gather({"similarity": "0.9"}, tmp_path / "own.toml")
    assert values == {name: getattr(found.config, name) for name in names}
    assert {
        "similarity": "flag --similarity",
        "recall": "environment DEDUP_RECALL",
        "min_words": str(tmp_path / "own.toml"),
        "seed": "dedup.toml",
        "unit": f"{tmp_path}/pyproject.toml [tool.dedup]",
    } == found.origins


def test_nearest_pyproject_with_settings(tmp_path, monkeypatch):
    """A pyproject.toml without [tool.dedup] hides none above it."""
    (tmp_path / "pyproject.toml").write_text("[tool.dedup]\nseed = 3")
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "pyproject.toml").write_text('[project]\nname = "dedup-user"')
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert Config(seed=3) == gather({}).config


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (
            {"similarity": "2"},
            "similarity must be a number from 0.05 to 1, not '2'\n  flag --similarity\n"
            "  dedup config show lists every setting",
        ),
        (
            {"similarity": "nan"},
            "similarity must be a number from 0.05 to 1, not 'nan'\n  flag --similarity\n"
            "  dedup config show lists every setting",
        ),
        (
            {"min_words": "1.5"},
            "min_words must be a whole number from 1 to 1000, not '1.5'\n  flag --min-words\n"
            "  dedup config show lists every setting",
        ),
        (
            {"unit": "word"},
            "unit must be one of sentence, paragraph, both, not 'word'\n  flag --unit\n"
            "  dedup config show lists every setting",
        ),
        (
            {"language": "no tag"},
            "language must be a language tag, or auto, not 'no tag'\n  flag --language\n"
            "  dedup config show lists every setting",
        ),
    ],
)
def test_bad_flag_says_what_it_must_be(flags, message):
    """A value outside its limits is told with the limits and the flag."""
    with pytest.raises(UsageError) as caught:
        gather(flags)
    assert message == str(caught.value)


def test_bad_variable_is_named(monkeypatch):
    """A bad value in the environment names the variable."""
    monkeypatch.setenv("DEDUP_JOBS", "many")
    with pytest.raises(UsageError) as caught:
        gather({})
    assert str(caught.value).startswith(
        "jobs must be a whole number from 1 to 1024, not 'many'\n  environment DEDUP_JOBS\n"
    )


def test_unknown_variable_names_the_nearest(monkeypatch):
    """A mistyped variable is an error, not silence."""
    monkeypatch.setenv("DEDUP_SIMILARTY", "0.7")
    with pytest.raises(UsageError) as caught:
        gather({})
    assert (
        "unknown setting 'similarty'\n  environment DEDUP_SIMILARTY\n  did you mean 'similarity'?"
    ) == str(caught.value)


def test_empty_variable_counts_as_not_set(monkeypatch):
    """`DEDUP_SEED= dedup run` uses the default."""
    monkeypatch.setenv("DEDUP_SEED", "")
    assert DEFAULTS == gather({}).config


def test_unknown_key_in_a_file_names_it(tmp_path):
    """A mistyped key names file and nearest key."""
    (tmp_path / "dedup.toml").write_text("recal = 0.9")
    with pytest.raises(UsageError) as caught:
        gather({})
    assert "unknown setting 'recal'\n  dedup.toml\n  did you mean 'recall'?" == str(caught.value)


def test_types_of_a_file_are_strict(tmp_path):
    """In TOML a number is no string."""
    (tmp_path / "dedup.toml").write_text('seed = "1"')
    with pytest.raises(
        UsageError, match="seed must be a whole number from 0 to 4294967295, not '1'"
    ):
        gather({})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"seed = 1\nrecall 3",
            "bad TOML: Expected '=' after a key in a key/value pair\n  {}:2:8\n",
        ),
        (b"seed = [", "bad TOML: Invalid value (at end of document)\n  {}\n"),
        (b"\xff\xfe", "settings are not UTF-8\n  {}\n"),
    ],
)
def test_bad_toml_names_file_and_line(tmp_path, content, message):
    """A file that is no TOML is told with its place."""
    path = tmp_path / "own.toml"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        gather({}, path)
    assert str(caught.value).startswith(message.format(path))


def test_missing_file_is_named(tmp_path):
    """--config with no such file is an error of usage."""
    with pytest.raises(UsageError) as caught:
        gather({}, tmp_path / "no{ne}.toml")
    message = f"no such settings file\n  {tmp_path}/no{{ne}}.toml\n  dedup config init writes one"
    assert message == str(caught.value)


def test_folder_is_no_file(tmp_path):
    """--config with a folder says why it cannot be read."""
    with pytest.raises(UsageError, match="cannot read settings: Is a directory"):
        gather({}, tmp_path)


def test_braces_in_a_file_name(tmp_path):
    """A file name is shown as it is, whatever it holds."""
    path = tmp_path / "{key}.toml"
    path.write_text("seed = 3")
    assert {"seed": str(path)} == gather({}, path).origins


def test_job_table(tmp_path):
    """[job] names inputs and output, the strongest file wins, and it is no setting."""
    (tmp_path / "dedup.toml").write_text('[job]\ninputs = ["a"]\nout = "x"')
    (tmp_path / "own.toml").write_text('seed = 2\n[job]\ninputs = ["b", "c"]\nout = "y"')
    assert Job(inputs=("a",), out="x") == gather({}).job
    found = gather({}, tmp_path / "own.toml")
    assert (Job(inputs=("b", "c"), out="y"), Config(seed=2)) == (found.job, found.config)


def test_bad_job_table(tmp_path):
    """A [job] table of another shape says what it holds."""
    (tmp_path / "dedup.toml").write_text('[job]\ninputs = "a"')
    with pytest.raises(UsageError) as caught:
        gather({})
    assert (
        "bad [job] table: Expected `array`, got `str` - at `$.inputs`\n  dedup.toml\n"
        "  [job] may hold inputs, inbox, out, index, expect, wait, keep_runs, prometheus, ping"
    ) == str(caught.value)


def test_job_is_no_setting_of_the_environment(monkeypatch):
    """DEDUP_JOB is unknown like any other."""
    monkeypatch.setenv("DEDUP_JOB", "x")
    with pytest.raises(UsageError, match="unknown setting 'job'"):
        gather({})
