"""Inputs for the fuzz run, each made from its number alone."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
LONGEST = 6_000

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "big5", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1")
# Pieces that the grammar looks at, so that nonsense comes close to sense.
PIECES = (
    *"0123456789０９％%‰万亿千百十两三零半几多余约近超过突破以上以下以",
    *"内左右达到增长下降提高降低至由从为和与或、，。；：？！（）“”—－-~～至到",
    "个百分点", "亿元", "万人", "平方公里", "万千瓦", "位", "家", "倍", "翻一番", "成", "分之", "力争", "预计",
    "控制在", "不低于", "不超过", "分别", "年均", "同比", "比上年", "2020年", "2021-2025年", "“十四五”时期",
    "第三章", "一、", "（二）", "1.", "——", "与经济增长同步", "高于全省平均", "建成通车", "编制完成", "开工建设",
    "地区生产总值", "一般公共预算收入", "居民人均可支配收入", "規(guī)劃", "濟(jì)", "?;", "??", "\ufffd",
    "<U+00A0>", "&nbsp;", "**", "##", "|", "\t", "\r\n", "\n", "\u3000", "\u200b", "\x00", "\u2028", "\U00020000",
    "1e999", "9" * 60, "0.0.0", "３．５", "3,000,000", "1/3", "-5", "+5", "5%—3%", "2021112日", "28%12%",
)  # fmt: skip
TAGS = (
    "<p>", "</p>", "<div class=nav>", "</div>", "<table><tr><td>", "</td></tr></table>",
    "<td rowspan=2 colspan=999999>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "<br/>",
    "<meta charset=gb2312>", "<meta charset=nonsense>", "&#xD800;", "&#1114112;", "&lt;", "<a href='", "<html>",
    "<body>", "<h1>", "<title>", "</html>", "<?xml version='1.0' encoding='x'?>", "<!DOCTYPE html>",
    "<span style='display:none'>", "<style>", "<b", "<frameset>", "<svg><foreignObject>",
)  # fmt: skip


@cache
def bases() -> tuple[str, ...]:
    """Texts that are mutated: the project's sample documents, and a few lines that say much."""
    found = [path.read_bytes() for path in sorted(SAMPLES.rglob("*")) if path.suffix in {".txt", ".html"}]
    texts = [content.decode("utf-8", "ignore") for content in found]
    return (
        *texts,
        "今年地区生产总值增长6%左右，城镇新增就业3万人以上，居民收入与经济增长同步，东环大桥建成通车。\n",
        "",
    )


def mutated(seed: int) -> bytes:
    """The input of that number."""
    chance = random.Random(seed)
    if chance.random() < 0.03:
        return chance.randbytes(chance.randrange(LONGEST))
    text = _excerpt(chance, chance.choice(bases()))
    for _ in range(chance.choice((0, 1, 1, 2, 3, 8))):
        text = chance.choice(_TEXT_CHANGES)(chance, text)
    encoding = chance.choice(ENCODINGS) if chance.random() < 0.5 else "utf-8"
    content = text[:LONGEST].encode(encoding, chance.choice(("ignore", "replace")))
    for _ in range(chance.choice((0, 0, 1, 1, 2, 5))):
        content = chance.choice(_BYTE_CHANGES)(chance, content)
    return content


def _excerpt(chance: random.Random, text: str) -> str:
    if len(text) < 200 or chance.random() < 0.05:
        return text
    start = 0 if chance.random() < 0.5 else chance.randrange(len(text))
    return text[start : start + chance.choice((50, 300, 1_000, 3_000))]


def _insert(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + "".join(chance.choices(PIECES, k=chance.randrange(1, 12))) + text[at:]


def _insert_tags(chance: random.Random, text: str) -> str:
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(TAGS) + text[at:]
    return text


def _wrap(chance: random.Random, text: str) -> str:
    return f"{''.join(chance.choices(TAGS, k=5))}{text}{''.join(chance.choices(TAGS, k=5))}"


def _delete(chance: random.Random, text: str) -> str:
    start = chance.randrange(len(text) + 1)
    return text[:start] + text[start + chance.randrange(1, 60) :]


def _repeat(chance: random.Random, text: str) -> str:
    start = chance.randrange(len(text) + 1)
    part = text[start : start + chance.choice((1, 2, 5, 40, 400))]
    return text[:start] + part * chance.choice((2, 3, 50)) + text[start:]


def _splice(chance: random.Random, text: str) -> str:
    other = _excerpt(chance, chance.choice(bases()))
    at = chance.randrange(len(text) + 1)
    return text[:at] + other + text[at:] if chance.random() < 0.5 else text[:at] + other[at:]


def _change_digits(chance: random.Random, text: str) -> str:
    return "".join(
        chance.choice("0123456789０.,%一二亿") if character.isdigit() and chance.random() < 0.3 else character
        for character in text
    )


def _break_lines(chance: random.Random, text: str) -> str:
    width = chance.randrange(1, 40)
    mark = chance.choice(("\n", "\r\n", "\r", " ", "\u3000\n", "\n\n"))
    return mark.join(text[at : at + width] for at in range(0, len(text), width))


def _shuffle(chance: random.Random, text: str) -> str:
    parts = text.split("，")
    chance.shuffle(parts)
    return "，".join(parts)


def _salad(chance: random.Random, text: str) -> str:
    return "".join(chance.choices(PIECES, k=chance.randrange(1, 400)))


def _other_characters(chance: random.Random, text: str) -> str:
    return "".join(
        chr(chance.choice((chance.randrange(1, 0xD800), chance.randrange(0xE000, 0x110000))))
        if chance.random() < 0.02
        else character
        for character in text
    )


def _flip(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(min(len(changed), chance.choice((1, 1, 4, 64)))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _truncate(chance: random.Random, content: bytes) -> bytes:
    return content[chance.randrange(min(4, len(content) + 1)) : chance.randrange(len(content) + 1)]


def _insert_bytes(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    added = chance.choice((b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"%PDF-1.4", b"PK\x03\x04", chance.randbytes(9)))
    return content[:at] + added * chance.choice((1, 1, 30)) + content[at:]


def _join_encodings(chance: random.Random, content: bytes) -> bytes:
    return content + _excerpt(chance, chance.choice(bases())).encode(chance.choice(ENCODINGS), "ignore")[:2_000]


_TEXT_CHANGES: tuple[Callable[[random.Random, str], str], ...] = (
    _insert, _insert, _insert_tags, _wrap, _delete, _repeat, _splice, _change_digits, _break_lines, _shuffle, _salad,
    _other_characters,
)  # fmt: skip
_BYTE_CHANGES: tuple[Callable[[random.Random, bytes], bytes], ...] = (_flip, _truncate, _insert_bytes, _join_encodings)
