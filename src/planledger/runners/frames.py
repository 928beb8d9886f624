"""Messages between a runner and its workers: a length, then so many bytes, the first of which says what they are."""

from __future__ import annotations

import struct
from typing import BinaryIO

ANSWER, LAST_ANSWER, PAGES = 0, 1, 2
"""What a worker sends: an answer, its last one, or how many pages of the file are done."""

_LENGTH = struct.Struct(">Q")
_PAGES = struct.Struct(">BII")


def send(stream: BinaryIO, content: bytes) -> None:
    """Write one message."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: BinaryIO, *, largest: int) -> bytes:
    """The next message.

    Raises:
        EOFError: The other side has gone, or announces more than ``largest`` bytes.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    if length > largest:
        raise EOFError
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content


def packed_pages(done: int, total: int) -> bytes:
    """The message that ``done`` of ``total`` pages are done."""
    return _PAGES.pack(PAGES, done, total)


def pages_in(message: bytes) -> tuple[int, int]:
    """How many pages are done, and of how many, by such a message."""
    _, done, total = _PAGES.unpack(message)
    return done, total
