"""The tables that `dedup run` publishes (schema version 1)."""

from dedup.schemas.define import (
    BOOL,
    DATE,
    INT16,
    INT32,
    INT64,
    SCORE,
    STRING,
    TIME,
    WORD,
    col,
    table,
)

__all__ = [
    "ARTICLES",
    "ARTICLE_PAIRS",
    "CLUSTERS",
    "CLUSTER_EVENTS",
    "OCCURRENCES",
    "ONLY_IF_ASKED",
    "PAIRS",
    "QUALITY",
    "REJECTS",
    "REPORTS",
    "SCHEMA_VERSION",
    "SENTENCES",
    "SOURCE_FLOW",
]  # fmt: skip

SCHEMA_VERSION = "1"

OCCURRENCES = table(
    "occurrences", "one occurrence of a repeated sentence or paragraph",
    "cluster_id,published_at,article_id,char_start",
    [
        col("unit", WORD, "sentence or paragraph"),
        col("cluster_id", STRING, "the group it belongs to"),
        col("text_id", STRING, "equal exactly when the normalized texts are equal"),
        col("article_id", STRING, "the caller's id, else file or file:row"),
        col("source?", WORD, "the outlet"),
        col("title?", STRING, "the article's title"),
        col("url?", STRING, "the article's address"),
        col("published_at?", TIME, "when the article was published; undated ones sort last"),
        col("language?", WORD, "the article's language, when given"),
        col("sentence_index", INT32, "0-based in the article; of a paragraph, its first sentence"),
        col("paragraph_index", INT32, "0-based in the article"),
        col("char_start", INT32, "where it starts in the article's text", "code points"),
        col("char_end", INT32, "where it ends in the article's text", "code points"),
        col("n_words", INT32, "words of the normalized text", "words"),
        col("n_chars", INT32, "char_end - char_start", "code points"),
        col("text?", STRING, "text[char_start:char_end] of the article; null with --no-text"),
        col("is_first", BOOL, "the earliest of its group"),
        col("is_quote", BOOL, "at least half of it stands in quotation marks"),
        col("is_boilerplate", BOOL, "a fixture of its outlet, or on the list that was given"),
        col("scope", WORD, "first, within_article, same_source or cross_source: where best is"),
        col("match_type", WORD, "first, exact, near, contains (best) or contained (in best): how it matches"),
        col("best_article_id?", STRING, "article of the nearest earlier occurrence: best"),
        col("best_source?", WORD, "outlet of best"),
        col("best_char_start?", INT32, "where best starts in its article", "code points"),
        col("best_char_end?", INT32, "where best ends in its article", "code points"),
        col("jaccard?", SCORE, "of the two shingle sets, exact", "0..1"),
        col("containment?", SCORE, "share of this text's shingles found in best", "0..1"),
        col("edit_similarity?", SCORE, "token Indel ratio of the normalized texts", "0..1"),
        col("lag_seconds?", INT64, "time since best was published", "seconds"),
        col("numbers_differ", BOOL, "a number or date differs from best's; all three are false where is_first"),
        col("names_differ?", BOOL, "a proper name differs; null in scripts without capitals"),
        col("negation_differs?", BOOL, "a negation differs; null in languages without word lists"),
        col("diff?", STRING, "words against best, [-old-]{+new+}; null when exact"),
        col("is_new", BOOL, "added by this run"),
    ],
)  # fmt: skip

PAIRS = table(
    "pairs", "one verified pair of distinct texts",
    "cluster_id,text_id_a,jaccard desc,text_id_b",
    [
        col("pair_id", STRING, "stable name of the two texts"),
        col("unit", WORD, "sentence or paragraph"),
        col("cluster_id", STRING, "the group both belong to; else, of a containment, that of a"),
        col("text_id_a", STRING, "the text seen earlier"),
        col("text_id_b", STRING, "the text seen later"),
        col("article_id_a", STRING, "article of a's earliest occurrence"),
        col("article_id_b", STRING, "article of b's earliest occurrence"),
        col("source_a?", WORD, "outlet of that article"),
        col("source_b?", WORD, "outlet of that article"),
        col("published_at_a?", TIME, "when a first appeared"),
        col("published_at_b?", TIME, "when b first appeared"),
        col("char_start_a", INT32, "where a starts in its article", "code points"),
        col("char_end_a", INT32, "where a ends in its article", "code points"),
        col("char_start_b", INT32, "where b starts in its article", "code points"),
        col("char_end_b", INT32, "where b ends in its article", "code points"),
        col("text_a?", STRING, "a as given; null with --no-text"),
        col("text_b?", STRING, "b as given; null with --no-text"),
        col("n_occurrences_a", INT32, "how often a occurs", "occurrences"),
        col("n_occurrences_b", INT32, "how often b occurs", "occurrences"),
        col("jaccard", SCORE, "of the two shingle sets, exact", "0..1"),
        col("containment_a", SCORE, "share of a's shingles found in b", "0..1"),
        col("containment_b", SCORE, "share of b's shingles found in a", "0..1"),
        col("edit_similarity", SCORE, "token Indel ratio of the normalized texts", "0..1"),
        col("edit_words", INT32, "normalized words deleted plus inserted", "words"),
        col("longest_run_words", INT32, "longest unchanged run of normalized words", "words"),
        col("numbers_differ", BOOL, "a number or date differs"),
        col("names_differ?", BOOL, "a proper name differs; null in scripts without capitals"),
        col("negation_differs?", BOOL, "a negation differs; null in languages without word lists"),
        col("n_bands", INT16, "LSH bands in which the two met; 0: they share a phrase only", "bands"),
        col("scope", WORD, "within_article, same_source or cross_source"),
        col("lag_seconds?", INT64, "published_at_b - published_at_a", "seconds"),
        col("diff?", STRING, "words from a to b, [-old-]{+new+}; null with --no-text"),
    ],
)  # fmt: skip

