"""Messages between a runner and its workers: a length, then so many bytes."""

from __future__ import annotations

import struct
from typing import BinaryIO

_LENGTH = struct.Struct(">Q")


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
