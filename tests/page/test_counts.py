"""The figures of the page are those of the tables."""

import polars as pl
import pytest


@pytest.fixture(scope="module")
def tables(sample_run):
    """The published tables."""
    return {path.stem: pl.read_parquet(path) for path in sample_run.glob("*.parquet")}


def bars(page, title):
    """What the bars of one chart stand for, from left to right."""
    chart = page.page.locator(f'section.chart:has(h2:text-is("{title}"))')
    return chart.locator("rect.bar").evaluate_all("all => all.map(r => Number(r.dataset.n))")


def test_cards(opened, sample, tables):
    """Each card is a count of rows."""
    page = opened(sample)
    assert tables["clusters"].height == page.number("groups")
    assert tables["pairs"].height == page.number("pairs")
    assert tables["occurrences"]["is_new"].sum() == page.number("new")
    assert tables["rejects"].height == page.number("rejects")
    share = 100 * tables["occurrences"].height / tables["articles"]["n_sentences"].sum()
    assert round(share, 1) == page.number("repeated")
    assert round(tables["pairs"]["jaccard"].max(), 2) == page.number("closest")


def test_pictures(opened, sample, tables):
    """The bars add up to the rows they picture."""
    page = opened(sample)
    occurrences = tables["occurrences"]
    repeats = occurrences.filter(~pl.col("is_first") & pl.col("published_at").is_not_null())
    by_day = repeats.group_by(pl.col("published_at").dt.date()).len().sort("published_at")["len"]
    assert tables["pairs"].height == sum(bars(page, "Similarity of pairs"))
    assert tables["clusters"].height == sum(bars(page, "Group sizes"))
    assert by_day.to_list() == bars(page, "Repeats over time")
    assert occurrences.height == sum(bars(page, "Place in the article"))


def test_matrix(opened, sample, tables):
    """Each cell is a sum of source_flow."""
    page = opened(sample)
    flow = tables["source_flow"].group_by("source_first", "source_later").agg(pl.sum("n_sentences"))
    cells = page.page.eval_on_selector_all(
        ".flow a.depth", "all => all.map(a => [a.title, +a.dataset.n])"
    )
    expected = {f"{a} → {b}: {n}": n for a, b, n in flow.iter_rows()}
    assert expected == dict(cells)


def test_lists_have_every_row(opened, sample, tables):
    """Groups, pairs and articles are listed without exception."""
    page = opened(sample)
    for view, table in (("groups", "clusters"), ("pairs", "pairs"), ("articles", "articles")):
        page.go(f"#/{view}")
        count = page.page.get_attribute("table.virtual", "aria-rowcount")
        assert tables[table].height == int(count) - 1


def test_unmeasured_recall_is_said_to_be_so(opened, sample, tables):
    """An empty quality table is no recall of 0 or 1."""
    page = opened(sample)
    value = page.text('[data-card="recall"] .card-value')
    assert (tables["quality"].height == 0) == (value == "not measured")


QUERIES = {
    "kind:rewrite": pl.col("kind") == "rewrite",
    "-kind:rewrite": pl.col("kind") != "rewrite",
    "sim:>0.9": pl.col("jaccard") > 0.9,
    "sim:0.7..0.8": pl.col("jaccard").is_between(0.7, 0.8),
    "words:>20": pl.col("n_words") > 20,
    "scope:within_article": pl.col("scope") == "within_article",
    "match:near": pl.col("match_type") == "near",
    "lag:<12h": pl.col("lag_seconds") < 43200,
    "date:2025-03-11": pl.col("published_at").dt.date() == pl.date(2025, 3, 11),
    "date:2025-03-11..2025-03-12": pl.col("published_at").dt.date().is_between(
        pl.date(2025, 3, 11), pl.date(2025, 3, 12)
    ),
    'outlet:"The Telmar Courier"': pl.col("source") == "The Telmar Courier",
    "outlet:courier,gazette": pl.col("source").is_in(["The Telmar Courier", "Port Ansel Gazette"]),
    "lang:fr": pl.col("language") == "fr",
    "times:>4": pl.col("n_occurrences") > 4,
    "outlets:>=3": pl.col("n_sources") >= 3,
    '"state tv"': pl.col("text").str.to_lowercase().str.contains("state tv", literal=True),
    "ferry outlet:courier": pl.col("text").str.to_lowercase().str.contains("ferry")
    & (pl.col("source") == "The Telmar Courier"),
    "new:no": ~pl.col("is_new"),
    "numbers:differ": pl.col("numbers_differ"),
    "article:digest": pl.col("article_id").str.contains("digest"),
}  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_queries(opened, sample, tables, query):
    """A query leaves the occurrences that polars finds, and the groups they are in."""
    groups = tables["clusters"].select("cluster_id", "kind", "n_occurrences", "n_sources")
    rows = (
        tables["occurrences"]
        .join(groups, on="cluster_id")
        .filter(QUERIES[query].fill_null(value=False))
    )
    page = opened(sample)
    page.page.fill("#query", query)
    page.page.press("#query", "Enter")
    found = page.text("#left").split()
    assert (rows["cluster_id"].n_unique(), rows.height) == (int(found[0]), int(found[2]))
    assert rows["cluster_id"].n_unique() == page.number("groups")


def test_a_query_that_cannot_be_understood(opened, sample):
    """An unknown key names the known ones; a bad value says what is wanted; all rows stay."""
    page = opened(sample, "#/groups?q=outlt:bbc")
    assert "“outlt:” is no key; did you mean “outlet:”?" in page.text("#query-error")
    page.go("#/groups?q=sim:high")
    assert "“sim:high”: The Jaccard similarity" in page.text("#query-error")


def test_brush(opened, sample, tables):
    """Brushing days filters by them."""
    page = opened(sample)
    box = page.page.locator("svg.brushed").bounding_box()
    page.page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + 20)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + 20)
    page.page.mouse.up()
    assert "date:2025-03-11..2025-03-12" == page.page.input_value("#query")


def test_csv(opened, sample, tables, tmp_path):
    """What is seen can be saved, and a spreadsheet takes no text for a formula."""
    page = opened(sample, "#/groups?q=kind:rewrite")
    with page.page.expect_download() as download:
        page.page.click("text=Download CSV")
    download.value.save_as(tmp_path / "groups.csv")
    rows = pl.read_csv(tmp_path / "groups.csv")
    wanted = tables["clusters"].filter(pl.col("kind") == "rewrite")
    assert sorted(wanted["cluster_id"]) == sorted(rows["group"])
    assert wanted["n_occurrences"].sum() == rows["times"].sum()
