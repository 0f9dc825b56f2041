"""Two texts, or two articles sentence by sentence, scored by the very stages of a run."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import pyarrow as pa

from dedup.arrow import bytes_of
from dedup.config import Config
from dedup.kernels.hashing import hash_rows
from dedup.schemas import CANDIDATES, RAW_ARTICLES, TEXTS
from dedup.stages.normalize import normalize, normalized_text
from dedup.stages.segment import segment
from dedup.stages.verify import verify
from dedup.words import changes, render

__all__ = ["Line", "compare_articles", "compare_texts"]

PAIRS_AT_ONCE = 1 << 18


class Line(NamedTuple):
    """A sentence of b with the sentence of a it matches, or a sentence that only one side has."""

    kind: Literal["equal", "near", "only_a", "only_b"]
    index_a: int | None
    index_b: int | None
    jaccard: float | None
    text: str


class Cut(NamedTuple):
    """The sentences of one article: as given, normalized, and how many words each has."""

    texts: list[str]
    normalized: list[bytes]
    n_words: list[int]


def compare_texts(a: str, b: str) -> dict[str, Any]:
    """The scores of two texts, as `dedup run` would publish them, and the words that changed.

    A text without a single word has no shingle, so it scores 0 with any other.
    """
    both = [normalized_text(a), normalized_text(b)]
    texts = texts_table([text for text, _ in both], [n_words for _, n_words in both])
    row = verified(candidates([0], [1]), texts, 0.0)[0]
    has_words = all(n_words for _, n_words in both)
    return {
        "jaccard": row["jaccard"] * has_words,
        "containment_a": row["containment_left"] * has_words,
        "containment_b": row["containment_right"] * has_words,
        "edit_similarity": row["edit_similarity"] * has_words,
        "edit_words": row["edit_words"],
        "longest_run_words": row["longest_run_words"],
        "diff": render(changes(a, b)),
    }


def texts_table(normalized: Sequence[bytes], n_words: Sequence[int]) -> pa.Table:
    """TEXTS, each occurring once."""
    column = pa.array(normalized, pa.large_binary())
    high, low = np.empty((2, len(normalized)), np.uint64)
    hash_rows(*bytes_of(pa.table({"normalized": column}), "normalized"), high, low)
    words, ones = np.array(n_words, np.int32), np.ones(len(normalized), np.int32)
    return pa.table([column, high, low, words, ones], schema=TEXTS.schema)


def verified(
    pairs: pa.Table, texts: pa.Table, floor: float, containment: float = 0.0
) -> list[dict[str, Any]]:
    """The pairs at the floor or above, scored as in a run, and those of which one holds the other."""
    rows: list[dict[str, Any]] = verify(pairs, texts, floor, containment).to_pylist()
    return rows


def candidates(left: Sequence[int], right: Sequence[int]) -> pa.Table:
    """The pairs (left[i], right[i]) as candidates of one band."""
    ones = np.ones(len(left), np.int16)
    columns = [np.array(left, np.int32), np.array(right, np.int32), ones]
    return pa.table(columns, schema=CANDIDATES.schema)


# ---- articles -----------------------------------------------------------------------------------


def compare_articles(a: str, b: str, config: Config) -> list[Line]:
    """The sentences of both texts, in the order of b; those of a alone where they stand in a.

    Every pair of sentences is scored: no sketch, so nothing is missed.
    """
    cut_a, cut_b = cut(a, config), cut(b, config)
    matches = equal_matches(cut_a, cut_b)
    for index_b, found in near_matches(cut_a, cut_b, config).items():
        matches.setdefault(index_b, found)
    return merged(cut_a, cut_b, matches)


def cut(text: str, config: Config) -> Cut:
    """The sentences of a text."""
    row = {"article_id": "", "text": text, "input_path": "", "input_row": 1}
    articles = pa.Table.from_pylist([row], schema=RAW_ARTICLES.schema)
    spans = segment(articles, Config(language=config.language, paragraphs=config.paragraphs))
    normalized = normalize(articles, spans)
    starts, ends = spans["char_start"].to_pylist(), spans["char_end"].to_pylist()
    texts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return Cut(texts, normalized["normalized"].to_pylist(), normalized["n_words"].to_pylist())


def equal_matches(a: Cut, b: Cut) -> dict[int, tuple[int, float]]:
    """For each sentence of b whose normalized text is in a: its first place there.

    As in a run, what holds no word repeats nothing.
    """
    places = {text: index for index, text in reversed(list(enumerate(a.normalized))) if text}
    found = ((index, places.get(text)) for index, text in enumerate(b.normalized))
    return {index: (place, 1.0) for index, place in found if place is not None}


def near_matches(a: Cut, b: Cut, config: Config) -> dict[int, tuple[int, float]]:
    """For each sentence of b: the verified sentence of a with the highest Jaccard."""
    texts = texts_table(a.normalized + b.normalized, a.n_words + b.n_words)
    long_a = [i for i, n in enumerate(a.n_words) if n >= config.min_words]
    long_b = [i for i, n in enumerate(b.n_words) if n >= config.min_words]
    best: dict[int, tuple[int, float]] = {}
    step = max(1, PAIRS_AT_ONCE // max(1, len(long_b)))
    for start in range(0, len(long_a), step):
        pairs = grid(long_a[start : start + step], [len(a.texts) + i for i in long_b])
        for row in verified(pairs, texts, config.similarity, config.containment):
            keep_best(best, row["right"] - len(a.texts), row["left"], row["jaccard"])
    return best


def grid(left: list[int], right: list[int]) -> pa.Table:
    """Every pair of a left and a right text."""
    return candidates([i for i in left for _ in right], right * len(left))


def keep_best(best: dict[int, tuple[int, float]], at: int, place: int, jaccard: float) -> None:
    """Remember the higher score; of equal ones the earlier place."""
    if at not in best or jaccard > best[at][1]:
        best[at] = (place, jaccard)


def merged(a: Cut, b: Cut, matches: dict[int, tuple[int, float]]) -> list[Line]:
    """All sentences as lines."""
    lost = sorted(set(range(len(a.texts))) - {place for place, _ in matches.values()})
    lines: list[Line] = []
    for index, text in enumerate(b.texts):
        match = matches.get(index)
        if match is None:
            lines.append(Line("only_b", None, index, None, text))
            continue
        while lost and lost[0] < match[0]:
            lines.append(only_a(a, lost.pop(0)))
        lines.append(matched(a, b, index, match))
    return lines + [only_a(a, index) for index in lost]


def only_a(a: Cut, index: int) -> Line:
    """A sentence that b lacks."""
    return Line("only_a", index, None, None, a.texts[index])


def matched(a: Cut, b: Cut, index: int, match: tuple[int, float]) -> Line:
    """A sentence of b beside that of a; with the words that changed, when not equal."""
    place, jaccard = match
    if a.normalized[place] == b.normalized[index]:
        return Line("equal", place, index, 1.0, b.texts[index])
    return Line("near", place, index, jaccard, render(changes(a.texts[place], b.texts[index])))
