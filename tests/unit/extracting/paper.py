"""A document made by hand, so that a test of extraction does not rest on reading."""

from planledger.model import Block, Document, Guess, OffsetMap
from planledger.model.document import Kind, Part


def paper(
    text: str, part: Part = "outlook", *, kind: Kind = "work_report", year: int = 2024, plan: str = ""
) -> Document:
    """A document whose source is its cleaned text, every line a paragraph of one part."""
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block(at, at + len(line), "paragraph", 0, ("一、工作安排",), part))
        at += len(line) + 1
    return Document(
        id="paper", path="", source=text, text=text, offsets=OffsetMap(), blocks=tuple(blocks),
        encoding=Guess("utf-8", 1.0, "test"), title=Guess("", 0.0, ""), issuer=Guess("", 0.0, ""),
        region=Guess("", 0.0, ""), region_name="云岭市", date=Guess("", 0.0, ""), year=Guess(year, 1.0, "test"),
        plan_period=plan, kind=Guess(kind, 1.0, "test"),
    )  # fmt: skip
