"""A large published run, written by hand: invented words, 5 wordings a group, 10 pairs a group."""

import datetime
import itertools
import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup import schemas, storage
from tests.report.made import MANIFEST

__all__ = ["Big", "publish_big", "publish_tables", "table_of"]

WORDINGS = 5
SENTENCES = 15
REPEATED = 5
START = datetime.datetime(2025, 3, 1, tzinfo=datetime.UTC)
SYLLABLES = re.findall("..", "bacedifoguhakilomunaperisotuvawexiyoza")


class Big(NamedTuple):
    """The run, and the texts of its articles."""

    run: Path
    texts: pa.Table
    n_pairs: int
    n_articles: int


def words(rng):
    """Some thousand invented words; a few are frequent, as in any language."""
    made = {"".join(rng.choice(SYLLABLES, size=rng.integers(1, 5))) for _ in range(6000)}
    return np.array(sorted(made))


def sentences(rng, lexicon, n):
    """Invented sentences of some fifteen words, as arrays of words."""
    rank = (rng.zipf(1.25, size=(n, 16)) - 1) % len(lexicon)
    return lexicon[rank]


def spoken(row):
    return " ".join(row).capitalize() + "."


def publish_big(out, n_articles=10_000):
    """Publish a run of `n_articles` articles and ten times as many pairs below `out`."""
    rng = np.random.default_rng(7)
    lexicon = words(rng)
    n_groups = n_articles
    base = sentences(rng, lexicon, n_groups)
    wordings = []
    for row in base:
        for k in range(WORDINGS):
            own = row.copy()
            own[rng.integers(0, 16, size=k)] = lexicon[rng.integers(0, 900, size=k)]
            wordings.append(spoken(own))
    filler = [spoken(row) for row in sentences(rng, lexicon, n_articles * (SENTENCES - REPEATED))]
    return assembled(out, n_articles, n_groups, wordings, filler, rng)


