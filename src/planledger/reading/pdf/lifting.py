"""A PDF to lifted text."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from planledger.errors import (
    CutOffDocument,
    DamagedDocument,
    EmptyDocument,
    EncryptedDocument,
    LimitExceeded,
    MissingExtra,
    NoChineseText,
)
from planledger.model.problem import Problem
from planledger.reading.decoding import refuse_silence
from planledger.reading.lifting import Lifted
from planledger.reading.limits import Limits
from planledger.reading.pdf.mending import mended
from planledger.reading.pdf.outline import outline_of
from planledger.reading.pdf.pages import ReadPage, UnreadablePage, opened, read_page, render_page
from planledger.reading.printed.lifting import lift_printed
from planledger.reading.printed.page import PrintedPage
from planledger.reading.progress import tell_page

_PICTURES = "planledger.reading.pictures"  # brought by another extra than this package
_PASSWORD_ERRORS = (4, 5)  # a password is wanted; the way of encryption is unknown


def lift_pdf(data: bytes, name: str, limits: Limits) -> Lifted:
    """The text of a PDF with the place of every line.

    Args:
        data: The file.
        name: Of the document, for messages.
        limits: Pages and pixels are held to them here.

    Raises:
        DocumentError: One of its kinds, when the file gives no text.
    """
    import pypdfium2  # noqa: F401 - missing, it is told as a missing extra before anything else

    problems: list[Problem] = []
    document = _open(data, name, problems)
    try:
        count = len(document)
        if count > limits.pages:
            raise LimitExceeded(name, f"pages: {count} > {limits.pages}")
        pages = _Pages(document, name, limits, problems)
        printed = [pages.read(index, count) for index in range(count)]
        outline = outline_of(document)
    finally:
        document.close()
    if pages.pictures_left and not any(page.lines for page in printed):
        raise MissingExtra(name, "ocr")
    try:
        lifted = lift_printed(printed, name=name, limits=limits, outline=outline, problems=problems)
        refuse_silence(lifted.text, name, "pdf")
    except (EmptyDocument, NoChineseText) as error:
        if any(problem.code == CutOffDocument.code for problem in problems):
            raise CutOffDocument(name) from error
        raise
    if pages.recognised:
        lifted = import_module(_PICTURES).judge_recognition(lifted, printed, name=name)
    return lifted


def _open(data: bytes, name: str, problems: list[Problem]) -> Any:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if getattr(error, "err_code", 0) in _PASSWORD_ERRORS:
            raise EncryptedDocument(name) from error
        reason = str(error)
    whole = mended(data)
    try:
        document = PdfDocument(whole) if whole else None
    except PdfiumError:
        document = None
    if document is None or not len(document):
        raise DamagedDocument(name, reason)
    problems.append(_problem(name, len(document), code="document.cut_off"))
    return document


class _Pages:
    """Pages read one by one; what goes wrong with one of them is listed."""

    def __init__(self, document: Any, name: str, limits: Limits, problems: list[Problem]) -> None:
        self._document, self._name, self._limits, self._problems = document, name, limits, problems
        self.pictures_left = 0
        """How many pages show only a picture that nothing is installed to read."""
        self.recognised = 0
        """How many pages were recognised from their picture."""

    def read(self, index: int, count: int) -> PrintedPage:
        number = index + 1
        tell_page(index, count)
        try:
            with opened(self._document, index) as handle:
                read = read_page(handle, number)
                return read.page if read.legible else self._recognised(handle, read)
        except UnreadablePage:
            self._problems.append(_problem(self._name, number, code="page.damaged"))
            return PrintedPage(number, 0.0, 0.0)

    def _recognised(self, handle: Any, read: ReadPage) -> PrintedPage:
        page = read.page
        if not self.pictures_left:
            try:
                recognise: Callable[..., PrintedPage] = import_module(_PICTURES).recognise_page
                picture = render_page(handle, page.rotation, self._limits.pixels)
                seen = recognise(picture, number=page.number, width=page.width, height=page.height, limits=self._limits)
                seen.rotation = (page.rotation + seen.rotation) % 360
                self.recognised += 1
                return seen
            except (ImportError, MissingExtra):
                pass
        self.pictures_left += 1
        self._problems.append(_problem(self._name, page.number, code="page.not_recognised"))
        page.lines = []
        return page


_MESSAGES = {
    "document.cut_off": (
        "the file is cut off; {} pages that are still in it were read; get the whole file",
        "文件不完整，只读出了其中尚存的{}页，请取得完整的文件",
    ),
    "page.damaged": (
        "page {} is damaged and was left out; compare it with the document",
        "第{}页已损坏，未能读取，请对照原文件",
    ),
    "page.not_recognised": (
        "page {} holds no text that can be read; to recognise its picture: pip install 'planledger[ocr]'",
        "第{}页没有可读的文字；如需识别图像，请运行 pip install 'planledger[ocr]'",
    ),
}


def _problem(name: str, number: int, *, code: str) -> Problem:
    english, chinese = _MESSAGES[code]
    return Problem(code, name, -1, -1, "", english.format(number), chinese.format(number))
