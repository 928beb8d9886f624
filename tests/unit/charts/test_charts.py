"""Charts: sound pictures of what they are given, and the data beside them."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planledger.charts import Band, Bars, Chart, Line, Points, chart_svg, write_chart
from planledger.charts.publishing import WrongChart
from planledger.charts.scale import ticks

SVG = "{http://www.w3.org/2000/svg}"
YEARS = ["2026", "2027", "2028"]
PATH = Chart(
    "目标与完成",
    YEARS,
    [Band("区间", [1, 2, 3], [2, 4, 6]), Line("目标", [1, None, 3], dashed=True), Points("实际", [1, 2, None])],
    unit="亿元",
    note="按年均增长分解。",
)


def drawing(chart: Chart) -> ET.Element:
    return ET.fromstring(chart_svg(chart))


def texts(root: ET.Element) -> list[str]:
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


def test_a_chart_names_what_it_shows() -> None:
    root = drawing(PATH)
    assert root.get("role") == "img"
    assert root.get("aria-label") == "目标与完成 (亿元): 区间, 目标, 实际"
    assert {"目标与完成", "亿元", "区间", "目标", "实际", "按年均增长分解。", *YEARS} <= set(texts(root))
    assert [one.text for one in root.iter(f"{SVG}title")] == ["实际 2026: 1亿元", "实际 2027: 2亿元"]


def test_bars_are_as_long_as_their_values() -> None:
    root = drawing(Chart("资金", ["2026", "2027"], [Bars("甲", [2, 4], "a"), Bars("乙", [6, 2], "a")]))
    bars = [one for one in root.iter(f"{SVG}rect") if one.find(f"{SVG}title") is not None]
    high = [float(bar.get("height", "0")) for bar in bars]
    assert high[1] == pytest.approx(2 * high[0], abs=0.2)
    assert high[2] == pytest.approx(3 * high[0], abs=0.2)
    lower, upper = bars[0], bars[2]  # one upon the other
    assert float(upper.get("y", "0")) + high[2] == pytest.approx(float(lower.get("y", "0")), abs=0.2)


def test_hostile_names_stay_text() -> None:
    name = '<script>alert(1)</script>"&'
    root = drawing(Chart(name, [name], [Line(name, [1.0])], unit=name, note=name))
    assert not [one for one in root.iter() if one.tag.endswith("script")]
    assert name in texts(root)


@pytest.mark.parametrize("labels", [[], ["2026"]])
def test_a_chart_of_nothing_is_still_a_chart(labels: list[str]) -> None:
    assert (
        drawing(Chart("空", labels, [Line("目标", [None] * len(labels)), Bars("甲", [None] * len(labels))])) is not None
    )


NUMBER = st.none() | st.floats(-1e12, 1e12)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(NUMBER, NUMBER), min_size=1, max_size=8), st.booleans())
def test_every_mark_lies_on_the_picture(pairs: list[tuple[float | None, float | None]], lying: bool) -> None:
    first, second = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    labels = [str(at) for at in range(len(pairs))]
    svg = chart_svg(
        Chart("图", labels, [Bars("甲", first, "s"), Bars("乙", second, "s"), Line("丙", second)], lying=lying)
    )
    root = ET.fromstring(svg)
    wide, high = float(root.get("width", "0")), float(root.get("height", "0"))
    for bar in root.iter(f"{SVG}rect"):
        if bar.find(f"{SVG}title") is not None:
            x, y, w, h = (float(bar.get(name, "0")) for name in ("x", "y", "width", "height"))
            assert -1 <= x <= x + w <= wide + 1
            assert -1 <= y <= y + h <= high + 1


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9))
def test_the_axis_holds_all_values(low: float, width: float) -> None:
    axis = ticks(low, low + width)
    room = (axis[-1] - axis[0]) * 1e-6
    assert axis[0] <= low + room
    assert axis[-1] >= low + width - room
    assert 2 <= len(axis) <= 9


def test_files_hold_the_charts_and_their_data(tmp_path: Path) -> None:
    write_chart(tmp_path / "a.svg", [PATH, PATH])
    write_chart(tmp_path / "a.html", [PATH], language="en")
    root = ET.parse(tmp_path / "a.svg").getroot()
    assert texts(root).count("目标与完成") == 2
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<summary>Data</summary>" in page
    assert re.search(r'<th scope="row">2027</th><td>2</td><td>4</td><td></td><td>2</td>', page)


def test_the_data_beside_a_chart_have_all_their_digits(tmp_path: Path) -> None:
    write_chart(tmp_path / "a.html", [Chart("产值", ["2026", "2027"], [Line("目标", [15000.5, 0.0004])])])
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<td>15,000.5</td>" in page
    assert "<td>0.0004</td>" in page


def test_a_name_without_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongChart):
        write_chart(tmp_path / "a.png", [PATH])
    assert list(tmp_path.iterdir()) == []


def test_an_axis_of_counts_has_no_fractions() -> None:
    root = drawing(Chart("问题", ["占比", "基期"], [Bars("错误", [1, 2])], lying=True, counts=True))
    numbers = [text for text in texts(root) if text[0].isdigit()]
    assert numbers == ["0", "1", "2"]
