"""Makes the sample documents and their gold from the clean sources, damage included: ``python samples/damage.py``.

Every kind of damage that ``planledger.reading`` repairs is done here to some document, always in the same way, so that
``samples/documents`` and ``tests/golden`` can be made again byte by byte. ``--check`` only compares.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from marks import Mark, Tracked, parse

HERE = Path(__file__).resolve().parent
GOLD = HERE.parent / "tests" / "golden"
_UNBROKEN = re.compile(r".[，。；：、！？）》”％]|[0-9.][0-9.%]")
"""Two characters between which a setter breaks no line."""

Damage = Callable[[Tracked], Tracked]


@dataclass(frozen=True, slots=True)
class Sample:
    """A document to make: clean source, damage in order, and how it is stored."""

    name: str
    damages: tuple[Damage, ...]
    encoding: str = "utf-8"
    suffix: str = ".txt"


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Start and end of every line that is not empty."""
    return [match.span() for match in re.finditer(r"[^\n]+", text)]


def indented(tracked: Tracked) -> Tracked:
    """The text with every paragraph behind the headings set in by two ideographic spaces."""
    return tracked.edited([(start, start, "\u3000\u3000") for start, _ in paragraphs(tracked.text)[3:]])


def annotated(tracked: Tracked) -> Tracked:
    """The text in traditional characters, most with their reading behind them as scrapers leave it: 經(jīng)濟(jì)."""
    lines = (HERE / "clean" / "variants.tsv").read_text(encoding="utf-8").splitlines()
    variants = {row[0]: row[1:] for row in (line.split("\t") for line in lines)}
    edits = []
    for at, character in enumerate(tracked.text):
        if character in variants:
            traditional, reading = variants[character]
            edits.append((at, at + 1, f"{traditional}({reading})" if reading else traditional))
    return tracked.edited(edits)


def spaced(tracked: Tracked) -> Tracked:
    """The text with spaces around digits and inside quotation marks: 到 2025 年, “ 十四五 ”."""
    edits = []
    for match in re.finditer(r"[0-9][0-9.]*%?", tracked.text):
        edits += [(match.start(), match.start(), " "), (match.end(), match.end(), " ")]
    edits += [(match.end(), match.end(), " ") for match in re.finditer(r"“(?![0-9])", tracked.text)]
    edits += [(match.start(), match.start(), " ") for match in re.finditer(r"(?<![0-9])”", tracked.text)]
    return tracked.edited(edits)


def in_columns(tracked: Tracked, width: int) -> Tracked:
    """The text as set in newspaper columns: broken every ``width`` characters, though no mark begins a line.

    Half-width numerals stay whole; full-width ones are broken like any other characters.
    """
    edits = []
    for start, end in paragraphs(tracked.text):
        at = start + width
        while at < end:
            while at < end and _UNBROKEN.fullmatch(tracked.text, at - 1, at + 1):
                at += 1
            if at < end:
                edits.append((at, at, "\n"))
            at += width
        edits.append((end, end, "\n"))
    return tracked.edited(edits)


def full_width(tracked: Tracked, every: int) -> Tracked:
    """The text with the digits, points and per cent signs of each ``every``-th paragraph at full width."""
    edits = []
    for start, end in paragraphs(tracked.text)[::every]:
        for match in re.finditer(r"[0-9%]|(?<=[0-9])\.(?=[0-9])", tracked.text[start:end]):
            at = start + match.start()
            edits.append((at, at + 1, chr(ord(match.group()) + 0xFEE0)))
    return tracked.edited(edits)


def fused(tracked: Tracked) -> Tracked:
    """The text without the comma between two percentages: 18.6%、21.4% → 18.6%21.4%."""
    return tracked.edited([(m.start(), m.end(), "") for m in re.finditer(r"(?<=%)、(?=[0-9])", tracked.text)])


def lost(tracked: Tracked, before: str, after: str) -> Tracked:
    """The text with ``after`` for ``before`` and the values inside given up as damaged."""
    start = tracked.text.index(before)
    end = start + len(before)
    inside = [mark for mark in tracked.marks if start <= mark.start < end]
    outside = tuple(mark for mark in tracked.marks if mark not in inside)
    kept = Tracked(tracked.text, outside).edited([(start, end, after)])
    if not inside:
        return kept
    digits = re.search(r"[0-9]+", after)
    assert digits is not None, after
    ruin = Mark(start + digits.start(), start + digits.end(), {"text": digits.group(), "kind": "damaged"})
    return Tracked(kept.text, tuple(sorted((*kept.marks, ruin), key=lambda mark: mark.start)))


