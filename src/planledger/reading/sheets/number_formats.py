"""A value of a cell as its number format prints it (数字格式)."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

# Formats that are kept by number only (ECMA-376, 18.8.30), those of China among them.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00",
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?)|\\(?P<escaped>.)|(?P<skip>[_*].)|\[(?P<bracket>[^\]]*)\]"""
    r"""|(?P<ampm>AM/PM|A/P|上午/下午)|(?P<exponent>E[+-]0+)|(?P<general>General|G/通用格式)"""
    r"""|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?,*|\.[0#?]+,*)|(?P<date>y+|m+|d+|h+|s+|a{3,4})|(?P<other>.)""",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_ELAPSED = re.compile("h+|m+|s+", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-]*)")
_EXACT = Context(prec=15, rounding=ROUND_HALF_UP)
_SHOWN = Context(prec=10, rounding=ROUND_HALF_UP)
_LONGEST_FORMAT, _MOST_DECIMALS, _LATEST_DAY = 255, 30, 2_958_465


class _Token(NamedTuple):
    kind: str
    text: str


def printed(value: float, form: str, *, from_1904: bool = False) -> str:
    """``value`` as the number format ``form`` prints it.

    >>> printed(0.065, "0.0%"), printed(1234.5, "#,##0"), printed(5.7 - 1e-15, "General")
    ('6.5%', '1,235', '5.7')
    >>> printed(44197, 'yyyy"年"m"月"')
    '2021年1月'
    """
    if not math.isfinite(value):
        return ""
    sections = _sections(form[:_LONGEST_FORMAT])
    tokens, signed = _section_for(value, sections)
    kinds = {token.kind for token in tokens}
    if kinds & {"date", "ampm", "elapsed"}:
        return _printed_date(value, tokens, from_1904)
    if "fraction" in kinds or "text" in kinds:
        return _general(value)
    if "general" in kinds:
        shown = _around(_general(value if signed else abs(value)), tokens)
    elif kinds & {"digits", "exponent"}:
        shown = _printed_number(value if signed else abs(value), tokens)
    else:
        shown = _around("", tokens)  # a format of words only, such as "-"
    return shown if signed or value >= 0 else _with_sign(shown)


def _around(number: str, tokens: tuple[_Token, ...]) -> str:
    shown = {"general": number}
    return "".join(shown.get(kind, text if kind in ("words", "percent") else "") for kind, text in tokens).strip()


@lru_cache(maxsize=512)
def _sections(form: str) -> tuple[tuple[tuple[_Token, ...], str, float], ...]:
    """The sections of a format: their tokens, and the condition under which each is used."""
    sections: list[tuple[tuple[_Token, ...], str, float]] = []
    tokens: list[_Token] = []
    condition, bound = "", 0.0
    for match in _TOKEN.finditer(form):
        kind, text = str(match.lastgroup), match[str(match.lastgroup)]
        if kind == "other" and text == ";":
            sections.append((_months_told(tokens), condition, bound))
            tokens, condition, bound = [], "", 0.0
        elif kind == "bracket" and (compared := _CONDITION.fullmatch(text)):
            condition, bound = compared[1], float(compared[2])
        elif token := _token(kind, text):
            tokens.append(token)
    sections.append((_months_told(tokens), condition, bound))
    return tuple(sections[:4])


def _token(kind: str, text: str) -> _Token | None:
    if kind == "skip":
        return None
    if kind == "bracket":
        if _ELAPSED.fullmatch(text):
            return _Token("elapsed", text.lower())
        currency = _CURRENCY.match(text)
        return _Token("words", currency[1]) if currency and currency[1] else None
    if kind == "quoted":
        return _Token("words", text.strip('"'))
    if kind in ("escaped", "other"):
        special = {"%": "percent", "/": "slash", "@": "text"}.get(text, "words") if kind == "other" else "words"
        return _Token(special, text)
    return _Token(kind, text.lower() if kind == "date" else text)


def _with_sign(shown: str) -> str:
    """A negative number with the minus that its format shows by brackets or by colour."""
    if "-" in shown or "−" in shown or not any(one.isdigit() for one in shown):
        return shown
    return "-" + shown.strip("()（）")


def _months_told(tokens: list[_Token]) -> tuple[_Token, ...]:
    """The tokens with minutes told from months, and fractions from dates."""
    told = list(tokens)
    times = [at for at, token in enumerate(told) if token.kind in ("date", "elapsed")]
    for number, at in enumerate(times):
        if told[at].text[0] == "m" and told[at].kind == "date" and len(told[at].text) <= 2:
            before = told[times[number - 1]].text[0] if number else ""
            after = told[times[number + 1]].text[0] if number + 1 < len(times) else ""
            if before == "h" or after == "s":
                told[at] = _Token("date", "n" * len(told[at].text))
    slashes = [at for at, token in enumerate(told) if token.kind == "slash"]
    fraction = not times and any(0 < at < len(told) - 1 and told[at - 1].kind == "digits" for at in slashes)
    return tuple(
        _Token("fraction" if fraction else "words", token.text) if token.kind == "slash" else token for token in told
    )


