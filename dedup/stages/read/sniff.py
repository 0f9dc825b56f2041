"""A file whose name says nothing -> its format, by how it begins."""

import codecs
import re
from typing import BinaryIO

from dedup.stages.read.discover import EXTENSIONS, Source
from dedup.stages.read.faults import BadFileError
from dedup.stages.read.unpack import chunks

__all__ = ["sniff"]

PACKED = {b"\x1f\x8b": "gz", b"\x28\xb5\x2f\xfd": "zst"}
OBJECT = re.compile(rb'\s*\{\s*["}]')


def sniff(handle: BinaryIO, source: Source) -> Source:
    """The source with its format; raises BadFileError when it is neither JSON nor text.

    The handle is at the start of the file before and after.
    """
    start = handle.read(4)
    handle.seek(0)
    if start == b"PAR1":
        return source._replace(format="parquet")
    packing = next((name for magic, name in PACKED.items() if start.startswith(magic)), "")
    try:
        head = next(iter(chunks(handle, packing)))
    finally:
        handle.seek(0)
    return source._replace(format=recognize(head), packing=packing)


def recognize(head: bytes) -> str:
    """JSON lines when the first thing is an object, else text."""
    if OBJECT.match(head):
        return "jsonl"
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise BadFileError("unknown_format", f"neither JSON nor text; known are: {EXTENSIONS}")
    return "text"
