import io
import re

import pypdfium2
import pytest
from PIL import Image
from tests.unit.reading.pdf.press import paragraphs, report, set_pdf

from planledger.errors import (
    CutOffDocument,
    DamagedDocument,
    EmptyDocument,
    EncryptedDocument,
    LimitExceeded,
    MissingExtra,
)
from planledger.reading.documents import read_document
from planledger.reading.lifting import Lifted
from planledger.reading.limits import Limits
from planledger.reading.pdf import lift_pdf
from planledger.reading.pdf import lifting as pdf_lifting

RAISED = re.compile("[¹²³⁴⁵⁶⁷⁸⁹⁰]")


def lifted(data: bytes, **limits: int) -> Lifted:
    return lift_pdf(data, "文件", Limits(**limits))


def body_of(found: Lifted) -> list[str]:
    end = min(found.asides) if found.asides else len(found.text)
    return [RAISED.sub("", line) for line in found.text[:end].split("\n") if line]


def asides_of(found: Lifted, kind: str) -> list[str]:
    return [found.text[start:].partition("\n")[0] for start, one in found.asides.items() if one == kind]


def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_lifting, "_PICTURES", "planledger.reading.not_there")


@pytest.mark.parametrize("columns", [1, 2])
def test_text_comes_back_in_order_with_heads_numbers_and_footnotes_apart(columns: int) -> None:
    data, text, notes = report(columns)
    found = lifted(data)
    assert body_of(found) == text
    assert [RAISED.sub("", note) for note in asides_of(found, "footnote")] == notes
    furniture = asides_of(found, "furniture")
    assert len(furniture) == 3 * len(found.pages)
    assert {"云岭市规划资料选编", "内部资料", "—1—"} <= {line.replace(" ", "") for line in furniture}


def test_every_printed_line_has_its_place() -> None:
    data, _, _ = report(2)
    found = lifted(data)
    end = 0
    for place in found.places:
        assert place.start >= end
        end = place.end
        page = found.pages[place.page - 1]
        assert place.box is not None
        assert 0 <= place.box.left < place.box.right <= page.width + 6
        assert 0 <= place.box.top < place.box.bottom <= page.height
        assert len(place.edges) == place.end - place.start + 1
    first = found.text.index("增长")
    [place] = [one for one in found.places if one.start <= first < one.end]
    box = place.box_of(first, first + 2)
    assert box is not None
    assert 1.5 * 12 < box.right - box.left < 2.5 * 12


def test_headings_by_their_type_and_by_bookmarks() -> None:
    source = (
        "#set heading(numbering: none)\n= 云岭市发展规划\n== 发展基础\n" + paragraphs(2)[1] + "\n\n== 主要任务\n"
        "=== 产业体系\n" + paragraphs(3)[2]
    )
    found = lifted(set_pdf(source))
    levels = {found.text[start:].partition("\n")[0]: level for start, level in found.headings.items()}
    assert levels == {"云岭市发展规划": 1, "发展基础": 2, "主要任务": 2, "产业体系": 3}


def test_a_table_of_contents_is_set_apart() -> None:
    entries = "".join(f"#align(left)[第{n}章 任务{n}#box(width: 1fr, repeat[.]){n * 7}]\n" for n in range(1, 6))
    found = lifted(set_pdf(f"#align(center)[目 录]\n{entries}\n#pagebreak()\n" + "\n\n".join(paragraphs(6))))
    assert body_of(found) == paragraphs(6)
    assert any("任务3" in line for line in asides_of(found, "furniture"))


def test_doubled_print_is_read_once_and_words_keep_their_spaces() -> None:
    doubled = "#place(dx: 0.3pt)[年收支预算11.5亿元]#place(dx: 0pt)[年收支预算11.5亿元]"
    found = lifted(set_pdf(f"{doubled}\n\n#v(2em)\nopen office plan 增长5%的目标"))
    assert found.text.split("\n") == ["年收支预算11.5亿元", "open office plan 增长5%的目标"]


def test_text_turned_on_its_side_is_read_upright() -> None:
    text = paragraphs(3)
    whole = "#set page(flipped: true)\n" + "\n\n".join(text)
    assert body_of(lifted(set_pdf(whole))) == text
    turned = lifted(_turned(set_pdf(whole), 90))
    assert body_of(turned) == text
    assert turned.pages[0].rotation == 0  # the text had said which side is up
    block = "#rotate(-90deg, reflow: true)[#box(width: 20cm)[" + "\n\n".join(text) + "]]"
    sideways = lifted(set_pdf(block))
    assert body_of(sideways) == text
    assert sideways.pages[0].rotation == 90
    assert sideways.pages[0].width > sideways.pages[0].height


