"""Documents checked for consistency and held against each other, from their text on."""

from __future__ import annotations

from pathlib import Path

import pytest

from planledger.catalogue import load_catalogue
from planledger.forms import load_form, read_form
from planledger.model import Finding
from planledger.pipeline import read_files
from planledger.pipeline.collecting import collect_files
from planledger.pipeline.plan_checking import Read, align_plans, check, located
from planledger.pipeline.plan_tables import read_plan_tables
from planledger.reading import Overrides

REPORT = """政府工作报告

——{year}年1月15日在云岭市第五届人民代表大会第五次会议上

一、{past}年工作回顾

{review}

二、{year}年主要工作

{outlook}
"""


def read(tmp_path: Path, name: str, text: str, **said: object) -> Read:
    path = tmp_path / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    collected = collect_files([path], overrides=Overrides(**said))  # type: ignore[arg-type]
    [outcome] = read_files(collected.jobs)
    assert outcome.document is not None
    assert outcome.extraction is not None
    return outcome.document, outcome.extraction


def report(
    tmp_path: Path,
    review: str = "",
    outlook: str = "",
    *,
    year: int = 2022,
    name: str = "report",
    region: str = "220200",
) -> Read:
    text = REPORT.format(
        year=year, past=year - 1, review=review or "各项工作取得新成效。", outlook=outlook or "做好各项工作。"
    )
    return read(tmp_path, name, text, region=region, year=year)


def rules(*documents: Read) -> list[str]:
    return [one.rule for one in check(documents, None, load_catalogue())]


@pytest.mark.parametrize(
    ("review", "outlook", "rule"),
    [
        ("森林覆盖率达到58.9%。", "森林覆盖率达到55.2%。", "check.already_reached"),
        ("", "新增高标准农田5万亩以上。森林覆盖率达到60%。森林覆盖率达到62%以上。", "check.two_targets"),
        ("", "公路总里程由2021年的5000公里增加到2026年的5500公里，年均增长3.5%。", "check.average_growth"),
        ("", "羊饲养量达到20万只，灰鹤观测量突破300只。灰鹤观测量突破500只。", "check.two_targets"),
        (
            "举办展会1200场，发放消费券2500万元，规模以上服务业营业收入增长5.9%。规模以上服务业营业收入增长6.8%。",
            "",
            "check.two_values",
        ),
        ("森林覆盖率达到158.9%。", "", "check.over_hundred"),
        (
            "地区生产总值增长7.9%，第一产业增加值增长3%，第二产业增加值增长6%，第三产业增加值增长7%。",
            "",
            "check.growth_of_parts",
        ),
        ("地区生产总值1000亿元，第三产业增加值450亿元，第三产业比重48.2%。", "", "check.ratio"),
        ("三次产业结构为13.3:43.8:43.9。", "", "check.shares"),
        ("", "实施5000万元以上项目100个、亿元以上项目120个。", "check.nested"),
        ("", "“十四五”期间，每年新增养老床位800张。“十四五”期间，累计新增养老床位3000张。", "check.yearly_total"),
    ],
)
def test_contradictions_of_a_text_are_found(tmp_path: Path, review: str, outlook: str, rule: str) -> None:
    assert rule in rules(report(tmp_path, review, outlook))


@pytest.mark.parametrize(
    ("review", "outlook"),
    [
        ("城镇登记失业率3.2%。", "城镇登记失业率控制在4.5%以内。"),  # a ceiling above what is
        ("改造老旧小区125个。", "改造老旧小区110个。"),  # work of a year
        ("财政赤字率2.1%。", "赤字率从去年的2.1%提高到2.3%。"),  # said with open eyes
        ("", "地区生产总值增长6%以上，力争达到7%。"),
        ("城镇社会消费品零售额增长7%，限额以上社会消费品零售额增长12%。社会消费品零售总额增长9%。", ""),
        ("某园区全年实施亿元以上项目12个。全市实施亿元以上项目120个。", ""),
        ("从收入构成看，工资性收入12000元，增长5%。从收入构成看，工资性收入8000元，增长6%。", ""),
        ("", "一是围绕增长，提出6项指标。二是围绕民生，提出8项指标。"),
        (
            "",
            "为支持乡镇卫生院和医生培训，财政专项支出安排3亿元。为支持乡村学校和教师培训，财政专项支出安排5亿元。",
        ),
        ("义务教育巩固率103%，小学毛入学率105%，产销率101%。", ""),
        ("公路总里程由2016年的5000公里增加到2021年的5500公里，年均增长1.9%。", ""),
        # growth of five years together, in constant prices
        ("过去五年，综合实力提升。地区生产总值达到1470亿元，较2016年的1000亿元增加470亿元，增长33%。", ""),
        ("上级补助收入-4亿元，其中上级补助公益金189万元，市级补助收益4亿元。", ""),  # given back
    ],
)
def test_what_goes_together_is_left_alone(tmp_path: Path, review: str, outlook: str) -> None:
    assert rules(report(tmp_path, review, outlook)) == []


