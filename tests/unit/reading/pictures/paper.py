"""Made pages of an invented city as pictures; where the optional parts are missing, the tests that use them skip."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

for part in ("rapidocr", "onnxruntime", "PIL", "cv2"):
    pytest.importorskip(part, reason=f"the extra ocr is not installed: {part}")
pytest.importorskip("typst", reason="pictures of pages are made with typst, which is not installed")
font = pytest.importorskip("cvttf_NotoSansCJK_Regular", reason="no Chinese font to make pages with")

from PIL import Image  # noqa: E402

from planledger.reading.limits import Limits  # noqa: E402
from planledger.reading.pictures import recognise_page  # noqa: E402
from planledger.reading.printed.page import PrintedPage  # noqa: E402

SENTENCES = ("青禾市完成财政收入318.6亿元，", "比上年增长7.05%；粮食产量", "达到30.19亿斤以上。")


def make_picture(body: str = "\\\n".join(SENTENCES), *, ppi: int = 150, width: str = "11cm") -> Image.Image:
    """A page with ``body``, which is typst markup."""
    import typst

    source = (
        f'#set text(font: "Noto Sans CJK TC", lang: "zh", region: "cn", size: 11pt)\n'
        f"#set page(width: {width}, height: auto, margin: 1cm)\n{body}"
    )
    fonts = [str(Path(str(font.__file__)).parent)]
    made = typst.compile(source.encode(), font_paths=fonts, ignore_system_fonts=True, format="png", ppi=ppi)
    assert isinstance(made, bytes)
    return Image.open(io.BytesIO(made)).convert("RGB")


def recognise(picture: Image.Image) -> PrintedPage:
    """The page that ``picture`` shows, in its pixels."""
    return recognise_page(picture, number=1, width=picture.width, height=picture.height, limits=Limits())


def lines_of(page: PrintedPage) -> list[str]:
    """The texts of its lines from top to bottom, without spaces."""
    return [line.text.replace(" ", "") for line in sorted(page.lines, key=lambda line: (line.box.top, line.box.left))]
