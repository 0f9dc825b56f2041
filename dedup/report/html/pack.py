"""Columns and texts as one gzip stream in base64: the payload of the page."""

import base64
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

__all__ = ["pack"]

LEVEL = 5
WINDOW = 1 << 15
PART = 1 << 20
# Magic, deflate, no flags, no time, no extra flags, unknown system: nothing that differs by run.
GZIP_HEAD = bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF])
NAMES = {"u1": "u8", "u2": "u16", "u4": "u32", "i4": "i32", "f4": "f32", "f8": "f64"}


def pack(header: Mapping[str, Any], columns: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """The base64 of gzip of: header length (u32), JSON header, columns.

    Numbers are little-endian; the header and each column are padded to 8 bytes.
    """
    arrays = {name: little(column) for name, column in columns.items()}
    index = [[name, NAMES[a.dtype.str[1:]], len(a)] for name, a in arrays.items()]
    head = padded(b"\0\0\0\0" + msgspec.json.encode({**header, "columns": index}), b" ")
    size = np.array([len(head)], "<u4").tobytes()
    body = b"".join([size, head[4:], *(padded(a.tobytes()) for a in arrays.values())])
    return base64.b64encode(gzipped(body))


def little(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The column in little-endian order."""
    return column.astype(column.dtype.newbyteorder("<"), copy=False)


def padded(data: bytes, filler: bytes = b"\0") -> bytes:
    """`data` filled up to a multiple of 8 bytes."""
    return data + filler * (-len(data) % 8)


def gzipped(data: bytes) -> bytes:
    """One gzip member, its parts compressed side by side (as pigz does); the same on any machine."""
    starts = range(0, max(len(data), 1), PART)
    with ThreadPoolExecutor() as pool:
        parts = list(pool.map(lambda start: deflated(data, start), starts))
    tail = np.array([zlib.crc32(data), len(data) & 0xFFFFFFFF], "<u4").tobytes()
    return b"".join([GZIP_HEAD, *parts, tail])


def deflated(data: bytes, start: int) -> bytes:
    """A part of the stream, compressed with what stands before it as its dictionary."""
    before = data[max(0, start - WINDOW) : start]
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=before)
    last = start + PART >= len(data)
    body = packer.compress(data[start : start + PART])
    return body + packer.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)