CLUSTERS = table(
    "clusters", "one group of repeated texts",
    "n_occurrences desc,cluster_id",
    [
        col("cluster_id", STRING, "named after its oldest member, so it outlives reruns"),
        col("unit", WORD, "sentence or paragraph"),
        col("text?", STRING, "the medoid as first given; null with --no-text"),
        col("kind", WORD, "boilerplate, quote, formula, internal_repeat, exact_copy or rewrite"),
        col("n_occurrences", INT64, "occurrences of its texts", "occurrences"),
        col("n_articles", INT32, "articles they stand in", "articles"),
        col("n_sources", INT32, "outlets they stand in; undisclosed ones count as none", "outlets"),
        col("n_texts", INT32, "distinct normalized texts", "texts"),
        col("n_within_article", INT32, "occurrences after the first in the same article"),
        col("first_article_id", STRING, "article of the oldest member"),
        col("first_source?", WORD, "its outlet"),
        col("first_published_at?", TIME, "when it was published"),
        col("last_published_at?", TIME, "when the newest member was published"),
        col("span_seconds?", INT64, "between the two", "seconds"),
        col("jaccard_min", SCORE, "lowest exact Jaccard of a text to the medoid", "0..1"),
        col("jaccard_mean", SCORE, "mean exact Jaccard of the texts to the medoid", "0..1"),
        col("weakest_edge", SCORE, "the floor above which the group falls apart", "0..1"),
        col("diameter", INT32, "longest shortest path over verified pairs; >1 warns of chaining"),
        col("n_new_occurrences", INT64, "occurrences added by this run", "occurrences"),
        col("previous_cluster_ids?", STRING, "ids it had before, comma-separated"),
        col("n_pairs", INT64, "verified pairs inside", "pairs"),
    ],
)  # fmt: skip

ARTICLE_PAIRS = table(
    "article_pairs", "where article b's text came from: an earlier article a it shares text with",
    "article_id_b,coverage_b desc,article_id_a",
    [
        col("article_id_a", STRING, "the earlier article"),
        col("article_id_b", STRING, "the later article"),
        col("source_a?", WORD, "outlet of a"),
        col("source_b?", WORD, "outlet of b"),
        col("title_a?", STRING, "title of a"),
        col("title_b?", STRING, "title of b"),
        col("published_at_a?", TIME, "when a was published"),
        col("published_at_b?", TIME, "when b was published"),
        col("n_sentences_matched", INT32, "sentences of b with a match in a", "sentences"),
        col("n_exact", INT32, "of them, with an exact one", "sentences"),
        col("n_near", INT32, "of them, without an exact one", "sentences"),
        col("chars_matched_a", INT32, "characters of a's matched sentences", "code points"),
        col("chars_matched_b", INT32, "characters of b's matched sentences", "code points"),
        col("coverage_a", SCORE, "chars_matched_a / characters of a's sentences", "0..1"),
        col("coverage_b", SCORE, "chars_matched_b / characters of b's sentences", "0..1"),
        col("longest_run_sentences", INT32, "longest run matched in the same order", "sentences"),
        col("longest_run_chars", INT32, "most characters of b in such a run", "code points"),
        col("jaccard_mean?", SCORE, "mean Jaccard of the matched sentences whose best is in a", "0..1"),
        col("lag_seconds?", INT64, "published_at_b - published_at_a", "seconds"),
        col("relation", WORD, "duplicate, revision, superset, subset or partial: b against a"),
        col("is_new", BOOL, "added by this run"),
    ],
)  # fmt: skip

