"""Pages of indicators, bodies and comparison: what they say, who sees them, what they cost."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries
from tests.web.monitoring.story import CITY, COUNTY, Story, tell

from planweb.accounts.models import Body, Grant, Region, User
from planweb.evidence.models import Document
from planweb.monitoring.models import Figure, Round, Standing
from planweb.registry.models import PlanIndicator, Target

LogIn = Callable[[User | None], Client]


@pytest.fixture
def story(db: None) -> Story:
    cache.clear()
    return tell()


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def row_of(story: Story, name: str) -> PlanIndicator:
    return next(row for row in story.rows if row.name == name)


def test_an_indicator_says_what_shall_be_what_was_and_by_which_rule(story: Story, log_in: LogIn) -> None:
    row = row_of(story, "单位GDP能耗降低")
    page = text_of(log_in(story.people["leader"]), f"/indicators/{row.pk}/")
    assert "约束性指标" in page
    assert "2025年目标 14%以上" in page
    assert "最近 2024年上半年 为 9.9%" in page
    assert "此时应为10.3%" in page
    assert "behind" not in page
    assert "允许落后：绿 / 黄0.0% / 10.0%" in page
    assert "曾于 2024年8月20日 被判滞后" in page
    assert "九月底前完成四个改造项目验收" in page
    assert "示例市2023年国民经济和社会发展计划执行情况报告" in page


def test_every_number_of_a_document_leads_to_its_place(story: Story, log_in: LogIn) -> None:
    row = row_of(story, "单位GDP能耗降低")
    page = log_in(story.people["planner"]).get(f"/indicators/{row.pk}/").content.decode()
    target = row.targets.get(kind="five_year").statement
    assert target is not None
    place = f"/documents/{target.document_id}/?at={target.start}&amp;to={target.end}"
    assert f'<a href="{place}" title="{target.sentence}">14以上</a>' in page


def test_contested_values_stand_beside_the_one_in_use(story: Story, log_in: LogIn) -> None:
    page = text_of(log_in(story.people["congress"]), f"/indicators/{row_of(story, '城镇新增就业').pk}/")
    assert "与统计公报数不一致" in page
    assert "2023年统计公报" in page


def test_the_chart_has_its_data_in_the_page_and_no_script_of_its_own(story: Story, log_in: LogIn) -> None:
    row = row_of(story, "地区生产总值")
    response = log_in(story.people["leader"]).get(f"/indicators/{row.pk}/")
    chart = response.context["chart"]
    assert chart["categories"] == ["2020", "2021", "2022", "2023", "2024", "2025"]
    assert chart["series"][0]["values"][:4] == [1450, 1550, 1642, 1731]
    assert chart["series"][0]["values"][4] is None  # a total that still grows is no value of the year
    assert chart["series"][1]["marks"][0]["value"] == 2050
    page = response.content.decode()
    assert '<script id="path" type="application/json">' in page
    assert not re.search(r'<script(?! src=| id="path" type="application/json")|<style|\sstyle=|\son\w+=', page)


def test_shares_of_counties_stand_with_their_figures(story: Story, log_in: LogIn) -> None:
    page = text_of(log_in(story.people["leader"]), f"/indicators/{row_of(story, '地区生产总值').pk}/")
    assert "2024年分解" in page
    assert "69.0%" in page  # 214 of 310


def test_shares_of_this_year_stand_with_what_county_or_body_reported(story: Story, log_in: LogIn) -> None:
    row, body, county = row_of(story, "规模以上工业增加值"), story.bodies[0], Region.objects.get(pk=COUNTY)
    row.lead = None
    row.save()
    this = timezone.localdate().year
    government = Body.objects.create(name="示例县人民政府", kind="county", region=county, valid_from="2019-01-01")
    Grant.objects.create(user=story.people["owner"], role="owner", body=government)
    for year in (this - 1, this, this + 1):
        Target.objects.create(of=row, kind="share", year=year, body=body, low=100 + year - this)
        Target.objects.create(of=row, kind="share", year=year, body=government, region=county, low=50)
    client = log_in(story.people["owner"])
    shares = client.get("/").context["shares"]
    assert [(one.target.year, one.target.body, one.value) for one in shares] == [
        (this, body, None),
        (this, government, None),
    ]
    page = client.get("/").content.decode()
    links = [html.unescape(one) for one in re.findall(r'href="(/figures/new/[^"]+)"', page)]
    for link, value in zip(links, (40, 30), strict=True):
        form = client.get(link).context["form"]
        by = government if form.initial["region"] == COUNTY else body
        said = {**form.initial, "period": f"{this}-01", "value": value, "kind": "final", "reported_by": by.pk}
        whole = {**said, "region": CITY, "body": ""}
        assert "不由您的单位填报" in client.post("/figures/new/", whole).content.decode()
        response = client.post("/figures/new/", said)
        assert response.status_code == 302, response.context["form"].errors
    Figure.objects.filter(state="submitted").update(state="accepted")
    assert [one.value for one in client.get("/").context["shares"]] == [40, 30]
    page = text_of(log_in(story.people["leader"]), f"/indicators/{row.pk}/")
    assert f"{this}年分解" in page
    assert "40.0%" in page
    assert "60.0%" in page
    assert "40.0%" in text_of(client, f"/bodies/{body.pk}/standing/")


def test_markup_in_names_and_reasons_stays_text(story: Story, log_in: LogIn) -> None:
    row = story.rows[0]
    PlanIndicator.objects.filter(pk=row.pk).update(name="<img src=x onerror=alert(1)>", unit="</script><b>")
    Standing.objects.filter(of=row).update(reason_zh="<script>alert(1)</script>")
    client = log_in(story.people["leader"])
    for path in ("/", "/indicators/", f"/indicators/{row.pk}/", "/compare/"):
        page = client.get(path).content.decode()
        assert "<img src=x" not in page
        assert "<script>alert" not in page
        assert "</script><b>" not in page


def test_the_list_is_worst_first_and_filtered_by_the_address(story: Story, log_in: LogIn) -> None:
    client = log_in(story.people["planner"])
    lights = [row.standing.shown for row in client.get("/indicators/").context["table"].page]
    assert lights == sorted(lights, key=["red", "amber", "grey", "green"].index)
    assert len(set(lights)) >= 3
    red = client.get("/indicators/?light=red&attribute=binding").context["table"].page
    assert [row.name for row in red] == ["单位GDP能耗降低"]
    assert len(client.get(f"/indicators/?region={COUNTY}").context["table"].page) == 1
    assert len(client.get("/indicators/?field=environment").context["table"].page) == 2
    assert client.get("/indicators/?record=lapsed").context["table"].page.paginator.count >= 3
    assert client.get("/indicators/?sort=-share").status_code == 200


def test_people_see_their_regions_and_bodies_only(story: Story, person: Callable[..., User], log_in: LogIn) -> None:
    row = story.rows[1]
    elsewhere = log_in(person("elsewhere", "planner", region="220100"))
    assert "共 0 行" in text_of(elsewhere, "/indicators/")
    assert elsewhere.get(f"/indicators/{row.pk}/").status_code == 403
    assert elsewhere.get(f"/indicators/{row.pk}/overrule/").status_code == 403
    county = log_in(person("county", "planner", region=COUNTY))
    assert len(county.get("/indicators/").context["table"].page) == 1
    owner = log_in(story.people["owner"])  # who works for a body reads the plans of its region
    assert len(owner.get("/indicators/").context["table"].page) == 13
    assert owner.get(f"/indicators/{row.pk}/").status_code == 200
    assert owner.get(f"/indicators/{row.pk}/overrule/").status_code == 403
    assert log_in(person("nobody")).get("/indicators/").status_code == 403


def test_a_light_is_overruled_and_given_back_on_its_page(story: Story, log_in: LogIn) -> None:
    row = row_of(story, "高速公路通车里程")
    client = log_in(story.people["planner"])
    path = f"/indicators/{row.pk}/"
    empty = client.post(f"{path}overrule/", {"light": "amber"})
    assert "errors" in empty.content.decode()
    said = {"light": "amber", "reason": "控制性工程已完工，年底通车"}
    page = client.post(f"{path}overrule/", said, follow=True).content.decode()
    assert "控制性工程已完工，年底通车" in page
    assert "规则判定" in page
    assert "此时应为487公里" in page
    assert "恢复规则判定" in client.post(f"{path}lift/", follow=True).content.decode()
    assert Standing.objects.get(of=row).shown == "red"
    assert "没有" not in client.post(f"{path}lift/").headers.get("Location", "")
    assert log_in(story.people["leader"]).post(f"{path}overrule/", said).status_code == 403


def test_a_body_is_seen_on_one_page(story: Story, log_in: LogIn) -> None:
    page = text_of(log_in(story.people["leader"]), f"/bodies/{story.bodies[2].pk}/standing/")
    assert "牵头 3 项指标：1 项达标，0 项预警，2 项滞后，0 项未报告。" in page
    assert "九月底前完成四个改造项目验收" in page
    assert "逾期" not in page
    late = text_of(log_in(story.people["leader"]), f"/bodies/{story.bodies[1].pk}/standing/")
    assert re.search(r"2024年三季度（季）：\S+ 前报送，还有 1 项未报，共 2 项 逾期 12 天", late)


def test_a_body_that_has_reported_everything_is_not_called_late(story: Story, log_in: LogIn) -> None:
    body = story.bodies[3]
    row = next(row for row in story.rows if row.lead == body and row.name == "空气质量优良天数比例")
    assert Figure.objects.filter(indicator=row.indicator, period="2024Q3", state="accepted").exists()
    page = text_of(log_in(story.people["leader"]), f"/bodies/{body.pk}/standing/")
    assert "前报送，1 项已报齐" in page
    assert "逾期" not in page


def test_a_target_without_a_number_has_its_last_figure_all_the_same(story: Story, log_in: LogIn) -> None:
    row = row_of(story, "地区生产总值")
    row.targets.all().delete()
    Target.objects.create(of=row, kind="annual", year=2024, reference="与经济增长同步")
    Standing.objects.filter(pk=row.pk).update(last_period="", last_value=None)
    page = text_of(log_in(story.people["leader"]), f"/indicators/{row.pk}/")
    assert "最近 2024年三季度 为 1,310亿元" in page
    assert "还没有数据" not in page


def test_a_series_has_every_region_with_ranks_and_documents_where_there_is_no_figure(
    story: Story, log_in: LogIn
) -> None:
    indicator = story.rows[0].indicator
    Figure.objects.filter(indicator=indicator, region=CITY, period="2023").delete()
    response = log_in(story.people["congress"]).get(f"/series/{indicator.pk}/")
    grid = {row.region.pk: row for row in response.context["grid"]}
    years = response.context["years"]
    assert grid[CITY].cells[years.index(2023)].value.statement is not None
    assert [grid[COUNTY].cells[years.index(2022)].rank, grid["220282"].cells[years.index(2022)].rank] == [1, 2]
    assert [row.depth for row in response.context["grid"]] == [0, 1, 1]


def test_comparison_is_in_the_address_and_exported_as_seen(story: Story, log_in: LogIn) -> None:
    client = log_in(story.people["congress"])
    gdp = story.rows[0].indicator.pk
    address = f"/compare/?indicator={gdp}&region={CITY}&region={COUNTY}&first=2021&last=2023"
    found = client.get(address).context["found"]
    assert [row.region.pk for row in found[0].rows] == [CITY, COUNTY]
    assert [cell.value.value for cell in found[0].rows[1].cells] == [240, 262, 281]
    export = b"".join(client.get(f"{address}&export=csv")).decode("utf-8-sig")  # type: ignore[arg-type]
    assert export.splitlines()[1] == f"地区生产总值,亿元,{CITY},吉林市,1550.0,1642.0,1731.0"
    assert client.get("/compare/?first=abc&indicator=999999").status_code == 200
    assert client.get("/compare/?measure=growth").status_code == 200


def test_empty_pages_teach(person: Callable[..., User], log_in: LogIn) -> None:
    client = log_in(person("planner", "planner", region=CITY))
    assert "上传规划文本" in text_of(client, "/indicators/")
    assert "还没有可以对比的指标" in text_of(client, "/compare/")


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/indicators/", 14),
        ("/indicators/{row}/", 17),
        ("/series/{indicator}/", 14),
        ("/compare/", 22),
        ("/bodies/{body}/standing/", 18),
    ],
)
def test_pages_cost_the_same_whatever_there_is(
    path: str, most: int, story: Story, log_in: LogIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = log_in(story.people["planner"])
    for number in range(60):
        of = PlanIndicator.objects.create(
            plan=story.plan, indicator=story.rows[0].indicator, name=f"指标{number}", unit="亿元", lead=story.bodies[0]
        )
        Target.objects.create(of=of, kind="five_year", year=2025, low=5)
        Document.objects.create(name=f"{number}.txt", sha256="1" * 64, file="y", region_id=CITY)
    places = {"row": story.rows[0].pk, "indicator": story.rows[0].indicator.pk, "body": story.bodies[0].pk}
    with django_assert_max_num_queries(most):
        assert client.get(path.format(**places)).status_code == 200


def test_a_comparison_that_nobody_chose_has_what_figures_there_are(story: Story, log_in: LogIn) -> None:
    silent = story.rows[0].indicator  # 地区生产总值 would stand among the first by name
    Figure.objects.filter(indicator=silent).delete()
    page = log_in(story.people["leader"]).get("/compare/").content.decode()
    assert f"/series/{silent.pk}/" not in page
    assert page.count("<h2") >= 4


def test_what_is_no_list_is_exported_too(story: Story, log_in: LogIn) -> None:
    client = log_in(story.people["planner"])
    round_ = Round.objects.get(period="2024Q3")
    rows = json.loads(client.get(f"/rounds/{round_.pk}/?export=json").getvalue())
    found = {row["indicator"]: row for row in rows}
    assert found["规模以上工业增加值"]["value"] == 352
    assert (found["城镇调查失业率"]["value"], found["城镇调查失业率"]["state"]) == (None, "未报")
    rows = json.loads(client.get("/reports/overdue/?export=json").getvalue())
    assert {(row["period"], row["missing"]) for row in rows} == {("2024Q3", 1)}
    rows = json.loads(client.get(f"/plans/{story.plan.pk}/duties/?export=json").getvalue())
    assert rows[0]["lead"] == "示例市工业和信息化局"
    for path in (f"/rounds/{round_.pk}/", "/reports/overdue/", f"/plans/{story.plan.pk}/duties/"):
        page = client.get(path).content.decode()
        assert all(f'href="?export={kind}"' in page for kind in ("csv", "xlsx", "json", "parquet")), path
        book = load_workbook(BytesIO(b"".join(client.get(f"{path}?export=xlsx"))))  # type: ignore[arg-type]
        assert book.active is not None
        assert book.active.max_row > 1


def test_a_list_is_exported_with_numbers_as_numbers(story: Story, log_in: LogIn) -> None:
    rows = json.loads(log_in(story.people["leader"]).get("/indicators/?export=json").getvalue())
    assert {type(row["last"]) for row in rows if row["last"] is not None} <= {int, float}
    assert any(row["last"] == 1310 for row in rows)
