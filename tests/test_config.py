"""Settings have limits, nearest names and a fingerprint."""

import os

import msgspec
import pytest

from dedup.config import DEFAULTS, Config, fields_changing_nothing
from dedup.errors import UsageError

OTHER = {
    "id": "key", "text": "body", "date": "day", "source": "paper", "title": "head", "lang": "tongue",
    "url": "link", "max_record_bytes": 2048, "segmenter": "punkt", "language": "pt-BR",
    "paragraphs": "line", "unit": "both", "similarity": 0.7, "containment": 0.9, "recall": 0.9, "min_words": 5,
    "seed": 2, "sentences": True, "publish_text": False, "max_rejects": 0.5, "min_recall": 0.9, "jobs": 1000,
    "memory": "4G", "batch_bytes": 4096, "html": "never", "boilerplate": __file__,
}  # fmt: skip
LIMITS = {
    "max_record_bytes": (1024, 1 << 30),
    "similarity": (0.05, 1.0),
    "containment": (0.0, 1.0),
    "recall": (0.5, 0.9999),
    "min_words": (1, 1000),
    "seed": (0, 2**32 - 1),
    "max_rejects": (0.0, 1.0),
    "min_recall": (0.0, 1.0),
    "jobs": (1, 1024),
    "batch_bytes": (1 << 10, 1 << 30),
}
every_setting = pytest.mark.parametrize("name", Config.__struct_fields__)


def step(value):
    """A step that leads out of a limit."""
    return 1 if isinstance(value, int) else 1e-6


def test_the_defaults_are_those_promised():
    """What a run does when nothing is said."""
    expected = {
        "segmenter": "scanner", "language": "auto", "paragraphs": "auto", "unit": "sentence",
        "similarity": 0.6, "recall": 0.99, "min_words": 4, "seed": 1, "max_rejects": 1.0, "min_recall": 0.0,
        "sentences": False, "publish_text": True, "batch_bytes": 8 << 20,
    }  # fmt: skip
    actual = msgspec.structs.asdict(Config.build({}))

    assert DEFAULTS == Config.build({})
    assert expected == {name: actual[name] for name in expected}
    assert 1 <= actual["jobs"] <= (os.cpu_count() or 1)


@every_setting
def test_every_setting_can_be_set(name):
    """Each takes another value, and nothing else changes."""
    found = Config.build({name: OTHER[name]})

    assert msgspec.structs.asdict(DEFAULTS) | {name: OTHER[name]} == msgspec.structs.asdict(found)
    assert OTHER[name] != getattr(DEFAULTS, name)


@every_setting
def test_the_fingerprint_changes_with_what_changes_results(name):
    """Equal fingerprints mean equal results; jobs and batches do not count."""
    found = Config.build({name: OTHER[name]})

    is_same = DEFAULTS.fingerprint == found.fingerprint
    assert (name in fields_changing_nothing) == is_same
    assert 64 == len(found.fingerprint)


def test_the_fingerprint_is_of_what_a_list_says(tmp_path):
    """Another path changes nothing, another line does; a list that is not there is an error."""
    paths = [tmp_path / name for name in ("a.toml", "b.toml")]
    for path in paths:
        path.write_text("# none yet\n")
    one, two = (Config(boilerplate=str(path)) for path in paths)

    assert one.fingerprint == two.fingerprint != DEFAULTS.fingerprint
    paths[1].write_text("# none, really\n")
    assert one.fingerprint != two.fingerprint
    paths[0].unlink()
    with pytest.raises(UsageError) as caught:
        _ = one.fingerprint
    assert str(caught.value) == (
        "cannot read the list: No such file or directory\n"
        f"  {paths[0]}\n"
        "  dedup boilerplate OUT -o FILE makes one"
    )


def test_what_changes_nothing_is_known():
    """How the work is cut up, and which extra files are written."""
    assert {
        "jobs",
        "memory",
        "batch_bytes",
        "max_rejects",
        "min_recall",
        "sentences",
        "html",
    } == fields_changing_nothing


def test_a_whole_number_is_a_fraction_too():
    """`similarity = 1` is `similarity = 1.0`, to the fingerprint also."""
    assert (
        Config.build({"similarity": 1.0}).fingerprint == Config.build({"similarity": 1}).fingerprint
    )


@pytest.mark.parametrize(("name", "limits"), LIMITS.items())
def test_limits_are_kept(name, limits):
    """Both ends are allowed; beyond them the error names the setting and the limit."""
    low, high = limits
    assert [low, high] == [getattr(Config.build({name: value}), name) for value in limits]
    for value, sign, end in ((low - step(low), ">=", low), (high + step(high), "<=", high)):
        with pytest.raises(UsageError) as caught:
            Config.build({name: value}, where="dedup.toml")
        assert f"{sign} {end} - at `$.{name}`" in str(caught.value)
        assert ("dedup.toml", "dedup config show") == (caught.value.where, caught.value.todo)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "0.6", None, True, [0.6]])
def test_a_similarity_is_a_number(value):
    """Nothing that is no number between the limits is taken for one."""
    with pytest.raises(UsageError, match=r"^bad setting: Expected `float`.* - at `\$.similarity`"):
        Config.build({"similarity": value})


@pytest.mark.parametrize("value", ["", "e", "en-", "a-tag-much-toolong", "en/us", "../x"])
def test_a_language_is_a_tag(value):
    """A language is a short tag and never a path."""
    with pytest.raises(UsageError, match=r"^bad setting: Expected `str`.* - at `\$.language`"):
        Config.build({"language": value})


@pytest.mark.parametrize("name", ["unit", "segmenter", "paragraphs"])
def test_a_choice_is_one_of_those_there_are(name):
    """Another word is refused with the place."""
    with pytest.raises(UsageError, match=rf"^bad setting: Invalid enum value 'x' - at `\$.{name}`"):
        Config.build({name: "x"})


@pytest.mark.parametrize(
    ("name", "todo"),
    [
        ("similarty", "did you mean 'similarity'?"),
        ("min-words", "did you mean 'min_words'?"),
        ("job", "did you mean 'jobs'?"),
        ("zzz", "dedup config show lists every setting"),
    ],
)
def test_an_unknown_setting_names_the_nearest(name, todo):
    """A misspelt key is never ignored."""
    with pytest.raises(UsageError) as caught:
        Config.build({name: 1}, where="dedup.toml")

    assert f"unknown setting {name!r}\n  dedup.toml\n  {todo}" == str(caught.value)


def test_a_config_cannot_be_changed():
    """It is a value: frozen."""
    with pytest.raises(AttributeError, match=r"^immutable type: 'Config'$"):
        DEFAULTS.similarity = 0.5


@pytest.mark.parametrize(
    ("unit", "units"),
    [
        ("sentence", ("sentence",)),
        ("paragraph", ("paragraph",)),
        ("both", ("sentence", "paragraph")),
    ],
)
def test_units_are_compared_each_with_its_own_kind(unit, units):
    """`both` is two comparisons."""
    assert units == Config.build({"unit": unit}).units


@every_setting
def test_every_setting_is_described(name):
    """`dedup config show` has a line on each."""
    fields = msgspec.json.schema(Config)["$defs"]["Config"]["properties"]
    assert 10 < len(str(fields[name].get("description", "")))


def test_limits_hold_without_build():
    """A Config made directly is checked as one made of settings."""
    with pytest.raises(
        UsageError, match=r"bad setting: Expected `float` <= 1.0 - at `\$.similarity`"
    ):
        Config(similarity=2)
