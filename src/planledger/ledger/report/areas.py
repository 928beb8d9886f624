"""The area that each promise is counted under: the catalogue's category, else the heading above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from planledger.ledger.report.wording import NOTHING, Both, Record
from planledger.model import Commitment

OTHER = NOTHING
"""Area of what has neither category nor heading, and of headings too rare for a row of their own; the page names it."""

MOST = 6
_NUMBERING = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百零〇\d]+[章节篇部编](?:分)?|[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+是"
    r"|[一二三四五六七八九十]+[、.．]|\d+[、.．)）]|[—–-]{1,2}|[●◆■·])\s*"
)
_LONGEST = 16
# A heading that names a year or the kind of a chapter says when or how, not of what field its targets are.
_NO_FIELD = re.compile(
    r"(?:19|20)\d\d年|[一二三四五六七八九十]五”|[去今明]年|总体(?:要求|思路|目标|考虑)|指导思想|(?:预期|主要|发展|奋斗|工作)目标"
    r"|(?:主要|重点|目标)任务|(?:重点|主要|各项)工作|工作(?:安排|任务|重点|部署|建议|回顾)|政府自身建设|情况$"
)

Categories = Callable[[str], Both]
"""Category of an indicator by its identifier, empty where it has none."""


def find_areas(records: Sequence[Record], categories: Categories) -> list[Both]:
    """One area a record: its category, else the nearest heading that enough share, ``MOST`` of those at most."""
    by_category = [_category(record, categories) for record in records]
    headings = [[] if category.zh else _headings(record) for record, category in zip(records, by_category, strict=True)]
    counts = Counter(heading for above in headings for heading in above)
    enough = max(2, len(records) // 25)
    nearest = [next((heading for heading in above if counts[heading] >= enough), "") for above in headings]
    common = {heading for heading, _ in Counter(filter(None, nearest)).most_common(MOST)}
    return [
        category if category.zh else Both(heading, heading) if heading in common else OTHER
        for category, heading in zip(by_category, nearest, strict=True)
    ]


def _category(record: Record, categories: Categories) -> Both:
    if isinstance(record, Commitment) or not record.indicator_id:
        return NOTHING
    return categories(record.indicator_id)


def _headings(record: Record) -> list[str]:
    """Headings above ``record`` without their numbers, the nearest first."""
    headings = [_NUMBERING.sub("", heading).strip(" 。:：;；,，") for heading in reversed(record.section)]
    return [
        text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        for text in headings
        if text and not _NO_FIELD.search(text)
    ]
