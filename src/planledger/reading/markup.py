"""HTML, and tags left over in plain text, to lines of text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from planledger.model.offsets import Edit
from planledger.reading.mainstay import main_stretch
from planledger.reading.repairing import Draft

# Quoted attribute values may hold ">"; the atomic group keeps an unclosed quote from being tried again and again.
_TOKEN = re.compile(
    r"""(?P<comment><!--)"""
    r"""|(?P<code><U\+(?P<point>[0-9A-Fa-f]{4,6})>)"""
    r"""|<(?P<slash>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?:(?>(?:[^<>"']+|"[^"\n]{0,500}"|'[^'\n]{0,500}')*)>|[^<>]*>)"""
    r"""|(?P<other><[!?][^<>]*>)"""
    r"""|(?P<entity>&(?:[a-zA-Z]{2,8};|nbsp|\#\d{1,7};?|\#[xX][0-9a-fA-F]{1,6};?))"""
    r"""|(?P<wrap>[ \t]*[\r\n]\s*)"""
)
_ENTITY = re.compile("&(?:[a-zA-Z]{2,8};|nbsp|#)")
_CODE = re.compile(r"(<U\+[0-9A-Fa-f]{4,6}>)")
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "select",
        "svg",
        "textarea",
        "button",
        "title",
        "head",
        "nav",
        "footer",
        "rt",
        "rp",
    ]
)
_BREAKING = frozenset(
    [
        "p",
        "div",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "li",
        "ul",
        "ol",
        "dl",
        "table",
        "tbody",
        "thead",
        "center",
        "section",
        "article",
        "dd",
        "dt",
        "hr",
        "td",
        "th",
        "header",
        "main",
        "form",
        "aside",
        "caption",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "fieldset",
    ]
)
_HTML = re.compile(r"<(?:html|!doctype\s+html|head|body)\b", re.IGNORECASE)
_META = re.compile(r"<meta\b[^<>]{0,400}>", re.IGNORECASE)
_META_NAME = re.compile(r"""\bname\s*=\s*["']?([A-Za-z.:_-]+)""", re.IGNORECASE)
_META_CONTENT = re.compile(r"""\bcontent\s*=\s*(?:"([^"]{0,300})"|'([^']{0,300})')""", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]*>([^<]{0,300})(?:<br/?>([^<]{0,200}))?", re.IGNORECASE)
_TITLE_WORDS = re.compile("报告|公报|纲要|规划|草案|说明|计划|决算|分析|情况")
_SPACE = re.compile(r"[\u200b\s]+")
_LONGEST_CELL = 160


@dataclass(frozen=True, slots=True)
class Page:
    """What the page says of its article; empty where it says nothing."""

    is_html: bool = False
    title: str = ""
    window_title: str = ""
    date: str = ""
    site: str = ""


class Token(NamedTuple):
    """A piece of markup and what stands in the text for it."""

    start: int
    end: int
    name: str
    """Element name, with a slash before it when it closes; empty for anything but a tag."""
    text: str


class PageLine(NamedTuple):
    """A line of a page, by its tokens ``[first, last)`` and the text between them."""

    start: int
    end: int
    visible: int
    linked: int
    row: bool


def read_markup(draft: Draft) -> Page:
    """Take the markup out of ``draft``: of a page its main text stays, of a text with stray tags all of it."""
    text = draft.text
    if "<" not in text and ("&" not in text or not _ENTITY.search(text)):
        return Page()
    if "&" not in text and text.count("<") == text.count("<U+"):
        _replace_codes(draft)
        return Page()
    page = _HTML.search(text, 0, 20_000) is not None
    tokens = list(_tokens(text, wraps=page))
    rows = _data_rows(text, tokens)
    tokens = [_placed(token, index, rows) for index, token in enumerate(tokens)]
    if not page:
        bounds = [0, *itertools.chain.from_iterable((token.start, token.end) for token in tokens), len(text)]
        pieces = [text[start:end] for start, end in itertools.pairwise(bounds)]
        draft.replace_pieces("markup", pieces, [token.text for token in tokens])
        return Page()
    start, end = main_stretch(text, _page_lines(text, tokens))
    _apply(draft, tokens, start, end)
    return _page_of(text)


def _replace_codes(draft: Draft) -> None:
    """Put characters in the place of their codes (``<U+00A0>``), the only markup that there is."""
    pieces = _CODE.split(draft.text)
    plain = {code: _of_code(code[3:-1]) for code in set(pieces[1::2])}
    draft.replace_pieces("markup", pieces, [plain[code] for code in pieces[1::2]])


def _tokens(text: str, *, wraps: bool) -> Iterator[Token]:
    """Every piece of markup, in order; what an element such as ``script`` holds is one piece."""
    at, unclosed = 0, set()
    while match := _TOKEN.search(text, at):
        start, at = match.span()
        kind = match.lastgroup
        if kind == "comment":
            close = -1 if "-->" in unclosed else text.find("-->", at)
            if close < 0:
                unclosed.add("-->")
                continue
            at = close + 3
            yield Token(start, at, "", "")
        elif kind == "name" and not match["slash"] and match["name"].lower() in _SKIPPED:
            name = match["name"].lower()
            close = -1 if name in unclosed else _closing(text, name, at)
            if close < 0:
                unclosed.add(name)
            else:
                at = close
            yield Token(start, at, "", "\n" if name not in ("rt", "rp") else "")
        elif kind == "wrap":
            if wraps:
                yield Token(start, at, "", " ")
        else:
            yield Token(start, at, (match["slash"] or "") + (match["name"] or "").lower(), _stand_in(match))


def _closing(text: str, name: str, at: int) -> int:
    """Where the element that opened before ``at`` ends, -1 when it is never closed."""
    match = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, at)
    return match.end() if match else -1


