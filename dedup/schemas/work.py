"""The tables that pass between stages and never reach a folder of the user."""

import pyarrow as pa

from dedup.schemas.define import BOOL, INT16, INT32, INT64, SCORE, STRING, TIME, UINT64, col, table

__all__ = [
    "BANDS", "CANDIDATES", "COLLISIONS", "FACTS", "FINGERPRINTS", "MEMBERS", "NORMALIZED",
    "RAW_ARTICLES", "ROWS", "SPANS", "TEXTS", "UNITS", "VERIFIED",
]  # fmt: skip

RAW_ARTICLES = table(
    "raw_articles", "one article as read", "",
    [
        col("article_id", STRING, "the caller's id, else file or file:row"),
        col("text", STRING, "as given, decoded"),
        col("published_at?", TIME, ""),
        col("source?", STRING, ""),
        col("title?", STRING, ""),
        col("language?", STRING, ""),
        col("url?", STRING, ""),
        col("input_path", STRING, ""),
        col("input_row", INT64, "1-based"),
    ],
)  # fmt: skip

FACTS = table(
    "facts", "what is known of one article but its text", "",
    [
        *[f for f in RAW_ARTICLES.schema if f.name != "text"],
        col("n_chars", INT32, "", "code points"),
        col("n_sentences", INT32, ""),
        col("n_paragraphs", INT32, ""),
        col("chars_cut", INT64, "in its units", "code points"),
        col("content_hash", STRING, "128-bit hash of the text, in hex"),
    ],
)  # fmt: skip

SPANS = table(
    "spans", "one unit cut from an article, in order of article and position", "",
    [
        col("article", INT32, "row of the articles table it was cut from"),
        col("is_paragraph", BOOL, "a paragraph; else a sentence"),
        col("sentence_index", INT32, "0-based in the article; of a paragraph, its first sentence"),
        col("paragraph_index", INT32, "0-based in the article"),
        col("char_start", INT32, "", "code points"),
        col("char_end", INT32, "", "code points"),
        col("byte_start", INT32, "in the UTF-8 text of the article", "bytes"),
        col("byte_end", INT32, "in the UTF-8 text of the article", "bytes"),
        col("is_quote", BOOL, "at least half of it stands in quotation marks"),
    ],
)  # fmt: skip

NORMALIZED = table(
    "normalized",
    "the normalized text of one span, in the order of the spans",
    "",
    [
        col("normalized", pa.large_binary(), "UTF-8 of the normalized text"),
        col("hash_high", UINT64, "first half of its 128-bit hash"),
        col("hash_low", UINT64, "second half"),
        col("n_words", INT32, "", "words"),
    ],
)

UNITS = table(
    "units",
    "one unit cut from an article and the text it holds, in order of article and position",
    "",
    [
        *[f for f in SPANS.schema if f.name != "is_paragraph"],
        col("text", INT32, "row of the texts table"),
        col("hash_high", UINT64, "first half of its text's 128-bit hash"),
        col("hash_low", UINT64, "second half"),
    ],
)

TEXTS = table(
    "texts", "one distinct normalized text, in order of first appearance", "",
    [
        col("normalized", pa.large_binary(), "UTF-8 of the normalized text"),
        col("hash_high", UINT64, "first half of its 128-bit hash"),
        col("hash_low", UINT64, "second half"),
        col("n_words", INT32, "", "words"),
        col("n_occurrences", INT32, "", "occurrences"),
    ],
)  # fmt: skip

BANDS = table(
    "bands", "one sketched text; one more column of keys per band, named 0, 1, ...", "",
    [col("text", INT32, "row of the texts table")],
)  # fmt: skip

FINGERPRINTS = table(
    "fingerprints", "one phrase of one text, as BANDS with a single band; in order of text", "",
    [
        col("text", INT32, "row of the texts table"),
        col("0", UINT64, "key of the phrase"),
    ],
)  # fmt: skip

COLLISIONS = table(
    "collisions", "one pair of texts that met in one band, or shares a phrase; sorted", "",
    [col("pair", UINT64, "left << 32 | right, rows of the texts table; left < right")],
)  # fmt: skip

CANDIDATES = table(
    "candidates", "one pair of texts that met in a band or shares a phrase; left < right, sorted", "",
    [
        col("left", INT32, "row of the texts table"),
        col("right", INT32, "row of the texts table"),
        col("n_bands", INT16, "bands in which they met; 0: they share a phrase only"),
    ],
)  # fmt: skip

VERIFIED = table(
    "verified", "one candidate at or above the floor, or one that contains the other; left < right, sorted", "",
    [
        *CANDIDATES.schema,
        col("jaccard", SCORE, "", "0..1"),
        col("containment_left", SCORE, "share of left's shingles found in right", "0..1"),
        col("containment_right", SCORE, "share of right's shingles found in left", "0..1"),
        col("edit_similarity", SCORE, "", "0..1"),
        col("edit_words", INT32, "", "words"),
        col("longest_run_words", INT32, "", "words"),
    ],
)  # fmt: skip

ROWS = table(
    "rows", "one unit that holds a grouped text, with what is known of its article", "",
    [
        *[f for f in UNITS.schema if not f.name.startswith("byte_")],
        col("group", INT32, "number of its group"),
        col("rank", INT32, "place of its article in time; undated last"),
        col("is_new", BOOL, "its article is not recalled from an index"),
        col("before", UINT64, "name of the group its text was in before this run; 0: none"),
        col("string", STRING, "the unit as given"),
        *[f for f in RAW_ARTICLES.schema if f.name not in ("text", "input_path", "input_row")],
    ],
)  # fmt: skip

MEMBERS = table(
    "members", "one text of a group: it occurs twice, or is in a verified pair; sorted by text", "",
    [
        col("text", INT32, "row of the texts table"),
        col("cluster", INT32, "the smallest text of its group"),
        col("medoid", INT32, "the text of the group most like the others"),
        col("jaccard", SCORE, "exact, to the medoid", "0..1"),
        col("weakest_edge", SCORE, "of the group", "0..1"),
        col("diameter", INT32, "of the group", "hops"),
    ],
)  # fmt: skip
