"""A cleaned copy of a run's input, end to end."""

import json
from collections import Counter, defaultdict

import mmh3
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dedup.config import Config
from dedup.errors import IncompatibleError, InputError, UsageError
from dedup.report import cleaned
from dedup.report.cleaned import CLEANED, LEDGER, Wish, clean
from dedup.report.cleaned.check import content_hashes
from dedup.stages.read import read
from dedup.storage import file_sha256
from tests.pipeline.made import SEEDS, rows_of, run, write
from tests.report.corpus import ARTICLES, BRIDGE, FOOTER, SHOUT, publish, write_input

TEXTS = {one["id"]: one["text"] for one in ARTICLES}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return publish(tmp_path_factory.mktemp("made"))


def names_in(folder):
    """What is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def texts_of(path):
    """The texts of a cleaned copy, by id."""
    rows = pl.read_ndjson(path) if path.suffix == ".jsonl" else pl.read_parquet(path)
    return dict(rows.select("article_id", "text").rows())


def test_drop_keeps_the_first(made, tmp_path):
    """Repeats go, the first of each stays, and the rest of each text is as it was."""
    path, folder = made
    done = clean(folder, [str(path)], tmp_path / "out")
    assert {
        "a1": TEXTS["a1"],
        "a2": "A band played in the rain.",
        "a3": "",
        "a4": "  One line stands alone here.\r\nThen it rained.",
        "a5": TEXTS["a5"],
    } == texts_of(done.articles)
    assert (5, 0, 3, 1, 5, 5) == done[2:8]


@pytest.mark.parametrize("action", ["drop", "mask", "mark"])
def test_ledger_and_texts_agree(made, tmp_path, action):
    """Every span of the ledger cuts a repeat out of the untouched text; what is kept stays."""
    path, folder = made
    done = clean(folder, [str(path)], tmp_path / "out", Wish(action, "longest"))
    texts, ledger = texts_of(done.articles), pl.read_parquet(done.ledger)
    known = {(o["article_id"], o["char_start"]): o["text"] for o in rows_of(folder, "occurrences")}
    for row in ledger.iter_rows(named=True):
        given = TEXTS[row["article_id"]][row["char_start"] : row["char_end"]]
        kept = TEXTS[row["kept_article_id"]][row["kept_char_start"] : row["kept_char_end"]]
        assert known[row["article_id"], row["char_start"]] == given
        assert kept in texts[row["kept_article_id"]]
        assert action == row["action"]
        if action == "mark":
            assert f"[[{row['cluster_id']}: {given}]]" in texts[row["article_id"]]
        if action == "mask":
            assert len(TEXTS[row["article_id"]]) == len(texts[row["article_id"]])
    # Every occurrence of a group goes, but one.
    gone, groups = (
        Counter(ledger["cluster_id"]),
        Counter(o["cluster_id"] for o in rows_of(folder, "occurrences")),
    )
    assert {name: n - 1 for name, n in groups.items()} == gone


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The run of the sample, and its texts as read."""
    folder = run(SEEDS, tmp_path_factory.mktemp("sample") / "out")
    batches = read([str(SEEDS)], Config())
    texts = {}
    for batch in batches:
        texts |= dict(pl.DataFrame(batch.articles).select("article_id", "text").rows())
    return folder, texts


@pytest.mark.parametrize("keep", ["first", "longest", "source:The Telmar Courier", "n_words > 20"])
def test_the_sample_loses_its_repeats_and_nothing_else(sample, tmp_path, keep):
    """Of every text just the letters of its spans are gone, and what is kept is there."""
    folder, given = sample
    done = clean(folder, [str(SEEDS)], tmp_path / "copy", Wish(keep=keep))
    texts, gone = texts_of(done.articles), defaultdict(set)
    for row in pl.read_parquet(done.ledger).iter_rows(named=True):
        gone[row["article_id"]] |= set(range(row["char_start"], row["char_end"]))
        kept = given[row["kept_article_id"]][row["kept_char_start"] : row["kept_char_end"]]
        assert kept in texts[row["kept_article_id"]]
    for name, text in given.items():
        left = "".join(c for i, c in enumerate(text) if i not in gone[name])
        assert "".join(left.split()) == "".join(texts[name].split())
    again = run(done.articles, tmp_path / "again", containment=0.0)
    assert [] == rows_of(again, "occurrences")


