"""The ids of articles."""

__all__ = ["article_id"]


def article_id(seed: int, article: int) -> str:
    """The id of an article; no two corpora of different seeds share one."""
    return f"s{seed}-{article:08d}"
