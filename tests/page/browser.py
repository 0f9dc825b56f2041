"""Debian's Chromium through playwright, and a page opened in it."""

import shutil
from contextlib import contextmanager
from urllib.parse import quote

__all__ = ["Opened", "chromium", "launched"]

NAMES = ("chromium", "chromium-browser", "google-chrome")
WAIT = 20_000


def chromium():
    """The path of the installed browser, if there is one; playwright's own is not downloaded."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


@contextmanager
def launched():
    """The browser, running."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield found
        found.close()


class Opened:
    """A page in a window of its own; whatever it requests or complains about is remembered."""

    def __init__(self, browser, file, where="", *, size=(1280, 900), scheme="light", scripts=True):
        """Open `file` at the address `where`, as in `#/groups`, and wait until it is ready."""
        self.requests, self.complaints = [], []
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme,
            java_script_enabled=scripts, accept_downloads=True, reduced_motion="reduce",
        )  # fmt: skip
        self.page = self.context.new_page()
        self.page.on("request", self.note_request)
        self.page.on("console", lambda m: self.complaints.append(m.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.url = f"file://{quote(str(file))}"
        self.page.goto(self.url + where)
        if scripts:
            self.page.wait_for_selector("html[data-ready]", timeout=WAIT)

    def note_request(self, request):
        """Everything but the file itself, and what the page makes to be saved, is a request."""
        if not request.url.startswith((self.url, "blob:")):
            self.requests.append(request.url)

    def go(self, where):
        """Move to another address of the same page."""
        self.page.evaluate("hash => { location.hash = hash; }", where)
        self.page.wait_for_timeout(60)

    def until(self, condition):
        """Wait until a JavaScript expression holds; the page's policy allows no polling inside it."""
        for _ in range(WAIT // 50):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(50)
        raise TimeoutError(condition)

    def titled(self, title):
        """Wait until the view with this heading is there."""
        self.until(f"document.querySelector('h1')?.textContent === {title!r}")

    def text(self, selector):
        """The text of the first element."""
        return self.page.locator(selector).first.inner_text()

    def texts(self, selector):
        """The texts of all elements."""
        return self.page.locator(selector).all_inner_texts()

    def number(self, card):
        """The figure of a card of the overview."""
        return float(self.text(f'[data-card="{card}"] .card-value').replace(",", "").rstrip(" %"))

    def attributes(self, selector, name):
        """An attribute of all elements."""
        return self.page.eval_on_selector_all(
            selector, "(all, name) => all.map(one => one.getAttribute(name))", name
        )

    def close(self):
        """Close the window."""
        self.context.close()
