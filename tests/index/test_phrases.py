"""The phrases of an index, written and looked up, against plain Python."""

import random
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.errors import OutputError
from dedup.index import phrases as module
from dedup.index import phrases_in, reunited, write_phrases
from dedup.kernels.encounters import FEW, Traits
from dedup.kernels.reunions import LONGEST
from dedup.overlap import lengths_of
from dedup.schemas import PHRASES, TEXTS, check
from dedup.stages.candidates import deal
from dedup.stages.winnow import winnow
from dedup.storage.mapped import mapped
from tests.naive import containing as naive
from tests.stages.kept import parts

MANY = 12
COMMON = "according to a spokesman for the ministry of ferries "
WORDS = ["harbor", "pier", "закрыл", "北京市長", "monday", "ferries", "𝒜𝒷", "storm", "rye", "bread"]


def hash_of(text):
    """64 bits that are the same for the same text."""
    return random.Random(text).getrandbits(64)


def table(texts):
    """TEXTS of normalized texts."""
    n = len(texts)
    columns = [[t.encode() for t in texts], [hash_of(t) for t in texts], range(n), [9] * n, [1] * n]
    return pa.table(columns, schema=TEXTS.schema)


def traits(texts):
    """The length and the digest of each text."""
    digests = np.array([hash_of(text) >> 32 for text in texts], np.uint32)
    return Traits(lengths_of(table(texts)), digests)


def archive(folder, nights, at_once=1 << 20):
    """What `reunited` needs of an index of some nights of texts."""
    stored, start = [], 0
    for number, texts in enumerate(nights):
        here = folder / str(number)
        here.mkdir()
        known = np.zeros(len(texts), np.bool_)
        fingerprints = parts([deal(winnow(table(texts), 0, 1))])
        write_phrases(here, "sentence", fingerprints, traits(texts), known, at_once)
        batches = mapped(here / "sentence.phrases.arrow", PHRASES.schema)
        assert phrases_in(here, "sentence") == {"sentence phrases": batches.num_rows}
        stored += [(start, check(batch, PHRASES)) for batch in batches]
        start += len(texts)
    return SimpleNamespace(
        folder=folder,
        phrases=lambda unit, few: iter(stored),
        texts=lambda unit: SimpleNamespace(num_rows=start),
    )


def found(nights, new, at_once=1 << 20):
    """The pairs of old and new texts that `reunited` gives, and how many it did not look at."""
    with tempfile.TemporaryDirectory() as folder:
        index = archive(Path(folder), nights, at_once)
        made = reunited(index, "sentence", winnow(table(new), 0, 1), traits(new), 1000)
    rows, news = made.pairs >> np.uint64(32), made.pairs & np.uint64(0xFFFFFFFF)
    return list(zip(rows.tolist(), (news - 1000).tolist(), strict=True)), made.skipped


def expected(old, new):
    """The same by brute force."""
    owners, shared, skipped = defaultdict(list), Counter(), 0
    for row, text in enumerate(old):
        for key in naive.phrases(text):
            owners[key].append(row)
    for at, text in enumerate(new):
        for key in naive.phrases(text):
            digests = sorted(hash_of(old[row]) >> 44 for row in owners[key])
            limit = digests[FEW - 1] if len(digests) > MANY else 1 << 20
            for row in owners[key]:
                met = min(hash_of(old[row]), hash_of(text)) >> 44 <= limit
                shared[row, at] += met
                skipped += not met
    return {
        (row, at)
        for (row, at), n in shared.items()
        if n and naive.may_contain(old[row], new[at])
        if n >= min(len(old[row]), len(new[at])) // naive.SHARED
    }, skipped


def some_texts(rnd, n):
    """Distinct texts, many of which share a way of speaking."""
    heads = [COMMON, "", "on monday the office of the harbor closed the old pier and "]
    several = {
        rnd.choice(heads) + " ".join(rnd.choices(WORDS, k=rnd.randrange(1, 12))) for _ in range(n)
    }
    return rnd.sample(sorted(several), len(several))


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.sampled_from([1 << 20, 50]))
def test_reunited_are_the_pairs_that_share_phrases(seed, at_once):
    """All nights count together, and of a phrase of very many texts only the least hashes."""
    rnd = random.Random(seed)
    texts = some_texts(rnd, 90)
    cuts = sorted(rnd.choices(range(len(texts)), k=2))
    old = texts[: cuts[1]]
    nights = [old[: cuts[0]], old[cuts[0] :]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MANY", MANY)
        pairs, skipped = found(nights, texts[cuts[1] :], at_once)

    assert expected(old, texts[cuts[1] :]) == (set(pairs), skipped)
    assert sorted(set(pairs)) == pairs


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32))
def test_nights_never_find_less_than_one_run(seed):
    """What a run over all texts proposes of old and new ones, the night that brings these finds."""
    rnd = random.Random(seed)
    texts = [COMMON + " ".join(rnd.choices(WORDS, k=rnd.randrange(1, 9))) for _ in range(120)]
    texts = rnd.sample(sorted(set(texts)), len(set(texts)))
    n = rnd.randrange(len(texts))

    at_once = naive.phrase_pairs(texts, lambda row: hash_of(texts[row]) >> 32)

    pairs, _ = found([texts[:n]], texts[n:])
    assert set() == {(i, j - n) for i, j in at_once if i < n <= j} - set(pairs)


def test_a_text_the_index_has_is_written_once():
    """The phrases of known texts are left out."""
    texts = [COMMON + "harbor pier", "on monday the old pier of the harbor was closed"]
    with tempfile.TemporaryDirectory() as folder:
        fingerprints, known = parts([deal(winnow(table(texts), 0, 1))]), np.array([True, False])
        write_phrases(Path(folder), "sentence", fingerprints, traits(texts), known, 1 << 20)
        rows = mapped(Path(folder) / "sentence.phrases.arrow", PHRASES.schema)

        assert {1} == {text for part in rows for text in part.column("text").to_pylist()}
        assert len(naive.phrases(texts[1])) == rows.num_rows


def test_very_long_texts_may_contain_and_be_contained():
    """Lengths end at LONGEST; beyond it verification decides."""
    long = " ".join(f"x{i}" for i in range(2000))
    assert LONGEST < len(long) * 2 // 3
    pairs, _ = found([[long, long[:60]]], [long[: len(long) * 2 // 3], long[:70]])

    assert {(0, 0), (0, 1)} <= set(pairs)


def test_no_phrases_meet_nothing():
    """An index without texts, and new texts without phrases."""
    assert ([], 0) == found([[]], [COMMON])
    assert ([], 0) == found([[COMMON]], ["short"])


def test_phrases_of_texts_that_are_not_there(tmp_path):
    """A damaged file is an error, not a crash."""
    index = archive(tmp_path, [[COMMON + "harbor"]])
    index.texts = lambda unit: SimpleNamespace(num_rows=0)
    new = [COMMON + "harbor and pier, closed on monday"]
    with pytest.raises(OutputError, match="its phrases name texts that are not there"):
        reunited(index, "sentence", winnow(table(new), 0, 1), traits(new), 0)
