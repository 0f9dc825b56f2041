"""The tables of an index: Arrow files that are mapped, not read, so a lookup costs what it touches."""

import pyarrow as pa

from dedup.schemas.define import DATE, INT32, UINT64, col, table
from dedup.schemas.work import FACTS, TEXTS, UNITS

__all__ = [
    "ARCHIVED_ARTICLES", "ARCHIVED_TEXTS", "ARCHIVED_UNITS", "GROUPS", "HASHES", "KEYS", "PHRASES",
    "REMOVED",
]  # fmt: skip

ARCHIVED_ARTICLES = table(
    "articles", "one article of a night", "",
    [
        *FACTS.schema,
        col("text", pa.large_binary(), "UTF-8 of the text as given"),
        col("day", DATE, "of the night that brought it"),
    ],
)  # fmt: skip

ARCHIVED_UNITS = table(
    "units", "one unit cut from an article of the night, in order of article and position", "",
    [
        *[f for f in UNITS.schema if f.name not in ("article", "text", "hash_high", "hash_low")],
        col("article", INT32, "row of the night's articles"),
        col("text", INT32, "row of the night's texts"),
    ],
)  # fmt: skip

ARCHIVED_TEXTS = table(
    "texts", "one distinct normalized text of the night; its occurrences are those of the night", "",
    TEXTS.schema,
)  # fmt: skip

KEYS = table(
    "keys", "one key of a text in one band (a batch each, the last one by hash); sorted by key", "",
    [
        col("key", pa.uint32(), "the upper half of a band key"),
        col("text", INT32, "row of the night's texts"),
    ],
)  # fmt: skip

PHRASES = table(
    "phrases", "one phrase of a text that no night before brought; sorted by key, then by mark", "",
    [
        col("key", pa.uint32(), "the lower half of the key of the phrase"),
        col("mark", pa.uint32(), "20 bits of the text's hash, then 12 of its length"),
        col("text", INT32, "row of the night's texts"),
    ],
)  # fmt: skip

GROUPS = table(
    "groups", "one text that was in a group this night touched; the newest night's row holds", "",
    [
        col("hash_high", UINT64, "first half of the text's 128-bit hash"),
        col("hash_low", UINT64, "second half"),
        col("group", UINT64, "smallest first half among the texts connected with it"),
        col("name", UINT64, "half the hash that names its cluster; 0: it is in none any more"),
        col("n_occurrences", INT32, "how often the text occurs", "occurrences"),
    ],
)  # fmt: skip

HASHES = table(
    "hashes", "one text, by its hash", "",
    [f for f in GROUPS.schema if f.name.startswith("hash_")],
)  # fmt: skip

REMOVED = table(
    "removed", "one article of a night that is no longer part of the index; sorted", "",
    [col("article", INT32, "row of the night's articles")],
)  # fmt: skip
