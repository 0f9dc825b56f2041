"""The article view: the whole text, or what is known of it, with every repeated sentence in place."""

import re

import polars as pl
import pyarrow as pa
import pytest

from dedup import pipeline
from dedup.config import Config
from dedup.report.html import write_page
from dedup.report.html.inputs import texts_again
from tests.page.conftest import SEEDS

# What is read of an article: without the numbers of sources.
READ = """() => {
  const copy = document.querySelector('.prose').cloneNode(true);
  copy.querySelectorAll('.ref').forEach(one => one.remove());
  return copy.textContent;
}"""
SHOW = "name => { location.hash = `#/article/${encodeURIComponent(name)}`; }"


def shown(page, name):
    """What the view of an article reads like."""
    page.page.evaluate(SHOW, name)
    page.until("document.querySelector('.prose') !== null")
    page.page.wait_for_timeout(30)
    return page.page.evaluate(READ)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """A run that compares sentences and paragraphs, and its page."""
    folder = tmp_path_factory.mktemp("both")
    run = pipeline.run([str(SEEDS)], folder / "out", Config(unit="both")).folder
    return run, write_page(run, folder / "page.html", texts=texts_again(run)).path


def test_whole_texts(opened, both):
    """Character by character the article as given, though paragraphs and sentences overlap."""
    run, file = both
    texts = pa.concat_tables(list(texts_again(run)))
    page = opened(file)
    names = texts["article_id"].to_pylist()
    for name, text in list(zip(names, texts["text"].to_pylist(), strict=True))[::4]:
        assert text == shown(page, name)


def test_units_are_told_apart(opened, both):
    """Groups of paragraphs and of sentences are counted together, and can be asked for."""
    run, file = both
    clusters = pl.read_parquet(run / "clusters.parquet")
    page = opened(file, "#/groups?q=unit:paragraph")
    count = int(page.page.get_attribute("table.virtual", "aria-rowcount")) - 1
    assert clusters.filter(pl.col("unit") == "paragraph").height == count > 0


def test_gaps_are_told(opened, sample_run, tmp_path):
    """Without whole texts: the repeated sentences, and how many characters are between them."""
    file = write_page(sample_run, tmp_path / "page.html").path
    articles = pl.read_parquet(sample_run / "articles.parquet").sort("article_id")
    occurrences = pl.read_parquet(sample_run / "occurrences.parquet").sort("char_start")
    page = opened(file)
    assert "The whole text of 0 of 63 articles is here" in page.text("#notice")
    for name, n_chars in articles.select("article_id", "n_chars").rows()[::6]:
        shown(page, name)
        told = " ".join(page.texts(".missing.far") + page.attributes(".missing[title]", "title"))
        missing = sum(int(n.replace(",", "")) for n in re.findall(r"([\d,]+) character", told))
        known = sum(map(len, occurrences.filter(article_id=name)["text"]))
        assert n_chars == known + missing


def test_sources_narrow_the_marks(opened, sample, sample_run):
    """Choosing a source dims what is found elsewhere; choosing it again shows all."""
    links = pl.read_parquet(sample_run / "article_pairs.parquet")
    name = links["article_id_b"].value_counts(sort=True)["article_id_b"][0]
    page = opened(sample)
    shown(page, name)
    page.page.locator("button.source").first.click()
    marks = page.page.locator("mark.hit")
    others = page.page.locator('mark.hit:not([data-source="1"])').count()
    assert others == page.page.locator("mark.hit.dim").count() > 0
    page.page.locator("button.source").first.click()
    assert (0, True) == (page.page.locator("mark.hit.dim").count(), marks.count() > 0)


def test_marks_show_their_match(opened, sample):
    """Clicking a marked sentence tells where it was before and what changed."""
    page = opened(sample)
    shown(page, "000_c76e54084ab40304.txt")
    page.page.locator("mark.hit.near button.ref").click()
    assert ["The", "worldwide", "Iraqi"] == page.texts(".detail del")
    assert "Jaccard 0.705" in page.text(".detail .meta")