ARTICLES = table(
    "articles", "one article that was read",
    "article_id",
    [
        col("article_id", STRING, "the caller's id, else file or file:row"),
        col("uri?", STRING, "the article's address"),
        col("source?", WORD, "the outlet"),
        col("title?", STRING, "the title"),
        col("published_at?", TIME, "when it was published"),
        col("language?", WORD, "the language, when given"),
        col("n_chars", INT32, "length of the text as given", "code points"),
        col("n_paragraphs", INT32, "paragraphs cut", "paragraphs"),
        col("n_sentences", INT32, "sentences cut", "sentences"),
        col("n_repeated_sentences", INT32, "of them (or of the paragraphs, if only they are compared), in a group", "sentences"),
        col("n_internal_repeats", INT32, "of them, already seen in this article", "sentences"),
        col("repeated_ratio", SCORE, "characters of repeated sentences / of all sentences", "0..1"),
        col("original_ratio", SCORE, "characters not found earlier / of all sentences", "0..1"),
        col("top_article_id?", STRING, "the earlier article that covers most of it"),
        col("top_coverage?", SCORE, "how much that is", "0..1"),
        col("content_hash", STRING, "hash of the text as given"),
        col("input_path", WORD, "the file it came from"),
        col("input_row", INT64, "1-based row (line, record) in that file"),
        col("status", WORD, "ok, or empty: a text without a single sentence"),
    ],
)  # fmt: skip

SOURCE_FLOW = table(
    "source_flow", "what one outlet repeated on one day after another had it first",
    "source_first,source_later,date",
    [
        col("source_first", WORD, "outlet of the group's first occurrence"),
        col("source_later", WORD, "outlet that repeated it"),
        col("date?", DATE, "the day (UTC) of the repeat"),
        col("n_sentences", INT64, "occurrences", "sentences"),
        col("n_articles", INT32, "articles of the later outlet", "articles"),
        col("lag_median_seconds?", INT64, "median time since the first occurrence", "seconds"),
        col("lag_p90_seconds?", INT64, "90th percentile of it", "seconds"),
    ],
)  # fmt: skip

CLUSTER_EVENTS = table(
    "cluster_events", "what became of one group since the night before (only with --index)",
    "cluster_id,previous_cluster_id,event",
    [
        col("event", WORD, "born, grew, shrank, merged, split or ended"),
        col("unit", WORD, "sentence or paragraph"),
        col("cluster_id?", STRING, "the group as it is called now; null when it ended"),
        col("previous_cluster_id?", STRING, "the group it was, or was part of it; null when born"),
        col("n_occurrences", INT64, "occurrences now", "occurrences"),
        col("n_previous_occurrences", INT64, "occurrences that group had", "occurrences"),
    ],
)  # fmt: skip

QUALITY = table(
    "quality", "one measurement of this run's recall: of all pairs, then by similarity; no rows: no pair to measure it on",
    "metric,unit,jaccard_low",
    [
        col("metric", WORD, "recall or precision"),
        col("unit", WORD, "sentence or paragraph"),
        col("jaccard_low", SCORE, "lower end of the similarity band", "0..1"),
        col("jaccard_high", SCORE, "upper end of the similarity band", "0..1"),
        col("n_true", INT64, "true pairs in the sample", "pairs"),
        col("n_found", INT64, "of them, found", "pairs"),
        col("n_unlisted", INT64, "of those, pairs of a crowd: met, in one cluster, and not listed in pairs", "pairs"),
        col("estimate", SCORE, "n_found / n_true", "0..1"),
        col("ci_low", SCORE, "95 % interval, lower end", "0..1"),
        col("ci_high", SCORE, "95 % interval, upper end", "0..1"),
        col("method", STRING, "how the truth was established"),
        col("n_sampled", INT64, "texts drawn, or compared", "texts"),
        col("seed", INT64, "seed of the sample"),
    ],
)  # fmt: skip

SENTENCES = table(
    "sentences", "one unit that was cut, repeated or not (only with --sentences)",
    "article_id,char_start,unit",
    [
        col("unit", WORD, "sentence or paragraph"),
        col("article_id", STRING, "the caller's id, else file or file:row"),
        col("sentence_index", INT32, "0-based in the article; of a paragraph, its first sentence"),
        col("paragraph_index", INT32, "0-based in the article"),
        col("char_start", INT32, "where it starts in the article's text", "code points"),
        col("char_end", INT32, "where it ends in the article's text", "code points"),
        col("text_id", STRING, "equal exactly when the normalized texts are equal"),
    ],
)  # fmt: skip

REJECTS = table(
    "rejects", "one input row, or whole file (input_row 0), that could not be used",
    "input_path,input_row",
    [
        col("input_path", WORD, "the file"),
        col("input_row", INT64, "1-based row (line, record) in it; 0: the file itself"),
        col("article_id?", STRING, "its id, when it could be read"),
        col("reason", WORD, "a short code, documented in the README"),
        col("message", STRING, "what is wrong and what to do"),
        col("raw_prefix?", STRING, "how the row begins, at most 200 characters"),
    ],
)  # fmt: skip

# The other tables are in every run.
ONLY_IF_ASKED = (CLUSTER_EVENTS, SENTENCES)

REPORTS = (OCCURRENCES, PAIRS, CLUSTERS, ARTICLE_PAIRS, ARTICLES, SOURCE_FLOW, CLUSTER_EVENTS, QUALITY, SENTENCES, REJECTS)  # fmt: skip
