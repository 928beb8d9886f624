"""Ranks: what is ranked, and among whom (位次)."""

from __future__ import annotations

from planledger.extracting.grammar import pattern

_VERB = pattern("ranking.verb")
_ADVERBS = pattern("ranking.adverbs")
_PLACE_ONLY = pattern("ranking.place_only")


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
