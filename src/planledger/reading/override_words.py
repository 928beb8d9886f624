"""What is wrong with a ``documents.yaml``, in words."""

from __future__ import annotations

from typing import NamedTuple

_WORDS = {
    "yaml": ("not valid YAML", "不是有效的YAML"),
    "yaml_line": ("line {line}: not valid YAML", "第{line}行：不是有效的YAML"),
    "no_map": ("must map file names to settings", "应为“文件名: 各项设置”"),
    "no_settings": ("must hold settings such as {known}", "其下应为设置，如{known}"),
    "unknown": ("unknown setting {value!r}; known are {known}", "没有{value}这项设置，可用的有{known}"),
    "year": ("year must be a year such as 2021, not {value!r}", "year应为年份，如2021，不是{value}"),
    "type": ("unknown type {value!r}; known are {known}", "没有{value}这种type，可用的有{known}"),
    "region": ("no region has the code {value}; give a name instead", "没有代码为{value}的地区，可改用名称"),
    "encoding": (
        "unknown encoding {value!r}; use utf-8, gb18030, big5 or utf-16",
        "不认识编码{value}，可用utf-8、gb18030、big5、utf-16",
    ),
    "date": ("date must be such as 2021-01-12, not {value!r}", "date应如2021-01-12，不是{value}"),
    "tables": (
        "tables must map numbers of tables to settings, such as {{2: {{skip: true}}}}",
        "tables之下应为“表格序号: 各项设置”，如{{2: {{skip: true}}}}",
    ),
    "skip": ("skip must be true or false, not {value!r}", "skip应为true或false，不是{value}"),
    "head": ("head must be the number of rows of the head, not {value!r}", "head应为表头行数，不是{value}"),
    "columns": (
        "columns must map numbers of columns to settings, such as {{4: {{role: target}}}}",
        "columns之下应为“列号: 各项设置”，如{{4: {{role: target}}}}",
    ),
    "kind": ("unknown kind {value!r}; known are {known}", "没有{value}这种kind，可用的有{known}"),
    "role": ("unknown role {value!r}; known are {known}", "没有{value}这种role，可用的有{known}"),
    "period": (
        "period must be such as 2025 or 2021/2025, not {value!r}",
        "period应如2025或2021/2025，不是{value}",
    ),
    "no_value": ("a column of kind {value} has no role and no period", "kind为{value}的列没有role和period"),
    "number": ("each is named by its number from 1, not {value!r}", "应以从1起的序号为名，不是{value}"),
    "text": ("{known} must be text, not {value!r}", "{known}应为文字，不是{value}"),
}


class Wrong(NamedTuple):
    """One fault in both languages."""

    english: str
    chinese: str


def wrong(what: str, where: str = "", where_zh: str = "", **facts: object) -> Wrong:
    """The fault ``what`` of ``_WORDS``, at the place ``where``."""
    english, chinese = (words.format(**facts) for words in _WORDS[what])
    return Wrong(f"{where}: {english}" if where else english, f"{where_zh or where}：{chinese}" if where else chinese)
