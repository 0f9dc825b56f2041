"""The payload survives the way to the browser."""

import base64
import gzip
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.report.html import pack as module
from dedup.report.html.pack import gzipped, pack

KINDS = {"u8": "u1", "u16": "<u2", "u32": "<u4", "i32": "<i4", "f32": "<f4", "f64": "<f8"}


def unpacked(payload):
    """The header and the columns, read as the page reads them."""
    data = gzip.decompress(base64.b64decode(payload))
    size = int(np.frombuffer(data, "<u4", 1)[0])
    header, at, columns = json.loads(data[4:size]), size, {}
    for name, kind, n in header["columns"]:
        assert 0 == at % 8
        columns[name] = np.frombuffer(data, KINDS[kind], n, at)
        at += -(-n * columns[name].itemsize // 8) * 8
    assert len(data) == at
    return header, columns


@pytest.mark.parametrize("kind", KINDS.values())
@given(values=st.lists(st.integers(0, 200), max_size=20))
def test_columns(kind, values):
    """Each column comes back with its type, at a place a browser can read."""
    given_ = {"first": np.array([7], "u1"), "second": np.array(values, kind)}
    header, columns = unpacked(pack({"title": "é😀</script>"}, given_))
    assert "é😀</script>" == header["title"]
    assert values == columns["second"].tolist()
    assert columns["second"].dtype == given_["second"].dtype


@pytest.mark.parametrize("n", [0, 1, 999, 1000, 1001, 4500])
def test_gzip_in_parts(monkeypatch, n):
    """Parts compressed side by side are one gzip member that any reader takes."""
    monkeypatch.setattr(module, "PART", 1000)
    data = bytes(i * 7 % 251 for i in range(n))
    assert data == gzip.decompress(gzipped(data))


def test_the_same_bytes():
    """No clock goes in: the time in the gzip header is 0."""
    payload = pack({}, {"a": np.arange(5)[:0].astype("u1")})
    assert payload == pack({}, {"a": np.arange(5)[:0].astype("u1")})
    assert b"\0\0\0\0" == base64.b64decode(payload)[4:8]
