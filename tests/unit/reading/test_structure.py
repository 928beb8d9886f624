"""Blocks, sections, parts, and what a document is."""

import pytest

from planledger.errors import UndefinedRegion
from planledger.model.document import Document
from planledger.reading import Overrides, read_document

WORK_REPORT = """2021年吉林市政府工作报告
——2021年1月12日在吉林市第十六届人民代表大会第五次会议上
市长 张某某
各位代表：
现在，我代表市人民政府，向大会报告工作，请予审议。
一、2020年工作回顾
一年来，全市生产总值增长3%，各项事业取得新进展。
（一）产业发展取得新突破。全市工业总产值增长5%，新增企业120户，结构进一步优化。
二、2021年重点工作
今年全市经济社会发展主要预期目标是：生产总值增长7%左右。
（一）加快产业升级
新建项目50个。
来源：某某日报
"""


def read(text: str, **settings: str | int) -> Document:
    return read_document(text.encode(), name="文件", overrides=Overrides(**settings))  # type: ignore[arg-type]


def line_with(document: Document, words: str) -> int:
    found = [number for number, block in enumerate(document.blocks) if words in document.text[block.start : block.end]]
    assert len(found) == 1
    return found[0]


def test_a_work_report_is_known() -> None:
    document = read(WORK_REPORT)
    assert document.title.value == "2021年吉林市政府工作报告"
    assert (document.kind.value, document.year.value) == ("work_report", 2021)
    assert (document.region.value, document.region_name) == ("220200", "吉林市")
    assert document.date.value == "2021-01-12"


def test_headings_make_sections_and_parts() -> None:
    document = read(WORK_REPORT)
    review, outlook = (
        document.blocks[line_with(document, "工业总产值")],
        document.blocks[line_with(document, "新建项目50个")],
    )
    assert review.section == ("一、2020年工作回顾", "（一）产业发展取得新突破")
    assert outlook.section == ("二、2021年重点工作", "（一）加快产业升级")
    assert (review.part, outlook.part) == ("review", "outlook")
    assert document.blocks[line_with(document, "（一）加快")].level == 2
    assert document.blocks[-1].kind == "furniture"


def test_blocks_cover_the_text() -> None:
    document = read(WORK_REPORT)
    assert "\n".join(document.text[block.start : block.end] for block in document.blocks) == document.text


def test_the_part_turns_without_headings() -> None:
    document = read(
        "各位代表，我代表市人民政府报告工作。\n"
        "过去一年，我们圆满完成各项任务，生产总值比上年增长5%，荣获全国文明城市。\n"
        "全年新增就业3万人，建成学校12所，群众满意度明显提高，各项事业取得显著进展。\n"
        "今年全市经济社会发展的主要预期目标是：生产总值增长6%以上。\n"
        "我们将加快建设步伐，力争新开工项目100个，确保完成投资200亿元。\n"
    )
    assert [block.part for block in document.blocks[1:]] == ["review", "review", "outlook", "outlook"]


@pytest.mark.parametrize(
    ("title", "kind", "year", "period"),
    [
        ("长春市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要", "five_year_outline", 2021, "2021/2025"),
        ("关于长春市2020年国民经济和社会发展计划执行情况与2021年计划草案的报告", "plan_report", 2021, ""),
        ("长春市2025年国民经济和社会发展统计公报", "communique", 2025, ""),
        ("关于长春市2025年预算执行情况和2026年预算草案的报告", "budget_report", 2026, ""),
        ("从长春市政府工作报告看2020发展亮点", "digest", 2020, ""),
        ("长春市“十四五”现代物流发展规划", "other", 2021, "2021/2025"),
    ],
)
def test_type_year_and_period_by_the_title(title: str, kind: str, year: int, period: str) -> None:
    document = read(f"{title}\n全市各项工作稳步推进，项目达到120个。\n")
    assert (document.kind.value, document.year.value, document.plan_period) == (kind, year, period)
    assert document.region.value == "220100"


def test_the_nation_has_its_own_code() -> None:
    document = read(
        "政府工作报告\n——2024年3月5日在第十四届全国人民代表大会第二次会议上\n各位代表：现在，我代表国务院，向大会报告政府工作。\n"
    )
    assert (document.region.value, document.region_name, document.year.value) == ("000000", "全国", 2024)


def test_the_user_wins() -> None:
    document = read(WORK_REPORT, region="长春市", year=2019, kind="other", title="甲", issuer="乙", date="2019-01-02")
    assert (document.region.value, document.region_name) == ("220100", "长春市")
    assert (document.year.value, document.kind.value, document.title.value) == (2019, "other", "甲")
    assert (document.issuer.value, document.date.value) == ("乙", "2019-01-02")
    guesses = (document.region, document.year, document.kind, document.title, document.issuer, document.date)
    assert {(guess.confidence, guess.reason) for guess in guesses} == {(1.0, "user")}


def test_a_place_that_the_catalogue_lacks_is_known_by_the_name_that_the_user_gives() -> None:
    document = read(WORK_REPORT, region="云岭市")
    assert (document.region.value, document.region_name, document.region.reason) == ("", "云岭市", "user")
    with pytest.raises(UndefinedRegion):
        read(WORK_REPORT, region="999999")


def test_nothing_is_claimed_where_nothing_is_said() -> None:
    document = read("这里没有什么可说的。\n")
    assert (document.region.value, document.year.value, document.date.value) == ("", 0, "")
    assert document.year.confidence == 0.0


