"""The pair that it all began with, and the views around it."""

import polars as pl
import pytest


@pytest.fixture(scope="module")
def pair(sample_run):
    """The user's own pair."""
    pairs = pl.read_parquet(sample_run / "pairs.parquet")
    return pairs.filter(pl.col("text_a").str.contains("worldwide coalition")).row(0, named=True)


def test_the_pair_of_the_document(opened, sample, pair):
    """The link to the pair shows exactly: worldwide became global, The became A, Iraqi went."""
    page = opened(sample, f"#/pair/{pair['pair_id']}")
    assert ["The→A", "worldwide→global", "−Iraqi"] == page.attributes(".changes li", "data-change")
    assert ["The", "worldwide", "Iraqi"] == page.texts('[data-side="delete"] .own del')
    assert ["A", "global"] == page.texts('[data-side="insert"] .own ins')
    assert pair["text_a"] == page.text('[data-side="delete"] .own')
    assert pair["text_b"] == page.text('[data-side="insert"] .own')
    assert "Jaccard 0.705" in page.texts(".chip")


def test_context_stands_around_the_pair(opened, sample, pair):
    """The sentences before and after it are shown, gray."""
    page = opened(sample, f"#/pair/{pair['pair_id']}")
    before = page.text('[data-side="delete"] .context')
    assert before.strip().endswith("said in a statement.")


def test_from_pair_to_group_to_article(opened, sample, pair):
    """The links lead from the pair to its group, to the marked sentence in the article, and back."""
    page = opened(sample, f"#/pair/{pair['pair_id']}")
    page.page.click(f'a[href="#/group/{pair["cluster_id"]}"]')
    assert pair["text_a"] == page.text(".medoid .sentence")
    assert ["The", "worldwide", "Iraqi"] == page.texts(".variants del")
    page.page.click(".variants .is-medoid a")
    page.page.wait_for_selector("mark.asked")
    assert 2 == page.page.locator("mark.asked").count()
    assert pair["text_a"] in page.text("mark.asked")
    assert ["The", "worldwide", "Iraqi"] == page.texts(".detail del")
    page.page.go_back()
    page.page.wait_for_selector(".medoid .sentence")
    assert pair["text_a"] == page.text(".medoid .sentence")


def test_flags_that_were_not_examined_are_no_badges(opened, sample, sample_run):
    """Null means not examined, as names are not in Chinese: the number alone has a badge."""
    pairs = pl.read_parquet(sample_run / "pairs.parquet")
    row = pairs.filter(pl.col("names_differ").is_null(), "numbers_differ").row(0, named=True)
    page = opened(sample, f"#/pair/{row['pair_id']}")
    assert ["number changed"] == page.texts(".chip.warn")


def test_flags_are_badges(opened, sample, sample_run):
    """What changed between the two texts of a pair stands beside its scores."""
    pairs = pl.read_parquet(sample_run / "pairs.parquet")
    row = pairs.filter("numbers_differ", "names_differ", ~pl.col("negation_differs"))
    page = opened(sample, f"#/pair/{row['pair_id'][0]}")
    assert ["number changed", "name changed"] == page.texts(".chip.warn")


def test_an_address_that_leads_nowhere(opened, sample):
    """A group that is not there is said so, not thrown."""
    page = opened(sample, "#/group/c-0000000000000000")
    assert "No group is called c-0000000000000000." == page.text(".empty")
    page.go("#/pair/%E0%A4%A")
    assert "No pair is called %E0%A4%A." == page.text(".empty")


def test_side_by_side(opened, sample, sample_run):
    """Two whole articles stand side by side, what they share is numbered and tied."""
    links = pl.read_parquet(sample_run / "article_pairs.parquet")
    row = links.sort("n_sentences_matched", "article_id_b", descending=True).row(0, named=True)
    page = opened(sample, f"#/beside/{row['article_id_a']}/{row['article_id_b']}")
    n = row["n_sentences_matched"]
    later = page.page.locator(".column").nth(1)
    assert n == later.locator("mark[data-tie]").count()
    page.page.wait_for_selector("path.ribbon", state="attached")
    later.locator("button.ref").last.click()
    tops = page.page.evaluate(
        "() => [...document.querySelectorAll('mark.asked')].map(m => m.getBoundingClientRect().top)"
    )
    assert len(tops) == 2
