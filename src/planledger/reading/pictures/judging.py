"""How well the pages of a document were recognised: their confidence, and what is to be said of the poor ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from planledger.model.problem import Problem

if TYPE_CHECKING:
    from planledger.reading.lifting import Lifted
    from planledger.reading.printed.page import PrintedPage

POOR = 0.85
UNREADABLE = 0.5


def confidence_of(page: PrintedPage) -> float:
    """Mean confidence of the characters of ``page``; 1 for an empty page."""
    characters = sum(len(line.text) for line in page.lines)
    if not characters:
        return 1.0
    return round(sum(line.confidence * len(line.text) for line in page.lines) / characters, 3)


def judge_recognition(lifted: Lifted, pages: Sequence[PrintedPage], *, name: str) -> Lifted:
    """``lifted`` with the confidence and the skew of its recognised pages, and a problem for each poor one."""
    recognised = {page.number: page for page in pages if page.recognised}
    lifted.pages = tuple(
        replace(page, recognised=True, confidence=confidence_of(seen), skew=seen.skew)
        if (seen := recognised.get(page.number))
        else page
        for page in lifted.pages
    )
    poor = (page for page in lifted.pages if page.recognised and page.confidence < POOR)
    lifted.problems = (
        *lifted.problems,
        *(_problem(lifted, page.number, page.confidence, name) for page in poor),
    )
    return lifted


def _problem(lifted: Lifted, number: int, confidence: float, name: str) -> Problem:
    places = [place for place in lifted.places if place.page == number]
    start = min((place.start for place in places), default=-1)
    end = max((place.end for place in places), default=-1)
    if confidence < UNREADABLE:
        return Problem(
            code="page.unreadable",
            document=name,
            start=start,
            end=end,
            text="",
            message=f"page {number}: its text cannot be made out ({confidence:.2f}); scan it again at 300 dpi",
            message_zh=f"第{number}页：文字无法辨认（置信度{confidence:.2f}），请以300 dpi重新扫描",
        )
    return Problem(
        code="page.recognised_poorly",
        document=name,
        start=start,
        end=end,
        text="",
        message=f"page {number}: recognised with confidence {confidence:.2f} only; check its figures in the picture",
        message_zh=f"第{number}页：文字识别的置信度仅{confidence:.2f}，请对照原图核对数字",
    )
