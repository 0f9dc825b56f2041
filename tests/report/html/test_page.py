"""The page of a published run: its parts, its budget, its discretion."""

import base64
import hashlib
import re

import numpy as np
import pyarrow as pa
import pytest

from dedup.errors import OutputError
from dedup.report.html import PageOptions, write_page
from tests.report.html.test_pack import unpacked
from tests.report.made import EARLY, FOOTER, LATE, occurrence, publish, published_at

WHOLE = f"{EARLY} 😀 Twenty more letters. {FOOTER}"


def read(path):
    """The header and the columns of a page."""
    payload = re.search(rb'id="data">(.*?)</script>', path.read_bytes(), re.DOTALL)[1]
    header, columns = unpacked(payload)
    return header, columns


def text_of(columns, span):
    """The text of a span, as a browser cuts it."""
    units = columns["text"].tobytes().decode().encode("utf-16-le")
    begin = int(columns["span.begin"][span])
    return units[2 * begin : 2 * (begin + int(columns["span.length"][span]))].decode("utf-16-le")


@pytest.fixture
def run(tmp_path):
    return publish(tmp_path / "out", config={"unit": "sentence"}, inputs=[], losses=[], bands=[])


def test_texts_from_the_tables_alone(run, tmp_path):
    """Without articles, each occurrence still has its text."""
    page = write_page(run, tmp_path / "page.html")
    header, columns = read(page.path)
    assert [FOOTER, FOOTER, FOOTER, EARLY, LATE] == [text_of(columns, i) for i in range(5)]
    assert ["c-aaaaaaaaaaaaaaaa", "c-bbbbbbbbbbbbbbbb"] == header["groups"]
    assert [0, 4] == page.shown["texts"]
    assert page.n_bytes == page.path.stat().st_size


def test_sides_of_a_pair(run, tmp_path):
    """A pair points at the texts of its two sides."""
    _, columns = read(write_page(run, tmp_path / "page.html").path)
    sides = [text_of(columns, int(columns[f"pair.{side}"][0])) for side in "ab"]
    assert [EARLY, LATE] == sides


def test_whole_articles(run, tmp_path):
    """A text that is given is there as a whole; one of unknown articles is not."""
    texts = pa.table({"article_id": ["a4", "a9"], "text": [WHOLE, "unknown"]})
    page = write_page(run, tmp_path / "page.html", texts=[texts])
    _, columns = read(page.path)
    assert WHOLE in columns["text"].tobytes().decode()
    assert [1, 4] == page.shown["texts"]
    assert [0, 0, 0, 1] == sorted(columns["piece.whole"].tolist())[-4:]


def test_the_same_bytes(run, tmp_path):
    """Equal runs make equal pages."""
    pages = [write_page(run, tmp_path / f"{i}.html").path.read_bytes() for i in range(2)]
    assert pages[0] == pages[1]


