"""The page for everyone: by keyboard, on paper, in the dark, on a small screen, by ear."""

from pathlib import Path

import polars as pl
import pytest

CHECKS = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def places(sample_run):
    """An address of every view."""
    pairs = pl.read_parquet(sample_run / "pairs.parquet")
    links = pl.read_parquet(sample_run / "article_pairs.parquet").sort("n_sentences_matched")
    link, group = links.row(-1, named=True), pairs["cluster_id"].mode().sort()[0]
    return {
        "overview": "#/overview", "groups": "#/groups?q=kind:rewrite", "pairs": "#/pairs",
        "articles": "#/articles", "outlets": "#/outlets", "run": "#/run",
        "group": f"#/group/{group}", "pair": f"#/pair/{pairs['pair_id'][0]}",
        "article": f"#/article/{link['article_id_b']}?hl={group}",
        "beside": f"#/beside/{link['article_id_a']}/{link['article_id_b']}",
        "nowhere": "#/group/none",
    }  # fmt: skip


VIEWS = ["overview", "groups", "pairs", "articles", "outlets", "run", "group", "pair", "article",
         "beside", "nowhere"]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_checks(opened, sample, places, view, scheme):
    """Names, labels, landmarks, headings, tables and contrast are in order."""
    page = opened(sample, places[view], scheme=scheme)
    page.page.wait_for_timeout(150)
    assert [] == page.page.evaluate(CHECKS)


@pytest.mark.parametrize("width", [320, 400, 800])
@pytest.mark.parametrize("view", VIEWS)
def test_narrow_screens(opened, sample, places, view, width):
    """Nothing but tables, in their own frames, is wider than the screen."""
    page = opened(sample, places[view], size=(width, 800))
    assert 0 == page.page.evaluate("document.documentElement.scrollWidth - innerWidth")


def test_by_keyboard_alone(opened, sample):
    """From the query to a row, into the group, on to the next one, and back; without a mouse."""
    page = opened(sample)
    keys = page.page.keyboard
    keys.press("/")
    keys.type("kind:rewrite")
    keys.press("Enter")
    keys.press("Escape")
    keys.press("2")
    page.titled("Groups")
    keys.press("j")
    keys.press("j")
    assert "3" == page.page.evaluate("document.activeElement.closest('tr').ariaRowIndex")
    keys.press("Enter")
    page.titled("Group of repeated sentences")
    first = page.page.evaluate("location.hash")
    keys.press("]")
    page.until(f"location.hash !== {first!r}")
    keys.press("?")
    assert page.page.locator("dialog[open]").is_visible()
    keys.press("Escape")
    keys.press("1")
    page.titled("Repeated sentences")


def test_a_query_leads_from_one_thing_to_the_list(opened, sample, places):
    """Searching while a pair is shown leads to the pairs that match."""
    page = opened(sample, places["pair"])
    page.page.fill("#query", "sim:>0.9")
    page.page.press("#query", "Enter")
    page.titled("Pairs")
    assert "#/pairs?q=sim" in page.page.url


def test_focus_goes_to_the_heading(opened, sample):
    """Who follows a link is told where they are: the heading of the view has the focus."""
    page = opened(sample)
    page.page.click("#views a >> text=Pairs")
    page.until("document.activeElement.id === 'title'")
    assert "Pairs" in page.page.title()


def test_what_a_query_leaves_is_announced(opened, sample):
    """The live region says how much is left."""
    page = opened(sample, "#/groups")
    page.page.fill("#query", "kind:rewrite")
    page.page.press("#query", "Enter")
    page.until("document.getElementById('live').textContent.includes('match.')")


def test_rows_out_of_sight_are_counted(opened, sample):
    """Rows of a long table have their number among all."""
    page = opened(sample, "#/articles", size=(1000, 500))
    drawn = page.attributes("tbody tr[aria-rowindex]", "aria-rowindex")
    assert [str(i + 2) for i in range(len(drawn))] == drawn
    assert len(drawn) < 63
    assert "64" == page.page.get_attribute("table.virtual", "aria-rowcount")


def test_sorting_is_told(opened, sample):
    """A head that sorts says so, and which way."""
    page = opened(sample, "#/groups")
    assert ["descending"] == page.attributes("th[aria-sort]", "aria-sort")
    page.page.click("thead button >> text=first seen")
    assert ["ascending"] == page.attributes("th[aria-sort]", "aria-sort")
    assert page.text("th[aria-sort]").startswith("first seen")


def test_colors_can_be_chosen(opened, sample):
    """The button goes round: as the system, light, dark."""
    page = opened(sample, scheme="dark")
    ground = "getComputedStyle(document.body.parentElement).backgroundColor"
    grounds = [page.page.evaluate(ground)]
    for _ in range(3):
        page.page.click("#theme")
        grounds.append(page.page.evaluate(ground))
    assert grounds[0] == grounds[2] == grounds[3] != grounds[1]


def test_on_paper(opened, sample, places):
    """A print shows the content without the tools, black on white."""
    page = opened(sample, places["pair"], scheme="dark")
    page.page.emulate_media(media="print")
    assert not page.page.locator("#filters").is_visible()
    assert page.page.locator("#diff").is_visible()
    white = page.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert "rgb(255, 255, 255)" == white


def test_direction_follows_the_text(opened, sample):
    """Every text of strangers has a direction of its own, what is said of it has the page's."""
    page = opened(sample, "#/groups")
    assert {"auto"} == set(page.attributes(".excerpt", "dir"))
    page.go("#/pairs")
    assert {"auto"} == set(page.attributes(".excerpt :is(ins, del)", "dir"))
    assert "→" not in "".join(page.texts("[dir=auto]"))
