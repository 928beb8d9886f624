"""Annotations, emphasis and spaces: stretches that a text is better without."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate

from planledger.reading.marks import is_marked
from planledger.reading.repairing import Draft

# One range of letters is tested faster than a list of them.
_ANNOTATION = re.compile(r"(\((?<=[\u3400-\u9fff]\()[a-zà-ǹḿ]+\))")
_WIDE_ANNOTATION = re.compile(r"(（(?<=[\u3400-\u9fff]（)[a-z]*[à-ǹḿ][a-zà-ǹḿ]*）)")
_SPACES = "".join(
    map(chr, (9, 32, 0xA0, 0xAD, 0x1680, *range(0x2000, 0x2010), 0x202F, 0x205F, 0x2060, 0x3000, 0xE5E5, 0xFEFF))
)
_EMPHASIS = re.compile(r"\*\*+|__+|~~")
_BULLET = re.compile(r"\n[ \t\u3000]*(?:#{1,6}[ \t]+|[-*+•·][ \t]+(?:[◆●■◇○▲★►][ \t]*)?|[◆●■◇○▲★►][ \t]*)")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_SPACED_STYLE = re.compile(r" \d[\d.]*[%‰]? (?=[\u4e00-\u9fff])")
_GLUED = frozenset(("cd", "cl", "lc", "dc", *(f"{one}n" for one in "cdlspn"), *(f"n{one}" for one in "cdlsp")))
_GLUED_BY_ONE = _GLUED.union(*((f"{one}p", f"p{one}") for one in "cdlspn"))
_BEHIND_A_SHARE = frozenset("以左上下的之和与至到、，。；）")
_SENTENCE_MARKS = re.compile("[，。；]")
_SPELLED_STYLE = re.compile(r" \d \d(?!\d)")
_FOOTNOTE = re.compile(r"\[(?<=[\u4e00-\u9fff）”]\[)\d{1,2}\]| \[(?<=[\u4e00-\u9fff）”] \[)\d{1,2}\]")
_CIRCLED_MARK = re.compile(r"[①-⑳](?<=[\u4e00-\u9fff）”].)")
_CIRCLED_NOTE = re.compile(r"^[ \t\u3000]*(?:注释?[:：]\s*)?①", re.MULTILINE)
# Raised figures of print; behind a letter, a figure or 米 they are of a quantity: m², 10⁸.
_RAISED = re.compile("[⁰¹²³⁴-⁹](?<=[\u4e00-\u9fff）”》%。，；：、！？].)(?<!米.)[⁰¹²³⁴-⁹]?")
_DIGITS_AND_POINT = frozenset("0123456789.")
_NEAR = 60
_SHORT_HEAD = 18
_SHORT_LEAD = 14


def remove_annotations(draft: Draft) -> None:
    """Take out readings that a scrape put behind characters: ``規(guī)劃``."""
    text = draft.text
    for mark, pattern in (("(", _ANNOTATION), ("（", _WIDE_ANNOTATION)):
        if mark in text:
            draft.remove_pieces("annotations", _without_words(pattern.split(text)))
            text = draft.text


def _without_words(pieces: list[str]) -> list[str]:
    """``pieces`` with those brackets put back into the text that have no letter with a tone: ``(km)``."""
    if True not in map(str.isascii, pieces[1::2]):
        return pieces
    merged = pieces[:1]
    for bracket, following in zip(pieces[1::2], pieces[2::2], strict=True):
        if bracket.isascii():
            merged[-1] += bracket + following
        else:
            merged += (bracket, following)
    return merged


def remove_emphasis(draft: Draft) -> None:
    """Take out Markdown emphasis, heading signs and bullets."""
    text = draft.text
    spans = [(match.start() + 1, match.end()) for match in _BULLET.finditer(text)]
    if match := _BULLET.match("\n" + text[:80]):
        spans.insert(0, (0, match.end() - 1))
    if "**" in text or "__" in text or "~~" in text:
        spans = _apart(sorted(spans + [match.span() for match in _EMPHASIS.finditer(text)]))
    draft.remove("emphasis", spans)


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted ``spans`` without those that begin inside another."""
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def remove_footnote_marks(draft: Draft) -> None:
    """Take out the numbers of footnotes behind words: ``生产总值[2]9100亿元``; ``②`` where there are such notes."""
    text = draft.text
    marks: list[re.Match[str]] = []
    if "[" in text:
        marks += _FOOTNOTE.finditer(text)
    if "①" in text and _CIRCLED_NOTE.search(text):
        marks += _CIRCLED_MARK.finditer(text)
    marks += _RAISED.finditer(text)
    draft.remove("footnote_marks", sorted(map(re.Match.span, marks)))


