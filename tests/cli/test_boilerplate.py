"""`dedup boilerplate` shows the fixtures of a run and keeps a list of them."""

import json

import pytest
from click.testing import CliRunner

from dedup.cli.group import LazyGroup
from tests.cli.helpers import call as call_dedup

FIXTURE = "Sign up for the evening letter of this paper."
STORIES = [
    "A ferry ran aground at dawn. Tugs pulled it free by noon.",
    "Two bakeries merged in spring. Rye bread became dearer.",
    "Thieves entered the museum at night. Nothing was missing.",
    "Divers mapped the old harbor. They found a wooden crane.",
    "An orchestra lost its cellist. The season opens without her.",
    "Readers saved the small library. Its roof is being mended.",
]
SHOWN = f"      6  last   Telmar Courier  {FIXTURE}"
COUNTED = "1 sentence stands in many articles of an outlet, at one end"


def call(*args):
    """Run `dedup boilerplate ARGS` in this process."""
    group = LazyGroup("dedup", help="", verbs={"boilerplate": ""}, epilog="")
    return CliRunner().invoke(group, ["boilerplate", *map(str, args)])


@pytest.fixture
def out(tmp_path):
    """A run over six articles that end with the same sentence."""
    rows = [
        {"id": f"a{i}", "source": "Telmar Courier", "text": f"{story} {FIXTURE}"}
        for i, story in enumerate(STORIES)
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert 0 == call_dedup("run", tmp_path / "in.jsonl", "-o", tmp_path / "out").exit_code
    return tmp_path / "out"


def test_fixtures_are_shown_and_kept(out, tmp_path):
    """What is found is listed; what a person wrote into the list stays as it is."""
    path = tmp_path / "list.toml"
    path.write_text('[[boilerplate]]\ntext = "All rights reserved."\n')

    first, second = call(out, "-o", path), call(out, "-o", path)

    assert [COUNTED, SHOWN, f"1 added to {path}, 2 in all"] == first.output.splitlines()
    assert [COUNTED, SHOWN, f"0 added to {path}, 2 in all"] == second.output.splitlines()
    assert "All rights reserved." in path.read_text()


def test_as_json(out):
    """With --json the fixtures are one object."""
    expected = {"source": "Telmar Courier", "text": FIXTURE, "n_articles": 6, "place": "last"}

    assert {"boilerplate": [expected]} == json.loads(call(out, "--json").output)


def test_a_run_without_texts(out, tmp_path):
    """A run that published no texts cannot name its fixtures."""
    bare = tmp_path / "bare"
    call_dedup("run", tmp_path / "in.jsonl", "-o", bare, "--no-text")

    found = call(bare)

    assert 2 == found.exit_code
    assert "the run has no texts" in found.output
    assert "run again without --no-text" in found.output
