"""A whole corpus: its files, its truth, and that the same order gives the same bytes."""

import hashlib
import json
from collections import Counter
from importlib.metadata import version

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dedup.config import Config
from dedup.errors import OutputError, UsageError
from dedup.generator import Order, articles, corpus, generate
from dedup.generator.edits import KINDS
from dedup.schemas import RAW_ARTICLES
from dedup.stages.segment import segment
from dedup.storage import file_sha256
from tests.naive.similarity import jaccard, normalize

SCORED = ["article_a", "start_a", "end_a", "article_b", "start_b", "end_b", "jaccard_c5", "identical_norm", "edit"]  # fmt: skip
# The texts of 300 articles of seed 7: a change here means that all corpora change.
TEXTS_SHA256 = "0a368cb2df3e061f6a6d49782e00c2650ff5b7169b2ad9e0e014c1e7e55bf2f4"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A corpus of 2000 articles and its manifest."""
    out = tmp_path_factory.mktemp("made") / "corpus"
    return out, generate(Order(2000, 5), out)


def read(out, name):
    """A table of a corpus."""
    return pq.read_table(out / name)


def texts_of(out) -> dict[str, str]:
    """The text of each article."""
    table = pq.read_table(out / "articles")
    return dict(zip(*(table.column(name).to_pylist() for name in ("id", "text")), strict=True))


def hashes(out) -> dict[str, str]:
    """The sha256 of each file."""
    return {str(p.relative_to(out)): file_sha256(p) for p in out.rglob("*") if p.is_file()}


def test_same_order_same_bytes(tmp_path):
    """Two corpora of one order are equal file by file; another seed has no article in common."""
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        generate(Order(300, seed), tmp_path / name)

    assert hashes(tmp_path / "a") == hashes(tmp_path / "b")
    assert set() == set(texts_of(tmp_path / "a").values()) & set(texts_of(tmp_path / "c").values())
    assert set() == set(texts_of(tmp_path / "a")) & set(texts_of(tmp_path / "c"))


def test_a_seed_means_the_same_everywhere(tmp_path):
    """The texts are the ones they were when this was written, on whatever machine."""
    generate(Order(300, 7), tmp_path / "a")
    joined = "\n".join(texts_of(tmp_path / "a").values())

    assert TEXTS_SHA256 == hashlib.sha256(joined.encode()).hexdigest()


def test_more_articles_continue_the_same_texts(made, tmp_path):
    """The articles of a smaller corpus are the first of a larger one."""
    generate(Order(700, 5), tmp_path / "small")

    assert list(texts_of(made[0]).items())[:700] == list(texts_of(tmp_path / "small").items())


def test_parts_change_nothing(made, monkeypatch, tmp_path):
    """Smaller files hold the same articles, in order, and the truth is the same, byte for byte."""
    monkeypatch.setattr(corpus, "BLOCKS_PER_PART", 3)
    generate(Order(2000, 5), tmp_path / "parts")
    names = [path.name for path in sorted((tmp_path / "parts" / "articles").iterdir())]

    assert [f"part-{i:05d}.parquet" for i in range(3)] == names
    assert read(made[0], "articles") == read(tmp_path / "parts", "articles")
    for name in ("truth_members.parquet", "truth_pairs.parquet"):
        assert file_sha256(made[0] / name) == file_sha256(tmp_path / "parts" / name)


def test_spans_slice_back(made):
    """Every planted sentence is text[start:end] of its article."""
    texts, members = texts_of(made[0]), read(made[0], "truth_members.parquet").to_pylist()

    assert [] == [m for m in members if texts[m["article_id"]][m["start"] : m["end"]] != m["text"]]
    assert 800 < len(members)


def test_jaccards_equal_their_definition(made):
    """The recorded scores of a sample of pairs are those of the texts in the articles."""
    texts = texts_of(made[0])
    for pair in read(made[0], "truth_pairs.parquet").to_pylist()[::5]:
        a, b = (texts[pair[f"article_{s}"]][pair[f"start_{s}"] : pair[f"end_{s}"]] for s in "ab")
        assert (jaccard(a, b), normalize(a) == normalize(b)) == (pair["jaccard_c5"], pair["identical_norm"])  # fmt: skip


def test_pairs_have_what_a_scorer_reads(made):
    """Articles, spans, scores and edits of both sides, without nulls."""
    pairs = read(made[0], "truth_pairs.parquet")

    assert set() == set(SCORED) - set(pairs.column_names)
    assert {0} == {column.null_count for column in pairs.columns}


def test_everything_is_planted(made):
    """Each kind of edit and each way of planting is there, in the shares that are wanted."""
    members, counts = read(made[0], "truth_members.parquet"), made[1]["counts"]
    kinds = {edit.split(":")[0] for edit in members.column("edit").to_pylist()}
    planted = Counter(members.column("planted").to_pylist())

    assert {"source", *KINDS} == kinds
    assert {"scatter", "wire", "within", "boilerplate"} == set(planted)
    assert 0.025 < planted["scatter"] / counts["sentences"] < 0.05
    reprinted = {m["article_id"] for m in members.to_pylist() if m["planted"] == "wire"}
    assert 0.01 < len(reprinted) / 2000 < 0.03


def test_edits_lower_the_score_as_they_should(made):
    """Copies are near their source, but for decoys, which stay below the usual floor."""
    scores: dict[str, list[float]] = {}
    for pair in read(made[0], "truth_pairs.parquet").to_pylist():
        scores.setdefault(pair["edit"], []).append(pair["jaccard_c5"])
    mean = {kind: sum(found) / len(found) for kind, found in scores.items() if "|" not in kind}

    assert 1.0 == mean["exact"]
    assert mean["decoy_splice"] < 0.4
    assert [] == [k for k, m in mean.items() if m < 0.6 and k != "decoy_splice" and "combo" not in k]  # fmt: skip


def test_articles_are_ordered_and_complete(made):
    """2000 rows in order of time, over one year, no field empty, some outlets larger than others."""
    table = read(made[0], "articles")
    times = table.column("published_at").to_pylist()

    assert articles.ARTICLES == table.schema
    assert (2000, sorted(times)) == (table.num_rows, times)
    assert 360 < (times[-1] - times[0]).days <= 365
    assert [] == [c for c in table.columns if c.null_count or "" in c.to_pylist()]
    assert 2000 == len(set(table.column("url").to_pylist()))
    assert 100 < len(set(table.column("source").to_pylist())) <= 300


@pytest.mark.jit
def test_the_segmenter_sees_the_same_sentences(made):
    """99 % of the planted spans are cut alike, and there are as many sentences as were made."""
    table = read(made[0], "articles")
    given = {"article_id": table.column("id"), "text": table.column("text")}
    given |= {"input_path": ["x"] * 2000, "input_row": range(2000)}
    columns = [given.get(f.name, pa.nulls(2000, f.type)) for f in RAW_ARTICLES.schema]
    spans = segment(pa.table(columns, schema=RAW_ARTICLES.schema), Config())
    ids = table.column("id").to_pylist()
    rows = zip(*(spans.column(n).to_pylist() for n in ("article", "char_start", "char_end")), strict=True)  # fmt: skip
    cut = {(ids[article], start, end) for article, start, end in rows}
    members = read(made[0], "truth_members.parquet").to_pylist()
    missed = [m for m in members if (m["article_id"], m["start"], m["end"]) not in cut]

    assert len(missed) <= 0.01 * len(members)
    assert abs(len(cut) / made[1]["counts"]["sentences"] - 1) < 0.005


def test_manifest_tells_what_was_made(made):
    """Arguments, version, counts, cap and the sha256 of each file, in the file as returned."""
    out, manifest = made
    counts = manifest["counts"]

    assert manifest == json.loads((out / "manifest.json").read_text())
    assert {"articles": 2000, "seed": 5, "format": "parquet"} == manifest["arguments"]
    assert (version("dedup"), 300) == (manifest["dedup"], manifest["most_pairs_of_a_family"])
    assert {k: v for k, v in hashes(out).items() if k != "manifest.json"} == manifest["sha256"]
    assert counts["members"] == read(out, "truth_members.parquet").num_rows
    assert counts["pairs"] == read(out, "truth_pairs.parquet").num_rows
    assert counts["text_bytes"] == sum(len(text.encode()) for text in texts_of(out).values())


def test_json_lines_say_the_same(tmp_path):
    """The other format holds the same articles."""
    generate(Order(40, 5, "jsonl"), tmp_path / "lines")
    generate(Order(40, 5), tmp_path / "table")
    lines = (tmp_path / "lines/articles/part-00000.jsonl").read_text(encoding="utf-8").splitlines()
    expected = [
        {**row, "published_at": f"{row['published_at']:%Y-%m-%dT%H:%M:%SZ}"}
        for row in read(tmp_path / "table", "articles").to_pylist()
    ]

    assert expected == [json.loads(line) for line in lines]


def test_a_corpus_is_not_overwritten(tmp_path):
    """A folder that holds one is refused; with force its parts go, and other files stay."""
    generate(Order(5, 1), tmp_path / "out")
    (tmp_path / "out/articles/mine.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"^the folder holds a corpus already\n  .*out\n  choose"):
        generate(Order(6, 1, "jsonl"), tmp_path / "out")
    generate(Order(6, 1, "jsonl"), tmp_path / "out", force=True)

    names = sorted(path.name for path in (tmp_path / "out/articles").iterdir())
    assert ["mine.txt", "part-00000.jsonl"] == names


def test_nothing_is_left_of_a_corpus_that_failed(monkeypatch, tmp_path):
    """A full disk leaves no folder behind, and says so."""

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(articles.pq, "write_table", full)
    with pytest.raises(OutputError, match=r"^the disk is full"):
        generate(Order(5, 1), tmp_path / "out")

    assert [] == list(tmp_path.iterdir())


def test_progress_is_told(tmp_path):
    """After each block the number of articles done, up to all of them."""
    told = []
    generate(Order(600, 1), tmp_path / "out", told.append)

    assert [("generate", n, 600) for n in (256, 512, 600)] == [p[:3] for p in told]
