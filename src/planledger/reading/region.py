"""The region a document is of, by its title, its congress, its bodies and the names it uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from planledger.catalogue import load_catalogue
from planledger.catalogue.regions import NATION, Region
from planledger.errors import UndefinedRegion
from planledger.model.document import Guess

_HEAD = 1500
_TAIL = 800
_SAMPLE = 1000
_NATIONAL = re.compile("代表国务院|国务院总理|国务院办公厅|国务院关于|^国务院|全国人民代表大会第?")
_MEETING = re.compile("在([^。，\n]{2,18})第[一二三四五六七八九十\\d]{1,4}届[\n]?人民代表大会")
# Searched from its end, where few characters fit; a name in front of it would be tried at every character.
_BODY = re.compile("[省市州区盟县旗](?:人民政府|委|政府|统计局|财政局|财政厅|发展和改革委)")
_NAME_OF_BODY = re.compile("[\u4e00-\u9fff]{3,13}$")
_TITLE_NAME = re.compile(
    "(?:关于|^)(?:.{0,4}\\d{4}年)?([\u4e00-\u9fff]{2,6}(?:市|县|区|旗))(?=\\d{4}年|人民政府|国民经济|政府工作|第)"
)
_PLACE = re.compile(
    "(?:关于|^)([\u4e00-\u9fff]{2,3}(?<![我全本各])(?:市|县|区|旗))(?=\\d{4}年|人民政府|国民经济|政府工作|第)"
)
_PLACE_OF_MEETING = re.compile(
    "在([\u4e00-\u9fff]{2,3}(?:市|县|区|旗))第[一二三四五六七八九十\\d]{1,4}届\n?人民代表大会"
)
# How a document calls its own region, by the last character of that region's name.
SELF = {
    "市": ("全市", "我市", "市委", "市政府", "市人大"),
    "省": ("全省", "我省", "省政府"),
    "州": ("全州", "我州", "州委", "州政府"),
    "区": ("全区", "我区", "自治区党委", "地委", "行署"),
    "县": ("全县", "我县", "县委", "县政府"),
    "盟": ("全盟", "我盟", "盟委"),
    "旗": ("全旗", "我旗", "旗委"),
    "国": ("我国",),
}
OWN = re.compile("[全我][市省州区县盟旗国]")
OWN_BODIES = re.compile("|".join(word for words in SELF.values() for word in words if not OWN.match(word)))


def region_of(value: str) -> Region:
    """The region that the user means by a code or a name; an unknown one raises ``UndefinedRegion``."""
    regions = load_catalogue().regions
    if value.isdigit():
        return regions.get(value)
    named = [region for region in regions.named(value) if not region.until]
    if not named:
        raise UndefinedRegion(value)
    return named[0]


def find_region(text: str, title: str, *, site: str = "") -> tuple[Guess[str], str]:
    """Region code and name; the code is empty for a place that the catalogue lacks.

    Args:
        text: Cleaned text.
        title: Title as found.
        site: Name of the web site, which counts a little.
    """
    head = text[:_HEAD]
    own = _own_suffix(text)
    if _NATIONAL.search(title + "\n" + head) and own not in ("市", "省", "州", "县"):
        return Guess(NATION, 0.95, "State Council"), "全国"
    if (match := _TITLE_NAME.search(title)) and _is_unknown_county(match[1]):
        return Guess("", 0.6, "title, not in the catalogue"), match[1]
    if unknown := _unknown_place(title, head):
        return Guess("", 0.6, "title or meeting, not in the catalogue"), unknown
    votes = _votes(text, title, site, own)
    if not votes:
        return (Guess(NATION, 0.4, "words"), "全国") if own == "国" else (Guess("", 0.0, "not found"), "")
    ranked = votes.most_common(2)
    if child := _dominant_child(ranked[0][0], votes, own):
        ranked.insert(0, (child, ranked[0][1]))
    (code, best), second = ranked[0], ranked[1][1] if len(ranked) > 1 else 0.0
    confidence = min(0.98, 0.4 + 0.6 * (best - second) / (best + 2))
    region = load_catalogue().regions.get(code)
    return Guess(code, round(confidence, 2), "title" if region.short in title else "names in the text"), region.name


def _unknown_place(title: str, head: str) -> str:
    """A place that title, meeting or body names in full and that the catalogue lacks; empty when there is none."""
    regions = load_catalogue().regions
    found = [pattern.search(passage) for pattern, passage in ((_PLACE, title), (_PLACE_OF_MEETING, head))]
    names = [match[1] for match in found if match]
    if any(next(iter(regions.mentions(name)), None) for name in (title, *names)):
        return ""
    return names[0] if names else ""


def _own_suffix(text: str) -> str:
    """Last character of the region's name, by how the text calls its own region; empty when it does not."""
    sample = text[:40_000]
    said = Counter(OWN.findall(sample) + OWN_BODIES.findall(sample))
    counts = {suffix: sum(map(said.__getitem__, words)) for suffix, words in SELF.items()}
    counts["市"] -= sample.count("全市场")
    if counts["省"] == sample.count("全省"):
        counts["省"] = 0  # a city compares itself with its province
    for lower in ("市", "州", "盟"):
        # A city speaks of its province as often as of itself, a province hardly ever of one city.
        if counts[lower] >= max(3, counts["省"] / 4, counts["区"] / 4):
            return max(("市", "州", "盟", "县", "旗"), key=lambda suffix: counts[suffix])
    best = max(counts, key=lambda suffix: counts[suffix])
    return best if counts[best] else ""