def test_a_result_reported_after_the_target_is_no_contradiction(tmp_path: Path) -> None:
    early = report(tmp_path, outlook="森林覆盖率达到58%。", year=2022, name="early")
    late = report(tmp_path, "森林覆盖率达到61%。", year=2023, name="late")
    assert rules(early, late) == []
    assert rules(late, early) == []


def test_documents_of_one_year_that_set_two_targets(tmp_path: Path) -> None:
    one = report(tmp_path, outlook="地区生产总值增长6%左右。", name="one")
    two = report(tmp_path, outlook="地区生产总值增长8%左右。", name="two")
    found = check((one, two), None, load_catalogue())
    assert [one.rule for one in found] == ["check.two_targets"]
    assert found == check((two, one), None, load_catalogue())


def superior(tmp_path: Path) -> Read:
    outlook = (
        "今年经济社会发展主要预期目标是：地区生产总值增长6%以上，森林覆盖率达到46%，城镇调查失业率5.5%以内。压减水泥产能。"
        "吉林市新建松花江大桥，年底前建成通车。"
    )
    return report(tmp_path, outlook=outlook, name="province", region="220000")


def city(tmp_path: Path, outlook: str) -> Read:
    return report(tmp_path, outlook=outlook, name="city", region="220200")


def aligned(*documents: Read) -> tuple[Finding, ...]:
    return align_plans(documents, None, load_catalogue()).findings


def test_a_city_against_its_province(tmp_path: Path) -> None:
    plan = city(tmp_path, "主要预期目标是：地区生产总值增长5.5%，森林覆盖率达到46%。扩大水泥产能。")
    found = {one.rule: one for one in aligned(superior(tmp_path), plan)}
    assert {"align.weaker", "align.missing", "align.direction"} <= set(found)
    assert found["align.weaker"].subject == "地区生产总值"
    assert found["align.missing"].subject == "城镇调查失业率"
    assert all(one.plan == "city" for one in found.values())


def test_a_reference_to_another_figure_is_a_target_too(tmp_path: Path) -> None:
    above = report(tmp_path, outlook="主要预期目标是：居民人均可支配收入增长6%。", name="province", region="220000")
    below = city(tmp_path, "主要预期目标是：居民人均可支配收入与经济增长同步。")
    assert aligned(above, below) == ()


def test_a_task_for_all_is_asked_of_each(tmp_path: Path) -> None:
    above = report(tmp_path, outlook="支持各市县开展城市体检，建立城市体检评估机制。", name="province", region="220000")
    missing = aligned(above, city(tmp_path, "推进数字政府建设。"))
    assert [one.rule for one in missing] == ["align.task_missing"]
    assert aligned(above, city(tmp_path, "建立城市体检评估机制。")) == ()


def test_growth_from_level_to_level(tmp_path: Path) -> None:
    nation = report(tmp_path, outlook="主要预期目标是：国内生产总值增长5%左右。", name="nation", region="000000")
    province = report(tmp_path, outlook="主要预期目标是：地区生产总值增长6%左右。", name="province", region="220000")
    town = city(tmp_path, "主要预期目标是：地区生产总值增长7.5%左右。")
    steps = align_plans((town, nation, province), None, load_catalogue()).steps
    assert [(one.plan.id, one.value, one.factor and round(one.factor, 2)) for one in steps] == [
        ("nation", 5.0, None), ("province", 6.0, 1.2), ("city", 7.5, 1.25),
    ]  # fmt: skip
    assert steps[-1].factor_top == 1.5


def test_somebody_may_say_which_is_above(tmp_path: Path) -> None:
    first = report(tmp_path, outlook="主要预期目标是：地区生产总值增长6%。", name="first", region="")
    second = report(tmp_path, outlook="主要预期目标是：地区生产总值增长5%。", name="second", region="")
    assert align_plans((first, second), None, load_catalogue()).pairs == ()
    found = align_plans((first, second), None, load_catalogue(), above="first").findings
    assert [one.rule for one in found] == ["align.weaker"]


def test_findings_say_where_in_words(tmp_path: Path) -> None:
    document = report(tmp_path, "森林覆盖率达到158.9%。")
    found = check((document,), None, load_catalogue())
    [one] = located(found, [document[0]], "zh")
    assert one.citations[0].place == "第7行"
    [one] = located(found, [document[0]], "en")
    assert one.citations[0].place == "line 7"


def test_the_word_for_growth_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "目标.csv"
    path.write_text(
        "规划,指标,单位,口径,目标值,约束方式\n省,固定资产投资增长,%,年均增速,6,以上\n市,固定资产投资增长,%,年均增速,5,以上\n",
        encoding="utf-8",
    )
    plans = tmp_path / "规划.csv"
    plans.write_text("规划,地区,层级,首年,末年\n省,吉林省,省级,2021,2025\n市,吉林市,市级,2021,2025\n", encoding="utf-8")
    tables = read_plan_tables(read_form(load_form("align"), [plans, path]), load_catalogue())
    [found] = align_plans((), tables, load_catalogue()).findings
    assert found.message_zh.startswith("上级固定资产投资增长6%以上，本规划固定资产投资增长5%以上")
