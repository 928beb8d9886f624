"""Invented documents set as PDF."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import cvttf_NotoSansCJK_Regular
import typst

FONTS = [str(Path(cvttf_NotoSansCJK_Regular.__file__).parent)]
_HEAD = """#set text(font: "Noto Sans CJK TC", lang: "zh", size: 12pt)
#set par(justify: true, leading: 1em, first-line-indent: (amount: 2em, all: true))
"""
_CLAUSES = (
    "全市生产总值增长{}%",
    "规模以上工业增加值达到{}亿元",
    "新建改建农村公路{}公里",
    "城镇新增就业{}万人",
    "单位生产总值能耗下降{}%左右",
    "粮食产量稳定在{}万吨以上",
    "引进GDP过百亿元的重大项目{}个",
    "常住人口城镇化率提高{}个百分点",
)


def set_pdf(source: str, head: str = _HEAD) -> bytes:
    """The PDF of a typst source."""
    return typst.compile((head + source).encode(), font_paths=FONTS, ignore_system_fonts=True)


def paragraphs(count: int, seed: int = 1) -> list[str]:
    """Invented paragraphs of a plan, with a heading before every fourth."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        if number % 4 == 0:
            found.append(f"（{'一二三四五六七八九十'[number // 4 % 10]}）着力推进第{number // 4 + 1}项重点工作")
        clauses = [
            chance.choice(_CLAUSES).format(round(chance.uniform(1, 99), 1)) for _ in range(chance.randint(3, 14))
        ]
        found.append("，".join(clauses) + "。")
    return found


@cache
def report(columns: int = 1, *, notes: bool = True, count: int = 40) -> tuple[bytes, list[str], list[str]]:
    """A report with running heads, page numbers and footnotes: its PDF, paragraphs and footnotes."""
    page = f"""#set page(paper: "a4", margin: 2.6cm, columns: {columns},
header: [#set text(9pt)
云岭市规划资料选编 #h(1fr) 内部资料],
footer: context align(center)[— #counter(page).display() —])
"""
    text, foots, parts = paragraphs(count), [], []
    for number, one in enumerate(text):
        front, comma, rest = one.partition("，")
        if notes and number % 7 == 3 and comma:
            foots.append(f"此处数据的口径见第{number + 1}号说明，增速按可比价格计算。")
            parts.append(f"{front}#footnote[{foots[-1]}]，{rest}")
        else:
            parts.append(one)
    return set_pdf("\n\n".join(parts), page + _HEAD), text, foots