def assembled(out, n_articles, n_groups, wordings, filler, rng):
    """The articles with the wordings in place, and every table about them."""
    # Wording k of group g stands in article (g * 7 + k * 1009), as its sentence 3 * slot.
    own = [[] for _ in range(n_articles)]
    for at in range(len(wordings)):
        own[(at // WORDINGS * 7 + at % WORDINGS * 1009) % n_articles].append(at)
    where, texts = {}, []
    rest = iter(filler)
    for article, members in enumerate(own):
        parts, length = [], 0
        for at in members:
            for text in (*itertools.islice(rest, 2), at):
                body = wordings[text] if isinstance(text, int) else text
                if isinstance(text, int):
                    where[text] = (article, length, length + len(body))
                parts.append(body)
                length += len(body) + 1
        texts.append(" ".join(parts))
    tables = tables_of(n_groups, where, wordings, texts, rng)
    run = publish_tables(out, tables)
    given = pa.table({"article_id": [name(i) for i in range(n_articles)], "text": texts})
    return Big(run, given, tables["pairs"].num_rows, n_articles)


def name(article):
    return f"article-{article:06}"


def outlet(article):
    return f"Outlet {article % 40:02}"


def time(article):
    return START + datetime.timedelta(minutes=article * 7)


def tables_of(n_groups, where, wordings, texts, rng):
    """The tables; each group's wordings are ordered by the time of their article."""
    occurrences, pairs, clusters = [], [], []
    for g in range(n_groups):
        cluster = f"c-{g:016x}"
        members = sorted(range(g * WORDINGS, (g + 1) * WORDINGS), key=lambda at: where[at])
        for i, at in enumerate(members):
            occurrences.append(occurrence(cluster, at, i, members[0], where, wordings))
        for a, b in itertools.combinations(members, 2):
            score = round(0.6 + 0.39 * rng.random(), 4)
            pairs.append(pair(cluster, a, b, score, where, wordings, len(pairs)))
        clusters.append(group(cluster, members, where, wordings))
    articles = [article(i, text) for i, text in enumerate(texts)]
    rows = {"occurrences": occurrences, "pairs": pairs, "clusters": clusters, "articles": articles}
    return {kind: table_of(schemas.report_named(kind), given) for kind, given in rows.items()}


def occurrence(cluster, at, i, first, where, wordings):
    a, start, end = where[at]
    best = where[first]
    found = {
        "cluster_id": cluster, "text_id": f"t-{at:020x}", "article_id": name(a), "source": outlet(a),
        "title": f"Title {a}", "published_at": time(a), "char_start": start, "char_end": end,
        "n_words": 16, "n_chars": end - start, "text": wordings[at], "is_first": i == 0,
        "scope": "cross_source" if i else "first", "match_type": "near" if i else "first",
        "unit": "sentence", "is_new": True,
    }  # fmt: skip
    if i:
        found |= {"best_article_id": name(best[0]), "best_char_start": best[1],
                  "best_char_end": best[2], "jaccard": 0.7, "lag_seconds": 420}  # fmt: skip
    return found


def pair(cluster, a, b, score, where, wordings, n):
    sides = {}
    for side, at in (("a", a), ("b", b)):
        article_, start, end = where[at]
        sides |= {
            f"text_id_{side}": f"t-{at:020x}", f"article_id_{side}": name(article_),
            f"char_start_{side}": start, f"char_end_{side}": end, f"text_{side}": wordings[at],
            f"n_occurrences_{side}": 1, f"containment_{side}": 0.8,
        }  # fmt: skip
    return sides | {
        "pair_id": f"p-{n:016x}", "unit": "sentence", "cluster_id": cluster, "jaccard": score,
        "edit_similarity": 0.9, "edit_words": 2, "longest_run_words": 9, "n_bands": 5,
        "scope": "cross_source", "lag_seconds": 420, "numbers_differ": n % 10 == 0,
    }  # fmt: skip


def group(cluster, members, where, wordings):
    first = where[members[0]][0]
    return {
        "cluster_id": cluster, "unit": "sentence", "text": wordings[members[0]], "kind": "rewrite",
        "n_occurrences": WORDINGS, "n_articles": WORDINGS, "n_sources": WORDINGS,
        "n_texts": WORDINGS, "first_article_id": name(first), "first_source": outlet(first),
        "jaccard_min": 0.6, "jaccard_mean": 0.8, "weakest_edge": 0.6, "diameter": 1,
        "n_new_occurrences": WORDINGS, "n_pairs": 10,
    }  # fmt: skip


def article(i, text):
    return {
        "article_id": name(i), "source": outlet(i), "title": f"Title {i}", "published_at": time(i),
        "language": "en", "n_chars": len(text), "n_paragraphs": 1, "n_sentences": SENTENCES,
        "n_repeated_sentences": REPEATED, "repeated_ratio": 0.3, "original_ratio": 0.7,
        "content_hash": "h-0", "input_path": "made", "input_row": i + 1, "status": "ok",
    }  # fmt: skip


def table_of(kind, rows):
    """The rows as a table of `kind`; a column that is not given is null, or nothing."""
    columns = []
    for field in kind.schema:
        nothing = None if field.nullable else nothing_of(field.type)
        columns.append(pa.array([row.get(field.name, nothing) for row in rows], field.type))
    return pa.table(columns, schema=kind.schema)


def nothing_of(kind):
    if pa.types.is_boolean(kind):
        return False
    return "" if pa.types.is_string(kind) or pa.types.is_dictionary(kind) else 0


def publish_tables(out, tables, **manifest):
    """Publish the tables, the others empty, below `out`; returns the run's folder."""
    facts = MANIFEST | manifest
    with storage.staging_folder(out, facts["run_id"]) as folder:
        for kind in schemas.REPORTS:
            table = tables.get(kind.name, schemas.empty(kind))
            storage.write_table(table, kind, folder, {"dedup.version": "0.1.0"})
        given = {"config": {"unit": "sentence", "similarity": 0.6}, "inputs": [], "bands": []}
        storage.write_manifest(folder, facts | given | {"losses": [], "files": [], **manifest})
        return storage.commit(folder, out, facts["run_id"])
