"""Charts as files: one SVG with all of them below each other, or a page with the data of each as a table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Literal

from planledger.charts.chart import Chart
from planledger.charts.drawing import FONT, WIDTH, chart_svg, drawn, said
from planledger.errors import PlanLedgerError
from planledger.ledger import replace_file

SUFFIXES = (".svg", ".html")
_STYLE = """
body{margin:2rem auto;max-width:800px;padding:0 1rem;color:#1f2933;
font:16px/1.5 system-ui,"Microsoft YaHei","Noto Sans CJK SC",sans-serif}
svg{max-width:100%;height:auto}figure{margin:0 0 2.5rem;break-inside:avoid}
details{margin-top:.5rem}summary{cursor:pointer}table{border-collapse:collapse;margin:.5rem 0;font-size:14px}
th,td{border:1px solid #b8c1cc;padding:.25rem .6rem;text-align:right;font-variant-numeric:tabular-nums}
th:first-child,td:first-child{text-align:left}thead th{background:#eaf1f8}
@media print{details>table{display:table}}"""


class WrongChart(PlanLedgerError):
    """A file name that asks for no kind of chart."""

    code = "output.chart"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"{self.name}: end the name of the chart with .svg or .html"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：图的文件名请以.svg或.html结尾"


def write_chart(path: Path, charts: Sequence[Chart], *, language: Literal["zh", "en"] = "zh") -> None:
    """Write ``charts`` as the name of ``path`` asks: ``.svg`` or ``.html``.

    Raises:
        WrongChart: When it asks for neither.
        OSError: When it cannot be written; what was there before stays.
    """
    suffix = path.suffix.lower()
    if suffix == ".svg":
        replace_file(path, _stacked(charts).encode("utf-8", "replace"))
    elif suffix == ".html":
        replace_file(path, _page(charts, language).encode("utf-8", "replace"))
    else:
        raise WrongChart(path.name)


def _stacked(charts: Sequence[Chart]) -> str:
    if len(charts) == 1:
        return chart_svg(charts[0]) + "\n"
    parts, down = [], 0.0
    for chart in charts:
        body, height = drawn(chart)
        parts.append(f'<g transform="translate(0 {down:.0f})" role="img" aria-label="{escape(said(chart))}">{body}</g>')
        down += height + 16
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {down:.0f}" width="{WIDTH}" height="{down:.0f}"'
        f' font-family=\'{FONT}\' font-size="12"><rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _page(charts: Sequence[Chart], language: str) -> str:
    title = charts[0].title if charts else "Planledger"
    figures = "\n".join(f"<figure>{chart_svg(chart)}{_table(chart, language)}</figure>" for chart in charts)
    tongue = "zh-CN" if language == "zh" else "en"
    return (
        f'<!doctype html>\n<html lang="{tongue}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body><main>\n{figures}\n</main></body></html>\n"
    )


def _table(chart: Chart, language: str) -> str:
    columns = list(chart.columns())
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name, _ in columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(f"<td>{'' if (value := values[at]) is None else f'{value:,.12g}'}</td>" for _, values in columns)
        + "</tr>"
        for at, label in enumerate(chart.labels)
    )
    summary = "数据" if language == "zh" else "Data"
    unit = f'<th scope="col">{escape(chart.unit)}</th>'
    return (
        f"<details open><summary>{summary}</summary><table><thead><tr>{unit}{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table></details>"
    )
