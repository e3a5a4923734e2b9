"""Web archives, made in the test from pages given: WARC, plain or packed record by record, and WACZ."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence

from tests.makers.files import packed

ADDRESS = "https://example.org/mill"
CAPTURED = "2021-05-03T10:00:00Z"


def record(kind: str, block: bytes, address: str = ADDRESS, at: str = CAPTURED, **fields: str) -> bytes:
    """A record; `content_type="…"` becomes the field Content-Type, and `Content_Length` may be a wrong one."""
    given = {"Content-Length": str(len(block))} | {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    start = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: {at}\r\n"
    return f"{start}{head}\r\n".encode() + block + b"\r\n\r\n"


def http(body: bytes, status: str = "200 OK", content_type: str = "text/html; charset=utf-8", **fields: str) -> bytes:
    """A response as a server sends it."""
    given = {"Content-Type": content_type} | {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def response(body: bytes, address: str = ADDRESS, at: str = CAPTURED, **fields: str) -> bytes:
    """A record with a page that was captured."""
    return record("response", http(body, **fields), address, at, content_type="application/http; msgtype=response")


def zipped(*records: bytes) -> bytes:
    """A WARC file each of whose records is packed by itself."""
    return b"".join(map(gzip.compress, records))


def wacz(warcs: Sequence[bytes], pages: Sequence[dict[str, str]] = ()) -> bytes:
    """A package of WARC files, and the list of the pages that were visited."""
    listed = "\n".join(json.dumps(line) for line in ({"format": "json-pages-1.0", "id": "pages"}, *pages))
    entries = {f"archive/data-{number}.warc.gz": data for number, data in enumerate(warcs)}
    return packed({"datapackage.json": b"{}", **entries, "pages/pages.jsonl": listed.encode()})