def test_a_run_without_repeats(tmp_path):
    """Nothing repeated: the copy is the input, the ledger has no row."""
    path = write(tmp_path, "Only one sentence stands here.", "And another one in this place.")
    done = clean(run(path, tmp_path / "out"), [str(path)], tmp_path / "copy")
    assert (2, 0, 0) == (done.n_written, done.n_spans, pl.read_parquet(done.ledger).height)


def test_the_input_is_only_read(made, tmp_path):
    """Cleaning changes neither the input nor the run."""
    path, folder = made
    before = [file_sha256(one) for one in (path, *sorted(folder.iterdir()))]
    clean(folder, [str(path)], tmp_path / "out")
    assert before == [file_sha256(one) for one in (path, *sorted(folder.iterdir()))]


def test_cleaned_twice_is_cleaned(made, tmp_path):
    """A run over the cleaned copy finds nothing of what went, and reads every article."""
    path, folder = made
    done = clean(folder, [str(path)], tmp_path / "clean.jsonl", Wish(drop_empty=True))
    again = run(done.articles, tmp_path / "again")
    assert [] == rows_of(again, "occurrences")
    assert 4 == len(rows_of(again, "articles"))
    assert [one["title"] for one in ARTICLES if one["id"] != "a3"] == [
        one["title"] for one in rows_of(again, "articles")
    ]


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet", ""])
def test_forms(made, tmp_path, suffix):
    """A file by its suffix with the ledger beside it, or a folder; the rows are the same."""
    path, folder = made
    target = tmp_path / f"copy{suffix}"
    done = clean(folder, [str(path)], target)
    names = {
        ".jsonl": ["copy.jsonl", "copy.ledger.parquet"],
        ".parquet": ["copy.ledger.parquet", "copy.parquet"],
        "": ["copy"],
    }
    assert names[suffix] == names_in(tmp_path)
    if suffix == ".jsonl":
        rows = [json.loads(line) for line in target.read_text().splitlines()]
        times = [row["published_at"] for row in rows]
        assert [one["published_at"] for one in ARTICLES] == times
    else:
        rows = pq.read_table(done.articles).to_pylist()
        assert CLEANED.schema.equals(pq.read_schema(done.articles))
    assert LEDGER.schema.equals(pq.read_schema(done.ledger))
    assert CLEANED.schema.names == list(rows[0])
    assert ["a1", "a2", "a3", "a4", "a5"] == [row["article_id"] for row in rows]
    assert [0, 2, 2, 1, 0] == [row["n_spans"] for row in rows]
    assert len(FOOTER) + len(BRIDGE) == rows[2]["n_chars_in_spans"]
    assert (None, "Coast Wire") == (rows[4]["source"], rows[2]["source"])


def test_drop_empty(made, tmp_path):
    """An article of which nothing is left stays as an empty text, or is left out, and is counted."""
    path, folder = made
    kept = clean(folder, [str(path)], tmp_path / "kept")
    left = clean(folder, [str(path)], tmp_path / "left", Wish(drop_empty=True))
    assert [(1, 5), (1, 4)] == [(one.n_empty, one.n_written) for one in (kept, left)]
    assert "a3" not in texts_of(left.articles)
    assert 2 == pl.read_parquet(left.ledger).filter(article_id="a3").height


def test_nothing_to_go(made, tmp_path):
    """Where no span may go the copy is the input, and the ledger has no row but its columns."""
    path, folder = made
    done = clean(folder, [str(path)], tmp_path / "out", Wish(where="n_sources > 99"))
    assert TEXTS == texts_of(done.articles)
    assert (0, LEDGER.schema) == (done.n_spans, pq.read_schema(done.ledger))


def test_one_batch_or_many(tmp_path, monkeypatch):
    """However the input is cut into batches, the copy is the same."""
    path = write(tmp_path, *[one | {"text": one["text"] + " x" * 900} for one in ARTICLES])
    folder = run(path, tmp_path / "out", batch_bytes=1024)
    copies = [clean(folder, [str(path)], tmp_path / "a.jsonl")]
    monkeypatch.setattr(cleaned, "config_of", lambda _: Config(batch_bytes=1024))
    copies.append(clean(folder, [str(path)], tmp_path / "b.jsonl"))
    assert 1 == len({one.articles.read_bytes() for one in copies})


