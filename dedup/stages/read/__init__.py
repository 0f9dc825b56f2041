"""files -> RAW_ARTICLES, REJECTS: any mix of files, globs and folders, streamed in batches.

Bad input never stops the job and never vanishes: each row read is an article or a reject, and so
is counted each file (a reject with row 0) that cannot be read at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from msgspec import structs

from dedup.config import Config
from dedup.memory import memory_of
from dedup.stages.read.ahead import ahead
from dedup.stages.read.batch import Batch, InputFile
from dedup.stages.read.coalesce import coalesce, deal
from dedup.stages.read.discover import Source, discover
from dedup.stages.read.file import read_file
from dedup.stages.read.frame import articles_of_frame
from dedup.stages.read.ledger import Ledger
from dedup.stages.read.unique import reject_duplicate_ids

__all__ = ["Batch", "InputFile", "Source", "articles_of_frame", "begin", "discover", "read"]


def begin(inputs: Sequence[str | Source], config: Config) -> Iterator[Batch]:
    """What `read` gives, in batches that fit the memory, made on a thread that begins at once.

    So a command reads while it loads what the articles are for.  What `read` raises at once comes
    with the first batch.
    """
    batch_bytes = memory_of(config).batch_bytes(config.batch_bytes)
    some = structs.replace(config, batch_bytes=batch_bytes)
    return ahead(lambda: read(inputs, some))


def read(inputs: Sequence[str | Source], config: Config) -> Iterator[Batch]:
    """The articles behind `inputs`, in an order that does not depend on the order of `inputs`.

    Files that were discovered before are taken as they are, in the order given.  Raises InputError
    at once when there is nothing to read, and UsageError, when the last file is done, if no file
    had the columns asked for.
    """
    known = [one for one in inputs if isinstance(one, Source)]
    sources = known or discover([one for one in inputs if isinstance(one, str)])
    batches = coalesce(read_all(sources, config), config.batch_bytes)
    return chain.from_iterable(map(deal, reject_duplicate_ids(batches)))


def read_all(sources: Iterable[Source], config: Config) -> Iterator[Batch]:
    """The batches of all files, one file after the other."""
    lacking, usable = None, False
    for source in sources:
        ledger = Ledger(source, config)
        yield from read_file(ledger)
        lacking = lacking or ledger.lacking
        usable = usable or bool(ledger.columns) or ledger.rows_read > ledger.rows_rejected
    if lacking and not usable:
        raise lacking
