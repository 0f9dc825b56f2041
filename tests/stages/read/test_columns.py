"""Columns are recognized by name or named by a setting; a missing one is three clear lines."""

import pytest

from dedup.config import Config
from dedup.errors import UsageError
from dedup.stages.read.columns import RECOGNIZED, choose
from dedup.stages.read.faults import MissingColumnError
from tests.stages.read.made import json_lines, take

BAD = "id,headline,body_html,pub_date\n1,Rain,A long text about the rain.,2026-11-21\n"
THREE_LINES = (
    'column "text" not found\n'
    "  bad.csv has: id, headline, body_html, pub_date\n"
    '  try: --text body_html        (or set text = "body_html" in dedup.toml)'
)


@pytest.fixture
def bad(tmp_path, monkeypatch):
    """A CSV file whose text column has a name of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.csv").write_text(BAD)


@pytest.mark.parametrize("role", RECOGNIZED)
def test_every_known_name_is_recognized_in_any_case(role):
    """Each alias is found by itself, in capitals too."""
    for name in RECOGNIZED[role]:
        names = [name.upper(), "text"] if role != "text" else [name.upper()]
        assert name.upper() == choose(names, Config(), "x", list)[role]


def test_earlier_names_win():
    """Of several recognized names the first of the list is taken, whatever their order."""
    names = [
        "link",
        "body",
        "headline",
        "url",
        "guid",
        "created",
        "date",
        "content",
        "site",
        "lang",
    ]
    assert {
        "id": "guid", "text": "body", "date": "date", "source": "site", "title": "headline",
        "lang": "lang", "url": "url",
    } == choose(names, Config(), "x", list)  # fmt: skip


def test_the_exact_name_wins_over_another_case():
    """`Text` and `text` may both be there."""
    assert "text" == choose(["Text", "text"], Config(), "x", list)["text"]
    assert "Text" == choose(["text", "Text"], Config(text="Text"), "x", list)["text"]


def test_named_columns_replace_recognized_ones():
    """A setting is followed even when a usual name is there."""
    config = Config(text="html", id="key", lang="iso")
    chosen = choose(["id", "text", "html", "key", "iso"], config, "x", list)
    assert {"id": "key", "text": "html", "lang": "iso"} == chosen


def test_no_text_column_is_the_three_lines(bad):
    """What was looked for, what there is, what to type."""
    with pytest.raises(UsageError) as error:
        take("bad.csv")
    assert THREE_LINES == str(error.value)
    assert 2 == error.value.exit_code


def test_the_suggestion_works(bad):
    """What the error says to type reads the file."""
    everything = take("bad.csv", text="body_html")
    assert ["A long text about the rain."] == everything.texts
    assert {"id": "id", "text": "body_html", "date": "pub_date", "title": "headline"} == (
        everything.files[0].columns
    )


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"text": "body_htm"}, '  try: --text body_html        (or set text = "body_html" in dedup.toml)'),
        ({"text": "body_html", "date": "when"}, '  try: --date pub_date        (or set date = "pub_date" in dedup.toml)'),
    ],
)  # fmt: skip
def test_a_named_column_that_is_absent_is_an_error(bad, settings, line):
    """The recognized name, or the nearest one, is suggested."""
    with pytest.raises(UsageError, match=r"^column ") as error:
        take("bad.csv", **settings)
    assert line == str(error.value).splitlines()[2]


def test_json_lines_are_judged_by_their_first_records(tmp_path, monkeypatch):
    """The keys of all first records are known, and the longest strings suggested."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jsonl").write_text(json_lines({"id": 1}, {"id": 2, "story": "Rain fell."}))
    with pytest.raises(UsageError) as error:
        take("a.jsonl")
    assert (
        'column "text" not found\n  a.jsonl has: id, story\n'
        '  try: --text story        (or set text = "story" in dedup.toml)'
    ) == str(error.value)


def test_without_any_string_no_column_is_suggested(tmp_path, monkeypatch):
    """Nothing is made up."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jsonl").write_text(json_lines({"n": 1, "two\nlines": 2}))
    with pytest.raises(UsageError) as error:
        take("a.jsonl")
    assert (
        "column \"text\" not found\n  a.jsonl has: n, 'two\\nlines'\n  name the column with --text"
    ) == str(error.value)


def test_many_columns_are_cut_short():
    """The line stays readable."""
    with pytest.raises(MissingColumnError) as error:
        choose([f"c{i}" for i in range(50)], Config(), "wide.csv", list)
    assert "c18, c19, ... (30 more)" in str(error.value.usage)


def test_one_file_of_many_without_the_column_is_one_reject(bad, tmp_path):
    """The others go on; the message says what to type."""
    (tmp_path / "good.csv").write_text("id,text\n1,Snow fell on the pass.\n")
    everything = take("bad.csv", "good.csv")
    assert ["Snow fell on the pass."] == everything.texts
    assert [(0, "missing_column")] == everything.reasons
    assert THREE_LINES.replace("\n  ", "; ") == everything.rejects[0]["message"]


def test_all_files_without_the_column_are_the_error(bad, tmp_path):
    """The first file is the one that is named."""
    (tmp_path / "worse.csv").write_text("a,b\n1,2\n")
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(UsageError) as error:
        take("worse.csv", "empty.csv", "bad.csv")
    assert THREE_LINES == str(error.value)


def test_text_files_have_no_columns(bad, tmp_path):
    """A named column does not concern them."""
    (tmp_path / "a.txt").write_text("Hail broke the windows.")
    everything = take("a.txt", text="story", id="key")
    assert [("a.txt", "Hail broke the windows.")] == [
        (row["article_id"], row["text"]) for row in everything.articles
    ]
