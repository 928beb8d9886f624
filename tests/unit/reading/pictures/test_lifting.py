"""A picture file becomes lifted text whose pages say how well they were recognised."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from types import ModuleType

import pytest

from planledger.errors import MissingExtra
from planledger.model.places import Box, Page, Place
from planledger.reading.lifting import Lifted, lift
from planledger.reading.limits import Limits
from planledger.reading.overriding import Overrides
from planledger.reading.pictures import judge_recognition
from planledger.reading.printed.page import PrintedLine, PrintedPage


def printed(number: int, confidence: float) -> PrintedPage:
    line = PrintedLine("粮食产量30亿斤", Box(0, 0, 80, 10), (), 10.0, confidence=confidence)
    return PrintedPage(number, 100.0, 100.0, [line], recognised=True, skew=0.5)


def test_poor_and_unreadable_pages_say_so_with_their_stretch_of_the_text() -> None:
    pages = [printed(1, 0.99), printed(2, 0.7), printed(3, 0.3), PrintedPage(4, 100, 100)]
    places = tuple(Place(9 * at, 9 * at + 8, page=at + 1, confidence=0.5) for at in range(3))
    lifted = Lifted("", pages=tuple(Page(page.number, 100, 100) for page in pages), places=places)
    judged = judge_recognition(lifted, pages, name="scan")
    assert [(page.confidence, page.skew, page.recognised) for page in judged.pages] == [
        (0.99, 0.5, True),
        (0.7, 0.5, True),
        (0.3, 0.5, True),
        (1.0, 0.0, False),
    ]
    assert [(problem.code, problem.start, problem.end) for problem in judged.problems] == [
        ("page.recognised_poorly", 9, 17),
        ("page.unreadable", 18, 26),
    ]
    assert "0.70" in judged.problems[0].message
    assert "0.70" in judged.problems[0].message_zh


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "planledger.reading.printed.lifting", _stand_in())
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(MissingExtra, match=r"planledger\[ocr\]"):
        lift(b"\x89PNG\r\n\x1a\n", name="scan", suffix=".png", overrides=Overrides(), limits=Limits())


def test_the_frames_of_a_scan_become_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.unit.reading.pictures.paper import make_picture

    monkeypatch.setitem(sys.modules, "planledger.reading.printed.lifting", _stand_in())
    first, second = make_picture("财政收入318.6亿元。", width="8cm"), make_picture("增长7.05%。", width="8cm")
    buffer = io.BytesIO()
    first.save(buffer, "TIFF", save_all=True, append_images=[second])
    lifted = lift(buffer.getvalue(), name="scan", suffix=".tif", overrides=Overrides(), limits=Limits())
    assert lifted.text.replace(" ", "") == "财政收入318.6亿元。\n增长7.05%。"
    assert (lifted.format, lifted.laid_out) == ("picture", True)
    assert [(page.number, page.recognised, page.width) for page in lifted.pages] == [
        (1, True, first.width),
        (2, True, second.width),
    ]
    assert all(0.9 < page.confidence <= 1 for page in lifted.pages)
    assert lifted.problems == ()


def _stand_in() -> ModuleType:
    """A layout of the simplest: each line a paragraph."""

    def lift_printed(pages: Sequence[PrintedPage], *, format: str, **_: object) -> Lifted:  # noqa: A002
        shown = tuple(Page(page.number, page.width, page.height, page.recognised) for page in pages)
        return Lifted("\n".join(line.text for page in pages for line in page.lines), format=format, pages=shown)  # type: ignore[arg-type]

    module = ModuleType("planledger.reading.printed.lifting")
    module.lift_printed = lift_printed  # type: ignore[attr-defined]
    return module