def gappy(tracked: Tracked, characters: str) -> Tracked:
    """The text with ``?;`` for each of ``characters`` at its first place and a stray ``?`` at every other."""
    edits = []
    for character in characters:
        for number, match in enumerate(re.finditer(character, tracked.text)):
            edits.append((match.start(), match.end(), "?" if number else "?;"))
    return tracked.edited(edits)


def emphasised(tracked: Tracked) -> Tracked:
    """The text with Markdown: headings and lead sentences in bold, and the first goals with their numbers."""
    text, edits = tracked.text, []
    for match in re.finditer(
        r"^(?:[一二三]、.*|（[一二三四五六七八]）[^。]*。|[一二三四五]是[^，]*，)", text, re.MULTILINE
    ):
        edits += [(match.start(), match.start(), "**"), (match.end(), match.end(), "**")]
    numbers = re.compile(r"[0-9.]+%").finditer(text, text.index("主要预期目标是"))
    for match in islice(numbers, 6):
        edits += [(match.start(), match.start(), "**"), (match.end(), match.end(), "**")]
    return tracked.edited(edits)


def with_literal_spaces(tracked: Tracked) -> Tracked:
    """The text with ``<U+00A0>`` spelt out where no-break spaces stood, before every third paragraph."""
    return tracked.edited([(start, start, "<U+00A0><U+00A0>") for start, _ in paragraphs(tracked.text)[4::3]])


def doubled(tracked: Tracked, first_words: str) -> Tracked:
    """The text with a paragraph standing twice; the values of the second are not scored."""
    spans = [span for span in paragraphs(tracked.text) if tracked.text[span[0] : span[1]].startswith(first_words)]
    (start, end), *others = spans
    assert not others, first_words
    again = "\n" + tracked.text[start:end]
    copies = tuple(
        Mark(mark.start - start + end + 1, mark.end - start + end + 1, {"text": mark.row["text"], "kind": "optional"})
        for mark in tracked.marks
        if start <= mark.start < end and "kind" in mark.row
    )
    longer = tracked.edited([(end, end, again)])
    return Tracked(longer.text, tuple(sorted((*longer.marks, *copies), key=lambda mark: mark.start)))


def run_twice(tracked: Tracked, words: str) -> Tracked:
    """The text with a run of words standing twice at its first place."""
    at = tracked.text.index(words)
    return tracked.edited([(at, at, words)])


def framed(tracked: Tracked, head: str, foot: str) -> Tracked:
    """The text with page chrome before and behind it, as a browser's copy has it."""
    frame = [(HERE / "clean" / name).read_text(encoding="utf-8") for name in (head, foot)]
    return tracked.edited([(0, 0, frame[0]), (len(tracked.text), len(tracked.text), frame[1])])


def as_page(tracked: Tracked, head: str, foot: str) -> Tracked:
    """The text as an HTML page: headings, paragraphs, its tables, and the furniture of a government site."""
    edits = []
    for number, (start, end) in enumerate(paragraphs(tracked.text)):
        line = tracked.text[start:end]
        if line.startswith("<"):
            continue
        tag = "h1" if number == 0 else "p"
        short = "。" not in line
        chapter, section = re.match(r"第.章|[一二三]、", line), re.match(r"第.节|（.）", line)
        style = ' class="zhang"' if short and chapter else ' class="jie"' if short and section else ""
        lead = "&emsp;&emsp;" if tag == "p" and not style else ""
        edits += [(start, start, f"<{tag}{style}>{lead}"), (end, end, f"</{tag}>")]
    return framed(tracked.edited(edits), head, foot)


def with_crlf(tracked: Tracked) -> Tracked:
    """The text with Windows line ends."""
    return tracked.edited([(m.start(), m.end(), "\r\n") for m in re.finditer("\n", tracked.text)])


SAMPLES = (
    Sample(
        "yunling-14th-five-year-outline",
        (partial(as_page, head="outline-head.html", foot="outline-foot.html"),),
        suffix=".html",
    ),
    Sample("yunling-2021-plan-report", (partial(gappy, characters="疫冲"), spaced, annotated), encoding="utf-8-sig"),
    Sample(
        "yunling-2022-plan-report",
        (
            partial(lost, before="——2022年1月10日", after="——2022110日"),
            partial(lost, before="41.6万名职工、252.8万名居民", after="4162528万名职工居民"),
            fused,
            indented,
            partial(framed, head="chrome-head.txt", foot="chrome-foot.txt"),
            with_crlf,
        ),
        encoding="gb18030",
    ),
    Sample(
        "yunling-2023-plan-report",
        (
            partial(doubled, first_words="消费市场逐步回暖"),
            partial(as_page, head="report-head.html", foot="report-foot.html"),
        ),
        suffix=".html",
    ),
    Sample("yunling-2022-work-report", (partial(full_width, every=3), partial(in_columns, width=23))),
    Sample(
        "yunling-2023-work-report",
        (partial(run_twice, words="一张蓝图绘到底"), emphasised, with_literal_spaces),
    ),
)


