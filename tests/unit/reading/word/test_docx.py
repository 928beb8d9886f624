"""What a Word file says, as it is printed, and where."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.reading.word.packages import cell, docx, paragraph, run, table

from planledger.model.places import GridCell
from planledger.reading import read_document
from planledger.reading.lifting import Lifted
from planledger.reading.limits import Limits
from planledger.reading.word import lift_docx

LIMITS = Limits()


def lifted(body: str, **parts: str) -> Lifted:
    found = lift_docx(docx(body, **parts), "甲市", LIMITS)
    for place, following in zip(found.places, found.places[1:], strict=False):
        assert place.start < place.end <= following.start
    return found


def lines(body: str, **parts: str) -> list[str]:
    return lifted(body, **parts).text.split("\n")


def located(found: Lifted) -> dict[str, str]:
    return {place.locator: found.text[place.start : place.end] for place in found.places}


def test_every_run_has_its_place() -> None:
    found = lifted(paragraph("标题") + paragraph("生产总值", "1200", "亿元。"))
    assert found.text == "标题\n生产总值1200亿元。"
    assert located(found) == {
        "paragraph:1:1": "标题", "paragraph:2:1": "生产总值", "paragraph:2:2": "1200", "paragraph:2:3": "亿元。",
    }  # fmt: skip


def test_a_document_of_python_docx_reads_like_its_text(tmp_path: Path) -> None:
    import docx as writer

    document = writer.Document()
    document.add_heading("2021年甲市政府工作报告", level=0)
    document.add_heading("一、2020年工作回顾", level=1)
    document.add_paragraph("生产总值增长5.2%。")
    rows = document.add_table(rows=2, cols=2)
    for at, text in enumerate(["指标", "2020年", "生产总值", "1200亿元"]):
        rows.cell(at // 2, at % 2).text = text
    path = tmp_path / "甲市.docx"
    document.save(path)
    read = read_document(path)
    assert read.format == "docx"
    assert read.title.value == "2021年甲市政府工作报告"
    assert [block.kind for block in read.blocks] == ["title", "heading", "paragraph", "table_row", "table_row"]
    assert read.blocks[2].section[-1] == "一、2020年工作回顾"


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="b2"><w:name w:val="标题 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="本地标题"/><w:basedOn w:val="1"/>'
    '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="child"><w:name w:val="再下"/><w:basedOn w:val="own"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="ring"><w:name w:val="圈"/><w:basedOn w:val="ring"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="character" w:styleId="gone"><w:name w:val="隐"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        ('<w:pStyle w:val="1"/>', 1),
        ('<w:pStyle w:val="b2"/>', 2),
        ('<w:pStyle w:val="own"/>', 3),
        ('<w:pStyle w:val="child"/>', 3),
        ('<w:pStyle w:val="child"/><w:outlineLvl w:val="0"/>', 1),
        ('<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>', 0),
        ('<w:pStyle w:val="ring"/>', 0),
        ('<w:pStyle w:val="unknown"/>', 0),
        ("", 0),
    ],
)
def test_headings_are_told_by_styles_and_outline_levels(properties: str, level: int) -> None:
    found = lifted(paragraph("前文。") + paragraph("发展基础", properties=properties), styles=STYLES)
    assert found.headings == ({4: level} if level else {})


def listed(*levels: str) -> str:
    inside = "".join(f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/>{level}</w:lvl>' for at, level in enumerate(levels))
    return (
        f'<w:abstractNum w:abstractNumId="7">{inside}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>"
    )


def level(form: str, text: str, more: str = "") -> str:
    return f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}'


def item(text: str, at: int = 0, number: int = 1) -> str:
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_stand_in_the_text_as_printed() -> None:
    numbering = listed(
        level("chineseCounting", "%1、", '<w:suff w:val="nothing"/>'),
        level("japaneseCounting", "（%2）", '<w:suff w:val="nothing"/>'),
        level("decimal", "%3."),
        level("decimal", "%1.%3.%4", '<w:isLgl/><w:suff w:val="nothing"/>'),
    )
    body = (
        item("总要求") + item("目标", 1) + item("任务", 1) + item("工业", 2) + item("细分", 3) + item("农业", 2)
        + item("保障") + item("组织", 1) + paragraph("", properties='<w:numPr><w:numId w:val="1"/></w:numPr>')
        + item("附则") + item("另起", 0, 2)
    )  # fmt: skip
    assert lines(body, numbering=numbering) == [
        "一、总要求", "（一）目标", "（二）任务", "1. 工业", "1.1.1细分", "2. 农业", "二、保障", "（一）组织",
        "三、附则", "五、另起",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "third"),
    [
        ("decimal", "3"), ("chineseCountingThousand", "三"), ("ideographDigital", "三"), ("ideographTraditional", "丙"),
        ("decimalEnclosedCircleChinese", "③"), ("upperRoman", "III"), ("lowerLetter", "c"), ("decimalFullWidth", "３"),
        ("chineseLegalSimplified", "叁"), ("decimalZero", "03"), ("unheard", "3"),
    ],
)  # fmt: skip
def test_formats_of_numbers(form: str, third: str) -> None:
    numbering = listed(level(form, "第%1章", '<w:suff w:val="space"/>'))
    assert lines(item("甲") * 3, numbering=numbering)[2] == f"第{third}章 甲"


def test_numbers_come_from_styles_and_bullets_are_bullets() -> None:
    numbering = listed(
        level("chineseCounting", "第%1章", '<w:pStyle w:val="h"/><w:suff w:val="space"/>'), level("bullet", "\uf06c")
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    style = '<w:pStyle w:val="h"/>'
    body = paragraph("基础", properties=style) + item("要点", 1) + paragraph("目标", properties=style)
    body += paragraph("无号", properties=style + '<w:numPr><w:numId w:val="0"/></w:numPr>')
    assert lines(body, numbering=numbering, styles=styles) == ["第一章 基础", "● 要点", "第二章 目标", "无号"]


def test_tables_are_rows_with_their_merged_cells() -> None:
    merged, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = paragraph("表1") + table(
        cell("类别", properties=merged) + cell("指标", properties=merged)
        + cell("目标", properties='<w:gridSpan w:val="2"/>'),
        cell(properties=goes_on) + cell(properties=goes_on) + cell("2020年") + cell("2025年"),
        cell("经济", "发展") + cell("合　　计") + cell("1200") + cell(),
        "<w:trPr><w:del/></w:trPr>" + cell("删去的行") + cell("1"),
    )  # fmt: skip
    found = lifted(body)
    assert found.text == "表1\n类别\t指标\t目标\n2020年\t2025年\n经济 发展\t合 计\t1200\t"
    (grid,) = found.grids
    told = {found.text[one.start : one.end]: one[2:] for one in grid.cells}
    assert told["类别"] == (0, 0, 2, 1)
    assert told["目标"] == (0, 2, 1, 2)
    assert told["2025年"] == (1, 3, 1, 1)
    assert told["经济 发展"] == (2, 0, 1, 1)
    assert located(found)["table:1:3:3"] == "1200"
    assert all(isinstance(one, GridCell) for one in grid.cells)


def test_a_box_around_paragraphs_is_no_table_and_tables_nest() -> None:
    inner = table(cell("指标") + cell("单位"), cell("产值") + cell("亿元"))
    found = lifted(table(cell("专栏1", "建设十个园区。", inner, paragraph())) + paragraph("后文。"))
    assert found.text.split("\n") == ["专栏1", "建设十个园区。", "指标\t单位", "产值\t亿元", "后文。"]
    assert len(found.grids) == 1
    assert located(found)["table:1:1:1"] == "建设十个园区。"
    assert located(found)["table:2:2:2"] == "亿元"


def test_automatic_numbers_fill_cells() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    row = cell(paragraph(properties=numbered)) + cell("指标")
    assert lines(table(row, row), numbering=listed(level("decimal", "%1"))) == ["1\t指标", "2\t指标"]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        paragraph(
            "增长", "<w:del><w:r><w:delText>5</w:delText></w:r></w:del>", f"<w:ins>{run('6')}</w:ins>", "%左右",
            f"<w:moveFrom>{run('移走')}</w:moveFrom>", f"<w:moveTo>{run('，移来')}</w:moveTo>",
        )
        + paragraph("投资", properties="<w:rPr><w:del/></w:rPr>") + paragraph("增长8%。")
        + paragraph("终", properties="<w:pPrChange><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:pPrChange>")
    )  # fmt: skip
    found = lifted(body)
    assert found.text.split("\n") == ["增长6%左右，移来", "投资增长8%。", "终"]
    assert not found.headings


def test_hidden_text_comments_and_readings_are_left_out() -> None:
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('guī')}</w:rt><w:rubyBase>{run('规')}</w:rubyBase></w:ruby></w:r>"
    body = paragraph(
        run("暗", "<w:vanish/>"), run("明", '<w:vanish w:val="0"/>'), run("隐", '<w:rStyle w:val="gone"/>'),
        '<w:commentRangeStart w:id="1"/>', ruby, "<w:r><w:commentReference w:id='1'/></w:r>", "划",
    )  # fmt: skip
    assert lines(body, styles=STYLES) == ["明规划"]


def field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_fields_show_their_results() -> None:
    body = paragraph(field("REF x", "表1"), "见", '<w:fldSimple w:instr="PAGE">' + run("3") + "</w:fldSimple>页")
    body += paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "不丢的话。")
    assert lines(body) == ["表1见3", "不丢的话。"]


def test_contents_are_furniture_at_the_end() -> None:
    body = (
        paragraph("规划纲要")
        + paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
                    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "第一章 基础", "<w:r><w:tab/></w:r>", "1")
        + paragraph("第二章 目标", "<w:r><w:tab/></w:r>", "9")
        + paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        + paragraph("第三章", properties='<w:pStyle w:val="t1"/>')
        + '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{paragraph('目录')}</w:sdtContent></w:sdt>" + paragraph("第一章 基础")
    )  # fmt: skip
    found = lifted(body, styles=STYLES)
    assert found.text.split("\n") == ["规划纲要", "第一章 基础", "第一章 基础 1", "第二章 目标 9", "第三章", "目录"]
    assert list(found.asides.values()) == ["furniture"] * 4


def box(text: str) -> str:
    content = f"<w:txbxContent>{paragraph(text)}{paragraph('第二行')}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def test_text_boxes_are_read_once() -> None:
    old = f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph('旧式')}</w:txbxContent></v:textbox></w:pict></w:r>"
    found = lifted(paragraph("正文", box("框中")) + paragraph(old))
    assert found.text.split("\n") == ["正文", "框中", "第二行", "旧式"]
    assert located(found)["textbox:1:2"] == "第二行"
    assert located(found)["textbox:2:1"] == "旧式"


def test_notes_and_running_heads_stand_apart_at_the_end() -> None:
    body = paragraph("增长", '<w:r><w:endnoteReference w:id="4"/></w:r>', "6%",
                     '<w:r><w:footnoteReference w:id="2"/></w:r>。') + paragraph("末。")  # fmt: skip
    notes = (
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="1">{paragraph("无人提到")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>", "按可比价")}{paragraph("计算。")}</w:footnote>'
    )
    found = lifted(
        body, footnotes=notes, endnotes=f'<w:endnote w:id="4">{paragraph("初步数。")}</w:endnote>',
        header1=paragraph("甲市文件"), footer1=paragraph("—", field("PAGE", "1"), "—"),
    )  # fmt: skip
    assert found.text.split("\n") == ["增长6%", "末。", "按可比价", "计算。", "初步数。", "甲市文件", "—1—"]
    assert list(found.asides.values()) == ["footnote"] * 3 + ["furniture"] * 2
    assert located(found)["footnote:1"] == "计算。"
    assert located(found)["header:1:1"] == "甲市文件"


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("全年生产总值增长，", "达到5%。", ["全年生产总值增长，达到5%。"]),
        ("2021年，全市生产总值", "增长5%。", ["2021年，全市生产总值增长5%。"]),
        ("第一句完了。", "第二句开始。", ["第一句完了。", "第二句开始。"]),
        ("甲市2020年国民经济", "计划执行情况的报告", ["甲市2020年国民经济计划执行情况的报告"]),
        ("甲市政府工作报告", "市长张某", ["甲市政府工作报告", "市长张某"]),
        ("任务如下，分述", "一、总体要求", ["任务如下，分述", "一、总体要求"]),
    ],
)
def test_soft_breaks_part_lines_but_not_sentences(first: str, second: str, whole: list[str]) -> None:
    assert lines(paragraph(first, "<w:r><w:br/></w:r>", second)) == whole


def test_a_tab_in_a_paragraph_is_no_table() -> None:
    found = lifted(paragraph("签发人：", "<w:r><w:tab/></w:r>", "张某"))
    assert found.text == "签发人： 张某"


def test_signs_links_controls_and_formulas_are_read() -> None:
    body = paragraph(
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "90%", run("\uf0fc", '<w:rFonts w:ascii="Wingdings"/>'),
        f'<w:hyperlink r:id="x">{run("链接")}</w:hyperlink>',
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>",
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath>",
        "<w:r><w:noBreakHyphen/></w:r>",
    )  # fmt: skip
    assert lines(body) == ["≥90%√链接控件1/3-"]


def test_wide_gaps_do_not_break_words() -> None:
    assert (
        read_document(docx(paragraph("总　　则规定如下。") + paragraph("全文完。"))).text == "总 则规定如下。\n全文完。"
    )


def test_the_strict_form_reads_the_same() -> None:
    import io
    import zipfile

    source = zipfile.ZipFile(io.BytesIO(docx(paragraph("增长5%。"))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            strict = source.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            archive.writestr(name, strict)
    assert lift_docx(out.getvalue(), "甲市", LIMITS).text == "增长5%。"


def test_rows_of_one_cell_stay_rows() -> None:
    over = '<w:gridSpan w:val="2"/>'
    body = paragraph("各位代表：") + table(
        cell("表1：支出情况，2021年", properties=over), cell("科目") + cell("金额"), cell("一、民生", properties=over),
        cell("教育支出") + cell(), cell() + cell("合计数"), cell("注：单位为亿元") + cell(),
    )  # fmt: skip
    read = read_document(docx(body))
    assert [block.kind for block in read.blocks] == ["paragraph", "heading", *["table_row"] * 4, "paragraph"]
    first = read.grids[0].cells[0]
    assert (read.source[first.start : first.end], first.row, first.column) == ("科目", 0, 0)
