"""A browser for the tests of the page, and the page of the sample corpus."""

import os
import shutil
from pathlib import Path

import pytest

from dedup import pipeline
from dedup.config import Config
from tests.page.browser import Opened, chromium, launched

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"
REQUIRED = os.environ.get("BROWSER_TESTS") == "required"


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium; without it the test is skipped, or fails where it is required."""
    if os.environ.get("NUMBA_DISABLE_JIT") == "1":
        pytest.skip("too slow with NUMBA_DISABLE_JIT=1")
    try:
        import playwright.sync_api  # noqa: F401 - only to see whether it is there
    except ImportError:
        missing("playwright is not installed: pip install 'dedup[test]'")
    if chromium() is None:
        missing("no Chromium on this machine: apt-get install chromium")
    with launched() as found:
        yield found


def missing(reason):
    if REQUIRED:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def opened(browser):
    """Opens pages; at the end none of them has asked for anything, or complained."""
    pages = []

    def open_page(file, where="", **options):
        pages.append(Opened(browser, file, where, **options))
        return pages[-1]

    yield open_page
    for page in pages:
        page.close()
        assert ([], []) == (page.requests, page.complaints)


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory):
    """The run of the sample corpus."""
    out = tmp_path_factory.mktemp("sample")
    yield pipeline.run([str(SEEDS)], out / "out", Config()).folder
    shutil.rmtree(out, ignore_errors=True)


@pytest.fixture(scope="session")
def sample(sample_run):
    """The page of the sample corpus, with its whole articles."""
    from dedup.report.html import write_page
    from dedup.report.html.inputs import texts_again

    return write_page(sample_run, sample_run / "page.html", texts=texts_again(sample_run)).path
