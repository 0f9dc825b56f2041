"""The list of fixtures that people keep."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import UsageError
from dedup.kinds import Fixture, as_units, load_boilerplate, merged, save_boilerplate

TODO = "each entry is a [[boilerplate]] table with text, and maybe source"
texts = st.text(st.characters(codec="utf-8"), max_size=12)
lists = st.lists(st.builds(Fixture, texts, st.none() | texts), max_size=4)


@given(lists)
def test_what_is_written_is_read_back(tmp_path_factory, fixtures):
    """Any text and source survives, quotes and control characters too."""
    path = tmp_path_factory.mktemp("list") / "boilerplate.toml"
    save_boilerplate(path, fixtures)

    assert fixtures == load_boilerplate(path)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("boilerplate = 3", "boilerplate is no list of tables"),
        ("boilerplates = []", "unknown key 'boilerplates'"),
        ("[[boilerplate]]\nsource = 'A'", "an entry without a text"),
        ("[[boilerplate]]\ntext = 'a'\nsource = 3", "source is no string"),
        ("[[boilerplate]]\ntext = 'a'\nsorce = 'A'", "unknown key 'sorce'"),
    ],
)
def test_mistakes(tmp_path, text, what):
    """A mistake is named, with the entry it is in and what an entry looks like."""
    path = tmp_path / "list.toml"
    path.write_text(text)

    with pytest.raises(UsageError) as caught:
        load_boilerplate(path)

    lines = str(caught.value).splitlines()
    assert (what, f"  {TODO}") == (lines[0], lines[-1])
    assert str(path) in lines[1]


def test_no_toml(tmp_path):
    """A file that is no TOML is refused."""
    path = tmp_path / "list.toml"
    path.write_bytes(b"\xff")

    with pytest.raises(UsageError, match=r"^no TOML: "):
        load_boilerplate(path)


def test_no_file(tmp_path):
    """A list that is not there is refused, and how to make one is told."""
    with pytest.raises(UsageError) as caught:
        load_boilerplate(tmp_path / "none.toml")

    expected = f"no such list of boilerplate\n  {tmp_path}/none.toml\n  dedup boilerplate OUT -o FILE makes one"
    assert expected == str(caught.value)


def test_no_readable_file(tmp_path):
    """What cannot be read is refused with the system's reason."""
    with pytest.raises(UsageError) as caught:
        load_boilerplate(tmp_path)

    assert f"cannot read the list: Is a directory\n  {tmp_path}" == str(caught.value)


def test_merging_keeps_what_was_there():
    """New fixtures come behind the old ones; one listed for every outlet is not listed again."""
    old = [Fixture("a", None), Fixture("b", "B")]
    new = [Fixture("a", "A"), Fixture("b", "B"), Fixture("b", "A"), Fixture("b", "A")]

    assert [*old, Fixture("b", "A")] == merged(old, new)


def test_units_of_a_list():
    """Every text is an article of one span."""
    articles, spans = as_units([Fixture("Süd", None), Fixture("", "A")])

    assert ["Süd", ""] == articles.column("text").to_pylist()
    assert [(0, 0, 4), (1, 0, 0)] == [tuple(row.values()) for row in spans.to_pylist()]
