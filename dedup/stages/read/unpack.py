"""Bytes of a file -> chunks of UTF-8: decompressed, without a byte order mark, out of UTF-16.

Everything is streamed; a chunk is small whatever the file unpacks to.
"""

import codecs
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol

import zstandard

from dedup.stages.read.faults import BadFileError

__all__ = ["chunks"]

Chunks = Iterator[bytes]

CHUNK = 1 << 16
# One call may unpack gzip 1000-fold and zstd 30000-fold: what goes in is small, so what comes out
# stays below 32 MB however the file was made.
PIECE = {"gz": 1 << 14, "zst": 1 << 10}


class Unpacker(Protocol):
    """What zlib and zstandard call a decompression object: one member, one frame."""

    @property
    def eof(self) -> bool:
        """Whether the member is complete."""

    @property
    def unused_data(self) -> bytes:
        """What follows the member."""

    def decompress(self, data: bytes, /) -> bytes:
        """The next bytes of the member."""


def new_gzip() -> Unpacker:
    """For one member of a gzip file."""
    return zlib.decompressobj(wbits=31)


def new_zstd() -> Unpacker:
    """For one frame of a zstd file."""
    return zstandard.ZstdDecompressor().decompressobj(write_size=1 << 16)


UNPACKERS: dict[str, Callable[[], Unpacker]] = {"gz": new_gzip, "zst": new_zstd}


def chunks(handle: BinaryIO, packing: str) -> Chunks:
    """The text of a file as UTF-8; raises BadFileError when it is empty, cut, or unreadable."""
    if not packing:
        return decode(pieces(handle, CHUNK))
    return decode(gather(unpack(handle, packing)))


def pieces(handle: BinaryIO, size: int) -> Chunks:
    """The file as it is; an I/O error ends it at the next row."""
    while True:
        try:
            piece = handle.read(size)
        except OSError as error:
            raise BadFileError("unreadable", f"reading failed: {error}", at_row=True) from error
        if not piece:
            return
        yield piece


def unpack(handle: BinaryIO, packing: str) -> Chunks:
    """Every member of a compressed file, one after another."""
    members, member = 0, None
    for piece in pieces(handle, PIECE[packing]):
        left = piece
        while left:
            if member is None:
                left = left.lstrip(b"\0") if members else left  # padding between members
                member = UNPACKERS[packing]() if left else None
                fresh = True
                continue
            yield inflate(member, left, trailing=fresh and members > 0)
            fresh = False
            left = member.unused_data if member.eof else b""
            members, member = (members + 1, None) if member.eof else (members, member)
    if member is not None:
        raise BadFileError("truncated", "the compressed file ends too early", at_row=True)


def inflate(member: Unpacker, data: bytes, *, trailing: bool) -> bytes:
    """The next bytes of a member; raises BadFileError for damage, or junk after the last one."""
    try:
        return member.decompress(data)
    except (zlib.error, zstandard.ZstdError) as error:
        if trailing:
            message = "bytes follow the end of the compressed data; every row before is kept"
            raise BadFileError("trailing_data", message) from error
        message = f"the compressed data is damaged: {error}"
        raise BadFileError("corrupt", message, at_row=True) from error


def gather(small: Chunks) -> Chunks:
    """The same bytes in chunks worth splitting; what came before a fault is still handed out."""
    held: list[bytes] = []
    size = 0
    try:
        for piece in small:
            held.append(piece)
            size += len(piece)
            if size >= CHUNK:
                yield b"".join(held)
                held, size = [], 0
    except BadFileError:
        yield b"".join(held)
        raise
    yield b"".join(held)


def decode(raw: Chunks) -> Chunks:
    """UTF-8 without its mark; raises BadFileError when there is no byte at all."""
    head = b""
    for piece in raw:
        head += piece
        if len(head) >= len(codecs.BOM_UTF8):
            break
    if not head:
        raise BadFileError("empty_file", "the file is empty")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield from transcode(head, raw)
        return
    yield head.removeprefix(codecs.BOM_UTF8)
    yield from raw


def transcode(head: bytes, raw: Chunks) -> Chunks:
    """UTF-16 as UTF-8; what is no character becomes bytes that are no UTF-8, for the row to fail."""
    decoder = codecs.getincrementaldecoder("utf-16")("surrogatepass")
    yield decoder.decode(head).encode("utf-8", "surrogatepass")
    for piece in raw:
        yield decoder.decode(piece).encode("utf-8", "surrogatepass")
    try:
        yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        yield b"\xff"