def test_settings_of_the_run_are_used(tmp_path):
    """Columns named at the run are the columns read now."""
    rows = [{"key": one["id"], "story": one["text"], "text": "no"} for one in ARTICLES]
    path = write(tmp_path, *rows)
    folder = run(path, tmp_path / "out", id="key", text="story")
    done = clean(folder, [str(path)], tmp_path / "copy")
    assert SHOUT not in texts_of(done.articles)["a4"]


# ---- the input must be that of the run ----------------------------------------------------------

TODO = "give the INPUT that `dedup run` read, unchanged and by the same paths, or run again"


def refused(folder, path, target):
    """What is said of an input that is not the run's; nothing may be written."""
    before = names_in(target.parent)
    with pytest.raises(IncompatibleError) as caught:
        clean(folder, [str(path)], target)
    assert before == names_in(target.parent)
    return str(caught.value)


def test_a_changed_text_is_refused(made, tmp_path):
    """One letter makes it another input."""
    rows = [*ARTICLES[:2], ARTICLES[2] | {"text": TEXTS["a3"].replace("old", "odd")}, *ARTICLES[3:]]
    path = write_input(tmp_path, rows)
    expected = (
        "the input is not what the run read\n"
        f"  {path}:3: article 'a3' has another text than in the run\n  {TODO}"
    )
    assert expected == refused(made[1], path, tmp_path / "copy")


def test_an_article_more_is_refused(made, tmp_path):
    """An article that the run did not read has no spans to go by."""
    path = write_input(tmp_path, [*ARTICLES, ARTICLES[0] | {"id": "a6"}])
    expected = (
        f"the input is not what the run read\n  {path}:6: article 'a6' is not in the run\n  {TODO}"
    )
    assert expected == refused(made[1], path, tmp_path / "copy.jsonl")


def test_an_article_less_is_refused(made, tmp_path):
    """What is kept might stand in the one that is missing."""
    path = write_input(tmp_path, ARTICLES[1:])
    expected = (
        f"the input is not all that the run read\n  5 articles in the run, 4 in the input\n  {TODO}"
    )
    assert expected == refused(made[1], path, tmp_path / "copy.parquet")


def test_no_input(made, tmp_path):
    """A file that is not there is told as in a run."""
    with pytest.raises(InputError, match="no such file or folder"):
        clean(made[1], [str(tmp_path / "nowhere.jsonl")], tmp_path / "copy")
    assert [] == names_in(tmp_path)


@pytest.mark.parametrize("name", ["copy", "copy.jsonl", "copy.parquet"])
def test_what_exists_is_never_replaced(made, tmp_path, name):
    """A target or a ledger that exists is refused, the input itself too."""
    path, folder = made
    target = tmp_path / name
    done = clean(folder, [str(path)], target)
    before = file_sha256(done.articles)
    with pytest.raises(UsageError, match="the output exists already"):
        clean(folder, [str(path)], target)
    done.ledger.unlink()
    with pytest.raises(UsageError, match="the output exists already"):
        clean(folder, [str(path)], path)
    assert before == file_sha256(done.articles)


def test_other_suffixes(made, tmp_path):
    """A suffix that is not written is refused at once."""
    expected = (
        f".csv files are not written\n  {tmp_path}/copy.csv\n"
        "  name a file ending in .parquet or .jsonl, or a folder"
    )
    with pytest.raises(UsageError) as caught:
        clean(made[1], [str(made[0])], tmp_path / "copy.csv")
    assert expected == str(caught.value)


def test_hashes_are_those_of_any_murmur3():
    """The hash of a text is MurmurHash3 x64 128 of its UTF-8, as another library computes it."""
    texts = ["", "a", "The old harbor bridge reopened.", "😀 é ж"]
    expected = ["h-{:016x}{:016x}".format(*mmh3.hash64(one, signed=False)) for one in texts]
    assert expected == content_hashes(pa.table({"text": texts})).to_pylist()
