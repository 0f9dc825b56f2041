"""A page of 100,000 pairs and 10,000 articles is small, quick and right to its last row."""

import sys
import time

import polars as pl
import pytest

from dedup.report.html import write_page
from tests.page.big import publish_big

SLACK = 5


@pytest.fixture(scope="module")
def big(tmp_path_factory):
    """The run and its page."""
    folder = tmp_path_factory.mktemp("big")
    made = publish_big(folder / "out")
    started = time.perf_counter()
    page = write_page(made.run, folder / "page.html", texts=[made.texts])
    tell(f"page of {made.n_pairs:,} pairs written in {time.perf_counter() - started:.2f} s")
    return made, page


def tell(line):
    """Print a figure; pytest shows it with -s, or when the test fails."""
    sys.stdout.write(f"{line}\n")


def test_size(big):
    """It fits into 12 MB, whole articles and all."""
    made, page = big
    tell(f"{page.n_bytes / 1e6:.1f} MB")
    assert page.n_bytes <= 12e6
    assert {
        "pairs": [made.n_pairs] * 2,
        "texts": [made.n_articles] * 2,
    }.items() <= page.shown.items()


def test_ready_and_filtered(opened, big):
    """It is ready in 2 s and filtered in 0.5 s, on a machine that does nothing else."""
    page = opened(big[1].path)
    ready = int(page.page.get_attribute("html", "data-ready")) / 1000
    seconds = {
        query: page.page.evaluate(FILTERED, query)
        for query in ("bace", "sim:>0.9", "outlet:05 words:>3", "numbers:differ", "-bace sim:<0.7")
    }
    tell(f"ready in {ready:.2f} s; filtered in {seconds}")
    assert ready <= SLACK * 2
    assert max(seconds.values()) <= SLACK * 0.5


# Types a query and waits until the page has been drawn anew.
FILTERED = """async query => {
  const input = document.getElementById('query');
  input.value = query;
  const started = performance.now();
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  return Math.round(performance.now() - started) / 1000;
}"""


def test_every_row_is_the_right_one(opened, big):
    """First, in the middle, and last of 100,000: the row that stands there in the order of scores."""
    made, file = big
    pairs = pl.read_parquet(made.run / "pairs.parquet", columns=["pair_id", "jaccard"])
    order = pairs.sort("jaccard", descending=True, maintain_order=True)["pair_id"].to_list()
    page = opened(file.path, "#/pairs")
    for share in (0, 0.37, 0.5, 1):
        page.page.evaluate(SCROLLED, share)
        page.page.wait_for_timeout(150)
        rows = page.page.locator("tbody tr[aria-rowindex]")
        drawn = rows.evaluate_all(NUMBERED)
        assert [order[int(at) - 2] for at, _ in drawn] == [name for _, name in drawn]
    assert (made.n_pairs + 1, order[-1]) == (int(drawn[-1][0]), drawn[-1][1])


SCROLLED = "share => { const box = document.querySelector('.rows'); box.scrollTop = share * box.scrollHeight; }"
NUMBERED = "all => all.map(r => [r.ariaRowIndex, r.querySelector('th a').hash.split('/')[2]])"


def test_end_leads_to_the_last_row(opened, big):
    """The key End leads to the last row, Home back to the first; the focus goes along."""
    made, file = big
    page = opened(file.path, "#/pairs")
    page.page.focus(".rows")
    for key, number in (("End", made.n_pairs + 1), ("Home", 2), ("j", 3)):
        page.page.keyboard.press(key)
        page.page.wait_for_timeout(100)
        row = page.page.evaluate("document.activeElement.closest('tr').ariaRowIndex")
        assert number == int(row)


def test_counts(opened, big):
    """The figures are those of the tables."""
    made, file = big
    page = opened(file.path)
    assert (made.n_pairs, made.n_articles) == (page.number("pairs"), page.number("groups"))


def test_what_was_left_out_is_told(opened, big, tmp_path):
    """A smaller page says how much it holds of how much, and still counts everything."""
    made, _ = big
    small = write_page(
        made.run, tmp_path / "small.html", options=small_options(), texts=[made.texts]
    )
    assert small.n_bytes <= 2e6
    assert 0 < small.shown["pairs"][0] < made.n_pairs
    page = opened(small.path)
    assert f"{small.shown['groups'][0]:,} of 10,000 groups" in page.text("#notice")
    assert made.n_pairs == page.number("pairs")
    page.page.focus("#floor")
    page.page.keyboard.press("End")
    assert "Floor 1.00: 0 groups (this run, at 0.60: 10,000)" == page.text("#floor-told")
    page.page.keyboard.press("Home")


def small_options():
    from dedup.report.html import PageOptions

    return PageOptions(max_mb=2)