def test_a_place_that_the_catalogue_lacks_is_named_without_a_code() -> None:
    """An invented or small place keeps its name, so that its documents are paired by it."""
    text = (
        "云岭市2023年政府工作报告\n2023年1月9日在云岭市第五届人民代表大会第二次会议上\n各位代表：\n全市粮食产量30亿斤。"
    )
    document = read_document(text.encode(), name="sample")
    assert (document.region.value, document.region_name) == ("", "云岭市")


def test_page_chrome_of_a_plain_text_is_furniture_and_no_title() -> None:
    head = "首页 > 政务公开 > 年度计划\n下载\n索引号：YL000-2022-00017\n发布机构：某市人民政府办公室\n浏览次数：18次\n"
    foot = "主办：某市人民政府办公室 备案号：某ICP备20220001号-1\n联系电话：0990-8123456\n"
    title = "关于长春市2021年国民经济和社会发展计划执行情况与2022年国民经济和社会发展计划草案的报告"
    document = read(head + title + "\n各位代表：\n一、2021年计划执行情况\n全市生产总值增长8.1%，形势良好。\n" + foot)
    assert (document.title.value, document.kind.value) == (title, "plan_report")
    furniture = [block.kind == "furniture" for block in document.blocks]
    assert furniture == [True] * 5 + [False] * 4 + [True] * 2


def test_a_heading_behind_markdown_signs_is_a_heading() -> None:
    document = read("## 一、2022年工作回顾\n全市新增企业52家，增长8%。\n## 二、2023年重点工作\n- 新增企业60家。\n")
    assert [block.kind for block in document.blocks] == ["heading", "paragraph", "heading", "list_item"]
    assert [block.part for block in document.blocks] == ["review", "review", "outlook", "outlook"]


def test_numbered_headings_of_a_digest_decide_the_part() -> None:
    document = read(
        "长春市2023年政府工作报告（摘要）\n一、2022年工作回顾\n全年生产总值1731亿元，增长3.6%，确保了民生。\n"
        "二、2023年主要目标\n生产总值增长6%左右，力争更好。\n"
    )
    assert [block.part for block in document.blocks[1:]] == ["review", "review", "outlook", "outlook"]


def test_what_falls_short_belongs_to_the_review() -> None:
    document = read(
        "各位代表，我代表市人民政府报告工作。\n过去一年，我们圆满完成各项任务，生产总值比上年增长5%，新增就业3万人。\n"
        "同时我们清醒看到，经济总量偏小，要素保障有待加强，创新能力仍需进一步提升。\n"
        "教育、医疗等公共服务还有不少短板，义务教育大班额占比仍有2.3%，服务能力需要加快完善。\n"
        "今年全市经济社会发展的主要预期目标是：生产总值增长6%以上。\n我们将力争新开工项目100个，确保完成投资200亿元。\n"
    )
    assert [block.part for block in document.blocks[1:]] == ["review"] * 3 + ["outlook"] * 2


def test_a_heading_that_joins_both_leaves_the_part_to_its_sentences() -> None:
    document = read(
        "2026年云岭市政府工作报告\n一、2025年工作回顾\n全年新增企业52家，增长8%。\n"
        "二、“十四五”时期发展成就和“十五五”时期主要目标任务\n"
        "过去五年，我们取得显著成效，生产总值年均增长5.2%，建成学校12所。\n"
        "今后五年经济社会发展的主要目标是：生产总值年均增长5%左右，力争新建医院6所。\n"
        "三、2026年重点工作\n新建医院2所。\n"
    )
    parts = [document.blocks[line_with(document, words)].part for words in ("建成学校", "医院6所", "医院2所")]
    assert parts == ["review", "outlook", "outlook"]


def test_good_works_in_a_heading_of_the_review_turn_nothing() -> None:
    document = read(
        "2026年云岭市政府工作报告\n一、2025年工作回顾\n（一）用心办好民生实事，群众生活持续改善\n"
        "改造老旧小区36个，惠及居民8万户。\n二、2026年重点工作\n（一）办好民生实事\n改造老旧小区20个。\n"
    )
    parts = [document.blocks[line_with(document, words)].part for words in ("小区36个", "小区20个")]
    assert parts == ["review", "outlook"]


def test_a_heading_in_a_narrow_column_stays_a_line() -> None:
    body = [
        "市五届人大一次会议以来的五年，是发展进程中",
        "很不平凡的五年。五年来，我们攻坚克难，各项",
        "事业取得新的进步，全市生产总值年均增长百分",
        "之七，财政收入年均增长百分之八，居民收入的",
        "增长快于经济增长，城乡面貌有了很大的变化，",
    ]
    document = read("\n".join(["一、过去五年和2021年工作回顾", *body, *body, *body]))
    assert document.text.splitlines()[0] == "一、过去五年和2021年工作回顾"
    assert (document.blocks[0].kind, len(document.blocks)) == ("heading", 2)


def test_a_title_whose_kind_stands_on_a_line_of_its_own() -> None:
    text = "2021年清河市国民经济和社会发展\n统计公报\n清河市统计局\n一、综合\n全年生产总值增长5%。\n"
    assert read_document(text.encode()).title.value == "2021年清河市国民经济和社会发展统计公报"


def test_a_chapter_is_no_title() -> None:
    document = read_document("第一章 开启新征程\n全市粮食产量达到45万吨。\n".encode(), name="x")
    assert document.title.value == ""


@pytest.mark.parametrize("place", ["长春市", "云岭市"])
def test_dashes_before_a_title_are_no_part_of_it(place: str) -> None:
    text = f"奋力谱写\n———从{place}政府工作报告看发展亮点和方向\n（上接A03版）\n展望2020\n粮食产量达到45万吨。\n"
    document = read_document(text.encode(), name="x")
    assert not document.title.value.startswith("—")