def test_the_policy_allows_what_is_there(run, tmp_path):
    """The hashes in the policy are those of the script and the style, and nothing else is allowed."""
    page = write_page(run, tmp_path / "page.html").path.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    for kind, text in (("script", script), ("style", style)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert [] == re.findall(r'\s(?:src|href|action|on\w+)="', page.replace(script, ""))


def test_without_text(run, tmp_path):
    """No sentence and no article, whatever is given."""
    texts = pa.table({"article_id": ["a1"], "text": [WHOLE]})
    options = PageOptions(with_text=False)
    page = write_page(run, tmp_path / "page.html", options, [texts]).path
    header, columns = read(page)
    assert (b"", 0) == (columns["text"].tobytes(), columns["span.length"].sum())
    assert "ferry" not in page.read_text(encoding="utf-8").replace(script_of(page), "")
    assert header["options"]["with_text"] is False


def script_of(page):
    return re.search(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"), re.DOTALL)[1]


def test_a_run_without_texts(tmp_path):
    """A run that published no texts has a page without them, though articles are at hand."""
    config = {"unit": "sentence", "publish_text": False}
    run = publish(tmp_path / "out", config=config, inputs=[], losses=[], bands=[])
    texts = pa.table({"article_id": ["a1"], "text": [WHOLE]})
    _, columns = read(write_page(run, tmp_path / "page.html", texts=[texts]).path)
    assert b"" == columns["text"].tobytes()


def test_anonymous(tmp_path):
    """Names of outlets, articles, files and groups are nowhere in the page, and the page says so."""
    inputs = [{"path": "/secret/in.jsonl", "format": "jsonl", "n_bytes": 9, "sha256": "5ec7e7",
               "rows_read": 5, "rows_rejected": 1, "columns": {"text": "secret"}}]  # fmt: skip
    reject = {"input_path": "/secret/in.jsonl", "input_row": 3, "article_id": "secret-9",
              "reason": "no_text", "message": "/secret", "raw_prefix": "secret"}  # fmt: skip
    run = publish(tmp_path / "out", {"rejects": [reject]}, inputs=inputs, losses=[], bands=[])
    texts = pa.table({"article_id": ["a1"], "text": [WHOLE]})
    page = write_page(run, tmp_path / "page.html", PageOptions(anonymous=True), [texts])
    header, columns = read(page.path)
    assert [f"article-{i:06}" for i in range(1, 6)] == sorted(
        header["articles"] + ["article-000005"]
    )
    assert ["Outlet"] == [name.split()[0] for name in header["names"]["outlet"]]
    shown = str({k: v for k, v in header.items() if k != "totals"})
    for secret in ("Coast Post", "Harbor News", "secret", "Ferry'", "c-aaaa", "p-1111", "5ec7e7"):
        assert secret not in shown
    assert WHOLE in columns["text"].tobytes().decode()
    assert header["options"]["anonymous"] is True


def test_budget(tmp_path):
    """A page keeps to its size: it leaves out groups, counts them, and counts everything in totals."""
    rows = many(400)
    run = publish(tmp_path / "out", rows, inputs=[], losses=[], bands=[])
    whole = write_page(run, tmp_path / "whole.html")
    part = write_page(
        run, tmp_path / "part.html", PageOptions(max_mb=(whole.n_bytes - 90_000) / 1e6)
    )
    header, columns = read(part.path)
    assert [400, 400] == whole.shown["groups"]
    assert part.n_bytes <= whole.n_bytes - 90_000
    assert 0 < part.shown["groups"][0] < 400
    assert part.shown["groups"][0] == len(header["groups"])
    assert 400 == header["totals"]["counts"]["groups"]
    assert len(columns["occurrence.group"]) == part.shown["occurrences"][0]


def many(n):
    """Groups of two occurrences each, with texts that do not compress."""
    rng = np.random.default_rng(3)
    texts = [" ".join(map(str, rng.integers(0, 1 << 30, 30))) for _ in range(n)]
    occurrences, clusters = [], []
    for i, text in enumerate(texts):
        name = f"c-{i:016x}"
        occurrences += [occurrence(name, article, 1000 * i, text) for article in ("a1", "a2")]
        clusters.append({"cluster_id": name, "unit": "sentence", "text": text, "kind": "exact_copy",
                         "n_occurrences": 2, "n_articles": 2, "n_sources": 1, "n_texts": 1,
                         "n_within_article": 0, "first_article_id": "a1", "jaccard_min": 1.0,
                         "jaccard_mean": 1.0, "weakest_edge": 1.0, "diameter": 0,
                         "n_new_occurrences": 2, "n_pairs": 0,
                         "first_published_at": published_at(6)})  # fmt: skip
    return {"occurrences": occurrences, "clusters": clusters, "pairs": []}


def test_too_small_a_budget(run, tmp_path):
    """What cannot be kept to is refused, and no file is left."""
    with pytest.raises(OutputError, match=r"^the page takes 0\.\d+ MB, 0\.01 MB are allowed\n"):
        write_page(run, tmp_path / "page.html", PageOptions(max_mb=0.01))
    assert [] == list(tmp_path.glob("*.html"))


def test_nothing_repeated(tmp_path):
    """A run without a single group has a page, too."""
    none = {"occurrences": [], "clusters": [], "pairs": []}
    run = publish(tmp_path / "out", none, inputs=[], losses=[], bands=[])
    header, columns = read(write_page(run, tmp_path / "page.html").path)
    assert ([], 0) == (header["groups"], len(columns["occurrence.group"]))


def test_an_article_of_an_earlier_night(tmp_path):
    """An occurrence in an article that this run did not read is known by what its row says."""
    old = occurrence(
        "c-bbbbbbbbbbbbbbbb", "old-1", 5, EARLY, source="Old Post", title="Old", is_new=False
    )
    run = publish(tmp_path / "out", {"occurrences": [old]}, inputs=[], losses=[], bands=[])
    header, columns = read(write_page(run, tmp_path / "page.html").path)
    at = header["articles"].index("old-1")
    assert "Old" == header["titles"][at]
    assert "Old Post" == header["names"]["outlet"][columns["article.outlet"][at]]
    assert EARLY == text_of(columns, 0)
    assert 4 == header["totals"]["counts"]["articles"]


def test_fallback_is_inert(tmp_path):
    """Where scripts do not run, a hostile text is escaped."""
    text = '</noscript><script>hit()</script><img src="x" onerror="hit()">\0'
    rows = {"clusters": many(1)["clusters"]}
    rows["clusters"][0]["text"] = text
    run = publish(tmp_path / "out", rows, inputs=[], losses=[], bands=[])
    page = write_page(run, tmp_path / "page.html").path.read_text(encoding="utf-8")
    shown = re.search(r"<noscript>(.*?)</noscript>", page, re.DOTALL)[1]
    assert "&lt;/noscript&gt;&lt;script&gt;" in shown
    assert "<script" not in shown
    assert "<img" not in shown
    assert "\0" not in shown
