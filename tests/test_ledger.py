"""What a run says of itself adds up."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from dedup.ledger import Ledger, Progress

FILE = {"path": "a.jsonl", "rows_read": 1200, "rows_rejected": 3, "columns": {"text": "body"}}


@pytest.fixture
def seen():
    """What a watcher was told."""
    return []


@pytest.fixture
def ledger(seen):
    """A ledger whose watcher keeps everything."""
    return Ledger(seen.append)


def test_a_stage_is_timed_and_counted(ledger, seen):
    """Rows in and out, seconds and memory; the watcher sees every step."""
    with ledger.stage("fold", 5) as stage:
        stage.advance(2)
        stage.advance(3)
        stage.rows_out = 4

    assert [Progress("fold", done, 5) for done in (0, 2, 5, 5)] == seen
    (row,) = ledger.stages
    assert ("fold", 5, 4) == (row["stage"], row["rows_in"], row["rows_out"])
    assert row["seconds"] >= 0
    assert row["rss_peak_bytes"] > 1 << 20


def test_a_stage_ends_at_its_total(ledger, seen):
    """A stage that works in one piece is shown as done when it is."""
    with ledger.stage("cluster", 9):
        pass

    assert [0, 9] == [progress.done for progress in seen]


def test_a_stage_of_unknown_length_counts_what_came(ledger, seen):
    """Reading cannot know how much there is: rows in are those that came."""
    with ledger.stage("read") as stage:
        stage.advance(7)

    assert [Progress("read", done, None) for done in (0, 7, 7)] == seen
    assert 7 == ledger.stages[0]["rows_in"]


def test_rows_out_are_counted_on_the_way(ledger, seen):
    """Each step may say how many rows came of it."""
    with ledger.stage("verify", 6) as stage:
        stage.advance(2, 10)
        stage.advance(4, 1)

    assert [0, 2, 6, 6] == [progress.done for progress in seen]
    assert 11 == ledger.stages[0]["rows_out"]


def test_stages_side_by_side_share_the_time(ledger, seen):
    """Each gets the part of the CPU it was busy for, the first what is left; only it is watched."""
    with ledger.together("read", "segment", rows_in=1) as (read, segment):
        with segment.busy():
            sum(range(300_000))
        segment.advance(1, 4)
        read.advance(1, 1)

    reading, cutting = ledger.stages
    assert ("read", 1, 1) == tuple(reading[name] for name in ("stage", "rows_in", "rows_out"))
    assert ("segment", 1, 4) == tuple(cutting[name] for name in ("stage", "rows_in", "rows_out"))
    assert cutting["cpu_seconds"] > 0
    assert {"read"} == {progress.stage for progress in seen}


def test_work_of_other_threads_is_counted_where_it_belongs(ledger):
    """A function that is handed on takes its CPU time to its own stage, from whatever thread."""
    with ledger.together("relate", "publish") as (_, publishing), ThreadPoolExecutor(1) as pool:
        (found,) = pool.map(publishing.counting(sum), [range(1 << 21)])

    relate, publish = ledger.stages
    assert sum(range(1 << 21)) == found
    assert publish["cpu_seconds"] > relate["cpu_seconds"]


def test_a_failed_stage_is_not_recorded(ledger):
    """Only what was done is in the list."""
    with pytest.raises(KeyError), ledger.stage("fold"):
        raise KeyError("x")
    assert [] == ledger.stages


def test_files_are_told_and_added_up(ledger, seen):
    """The first line of output says which column was taken for what."""
    ledger.read(FILE)
    ledger.read(FILE | {"path": "b.txt", "rows_read": 1, "rows_rejected": 0, "columns": {}})

    assert 1201 == ledger.rows_read
    assert ["a.jsonl: 1,197 articles, 3 rejected (text=body)", "b.txt: 1 article, 0 rejected"] == [
        progress.note for progress in seen
    ]


def test_counts_add_up(ledger):
    """A count named twice is a sum."""
    ledger.add(texts=1, pairs=2)
    ledger.add(texts=3)

    assert {"texts": 4, "pairs": 2} == ledger.counts


def test_nothing_is_lost():
    """Every loss there could be is listed, and is zero."""
    assert {
        "capped_groups": 0,
        "capped_pairs": 0,
        "capped_phrases": 0,
        "skipped_texts": 0,
    } == Ledger().losses
