"""What the page says of the run: recall, flags, stages, rejects, and what was left out."""

import pytest

from dedup.report.html import PageOptions, write_page
from tests.page.big import publish_tables, table_of
from tests.report import made

RECALL = [
    {"metric": "recall", "unit": "sentence", "jaccard_low": low, "jaccard_high": high, "n_true": true,
     "n_found": found, "n_unlisted": 0, "estimate": found / true, "ci_low": 0.9, "ci_high": 0.99, "method": "brute",
     "n_sampled": 1000, "seed": 1}
    for low, high, true, found in ((0.6, 1.0, 100, 97), (0.6, 0.8, 60, 57), (0.8, 1.0, 40, 40))
]  # fmt: skip
REJECT = {"input_path": "in.jsonl", "input_row": 7, "reason": "no_text", "message": "the text is null",
          "raw_prefix": '{"id": "x"}'}  # fmt: skip


def published(folder, **rows):
    """A small run with these rows in place of others."""
    from dedup import schemas

    given = made.ROWS | rows
    return publish_tables(
        folder / "out",
        {name: table_of(schemas.report_named(name), table) for name, table in given.items()},
        config={"unit": "sentence", "similarity": 0.6, "recall": 0.99, "min_words": 4, "seed": 1},
        rows={"read": 5, "reported": 4, "rejected": 1},
    )


@pytest.fixture
def page_of(opened, tmp_path):
    """Opens the page of a small run with these rows."""
    folders = iter(range(9))

    def make(where="", options=PageOptions(), **rows):  # noqa: B008 - a frozen value
        folder = tmp_path / str(next(folders))
        folder.mkdir()
        run = published(folder, **rows)
        return opened(write_page(run, folder / "page.html", options).path, where)

    return make


def test_measured_recall(page_of):
    """The card shows the row that covers the whole range, the run view every row."""
    page = page_of(quality=RECALL)
    assert "0.970" == page.text('[data-card="recall"] .card-value')
    assert "95 % interval 0.900 to 0.990: 97 of 100 true pairs found" == page.text(
        '[data-card="recall"] .card-note'
    )
    page.go("#/run")
    assert 3 == page.page.locator('section:has(h2:text-is("Measured recall")) tbody tr').count()


def test_recall_by_bins_alone(page_of):
    """Without such a row, the bins are added up."""
    page = page_of(quality=RECALL[1:])
    assert "0.970" == page.text('[data-card="recall"] .card-value')


def test_rejects(page_of):
    """Rejected rows are counted on the overview and listed with their reason."""
    page = page_of(rejects=[REJECT])
    assert 1 == page.number("rejects")
    page.go("#/run")
    panel = page.page.locator('section:has(h2:text-is("Rejected rows"))')
    assert "1 row: 1 no text." in panel.inner_text()
    assert "the text is null" in panel.inner_text()


def test_badges(page_of):
    """What was examined and changed has a badge; false and null have none; the menu offers the known."""
    pair = made.PAIRS[0] | {"numbers_differ": True, "names_differ": False, "negation_differs": None}
    page = page_of(f"#/pair/{pair['pair_id']}", pairs=[pair])
    assert ["number changed"] == page.texts(".chip.warn")
    page.go("#/pairs")
    assert ["any", "number", "name"] == page.texts("#menu-changed option")
    page.page.select_option("#menu-changed", "names")
    assert "names:differ" == page.page.input_value("#query")
    assert "0 pairs match" in page.text("#left")
    page.page.select_option("#menu-changed", "numbers")
    assert "numbers:differ" == page.page.input_value("#query")
    assert "1 pair match" in page.text("#left")


def test_quotes(page_of):
    """A sentence inside quotation marks has a badge, too."""
    rows = [row | {"is_quote": True} for row in made.OCCURRENCES]
    page = page_of("#/pair/p-1111111111111111", occurrences=rows)
    assert "quote" in page.texts(".chip.quiet")


def test_an_anonymous_page(page_of):
    """It says so, and has pseudonyms everywhere."""
    page = page_of("#/articles", PageOptions(anonymous=True))
    assert "Anonymous: outlets" in page.text("#notice")
    for view in ("overview", "groups", "pairs", "articles", "outlets", "run"):
        page.go(f"#/{view}")
        for name in ("Coast Post", "Harbor News", "in.jsonl"):
            assert name not in page.page.inner_text("body")


def test_a_page_without_text(page_of):
    """It says so, and every view still opens."""
    options = PageOptions(with_text=False)
    page = page_of("#/pair/p-1111111111111111", options)
    assert "Made without texts" in page.text("#notice")
    assert "text not in this report" == page.text(".side .absent")
    for view in (
        "#/overview",
        "#/groups",
        "#/group/c-bbbbbbbbbbbbbbbb",
        "#/article/a1",
        "#/beside/a1/a2",
    ):
        page.go(view)
        assert "high waves" not in page.page.inner_text("main")


def test_an_empty_run(page_of):
    """Nothing repeated: every view says so, none breaks."""
    page = page_of(occurrences=[], clusters=[], pairs=[])
    assert 0 == page.number("groups")
    for view in ("groups", "pairs", "articles", "outlets", "run"):
        page.go(f"#/{view}")
        assert page.page.locator("h1").is_visible()


def test_the_time_of_the_run_is_that_of_the_manifest(page_of):
    """The page tells the clock of run.json, not that of the machine it was made on."""
    page = page_of()
    assert "finished 2025-03-01 06:00Z" in page.text(".sub")
