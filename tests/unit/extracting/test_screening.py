"""Which numerals are left out, and why."""

from __future__ import annotations

import pytest

from planledger.catalogue import load_catalogue
from planledger.extracting.screening import why_not
from planledger.extracting.values import find_values

CATALOGUE = load_catalogue()
NUMERAL = "|"


def reasons(marked: str) -> list[str]:
    """Why the numeral between two strokes is left out, one for each way that it is read; empty where it is taken."""
    before, numeral, after = marked.split(NUMERAL)
    text, start = before + numeral + after, len(before)
    end = start + len(numeral)
    return [why_not(text, one) for one in find_values(text, CATALOGUE) if one.start < end and one.end > start]


@pytest.mark.parametrize(
    "marked",
    [
        "|2023|年是关键一年。",
        "自|7|月起实施。",
        "|15|日召开会议。",
        "办好第|31|届博览会。",
        "实施“|761|”工程。",
        "发展|5|G网络。",
        "支持H|9|轿车。",
        "创建国家|5|A级景区。",
        "落实“|1|+6”政策。",
        "依据国发〔|2023|〕文件。",
        "推进三|期|建设。",
        "修订第|12|条。",
        "|5000|万元以上项目132个。",
        "|35|蒸吨以下燃煤锅炉。",
        "打造|15|分钟便民生活圈。",
        "提供|24|小时自助服务。",
        "建成|220|千伏输变电工程。",
        "推动|12|英寸晶圆。",
        "抓好|8|个方面工作。",
        "做到|三|个坚持。",
        "打造|百|亿级集群。",
        "培育|一|批项目。",
        "开展|三|下乡活动。",
        "（|4|）提升能力。",
        "把安全放在第|一|位。",
        "详见表|2|。",
        "始终坚持|两|手抓。",
    ],
)
def test_left_out(marked: str) -> None:
    assert all(reasons(marked))


@pytest.mark.parametrize(
    "marked",
    [
        "项目达到|132|个。",
        "增长|6.2|%。",
        "建成|三|个文化地标。",
        "开展|两|轮检查。",
        "产值突破|百亿|元。",
        "居全省第|3|位。",
        "进入全国前|五|位。",
        "粮食产量稳居全省|首|位。",
        "时限压缩至|2|天。",
        "零就业家庭动态清|零|。",
        "每个乡镇建成|一|个站点。",
        "价格指数为|101.3|。",
        "比例为|12|∶65∶23。",
        "连续|5|年没有发生事故。",
        "受教育年限达到|11.6|年。",
        "平均预期寿命|79.2|岁。",
        "新增污水日处理能力|5|万吨。",
        "新建高标准农田|18|万亩。",
        "是上年的|2.6|倍。",
    ],
)
def test_taken(marked: str) -> None:
    assert "" in reasons(marked)


def test_half_is_taken() -> None:
    assert "" in reasons("占比|一|半以上。")


@pytest.mark.parametrize(
    ("marked", "reason"),
    [
        ("自|7|月起实施。", "date"),
        ("办好第|31|届博览会。", "ordinal"),
        ("支持H|9|轿车。", "name"),
        ("|5000|万元以上项目132个。", "threshold"),
        ("提供|24|小时自助服务。", "specification"),
        ("抓好|8|个方面工作。", "slogan"),
    ],
)
def test_reason_is_named(marked: str, reason: str) -> None:
    assert set(reasons(marked)) == {reason}
