"""`report.html`: one self-contained page, made from a published run folder."""

from dedup.report.html.page import Page, PageOptions, write_page

__all__ = ["Page", "PageOptions", "write_page"]
