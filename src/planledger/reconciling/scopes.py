"""What narrows an indicator from outside its phrase: 限额以上, 户籍, 国内."""

from __future__ import annotations

from planledger.reconciling.rulebook import settings
from planledger.reconciling.wording import any_of


def scope_of(indicator_id: str, text: str) -> str:
    """The last word of ``text`` that narrows the indicator, empty when there is none.

    >>> scope_of("retail_sales", "限额以上单位社会消费品零售额"), scope_of("retail_sales", "社会消费品零售总额")
    ('限额以上', '')
    """
    for entry in settings("consistency")["scopes"]:
        if indicator_id in entry["of"]:
            found = any_of(entry["words"]).findall(text)
            return found[-1] if found else ""
    return ""
