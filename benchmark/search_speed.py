"""How long the index of search takes to make, and its questions to answer, over invented statements.

    PLANLEDGER_DATA=folder [PLANLEDGER_DATABASE_URL=postgresql://…] python benchmark/search_speed.py

The database is filled with documents and statements that nobody wrote, unless it has as many already: use one of its
own. ``--statements`` says how many, 200,000 without.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import sys
import time
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planweb.settings.application")
THINGS = (
    "就业",
    "收入",
    "粮食",
    "棉花",
    "投资",
    "工业",
    "农业",
    "旅游",
    "专利",
    "学校",
    "医院",
    "床位",
    "公路",
    "铁路",
    "绿地",
    "住房",
    "煤炭",
    "电力",
    "用水",
    "养老",
    "幼儿园",
    "图书馆",
    "企业",
    "商品",
    "外贸",
    "财政",
    "税收",
    "存款",
    "贷款",
    "人口",
    "森林",
    "湿地",
    "排放",
    "能耗",
    "宽带",
    "基站",
    "园区",
    "港口",
    "机场",
    "快递",
)
KINDS = (
    "城镇新增",
    "农村居民",
    "规模以上",
    "人均",
    "全社会固定",
    "高技术",
    "新建改造",
    "每千人",
    "城乡",
    "重点",
    "战略性新兴",
    "一般公共",
)
ENDS = (
    "数量",
    "总额",
    "产量",
    "面积",
    "覆盖率",
    "增加值",
    "比重",
    "规模",
    "利用率",
    "拥有量",
)
VERBS = (
    "完成",
    "达到",
    "增长到",
    "提高到",
    "控制在",
    "稳定在",
    "力争达到",
    "超过",
)
UNITS = (
    "亿元",
    "万人",
    "万吨",
    "个",
    "公顷",
    "%",
    "张",
    "公里",
    "家",
    "件",
)
AFTERS = (
    "，比上年有所增加，好于预期。",
    "，各项工作扎实推进，年度任务圆满完成。",
    "，为全市高质量发展提供了有力支撑。",
    "，民生保障水平持续提升。",
    "。",
)


def main() -> int:
    """Fill, index, ask, and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--statements", type=int, default=200_000)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--ask-only", action="store_true", help="with the index that is there")
    said = parser.parse_args()
    from planweb.site.serving import set_up

    set_up()
    if not said.ask_only:
        fill(said.statements, said.documents)
        index()
    ask(said.rounds)
    return 0


def fill(statements: int, documents: int) -> None:
    """Make what is missing."""
    from planweb.accounts.models import Region
    from planweb.evidence.models import Document, Statement

    if Statement.objects.count() >= statements:
        return
    chance = random.Random(2026)
    regions = list(Region.objects.filter(level__in=["prefecture", "county"]).values_list("code", flat=True))[:300]
    made = Document.objects.bulk_create(
        Document(
            name=f"invented-{number}.txt",
            title=f"示例市{2010 + number % 16}年国民经济和社会发展计划报告（{number}）",
            kind="plan_report",
            region_id=regions[number % len(regions)],
            year=2010 + number % 16,
            sha256=f"{number:064}",
            state="read",
        )
        for number in range(documents)
    )
    rows: list[Statement] = []
    for number in range(statements):
        document = made[number % documents]
        name = chance.choice(KINDS) + chance.choice(THINGS) + chance.choice(ENDS)
        value = f"{chance.uniform(1, 5000):,.2f}" + chance.choice(UNITS)
        others = "、".join(chance.sample(THINGS, 3))
        sentence = f"围绕{others}，全市{name}{chance.choice(VERBS)}{value}{chance.choice(AFTERS)}"
        rows.append(
            Statement(
                document=document,
                start=number,
                end=number + 5,
                text=value,
                role="actual",
                sentence=sentence,
                sentence_start=number,
                sentence_end=number + len(sentence),
                indicator=name,
                measure="level",
                bound="exact",
                period=str(document.year),
            )
        )
        if len(rows) == 2_000:
            Statement.objects.bulk_create(rows)
            rows = []
    Statement.objects.bulk_create(rows)


def index() -> None:
    """Make the index, and say how long it took."""
    from django.core.management import call_command
    from django.db import connection

    start = time.monotonic()
    call_command("rebuild_search")
    sys.stdout.write(f"{connection.vendor}: index made in {time.monotonic() - start:.1f} s\n")


def ask(rounds: int) -> None:
    """Ask for every word of two characters, for numbers and pairs, everywhere and in one region, as pages do."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import override_settings

    from planweb.accounts.models import Grant, Region, User
    from planweb.search.models import Entry

    user = User.objects.filter(username="asker").first() or User.objects.create_user("asker", name="问")
    Grant.objects.get_or_create(user=user, role="leader", region=None, body=None)
    local = User.objects.filter(username="local").first() or User.objects.create_user("local", name="本地")
    place = Region.objects.get(path=Entry.objects.filter(kind="document").values_list("path", flat=True)[0])
    Grant.objects.get_or_create(user=local, role="leader", region=place, body=None)
    words = {
        "two characters": [word for word in THINGS if len(word) == 2] + ["全市", "增长", "城镇", "完成"],
        "one character": ["市", "业"],
        "pairs": ["就业 2023", "城镇 收入 增长", "粮食 产量"],
        "numbers and long": ["1303.96", "2,500", "城镇新增就业", "规模以上工业增加值", "没有的词"],
    }
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        for who in (user, local):
            client = Client()
            client.force_login(who)
            client.get("/search/", {"q": "热身"})
            for name, asked in words.items():
                for extra in ({}, {"kind": "statement"}, {"kind": "statement", "page": "20"}):
                    times = []
                    for word in asked * rounds:
                        start = time.perf_counter()
                        assert client.get("/search/", {"q": word, **extra}).status_code == 200
                        times.append((time.perf_counter() - start) * 1000)
                    times.sort()
                    p95 = times[math.ceil(len(times) * 0.95) - 1]
                    sys.stdout.write(
                        f"{connection.vendor} {who.username} {name} {extra or 'all kinds'}:"
                        f" median {median(times):.0f} ms, p95 {p95:.0f} ms, most {times[-1]:.0f} ms\n"
                    )


if __name__ == "__main__":
    sys.exit(main())
