"""The region a document is of, by its title, its congress, its bodies and the names it uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol

from planledger.model.document import Guess

_HEAD = 1500
_FULL_NAME = re.compile("[\u4e00-\u9fff]{2,10}?(?:自治区|自治州|自治县|自治旗|特别行政区|省|地区|盟|市|州|县|旗|区)")


class Regions(Protocol):
    """What reading asks of the catalogue."""

    def regions_by_name(self, name: str) -> Sequence[Any]:
        """Regions with that full or short name."""


def find_region(text: str, title: str, *, issuer_hint: str = "") -> tuple[Guess[str], str]:
    """Region code and name."""
    head = text[:_HEAD]
    if re.search("我代表国务院|国务院总理|全国人民代表大会(?!代表)第?", head) and not re.search("我代表[^。，]{0,8}(?:省|市|自治区)", head):
        return Guess("000000", 0.95, "State Council"), "全国"
    votes: Counter[str] = Counter()
    for passage, weight in ((title, 5), (head, 1), (issuer_hint, 2)):
        for match in _FULL_NAME.finditer(passage):
            name = re.sub("^(?:.*年|关于|在|为|和|与|及|对|我|向|中共|从|把|将)+", "", match.group())
            if 3 <= len(name) and name[0] not in "全我各本该":
                votes[name] += weight
    if not votes:
        return Guess("", 0.0, "not found"), ""
    name, weight = votes.most_common(1)[0]
    return Guess("", 0.3, "names"), name
