"""`dedup config` shows and writes every setting."""

import json
import tomllib

import pytest

from dedup.cli.config import toml_text
from dedup.cli.settings_list import SETTINGS
from dedup.config import DEFAULTS, Config
from tests.cli.helpers import call


@pytest.fixture(autouse=True)
def alone(tmp_path, monkeypatch):
    """Each test has an empty folder of its own."""
    monkeypatch.chdir(tmp_path)


def test_every_setting_is_explained():
    """Each field of Config has a line of meaning."""
    assert list(Config.__struct_fields__) == list(SETTINGS)
    assert [] == [setting.name for setting in SETTINGS.values() if not setting.meaning]


def test_show_says_where_each_value_came_from(tmp_path, monkeypatch):
    """`config show` has one line a setting: key, value, origin."""
    (tmp_path / "dedup.toml").write_text('text = "body"')
    monkeypatch.setenv("DEDUP_SIMILARITY", "0.7")
    lines = [line.split(None, 2) for line in call("config", "show").stdout.splitlines()]
    assert list(SETTINGS) == [line[0] for line in lines]
    shown = {line[0]: line[1:] for line in lines}
    assert ['"body"', "dedup.toml"] == shown["text"]
    assert ["0.7", "environment DEDUP_SIMILARITY"] == shown["similarity"]
    assert ["0.99", "default"] == shown["recall"]
    assert ["-", "default"] == shown["id"]


def test_show_as_json():
    """--json gives value and origin of each setting."""
    found = json.loads(call("config", "show", "--json", env={"DEDUP_SEED": "7"}).stdout)
    assert {"value": 7, "from": "environment DEDUP_SEED"} == found["seed"]
    assert {"value": None, "from": "default"} == found["text"]


def test_init_writes_a_file_that_changes_nothing(tmp_path):
    """The file holds the defaults, and every setting stands in it."""
    result = call("config", "init")
    assert (0, "wrote dedup.toml\n") == (result.exit_code, result.stdout)
    text = (tmp_path / "dedup.toml").read_text()
    assert DEFAULTS == Config.build(tomllib.loads(text))
    assert [] == [name for name in SETTINGS if f"\n{name} = " not in text.replace("# ", "")]


def test_lines_that_are_commented_out_are_settings_too():
    """Removing the mark from a line without a fixed default gives a valid setting."""
    lines = [line.removeprefix("# ") for line in toml_text().splitlines() if " = " in line]
    found = Config.build(tomllib.loads("\n".join(lines)))
    assert ("id", "text", DEFAULTS.jobs) == (found.id, found.text, found.jobs)


def test_init_refuses_to_overwrite(tmp_path):
    """A file that exists stays, unless --force is given."""
    (tmp_path / "dedup.toml").write_text("seed = 3")
    result = call("config", "init")
    expected = "error: the file exists already\n  dedup.toml\n  --force replaces it\n"
    assert (2, expected) == (result.exit_code, result.stderr)
    assert "seed = 3" == (tmp_path / "dedup.toml").read_text()
    assert 0 == call("config", "init", "--force").exit_code
    assert toml_text() == (tmp_path / "dedup.toml").read_text()
