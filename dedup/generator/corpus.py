"""Writes a generated corpus: articles, truth and manifest, all or nothing."""

import re
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from dedup.errors import UsageError
from dedup.generator.articles import BLOCKS_PER_PART, article_table, writing_part
from dedup.generator.block import make_block
from dedup.generator.draws import BLOCK
from dedup.generator.planted import Underway
from dedup.generator.truth import MOST_PAIRS, Truth
from dedup.ledger import Progress, ignore
from dedup.storage import file_sha256, os_errors_explained, staging_folder, sync

__all__ = ["Order", "generate"]

MANIFEST = "manifest.json"
PART = re.compile(r"part-\d{5,}\.(parquet|jsonl)")
Watch = Callable[[Progress], None]


class Order(NamedTuple):
    """What is wanted; equal orders give equal bytes."""

    articles: int
    seed: int
    format: Literal["parquet", "jsonl"] = "parquet"


def generate(
    order: Order, out: Path, watch: Watch = ignore, *, force: bool = False
) -> dict[str, Any]:
    """Write the corpus into the folder `out`; returns the manifest.

    Raises UsageError when the folder holds a corpus and `force` does not say that it may be
    replaced.
    """
    refuse_taken(out, force=force)
    with staging_folder(out, "sample") as folder, os_errors_explained(out):
        counts = write_corpus(order, folder, watch)
        manifest = manifest_of(order, folder, counts)
        written = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
        (folder / MANIFEST).write_bytes(written + b"\n")
        put_in_place(folder, out)
    return manifest


def refuse_taken(out: Path, *, force: bool) -> None:
    """Raise UsageError for a folder that holds a corpus already."""
    taken = [out / MANIFEST, *old_parts(out)]
    if not force and any(path.exists() for path in taken):
        todo = "choose another folder, or --force replaces it"
        raise UsageError("the folder holds a corpus already", where=str(out), todo=todo)


def old_parts(out: Path) -> list[Path]:
    """The files of articles that an earlier corpus left in `out`."""
    folder = out / "articles"
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if PART.fullmatch(path.name))


def write_corpus(order: Order, folder: Path, watch: Watch) -> dict[str, int]:
    """Write articles and truth; returns what there is of everything."""
    (folder / "articles").mkdir()
    underway = Underway(order.articles, BLOCK)
    truth = Truth(folder, order.seed, underway)
    counts = {"articles": 0, "sentences": 0, "text_bytes": 0}
    n_blocks = -(-order.articles // BLOCK)
    for first in range(0, n_blocks, BLOCKS_PER_PART):
        numbers = range(first, min(first + BLOCKS_PER_PART, n_blocks))
        with writing_part(folder / "articles", first // BLOCKS_PER_PART, order.format) as part:
            for table, n_sentences in blocks(numbers, order, underway, truth):
                part(table)
                counts["articles"] += len(table)
                counts["sentences"] += n_sentences
                counts["text_bytes"] += text_bytes(table)
                watch(Progress("generate", counts["articles"], order.articles))
    return counts | truth.close()


def blocks(
    numbers: range, order: Order, underway: Underway, truth: Truth
) -> Iterator[tuple[pa.Table, int]]:
    """The articles of each block and their sentences, while the truth takes note."""
    for number in numbers:
        block = make_block(number, order.seed, underway)
        truth.add([m for m in block.members if m.article < order.articles], number)
        table = article_table(block, order.seed, order.articles)
        yield table, sum(block.n_sentences[: len(table)])


def text_bytes(table: pa.Table) -> int:
    """The bytes of the texts of some articles."""
    return int(pc.sum(pc.binary_length(table.column("text"))).as_py())


def manifest_of(order: Order, folder: Path, counts: dict[str, int]) -> dict[str, Any]:
    """What was asked for, what was made, and the sha256 of each file."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        "dedup": version("dedup"),
        "arguments": order._asdict(),
        "most_pairs_of_a_family": MOST_PAIRS,
        "counts": counts,
        "sha256": {str(path.relative_to(folder)): file_sha256(path) for path in files},
    }


def put_in_place(folder: Path, out: Path) -> None:
    """Move the files into `out`, the manifest last; what an earlier corpus left goes first."""
    for path in [out / MANIFEST, *old_parts(out)]:
        path.unlink(missing_ok=True)
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST]
    for path in [*sorted(files), folder / MANIFEST]:
        target = out / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        sync(path)
        path.replace(target)