def _section_for(
    value: float, sections: tuple[tuple[tuple[_Token, ...], str, float], ...]
) -> tuple[tuple[_Token, ...], bool]:
    """Tokens of the section that prints ``value``, and whether it prints the sign of it, too."""
    if any(condition for _, condition, _ in sections):
        for tokens, condition, bound in sections:
            if not condition or _holds(value, condition, bound):
                return tokens, True
        return sections[-1][0], True
    numeric = sections[:3]
    if value < 0 and len(numeric) > 1:
        return numeric[1][0], False
    if value == 0 and len(numeric) > 2:
        return numeric[2][0], False
    return numeric[0][0], True


def _holds(value: float, condition: str, bound: float) -> bool:
    return {
        "<": value < bound, ">": value > bound, "=": value == bound, "<=": value <= bound, ">=": value >= bound,
        "<>": value != bound,
    }[condition]  # fmt: skip


def _exact(value: float) -> Decimal:
    """``value`` in the fifteen digits that a sheet keeps, without the noise of binary fractions."""
    return _EXACT.create_decimal(repr(value))


def _general(value: float) -> str:
    exact = _exact(value)
    if exact != exact.to_integral_value():
        exact = _SHOWN.create_decimal(exact)
    if not exact:
        return "0"
    if not -10 < exact.adjusted() < 21:
        return f"{exact.normalize():E}"
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _printed_number(value: float, tokens: tuple[_Token, ...]) -> str:
    kinds = [token.kind for token in tokens]
    patterns = [token.text for token in tokens if token.kind == "digits"]
    pattern = "".join(patterns)
    whole, _, decimals = pattern.partition(".")
    scale = len(pattern) - len(pattern.rstrip(","))
    number = _exact(value) * Decimal(100) ** kinds.count("percent") / Decimal(1000) ** scale
    decimals = decimals.rstrip(",").replace(",", "")[:_MOST_DECIMALS]
    if "exponent" in kinds:
        shown = f"{number:.{len(decimals)}E}"
    else:
        shown = _with_decimals(number, whole.rstrip(",") if scale else whole, decimals)
    sign, shown = ("-", shown[1:]) if shown.startswith("-") else ("", shown)
    shares = [shown] if len(patterns) < 2 else _shared_out(shown, patterns)
    pieces = []
    for kind, text in tokens:
        if kind == "digits":
            pieces.append(shares.pop(0))
        elif kind in ("words", "percent"):
            pieces.append(text)
    return sign + "".join(pieces).strip()


def _shared_out(shown: str, patterns: list[str]) -> list[str]:
    """The digits of a number by the places that a format has for them: ``0431-8888`` as ``0000-0000`` prints it."""
    shares: list[str] = []
    for pattern in reversed(patterns[1:]):
        cut = max(0, len(shown) - len(pattern))
        shares.insert(0, shown[cut:])
        shown = shown[:cut]
    return [shown, *shares]


def _with_decimals(number: Decimal, whole: str, decimals: str) -> str:
    step = Decimal(1).scaleb(-len(decimals))
    rounded = number.quantize(step, ROUND_HALF_UP, Context(prec=400)) if number.adjusted() < 300 else number
    text = f"{rounded:f}"
    sign = "-" if text.startswith("-") and rounded else ""
    digits, _, behind = text.lstrip("-").partition(".")
    least = len(decimals.rstrip("#?"))
    while len(behind) > least and behind.endswith("0"):
        behind = behind[:-1]
    digits = digits.lstrip("0").zfill(whole.count("0"))
    if "," in whole:
        digits = f"{int(digits or 0):,}" if whole.count("0") <= 1 and digits else digits
    if behind:
        return f"{sign}{digits or 0}.{behind}"
    return sign + digits


def _printed_date(value: float, tokens: tuple[_Token, ...], from_1904: bool) -> str:
    """A count of days as date or time; a number that is no day stays a number."""
    if not 0 <= value < _LATEST_DAY:
        return _general(value)
    smallest = any(token.text[0] in "sS" for token in tokens if token.kind in ("date", "elapsed"))
    days = _exact(value)
    seconds = int((days * 86400).to_integral_value(ROUND_HALF_UP)) if smallest else int(days * 86400 + Decimal("0.5"))
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001  # a sheet knows no time zone
    if not from_1904 and 0 < value < 60:
        start += timedelta(days=1)  # the sheet's calendar has a 29 February 1900
    moment = start + timedelta(seconds=seconds)
    halved = any(token.kind == "ampm" for token in tokens)
    pieces = []
    for kind, text in tokens:
        if kind == "date":
            pieces.append(_date_part(moment, text, halved))
        elif kind == "elapsed":
            pieces.append(str(seconds // {"h": 3600, "m": 60, "s": 1}[text[0]]))
        elif kind == "ampm":
            pieces.append(
                ("上午" if moment.hour < 12 else "下午") if "上" in text else "AM" if moment.hour < 12 else "PM"
            )
        elif kind in ("words", "fraction"):
            pieces.append(text)
    return "".join(pieces).strip()


def _date_part(moment: datetime, part: str, halved: bool) -> str:
    hour = (moment.hour % 12 or 12) if halved else moment.hour
    name, length = part[0], len(part)
    if name == "y":
        return f"{moment.year:04d}" if length > 2 else f"{moment.year % 100:02d}"
    if name in "md" and length > 2:
        # Names of months are English in the format, and a number tells as much.
        return str(moment.month) if name == "m" else f"星期{'一二三四五六日'[moment.weekday()]}"
    if name == "a":
        return ("星期" if length > 3 else "") + "一二三四五六日"[moment.weekday()]
    number = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}[name]
    return f"{number:02d}" if length > 1 else str(number)
