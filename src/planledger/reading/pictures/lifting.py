"""A picture file to its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planledger.model.problem import Problem
from planledger.reading.pictures.judging import judge_recognition
from planledger.reading.pictures.opening import open_pages
from planledger.reading.pictures.recognising import recognise_page
from planledger.reading.progress import tell_page

if TYPE_CHECKING:
    from planledger.reading.lifting import Lifted
    from planledger.reading.limits import Limits


def lift_picture(data: bytes, name: str, limits: Limits) -> Lifted:
    """The text of a PNG, JPEG, TIFF or BMP; the frames of a TIFF are its pages.

    Raises:
        DamagedDocument: The file gives no picture.
        LimitExceeded: It has more pages, or a page more pixels, than the limits allow.
    """
    from planledger.reading.printed.lifting import lift_printed

    pages, problems = [], []
    for number, (picture, whole) in enumerate(open_pages(data, name, limits), start=1):
        tell_page(number - 1)
        width, height = picture.size
        pages.append(recognise_page(picture, number=number, width=width, height=height, limits=limits))
        if not whole:
            problems.append(_cut_off(name, number))
    lifted = judge_recognition(lift_printed(pages, name=name, limits=limits, format="picture"), pages, name=name)
    lifted.problems = (*problems, *lifted.problems)
    return lifted


def _cut_off(name: str, number: int) -> Problem:
    return Problem(
        code="page.cut_off",
        document=name,
        start=-1,
        end=-1,
        text="",
        message=f"page {number}: the picture is cut off or damaged, only a part could be read; get the file again",
        message_zh=f"第{number}页：图片不完整或已损坏，只读出一部分，请重新获取文件",
    )
