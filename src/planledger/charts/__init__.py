"""Charts that people paste into reports: SVG, or a page that holds them with the tables of their data."""

from planledger.charts.chart import Band, Bars, Chart, Line, Points
from planledger.charts.drawing import chart_svg
from planledger.charts.publishing import write_chart

__all__ = ["Band", "Bars", "Chart", "Line", "Points", "chart_svg", "write_chart"]
