"""Texts of strangers stay texts."""

import json

import polars as pl
import pytest

from dedup import pipeline
from dedup.config import Config
from dedup.report.html import write_page
from dedup.report.html.inputs import texts_again

EVIL = [
    'Before </script><script>window.hit = 1</script> the harbor reopened to heavy trucks "today".',
    "The <img src=x onerror=window.hit=2> market on the old square closed early on Monday evening.",
    "The \u202eevening edition\u202c of the paper \u2066came late\u2069 because of a strike on the line.",
    "A \x00 byte and a \x1b[2J bell \x07 stood in the middle of the council's printed agenda.",
    "<!--<script> The ferry %%SCRIPT%% was delayed by fog %%PAYLOAD%% for three hours on Sunday.",
    "=HYPERLINK(\"http://evil.example\") was the first line of the letter from the water board.",
    "Huge " + "x" * 300_000 + " words were printed in the supplement that nobody had ordered.",
    "😀 The 𝒸ouncil of كفر الشيخ voted 🧑‍🚀 on the 予算案 before the recess, the clerk said. 🎉",
]  # fmt: skip
TITLE = "<svg onload=window.hit=3> \u202e title </title><script>window.hit=4</script>"
URLS = [
    "javascript:window.hit=5",
    "data:text/html,<script>1</script>",
    "https://example.org/a?b=<c>",
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The run and the page of a corpus that means harm."""
    folder = tmp_path_factory.mktemp("hostile")
    rows = [
        {
            "id": f'a{i}"><script>window.hit=6</script>', "title": TITLE, "url": URLS[i],
            "source": f"Outlet <b>{i}</b> \u202e", "published_at": f"2025-03-0{i + 1}T06:00:00Z",
            "language": "en", "text": f"Own opening number {i * 7} of this article.\n\n" + "\n\n".join(EVIL),
        }
        for i in range(3)
    ]  # fmt: skip
    file = folder / "in.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    run = pipeline.run([str(file)], folder / "out", Config(max_record_bytes=1 << 24)).folder
    return run, write_page(run, folder / "page.html", texts=texts_again(run)).path


def every_view(run):
    """An address of each kind."""
    clusters = pl.read_parquet(run / "clusters.parquet")["cluster_id"].to_list()
    ids = pl.read_parquet(run / "articles.parquet")["article_id"].to_list()
    return ["#/overview", "#/groups", "#/pairs", "#/articles", "#/outlets", "#/run",
            *(f"#/group/{name}" for name in clusters), ids]  # fmt: skip


def test_nothing_runs(opened, hostile):
    """No view lets a text become an element, a handler or a request."""
    run, file = hostile
    *views, ids = every_view(run)
    page = opened(file)
    for view in views:
        page.go(view)
    for name in ids:
        page.page.evaluate(
            "name => { location.hash = `#/article/${encodeURIComponent(name)}`; }", name
        )
        page.page.wait_for_timeout(60)
    assert None is page.page.evaluate("window.hit ?? null")
    assert 0 == page.page.locator("img, iframe, object, embed, svg[onload], b").count()
    assert 0 == page.page.locator("main script").count()


def test_only_http_links(opened, hostile):
    """An address that is not http(s) is shown, not linked."""
    run, file = hostile
    page = opened(file, "#/articles")
    schemes = set()
    for name in pl.read_parquet(run / "articles.parquet")["article_id"]:
        page.page.evaluate(
            "name => { location.hash = `#/article/${encodeURIComponent(name)}`; }", name
        )
        page.page.wait_for_timeout(60)
        schemes |= {
            href.split(":")[0] for href in page.attributes("a[href]", "href") if href[0] != "#"
        }
        for rel in page.attributes("a.outside", "rel"):
            assert "noopener noreferrer" == rel
    assert {"https"} == schemes


def test_controls_are_shown(opened, hostile):
    """What would reorder or hide a text is shown by its name, and ends with its text."""
    page = opened(hostile[1], "#/groups")
    shown = set(page.texts(".excerpt .control"))
    assert {"RLO", "PDF", "NUL", "ESC"} <= shown
    isolation = page.page.locator(".excerpt").first.evaluate("e => getComputedStyle(e).unicodeBidi")
    assert "isolate" in isolation


def test_spans_in_every_script(opened, hostile):
    """Each marked sentence is exactly the published text, beyond the BMP too."""
    run, file = hostile
    occurrences = pl.read_parquet(run / "occurrences.parquet")
    page = opened(file)
    for name in occurrences["article_id"].unique():
        page.page.evaluate(
            "name => { location.hash = `#/article/${encodeURIComponent(name)}`; }", name
        )
        page.page.wait_for_timeout(80)
        own = occurrences.filter(article_id=name).sort("char_start")
        marks = page.page.eval_on_selector_all("mark.hit", WITHOUT_EXTRAS)
        assert [plain(text) for text in own["text"]] == marks


# The text of a mark without its number, and with control characters as they were.
WITHOUT_EXTRAS = """marks => marks.map(mark => {
  const copy = mark.cloneNode(true);
  copy.querySelectorAll('.ref').forEach(one => one.remove());
  copy.querySelectorAll('.control').forEach(one => one.replaceWith('?'));
  return copy.textContent;
})"""


def plain(text):
    """The text with a question mark for each character that the page names instead."""
    named = {
        *map(chr, range(9)),
        *map(chr, range(14, 32)),
        "\x0b",
        "\x0c",
        *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    }
    return "".join("?" if char in named else char for char in text)


def test_a_hostile_csv(opened, hostile, tmp_path):
    """A sentence that begins like a formula is saved as text."""
    _, file = hostile
    page = opened(file, "#/groups?q=hyperlink")
    with page.page.expect_download() as download:
        page.page.click("text=Download CSV")
    download.value.save_as(tmp_path / "groups.csv")
    assert '"\'=HYPERLINK(""http' in (tmp_path / "groups.csv").read_text(encoding="utf-8")


def test_without_scripts(opened, hostile, sample):
    """Where scripts do not run, the figures and the sentences are plain text."""
    page = opened(hostile[1], scripts=False)
    words = page.text("noscript, main.fallback")
    assert "<img src=x onerror=window.hit=2>" in words
    assert 0 == page.page.locator("main img").count()
    assert "114" in opened(sample, scripts=False).text("main.fallback")