def made(sample: Sample) -> Tracked:
    """The sample as stored, decoded, with its marks."""
    source = (HERE / "clean" / (sample.name + sample.suffix)).read_text(encoding="utf-8")
    tracked = parse(source)
    for damage in sample.damages:
        tracked = damage(tracked)
    return tracked


def gold_rows(tracked: Tracked) -> list[dict[str, object]]:
    """The gold statements of a made sample, in text order."""
    return [
        {"start": mark.start, "end": mark.end, **mark.row, "text": tracked.text[mark.start : mark.end]}
        for mark in tracked.marks
        if "kind" in mark.row
    ]


def side(name: str, document: str, tracked: Tracked) -> dict[str, object]:
    """A promise or result of a fulfilment row."""
    found = [mark for mark in tracked.marks if mark.name == name]
    if len(found) != 1:
        raise ValueError(f"{document}: {len(found)} marks named {name!r}")
    mark = found[0]
    row = {"doc": document, "start": mark.start, "end": mark.end, "text": tracked.text[mark.start : mark.end]}
    keys = ("indicator", "low", "high", "unit", "bound", "period", "measure")
    row |= {key: mark.row.get(key) for key in keys}
    row["type"] = mark.row.get("type", "quantified")
    row["modality"] = "striving" if mark.row.get("striving") else "firm"
    return row


def fulfilment_rows(documents: dict[str, Tracked]) -> list[dict[str, object]]:
    """The gold links of ``clean/links.tsv``, with places."""
    rows: list[dict[str, object]] = []
    promises = results = ""
    for line in (HERE / "clean" / "links.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("pair\t"):
            _, promises, results = line.split("\t")
            continue
        if not line or line.startswith("#"):
            continue
        promise, result, verdict, following, note = line.split("\t")
        answers = [side(name, results, documents[results]) for name in result.split("|") if name != "-"]
        row: dict[str, object] = {"pair": f"{promises}->{results}"}
        row["promise"] = side(promise, promises, documents[promises])
        verdict, *as_good = verdict.split("|")
        row |= {"result": answers[0] if answers else None, "verdict": verdict, "note": note}
        if as_good:
            row["alt_verdict"] = as_good
        if answers[1:]:
            row["alt_results"] = answers[1:]
        if following != "-":
            row["next_target"] = side(following, results, documents[results])
        rows.append(row)
    return rows


def contradiction_rows(documents: dict[str, Tracked]) -> list[dict[str, object]]:
    """The planted contradictions of ``clean/contradictions.tsv``, with places."""
    rows: list[dict[str, object]] = []
    for line in (HERE / "clean" / "contradictions.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        rule, *names = line.split("\t")
        places = [tuple(name.split(":")) for name in names]
        rows.append({"rule": rule, "statements": [side(name, doc, documents[doc]) for doc, name in places]})
    return rows


def as_lines(rows: list[dict[str, object]]) -> bytes:
    """Rows as JSONL."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def everything() -> dict[Path, bytes]:
    """Every file this script makes, with its bytes."""
    documents = {sample.name: made(sample) for sample in SAMPLES}
    files = {
        GOLD / "fulfilment.jsonl": as_lines(fulfilment_rows(documents)),
        GOLD / "contradictions.jsonl": as_lines(contradiction_rows(documents)),
    }
    for sample in SAMPLES:
        tracked = documents[sample.name]
        files[HERE / "documents" / (sample.name + sample.suffix)] = tracked.text.encode(sample.encoding)
        files[GOLD / "statements" / f"{sample.name}.jsonl"] = as_lines(gold_rows(tracked))
    return files


def main() -> None:
    """Nothing; writes the files, or with ``--check`` fails when one of them differs."""
    files = everything()
    if "--check" in sys.argv:
        stale = [path.name for path, made_now in files.items() if path.read_bytes() != made_now]
        sys.exit("out of date: " + ", ".join(stale) if stale else 0)
    for path, made_now in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made_now)


if __name__ == "__main__":
    main()
