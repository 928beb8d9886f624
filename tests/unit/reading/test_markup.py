"""Pages: the main text stays, what is around it goes, every character knows its place."""

from planledger.reading import read_document

ARTICLE = "".join(
    f"<p>全市第{number}项工作稳步推进，完成投资{number}0亿元，比上年增长{number}%，成效明显。</p>\n"
    for number in range(1, 8)
)
PAGE = f"""<!DOCTYPE html><html><head><title>甲 - 某网站</title>
<meta name="ArticleTitle" content="2025年长春市国民经济和社会发展统计公报">
<meta name="PubDate" content="2026-03-01">
<script>var 变量 = "<p>不是正文，不是正文，不是正文</p>";</script></head><body>
<ul><li><a href="/">首页</a></li><li><a href="/a">新闻</a></li><li><a href="/b" title="a>b">政务公开</a></li></ul>
<h1>2025年长春市国民经济和社会发展统计公报</h1>
<div>{ARTICLE}
<table><tr><th>指标</th><th>数值</th></tr><tr><td><p>产量</p></td><td>1&#50;<sup></sup></td></tr></table>
</div>
<div>版权所有：某某局 联系电话：0431-0000000</div></body></html>"""


def test_the_main_text_stays() -> None:
    document = read_document(PAGE.encode())
    assert document.title.value == "2025年长春市国民经济和社会发展统计公报"
    assert document.date.value == "2026-03-01"
    assert document.text.startswith("2025年长春市国民经济和社会发展统计公报\n全市第1项工作")
    for word in ("首页", "政务公开", "不是正文", "版权所有"):
        assert word not in document.text


def test_tables_stay_tables() -> None:
    document = read_document(PAGE.encode())
    rows = [document.text[block.start : block.end] for block in document.blocks if block.kind == "table_row"]
    assert rows == ["指标\t数值", "产量\t12"]


def test_characters_lead_back_to_the_page() -> None:
    document = read_document(PAGE.encode())
    at = document.text.index("70亿元")
    start, end = document.offsets.to_source(at, at + 4)
    assert document.source[start:end] == "70亿元"
    at = document.text.index("产量\t12") + 4
    assert document.source[slice(*document.offsets.to_source(at, at + 1))] == "&#50;"


def test_numbers_in_their_own_elements_are_whole() -> None:
    body = (
        "<p>全市生产总值<span>\n1</span><span>23.4</span>亿元，财政收入达到<b>5</b>6亿元，比上年增长较快，成效明显。</p>"
        * 3
    )
    document = read_document(f"<html><body>{body}</body></html>".encode())
    assert "财政收入达到56亿元" in document.text
    assert "生产总值123.4亿元" in document.text


def test_unclosed_things_do_no_harm() -> None:
    document = read_document("<html><body><!-- <p>正文一，正文二。</p><script><p>正文三，正文四。</p>".encode())
    assert "正文一，正文二。" in document.text
