"""What an imperfect document could not give."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a document that could not be read with certainty; reading goes on (损坏或存疑之处).

    Attributes:
        code: Dotted name, such as ``value.fused``; documented in ``docs/reference/problems.md``.
        document: Identifier of the document (file stem), or the path of a file that gave no document.
        start: Source offset of the passage, -1 when the problem is of the whole file.
        end: Source offset after the passage, -1 likewise.
        text: The passage as the source has it, shortened when long.
        message: What is wrong and what the user can do, in English.
        message_zh: The same in Chinese.
    """

    code: str
    document: str
    start: int
    end: int
    text: str
    message: str
    message_zh: str = ""