def test_a_column_of_characters_is_one_line() -> None:
    found = lifted(set_pdf('#stack(spacing: 0.1em, .."约束性指标".clusters().map(c => [#c]))'))
    assert found.text == "约束性指标"
    assert found.places[0].vertical


def test_files_that_give_no_document() -> None:
    data, _, _ = report(1)
    with pytest.raises(LimitExceeded):
        lifted(data, pages=1)
    with pytest.raises(DamagedDocument):
        lifted(b"%PDF-1.7\n\x00\x01")
    with pytest.raises(EmptyDocument):
        lifted(set_pdf("#rect()"))
    with pytest.raises(EncryptedDocument):
        lifted(_locked())


def test_a_file_cut_off_gives_what_is_left() -> None:
    pages = [f"第{number}页的正文，全市生产总值增长{number}%。" for number in range(1, 4)]
    data = _plain_pdf(pages)
    found = lifted(data[: data.index(b"/Type /Catalog") - 20])
    assert [problem.code for problem in found.problems] == ["document.cut_off"]
    assert len(found.pages) == 3


def test_a_file_cut_off_before_its_text_says_so() -> None:
    head = (
        b"%PDF-1.4\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type /Pages /Kids [3 0 R] /Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type /Page /Parent 2 0 R /MediaBox [0 0 90 90] /Contents 4 0 R>>\nendobj\n"
    )
    with pytest.raises(CutOffDocument):
        lifted(head + b"4 0 obj\n<</Length 900>>\nstream\nBT /F1")


def test_a_page_without_text_is_recognised_or_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    no_pictures(monkeypatch)
    data = _with_pictures(2)
    with pytest.raises(MissingExtra):
        lifted(data)
    mixed = _with_pictures(1, text=paragraphs(2)[1])
    found = lifted(mixed)
    assert [problem.code for problem in found.problems] == ["page.not_recognised"]
    assert body_of(found) == [paragraphs(2)[1]]


def test_the_title_of_the_properties_counts_only_if_it_is_printed() -> None:
    title = "云岭市十四五规划纲要"
    said = f'#set document(title: "{title}")\n'
    assert lifted(set_pdf(f"{said}#align(center, text(20pt)[{title}])\n\n{paragraphs(2)[1]}")).title == title
    assert lifted(set_pdf(said + paragraphs(2)[1])).title == ""


def test_a_pdf_is_a_document() -> None:
    data, text, _ = report(1)
    document = read_document(data, name="report")
    assert document.format == "pdf"
    assert [block.kind for block in document.blocks].count("footnote") > 0
    assert text[0] in {document.text[block.start : block.end] for block in document.blocks if block.kind == "heading"}


def _turned(data: bytes, degrees: int) -> bytes:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.set_rotation(degrees)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _with_pictures(count: int, text: str = "") -> bytes:
    """A PDF with pages that are a picture, and perhaps one of text."""
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "grey").save(picture, "JPEG")
    picture.seek(0)
    document = pypdfium2.PdfDocument(set_pdf(text)) if text else pypdfium2.PdfDocument.new()
    for _ in range(count):
        page = document.new_page(595, 842)
        image = pypdfium2.PdfImage.new(document)
        image.load_jpeg(picture)
        image.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
        page.insert_obj(image)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _plain_pdf(texts: list[str]) -> bytes:
    """A PDF without compressed objects, its catalogue at the end."""
    bodies = []
    for number, text in enumerate(texts):
        stream = f"BT /F 12 Tf 72 700 Td <{text.encode('utf-16-be').hex()}> Tj ET".encode()
        bodies.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream))
        bodies.append(
            b"<</Type /Page /MediaBox [0 0 595 842] /Contents %d 0 R /Resources <</Font <</F 99 0 R>>>> >>"
            % (2 * number + 1)
        )
    objects = [b"%d 0 obj\n%s\nendobj\n" % (number, body) for number, body in enumerate(bodies, 1)]
    system = b"/CIDSystemInfo <</Registry (Adobe) /Ordering (GB1) /Supplement 2>> /DW 1000"
    font = b"<</Type /Font /Subtype /CIDFontType2 /BaseFont /Song %s>>" % system
    objects.append(b"98 0 obj\n%s\nendobj\n" % font)
    objects.append(
        b"99 0 obj\n<</Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [98 0 R]>>\nendobj\n"
    )
    return b"%PDF-1.4\n" + b"".join(objects) + b"97 0 obj\n<</Type /Catalog>>\nendobj\n"


def _locked() -> bytes:
    """A PDF that names a way of encryption with a password that is not empty."""
    return (
        b"%PDF-1.4\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type /Pages /Kids [] /Count 0>>\nendobj\n"
        b"3 0 obj\n<</Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b">>>\nendobj\n"
        b"trailer\n<</Size 4 /Root 1 0 R /Encrypt 3 0 R /ID [<0102> <0102>]>>\n%%EOF\n"
    )
