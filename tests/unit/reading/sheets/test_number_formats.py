"""A value is printed as its sheet prints it."""

import pytest

from planledger.reading.sheets.number_formats import printed


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0.065, "0.0%", "6.5%"),
        (0.1234, "0.##%", "12.34%"),
        (1234.5, "0", "1235"),
        (2.5, "0", "3"),
        (1.005, "0.00", "1.01"),
        (5.699999999999999, "General", "5.7"),
        (0.1 + 0.2, "General", "0.3"),
        (123456789012, "General", "123456789012"),
        (1e-7, "General", "0.0000001"),
        (10, 'General"亿元"', "10亿元"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (0.4, "#,##0", "0"),
        (0.5, "#.##", "0.5"),
        (1500000, '#,##0.0,,"百万"', "1.5百万"),
        (12345.678, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "12,345.68"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (-5, "#,##0;[Red]-#,##0", "-5"),
        (-13.4, "0.0_);[Red](0.0)", "-13.4"),
        (-13.4, "0.0;[Red]0.0", "-13.4"),
        (-0.001, "0.0", "0.0"),
        (5, "[>=100]0.0;[<100]0.00", "5.00"),
        (7, "000", "007"),
        (43188888, "0000-0000", "4318-8888"),
        (2025, '0"年"', "2025年"),
        (6.5, '0.0"%"', "6.5%"),
        (3.14, "@", "3.14"),
        (0.5, "# ?/?", "0.5"),
        (44197, "yyyy/m/d", "2021/1/1"),
        (44197, '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "2021年1月1日"),
        (44197.5, "yyyy-mm-dd hh:mm", "2021-01-01 12:00"),
        (0.25, "[h]:mm", "6:00"),
        (1.25, "[h]:mm:ss", "30:00:00"),
        (44197.75, "h:mm AM/PM", "6:00 PM"),
        (-1, "yyyy/m/d", "-1"),
        (1e300, "yyyy/m/d", "1E+300"),
        (float("inf"), "0", ""),
    ],
)
def test_printed(value: float, form: str, shown: str) -> None:
    assert printed(value, form) == shown


def test_days_may_count_from_1904() -> None:
    assert printed(42735, "yyyy/m/d", from_1904=True) == "2021/1/1"


@pytest.mark.parametrize("form", ["", ";;;", '"', "[", "0" * 500, "#,,,,,", "0.0.0", "E+0", "[>x]0", "\\", "y" * 300])
@pytest.mark.parametrize("value", [0.0, -1.5, 1e308, 5e-324, 44197.25])
def test_no_format_breaks_the_reading(value: float, form: str) -> None:
    assert isinstance(printed(value, form), str)
