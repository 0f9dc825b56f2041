"""What tonight's texts are found by from now on: the keys of bands and the phrases, stored as they are made.

Only the night that brings a text first stores its phrases, so each text of the index counts once.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from dedup.index import HASH, Archive, rows_by_hash, write_keys, write_phrases
from dedup.kernels.arrays import Flags
from dedup.pipeline.job import Job
from dedup.stages.candidates import Traits
from dedup.stages.sketch import Bands
from dedup.storage.spill import Parts

__all__ = ["storing"]


def storing(job: Job, archive: Archive, folder: Path, n_parts: int) -> Job:
    """The job that also writes to `folder` what the texts of the first parts, tonight's, are found by."""
    return job._replace(
        bands=Bands(*archive.manifest.banding),
        keep_keys=keys_kept(job, archive, folder, n_parts),
        keep_phrases=phrases_kept(job, archive, folder, n_parts),
    )


def keys_kept(
    job: Job, archive: Archive, folder: Path, n_parts: int
) -> Callable[[str, Parts, Parts], None]:
    """What writes the keys of tonight's texts, before they are dropped."""

    def keep(unit: str, keys: Parts, texts: Parts) -> None:
        with job.ledger.stage("append", keys.num_rows):
            mine = (Parts(parts.kept[:n_parts]) for parts in (keys, texts))
            write_keys(folder, unit, next(mine), archive.manifest.bands["bands"], next(mine))

    return keep


def phrases_kept(
    job: Job, archive: Archive, folder: Path, n_parts: int
) -> Callable[[str, Parts, Parts, Traits], None]:
    """What writes the phrases of those of tonight's texts that the index does not have."""

    def keep(unit: str, fingerprints: Parts, texts: Parts, traits: Traits) -> None:
        with job.ledger.stage("append", fingerprints.num_rows):
            mine = Parts(fingerprints.kept[:n_parts])
            known = in_index(Parts(texts.kept[:n_parts]), unit, archive)
            write_phrases(folder, unit, mine, traits, known, job.memory.keys_at_once())

    return keep


def in_index(texts: Parts, unit: str, archive: Archive) -> Flags:
    """Which texts a night before brought."""
    known = np.zeros(texts.num_rows, np.bool_)
    if archive.stored:
        hashes = pl.concat([pl.DataFrame(part) for part in texts.columns(*HASH)])
        known[rows_by_hash(archive, unit, hashes)[0]] = True
    return known