def _stand_in(match: re.Match[str]) -> str:
    """What stands in the text for a token."""
    if match["entity"]:
        plain = unescape(match["entity"] if match["entity"] != "&nbsp" else "&nbsp;")
        return " " if plain in "\u200b\u200c\u200d\ufeff\xa0\r\n" else plain
    if match["point"]:
        return _of_code(match["point"])
    return "\n" if match["name"] and match["name"].lower() in _BREAKING else ""


def _of_code(point: str) -> str:
    code = int(point, 16)
    return " " if code > 0x10FFFF or 0xD800 <= code < 0xE000 or not chr(code).isprintable() else chr(code)


def _data_rows(text: str, tokens: Sequence[Token]) -> dict[int, str]:
    """For the tokens inside rows of data tables, what stands for them: a tab between cells, nothing within one."""
    rows: dict[int, str] = {}
    opened = -1
    for index, token in enumerate(tokens):
        if token.name in ("tr", "table"):
            opened = index if token.name == "tr" else -1
        elif token.name == "/tr" and opened >= 0:
            inside = range(opened + 1, index)
            cells = [at for at in inside if tokens[at].name in ("td", "th")]
            if len(cells) > 1 and _longest_cell(text, tokens, [*cells, index]) <= _LONGEST_CELL:
                rows.update(_row_texts(tokens, inside, cells[0]))
            opened = -1
    return rows


def _longest_cell(text: str, tokens: Sequence[Token], cells: Sequence[int]) -> int:
    longest = 0
    for first, last in itertools.pairwise(cells):
        shown = sum(len(text[tokens[at].end : tokens[at + 1].start].strip()) for at in range(first, last))
        longest = max(longest, shown)
    return longest


def _row_texts(tokens: Sequence[Token], inside: range, first_cell: int) -> Iterator[tuple[int, str]]:
    for at in inside:
        name = tokens[at].name
        if name in ("td", "th"):
            yield at, "\t" if at != first_cell else ""
        elif tokens[at].text in ("\n", " "):
            yield at, ""


def _placed(token: Token, index: int, rows: dict[int, str]) -> Token:
    return token._replace(text=rows[index]) if index in rows else token


def _page_lines(text: str, tokens: Sequence[Token]) -> list[PageLine]:
    """Lines of the page with how much they show and how much of that are links."""
    lines: list[PageLine] = []
    start = at = visible = linked = links = 0
    row = False
    for token in tokens:
        shown = len(text[at : token.start].strip())
        visible += shown
        linked += shown if links else 0
        at = token.end
        row |= token.text == "\t"
        if token.name == "a":
            links = 1
        elif token.name == "/a":
            links = 0
        if "\n" in token.text:
            if visible:
                lines.append(PageLine(start, token.start, visible, linked, row))
            start, visible, linked, row = token.end, 0, 0, False
    rest = len(text[at:].strip())
    if visible + rest:
        lines.append(PageLine(start, len(text), visible + rest, linked, row))
    return lines


def _apply(draft: Draft, tokens: Sequence[Token], start: int, end: int) -> None:
    """Keep ``[start, end)`` of the page, with every token in it replaced by what stands for it."""
    text, edits = draft.text, []
    if start:
        edits.append(Edit(0, start, ""))
    for token in tokens:
        if token.start < start or token.end > end:
            continue
        blank = not token.text.strip(" \n")
        if (
            blank
            and edits
            and edits[-1].end == token.start
            and not edits[-1].text.strip(" \n")
            and edits[-1].start >= start
        ):
            edits[-1] = Edit(edits[-1].start, token.end, edits[-1].text + token.text)
        elif text[token.start : token.end] != token.text:
            edits.append(Edit(token.start, token.end, token.text))
    if end < len(text):
        edits.append(Edit(end, len(text), ""))
    draft.replace("markup", edits, listed=lambda edit: edit.text.strip("\n") != "" or not start <= edit.start < end)


def _page_of(text: str) -> Page:
    """Title, date and site as the head of the page has them."""
    head = text[:60_000]
    named: dict[str, str] = {}
    for match in _META.finditer(head):
        name, content = _META_NAME.search(match.group()), _META_CONTENT.search(match.group())
        if name and content:
            named.setdefault(name[1].lower(), unescape(content[1] or content[2] or "").strip())
    title = named.get("articletitle", "")
    window = _TITLE.search(head)
    if window and not _TITLE_WORDS.search(title):
        title = _article_title(unescape(window[1] + (window[2] or "")))
    return Page(
        is_html=True,
        title=_SPACE.sub("", title).translate({0x28: "（", 0x29: "）"}) if _TITLE_WORDS.search(title) else "",
        window_title=_SPACE.sub("", unescape(window[1])).partition("_")[0] if window else "",
        date=named.get("pubdate", "") or named.get("publishdate", ""),
        site=named.get("sitename", ""),
    )


def _article_title(title: str) -> str:
    """The part of a page title that names the article."""
    pieces = [piece.strip() for piece in re.split(r"\s[-–—|]+\s|[_|–—]|--+|-(?=[\u4e00-\u9fff])", title)]
    named = [piece for piece in pieces if _TITLE_WORDS.search(piece)]
    best = max(named, key=len, default="")
    return re.sub(r"^(?:[（(][^）)]{2,8}[）)]|[^！!]{1,4}[！!]|\S{2,8}[：:])", "", best).strip("《》-_ ")
