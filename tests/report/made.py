"""A small published run, written by hand: what the tests of `show` and `report` look into."""

import datetime
from pathlib import Path

import pyarrow as pa

from dedup import schemas, storage
from dedup.config import Config

__all__ = ["MANIFEST", "publish", "published_at"]

EARLY = "The ferry to the islands was cancelled because of high waves."
LATE = "The ferry to the islands was called off because of high waves."
DIFF = "The ferry to the islands was [-cancelled-]{+called off+} because of high waves."
FOOTER = "Subscribe to our evening letter."


def published_at(hour):
    return datetime.datetime(2025, 3, 1, hour, tzinfo=datetime.UTC)


def occurrence(cluster, article, start, text, **more):
    base = {
        "unit": "sentence", "cluster_id": cluster, "text_id": f"t-{text[:8]}", "article_id": article,
        "source": "Coast Post", "published_at": published_at(6), "sentence_index": 0,
        "paragraph_index": 0, "char_start": start, "char_end": start + len(text),
        "n_words": len(text.split()), "n_chars": len(text), "text": text, "is_first": False,
        "scope": "cross_source", "match_type": "exact", "is_new": True, "is_quote": False,
        "is_boilerplate": False, "numbers_differ": False,
    }  # fmt: skip
    return base | more


def first(cluster, article, start, text, **more):
    return occurrence(cluster, article, start, text, is_first=True, scope="first",
                      match_type="first", **more)  # fmt: skip


def best(article, start, text, **scores):
    found = {"best_article_id": article, "best_char_start": start, "jaccard": 1.0}
    return found | {"best_char_end": start + len(text)} | scores


OCCURRENCES = [
    first("c-aaaaaaaaaaaaaaaa", "a1", 80, FOOTER),
    occurrence("c-aaaaaaaaaaaaaaaa", "a2", 90, FOOTER, source="Harbor News", **best("a1", 80, FOOTER)),
    occurrence("c-aaaaaaaaaaaaaaaa", "a3", 0, FOOTER, source=None, **best("a2", 90, FOOTER)),
    first("c-bbbbbbbbbbbbbbbb", "a1", 0, EARLY),
    occurrence("c-bbbbbbbbbbbbbbbb", "a2", 0, LATE, source="Harbor News", match_type="near", diff=DIFF,
               **best("a1", 0, EARLY, jaccard=0.72)),
]  # fmt: skip


def cluster(name, text, **more):
    base = {
        "cluster_id": name, "unit": "sentence", "text": text, "kind": "exact_copy",
        "n_occurrences": 3, "n_articles": 3, "n_sources": 2, "n_texts": 1, "n_within_article": 0,
        "first_article_id": "a1", "first_source": "Coast Post", "first_published_at": published_at(6),
        "jaccard_min": 1.0, "jaccard_mean": 1.0, "weakest_edge": 1.0, "diameter": 0,
        "n_new_occurrences": 3, "n_pairs": 0,
    }  # fmt: skip
    return base | more


CLUSTERS = [
    cluster("c-aaaaaaaaaaaaaaaa", FOOTER),
    cluster("c-bbbbbbbbbbbbbbbb", EARLY, kind="rewrite", n_occurrences=2, n_articles=2, n_texts=2,
            jaccard_min=0.72, weakest_edge=0.72, n_pairs=1, diameter=1),
]  # fmt: skip
PAIRS = [
    {
        "pair_id": "p-1111111111111111", "unit": "sentence", "cluster_id": "c-bbbbbbbbbbbbbbbb",
        "text_id_a": "t-1", "text_id_b": "t-2", "article_id_a": "a1", "article_id_b": "a2",
        "source_a": "Coast Post", "source_b": "Harbor News", "char_start_a": 0, "char_end_a": 61,
        "char_start_b": 0, "char_end_b": 62, "text_a": EARLY, "text_b": LATE, "n_occurrences_a": 1,
        "n_occurrences_b": 1, "jaccard": 0.72, "containment_a": 0.85, "containment_b": 0.83,
        "edit_similarity": 0.87, "edit_words": 3, "longest_run_words": 6, "n_bands": 4,
        "scope": "cross_source", "diff": DIFF, "numbers_differ": False,
    }
]  # fmt: skip


def article(name, **more):
    base = {
        "article_id": name, "source": "Coast Post", "title": "Ferry", "published_at": published_at(6),
        "n_chars": 120, "n_paragraphs": 2, "n_sentences": 2, "n_repeated_sentences": 2,
        "n_internal_repeats": 0, "repeated_ratio": 1.0, "original_ratio": 0.25, "content_hash": "0",
        "input_path": "in.jsonl", "input_row": 1, "status": "ok",
    }  # fmt: skip
    return base | more


ARTICLES = [
    article("a1"),
    article("a2", top_article_id="a1", top_coverage=0.9),
    article("a3", n_repeated_sentences=1, title=None, source=None, published_at=None),
    article("a4", n_repeated_sentences=0),
]
ROWS = {"occurrences": OCCURRENCES, "clusters": CLUSTERS, "pairs": PAIRS, "articles": ARTICLES}
COUNTS = {
    "articles": 4, "sentences": 8, "paragraphs": 8, "texts": 6, "repeated_sentences": 5,
    "repeated_articles": 3, "clusters": 2, "pairs": 1, "candidates": 3, "occurrences": 5,
}  # fmt: skip
MANIFEST = {
    "dedup_version": "0.1.0", "schema_version": "1", "run_id": "20250301T060000Z-abcd",
    "started_at": "2025-03-01T06:00:00Z", "finished_at": "2025-03-01T06:00:02Z", "seconds": 1.94,
    "config": {"unit": "sentence"}, "rows": {"read": 5, "reported": 4, "rejected": 1},
    "counts": COUNTS,
    "stages": [{"stage": "read", "rows_in": 5, "rows_out": 4, "seconds": 0.25,
                "rss_peak_bytes": 190_000_000}],
}  # fmt: skip


def publish(out: Path, rows=None, **manifest) -> Path:
    """Publish the run below `out`; returns its folder."""
    facts = MANIFEST | manifest
    rows = ROWS | (rows or {})
    with storage.staging_folder(out, facts["run_id"]) as folder:
        files = []
        for kind in schemas.REPORTS:
            if kind in schemas.ONLY_IF_ASKED:
                continue
            table = pa.Table.from_pylist(rows.get(kind.name, []), schema=kind.schema)
            path = storage.write_table(table, kind, folder, {"dedup.version": "0.1.0"})
            sha256 = storage.file_sha256(path)
            files.append(
                {"name": path.name, "rows": table.num_rows, "n_bytes": 45_000, "sha256": sha256}
            )
        storage.write_manifest(
            folder, facts | {"config": Config(**facts["config"]), "files": files}
        )
        return storage.commit(folder, out, facts["run_id"])
