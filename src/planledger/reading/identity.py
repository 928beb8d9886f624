"""What a document is: title, issuing body, date, type, report year, each with the confidence it deserves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from planledger.catalogue import read_data
from planledger.model.document import Guess, Kind
from planledger.reading.blocks import Line

HEAD = 2500
_TITLE_END = re.compile("(?:报告|纲要|规划|公报|计划|说明|方案|速览|草案|决算|启航|回眸)(?:（[^）]*）)?$")
_NO_TITLE = re.compile(r"各位代表|[，。；]|^[一二三四五六七八九十\d（(—-]|^第[一二三四五六七八九十百\d]{1,4}[章节篇编]")
_GIVES_ACCOUNT = re.compile("代表[^。，]{0,12}(?:政府|国务院)[，]?[^。]{0,12}(?:作|报告)[^。]{0,12}(?:工作|报告)")
_MEETING = re.compile(
    r"(?P<date>(?:[12]\d{3}|[一二][〇○零Ｏ一二三四五六七八九O]{3})年[^，。]{2,9}日)[^。，]{0,3}在[^。，]{2,30}(?:大会|会议)[^。，]{0,14}上"
)
_DATE = re.compile(r"(?P<year>(?:19|20)\d\d)[年/.-](?P<month>\d{1,2})(?:[月/.-](?P<day>\d{1,2})日?)?")
_ISSUING = re.compile("人民政府|发展和改革委员会|发展改革委|财政局|财政厅|统计局|国务院")
_ISSUER = re.compile(rf"[\u4e00-\u9fff]{{2,14}}(?:人民政府办公[厅室]|{_ISSUING.pattern})")
_SHORT, _KIND_ALONE = 30, 8
_TITLE_BEGIN = re.compile("(?:(?:19|20)\\d\\d年|关于)[^，。；：:（）()]+")
_BARE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?![\d.-])(?P<unit>年)?")
_LOOKS_BACK = re.compile("回顾|回眸|执行|总结|以来|成就|成绩")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_YEAR_OF_RESULTS = re.compile(r"(?<![到至—\d-])((?:19|20)\d\d)年(?!以?前|底?前)")
_PLAN_YEARS = re.compile(r"((?:19|20)\d\d)年?\s*[-—–~至]+\s*((?:19|20)\d\d)\s*年")
_PLAN_NUMBER = re.compile("第(十?[一二三四五六七八九十])个五年|“(十[一二三四五六七八九])五”[^。，”]{0,20}规划")
_PLAN_TITLE = re.compile("“?十[一二三四五六七八九]五”?[^。，”]{0,20}规划(?!.{0,8}(?:计划|报告))")
_ADDRESS = re.compile("各位代表|向大会(?:作|报告)|请予审议")


def find_title(text: str, lines: Sequence[Line], hint: str, weak_hint: str = "") -> Guess[str]:
    """The title as printed, over as many lines as it takes."""
    if hint:
        return Guess(hint, 0.95, "page")
    head = [line for line in lines[:25] if line.kind == "title"]
    for index, line in enumerate(head):
        words = text[line.start : line.end]
        for following in head[index + 1 : index + 4]:
            if _TITLE_END.search(words):
                break
            words += text[following.start : following.end]
        if _TITLE_END.search(words):
            return Guess(_title_begun(text, lines, line) + words, 0.9, "first lines")
    if head:
        return Guess(text[head[0].start : head[0].end].lstrip("—─-– "), 0.6, "first lines")
    for line in () if weak_hint else lines[:6]:
        words = text[line.start : line.end]
        if line.kind in ("paragraph", "heading") and 6 <= len(words) <= 60 and not _NO_TITLE.search(words):
            return Guess(words, 0.3, "first line")
    if weak_hint:
        return Guess(weak_hint, 0.4, "page")
    return Guess("", 0.0, "not found")


def _title_begun(text: str, lines: Sequence[Line], title: Line) -> str:
    """What the line before that of a title says of it, where only the word for its kind stands on a line of its own."""
    at = lines.index(title)
    if at == 0 or title.end - title.start > _KIND_ALONE:
        return ""
    before = text[lines[at - 1].start : lines[at - 1].end]
    return before if len(before) <= _SHORT and _TITLE_BEGIN.fullmatch(before) else ""


def find_kind(text: str, title: str) -> Guess[Kind]:
    """Document type by the title, else by how the text starts."""
    patterns = _kind_patterns()
    for kind, pattern in patterns:
        if pattern.search(title):
            return Guess(kind, 0.95, "title")
    if any(word in title for word in ("规划", "方案", "通知", "意见")):
        return Guess("other", 0.7, "title")
    head = text[:HEAD]
    if _GIVES_ACCOUNT.search(head):
        return Guess("work_report", 0.9, "address to the congress")
    named = [(match.start(), kind) for kind, pattern in patterns if (match := pattern.search(head[:400]))]
    if named := [entry for entry in named if entry[1] not in ("digest", "budget_report")]:
        return Guess(min(named)[1], 0.75, "first lines")
    if _ADDRESS.search(head):
        return Guess("work_report", 0.8, "address to the congress")
    if "工作报告" in head or "各位代表" in text or "政府工作" in text:
        return Guess("work_report", 0.5, "words of the text")
    if text.count("比上年") > 5 and text.count("将") < text.count("比上年"):
        return Guess("communique", 0.5, "words of the text")
    return Guess("other", 0.3, "nothing told the type")


@cache
def _kind_patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(entry["regex"])) for kind, entry in read_data("reading")["kinds"].items())


def find_date(text: str, hint: str) -> Guess[str]:
    """ISO date on which it was given to the congress, else of publication."""
    head = text[:HEAD]
    if (match := _MEETING.search(head)) and (date := iso_date(match["date"])):
        return Guess(date, 0.95, "meeting")
    if date := iso_date(hint):
        return Guess(date, 0.9, "page")
    for line in (*head.split("\n")[:12], *text[-200:].split("\n")[1:]):
        if len(line) <= 60 and (date := iso_date(line)):
            return Guess(date, 0.6, "short line")
    return Guess("", 0.0, "not found")


def iso_date(passage: str) -> str:
    """The first date in ``passage`` as ISO, or empty.

    >>> iso_date("二〇二六年一月二十七日"), iso_date("2021-02-19 15:47")
    ('2026-01-27', '2021-02-19')
    """
    if match := re.search(
        "([一二][〇○零OＯ一二三四五六七八九]{3})年(?:([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})日)?)?",
        passage,
    ):
        year = "".join(
            str("〇一二三四五六七八九".index(one)) if one in "一二三四五六七八九" else "0" for one in match[1]
        )
        return _joined(int(year), _small_number(match[2]), _small_number(match[3]))
    if match := _DATE.search(passage):
        return _joined(int(match["year"]), int(match["month"]), int(match["day"] or 0))
    return ""


def _small_number(numeral: str | None) -> int:
    """Number below a hundred in Chinese numerals; 0 for anything else."""
    tens, ten, ones = (numeral or "").rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    value = "〇一二三四五六七八九".find(ones) if ones else 0
    return value + 10 * ("〇一二三四五六七八九".find(tens) if tens else 1) if ten else value


def _joined(year: int, month: int, day: int) -> str:
    if not 1 <= month <= 12:
        return f"{year:04d}"
    return f"{year:04d}-{month:02d}" + (f"-{day:02d}" if 1 <= day <= 31 else "")


def find_issuer(text: str, title: str, kind: Kind, region_name: str) -> Guess[str]:
    """The body that issues it, as printed near the top; else the one whose duty such a document is."""
    for passage in (text[:600], text[-300:]):
        # a name in front of a body would be tried at every character
        for match in _ISSUER.finditer(passage) if _ISSUING.search(passage) else ():
            name = re.sub("^.*?(?:代表|受|经|由|在|对|向)", "", match.group())
            if 5 <= len(name) <= 18:
                return Guess(name, 0.7, "text")
    if region_name == "全国":
        return Guess("国务院", 0.8, "type")
    bodies = {
        "work_report": "人民政府",
        "five_year_outline": "人民政府",
        "communique": "统计局",
        "budget_report": "财政局",
    }
    if region_name and kind in bodies:
        return Guess(region_name + bodies[kind], 0.5, "type")
    return Guess("", 0.0, "not found")


def is_plan(title: str) -> bool:
    """Whether ``title`` is of a plan for five years, a special or regional one too (专项规划, 区域规划)."""
    return _PLAN_TITLE.search(title) is not None


def find_plan_period(title: str, text: str) -> str:
    """``2021/2025`` for the five-year plan that the document is."""
    head = title + "\n" + text[:1500]
    numbered = _PLAN_NUMBER.search(title)
    match = _PLAN_YEARS.search(title if numbered else head)
    if match and int(match[2]) - int(match[1]) == 4:
        return f"{match[1]}/{match[2]}"
    match = numbered or _PLAN_NUMBER.search(head)
    if match and (number := _small_number(match[1] or match[2])) > 0:
        first = 1953 + 5 * (number - 1)
        # The plans have followed one another since 1953 with a gap of three years after the second.
        first += 3 if first >= 1963 else 0
        return f"{first}/{first + 4}"
    return ""


def find_year(text: str, lines: Sequence[Line], *, kind: Kind, title: str, date: Guess[str], name: str) -> Guess[int]:
    """Report year: the year whose targets an annual document sets, of a communiqué the year it reports."""
    years = [int(year) for year in _YEAR.findall(title)] or [
        int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", title)
    ]
    if years:
        reviewing = kind in ("budget_report", "plan_report") and len(set(years)) == 1
        if reviewing and re.search("执行|决算", title):
            return Guess(years[0] + (0 if "决算" in title else 1), 0.8, "title")
        return Guess(max(years), 0.95, "title")
    if date.value and date.reason == "meeting" and kind != "communique":
        return Guess(int(date.value[:4]), 0.9, "meeting")
    if guess := _year_of_headings(text, lines):
        return guess
    if date.value and kind != "communique":
        return Guess(int(date.value[:4]), 0.7, "date")
    return _year_of_text(text, kind, name)


def _year_of_headings(text: str, lines: Sequence[Line]) -> Guess[int] | None:
    """Year by the short lines that carry one: a review is of the year before."""
    found: list[int] = []
    for line in lines:
        words = text[line.start : line.end]
        if line.kind in ("furniture", "list_item") or len(words) > _SHORT or "，" in words or "。" in words:
            continue
        match = _BARE_YEAR.search(words)
        if match and not (line.kind == "table_row" and match["unit"] is None):  # 2000 in a cell is an amount
            year = int(match[1])
            if _LOOKS_BACK.search(words):
                return Guess(year + 1, 0.85, "heading")
            # Goals of far years stand in headings, too; the report's own year follows one that the text speaks of.
            if match["unit"] is None or f"{year - 1}年" in text:
                found.append(year)
    return Guess(max(year for year in found if year <= min(found) + 1), 0.7, "headings") if found else None


def _year_of_text(text: str, kind: Kind, name: str) -> Guess[int]:
    if match := re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", name):
        return Guess(int(match[1]), 0.5, "file name")
    # The first third reviews; further on stand the years of far goals, and before those stands 到.
    early = text[: max(3000, len(text) // 3)]
    counts = Counter(int(year) for year in _YEAR_OF_RESULTS.findall(early)) or Counter(map(int, _YEAR.findall(early)))
    if not counts:
        return Guess(0, 0.0, "not found")
    if kind in ("communique", "other"):
        return Guess(counts.most_common(1)[0][0], 0.4, "years of the text")
    return Guess(max(counts) + 1, 0.4, "years of the text")
