"""Numbers as Word prints them in lists (编号格式)."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST = 9999


def counted(number: int, digits: str = _DIGITS, ranks: str = "十百千", zero: str = "零") -> str:
    """A number below ten thousand as it is spoken.

    >>> counted(12), counted(20), counted(105)
    ('十二', '二十', '一百零五')
    """
    if not 0 < number <= _LARGEST:
        return digits[0] if number == 0 else str(number)
    spoken, gap = "", False
    for rank in (3, 2, 1, 0):
        digit = number // 10**rank % 10
        if not digit:
            gap = bool(spoken)
            continue
        spoken += (zero if gap else "") + digits[digit] + (ranks[rank - 1] if rank else "")
        gap = False
    return spoken[1:] if digits is _DIGITS and 10 <= number < 20 else spoken


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _letters(number: int) -> str:
    # Word repeats the letter after z: aa, bb.
    repeats, letter = divmod(number - 1, 26)
    return chr(97 + letter) * min(repeats + 1, 8)


def _roman(number: int) -> str:
    written, left = "", number if number <= _LARGEST else 0
    for value, letters in _ROMAN:
        count, left = divmod(left, value)
        written += letters * count
    return written or str(number)


def _in_row(first: str, length: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= length else str(number)


def _of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _wide(number: int) -> str:
    return str(number).translate({48 + digit: 0xFF10 + digit for digit in range(10)})


def _legal(number: int) -> str:
    return counted(number, _LEGAL, "拾佰仟")


def _nothing(_: int) -> str:
    return ""


_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": counted,
    "chineseCountingThousand": counted,
    "taiwaneseCounting": counted,
    "taiwaneseCountingThousand": counted,
    "japaneseCounting": counted,
    "koreanCounting": counted,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "chineseLegalSimplified": _legal,
    "japaneseLegal": _legal,
    "ideographLegalTraditional": lambda number: counted(number, "零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "decimalEnclosedCircle": _in_row("①", 20),
    "decimalEnclosedCircleChinese": _in_row("①", 20),
    "decimalEnclosedParen": _in_row("⑴", 20),
    "decimalEnclosedFullstop": _in_row("⒈", 20),
    "ideographEnclosedCircle": _in_row("㊀", 10),
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": _nothing,
}


def printed_number(number: int, form: str) -> str:
    """``number`` in the list format that Word calls ``form``; in digits where the format is not known.

    >>> printed_number(3, "chineseCounting"), printed_number(21, "ideographDigital"), printed_number(4, "upperRoman")
    ('三', '二一', 'IV')
    """
    return _FORMS.get(form, str)(number) if number >= 0 else str(number)