def _is_unknown_county(name: str) -> bool:
    regions = load_catalogue().regions
    return not any(region.name == name for region in regions.named(name)) and any(
        region.name[-1] != name[-1] for region in regions.named(name[:-1])
    )


def _votes(text: str, title: str, site: str, own: str) -> Counter[str]:
    middle = len(text) // 2
    places = [
        (site, 2.0),
        (text[:_HEAD], 1.0),
        (text[-_TAIL:] if len(text) > _HEAD + _TAIL else "", 1.0),
        (text[middle : middle + _SAMPLE] if len(text) > 6 * _SAMPLE else "", 0.7),
        *((match[1], 8.0) for match in _MEETING.finditer(text[:_HEAD])),
        *((name, 2.0) for name in _bodies(text[:_HEAD])),
    ]
    votes: Counter[str] = Counter()
    _count(votes, title, 8.0, "")
    if len(votes) == 1 and max(votes.values()) >= 12:
        return votes  # the title has its full name
    for passage, weight in places:
        _count(votes, passage, weight, own)
    if max(votes.values(), default=0.0) < 3:
        _count(votes, text[_HEAD : 30 * _SAMPLE], 0.5, own)
    return votes


def _bodies(head: str) -> Iterator[str]:
    """Names of the places whose bodies ``head`` names, with what stands before them."""
    free = 0
    for match in _BODY.finditer(head):
        end = match.start() + 1
        if name := _NAME_OF_BODY.search(head[max(free, end - 13) : end]):
            yield name.group()
            free = match.end()


def _dominant_child(code: str, votes: Counter[str], own: str) -> str:
    """The city that a document names more often than the province it lies in, or empty."""
    if not code.endswith("0000") or own == "省":
        return ""
    inside = [(count, other) for other, count in votes.items() if other[:2] == code[:2] and other != code]
    count, other = max(inside, default=(0.0, ""))
    return other if count >= 0.5 * votes[code] else ""


def _count(votes: Counter[str], passage: str, weight: float, own: str) -> None:
    for mention in load_catalogue().regions.mentions(passage):
        name = passage[mention.start : mention.end]
        for region in mention.regions:
            if region.until or region.code == NATION:
                continue
            fits = 1.0 if not own or region.name[-1] == own else 0.15
            votes[region.code] += weight * fits * (1.5 if name == region.name else 1.0)  # type: ignore[assignment]