def remove_thousands(draft: Draft) -> None:
    """Take the separators out of 1,234,567."""
    text = draft.text
    if "," in text:
        commas = []
        for match in _THOUSANDS.finditer(text):
            commas += [(at, at + 1) for at in range(match.start(), match.end()) if text[at] == ","]
        draft.remove("thousands", commas)


def repair_spaces(draft: Draft, *, keep_tabs: bool) -> None:
    """Take out spaces that part what belongs together; one plain space stays where they part things."""
    text = draft.text
    present = [space for space in _SPACES if space in text and not (keep_tabs and space == "\t")]
    if not present:
        return
    spaced = " " in present and len(_SPACED_STYLE.findall(text[: 1 << 16])) > 5
    spelled = " " in present and len(_SPELLED_STYLE.findall(text[: 1 << 16])) > 2
    # one character and then more of them: the engine skips to the one, which it does not to one or more
    found = re.split("(  *)" if present == [" "] else "([{0}][{0}]*)".format("".join(present)), text)
    kinds, stops = _kinds(), list(accumulate(map(len, found)))[1::2]
    pieces, stand_ins = found[:1], []
    for left, gap, right, stop in zip(found[::2], found[1::2], found[2::2], stops, strict=False):
        sides = kinds.get(left[-1:], "c") + kinds.get(right[:1], "c")
        # Of six spaces, five stand beside a mark or a digit.
        if sides in (_GLUED_BY_ONE if gap == " " else _GLUED):
            kept = ""
        else:
            kept = _kept(text, stop - len(gap), stop, sides, spaced, spelled)
            if kept == gap:
                pieces[-1] += gap + right
                continue
        pieces += (gap, right)
        stand_ins.append(kept)
    draft.replace_pieces("spaces", pieces, stand_ins)


@cache
def _kinds() -> dict[str, str]:
    """Kind of a character beside a space: digit, letter, share sign, punctuation, line end; others are Chinese."""
    kinds = dict.fromkeys("0123456789", "d") | dict.fromkeys(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "l"
    )
    kinds |= dict.fromkeys("%‰", "s") | dict.fromkeys(("\n", "\r", "\t", ""), "n")
    return kinds | dict.fromkeys("，。；：、！？“”‘’《》〈〉（）【】〔〕…—+-~/*=<>.,;:!?·", "p")


def _kept(text: str, start: int, stop: int, sides: str, spaced: bool, spelled: bool) -> str:
    """What stays of the space ``[start, stop)`` between two characters of the kinds ``sides``."""
    if "p" in sides:
        return _beside_mark(text, start, stop)
    if sides == "sc":
        return "" if spaced or text[stop] in _BEHIND_A_SHARE else " "
    if sides == "cc":
        return _between_characters(text, start, stop)
    if sides == "dd":
        return "" if spelled and _is_single_digit(text, start - 1) else " "
    if sides in ("dl", "ld"):
        letter = start - 1 if sides == "ld" else stop
        alone = not text[letter - 1 : letter].isascii() or not text[letter + 1 : letter + 2].isalpha()
        return "" if alone else " "
    return "" if "s" in sides and "d" in sides and sides[0] == "d" else " "


def _beside_mark(text: str, start: int, stop: int) -> str:
    # Two or more spaces behind the end of a sentence are a paragraph's indent that lost its line break.
    if text[start - 1] in "。！？；：”" and stop - start > 1 and "\u3000\u3000" in text[start:stop]:
        return "\n"
    return ""


def _between_characters(text: str, start: int, stop: int) -> str:
    if "\u3000\u3000" in text[start:stop]:
        return "\n"
    if stop - start > 1:
        return " "
    if text[start - 2 : start - 1].isspace() and text[stop + 1 : stop + 2].isspace():
        return ""
    if text[start - 2 : start - 1].isspace() and text[start - 4 : start - 3].isspace():
        return ""
    if text[stop + 1 : stop + 2].isspace() and text[stop + 3 : stop + 4].isspace():
        return ""
    left = text[max(0, start - _NEAR) : start].rpartition("\n")[2]
    right = text[stop : stop + _NEAR].partition("\n")[0]
    if len(left) <= _SHORT_HEAD and is_marked(left):
        return "\n" if len(right) == _NEAR else " "
    in_sentence = len(left) > _SHORT_LEAD and (_SENTENCE_MARKS.search(left) or _SENTENCE_MARKS.search(right))
    return "" if in_sentence else " "


def _is_single_digit(text: str, at: int) -> bool:
    """Whether the digit stands by itself, or behind others that do: digits set one by one, ``1 9 9 8 年``."""
    return text[at - 1 : at] not in _DIGITS_AND_POINT
