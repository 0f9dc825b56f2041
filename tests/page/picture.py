"""Makes the README's picture of the page from the sample corpus.

.venv/bin/python -m tests.page.picture
"""

import sys
import tempfile
from pathlib import Path

from dedup import pipeline
from dedup.config import Config
from dedup.report.html import write_page
from dedup.report.html.inputs import texts_again
from tests.page.browser import Opened, launched

__all__ = ["main"]

CHECKOUT = Path(__file__).parents[2]
PICTURE = CHECKOUT / ".github" / "report.png"
SIZE = (1280, 1000)


def main():
    """Run the sample, open its page, and save what is seen first."""
    with tempfile.TemporaryDirectory() as folder:
        seeds = str(CHECKOUT / "seeds" / "articles")
        run = pipeline.run([seeds], Path(folder) / "out", Config()).folder
        page = write_page(run, Path(folder) / "report.html", texts=texts_again(run)).path
        PICTURE.parent.mkdir(exist_ok=True)
        with launched() as browser:
            opened = Opened(browser, page, size=SIZE)
            opened.page.wait_for_timeout(300)
            opened.page.screenshot(path=PICTURE)
            opened.close()
    sys.stdout.write(f"wrote {PICTURE.relative_to(CHECKOUT)}\n")


if __name__ == "__main__":
    main()
