"""Ranks: what is ranked, and among whom (位次)."""

from __future__ import annotations

import re

_VERB = re.compile(
    r"(?:位居|位列|稳居|跃居|名列|排名|排位|跃升至|跃升到|上升至|上升到|升至|提升至|提升到|继续保持|保持|进入|跻身|迈入|跃上|跃至|挺进|位次|列为|列|居|排在|排|前移至|晋升至|进位至|晋级|成为|实现|由|从|夺得|荣获|获得|获|上升|进位)"
)
_ADVERBS = re.compile(r"(?:均|都|分别|也|一直|始终|长期|连续.{1,3}年|力争|双双|继续|已|已经|首次|仍|仍然|稳|再次)+$")
_PLACE_ONLY = re.compile(r"^(?:在)(?P<place>.{2,})$")


def split_rank(text: str) -> tuple[str, str]:
    """What is ranked and among whom, from the text before a rank.

    >>> split_rank("粮食产量稳居全国")
    ('粮食产量', '全国')
    >>> split_rank("在同类城市位居")
    ('', '同类城市')
    """
    matches = list(_VERB.finditer(text))
    if not matches:
        core, place = text, ""
    else:
        first = last = matches[-1]
        for earlier in reversed(matches[:-1]):
            if earlier.end() == first.start() or text[earlier.end() : first.start()] in ("为", "到", "至"):
                first = earlier
        core, place = text[: first.start()], text[last.end() :]
    core = _ADVERBS.sub("", core)
    match = _PLACE_ONLY.match(core)
    if match:
        core, place = "", match["place"] + place
    return core, place.rstrip("的").lstrip("在至到为")
