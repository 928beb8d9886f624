"""The state in one sentence, in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from planledger.ledger.report.records import kind_of
from planledger.ledger.report.wording import NOTHING, Both
from planledger.model import Fulfilment, Verdict

VERDICTS: dict[Verdict, Both] = {
    "met": Both("兑现", "kept"),
    "partly": Both("部分兑现", "partly kept"),
    "progress": Both("推进中", "in progress"),
    "missed": Both("未兑现", "missed"),
    "not_comparable": Both("不可比", "not comparable"),
    "not_reported": Both("未报告", "not reported"),
}
"""In the order in which a sentence counts them."""


class Pair(NamedTuple):
    """An earlier document that promises and a later one that reports."""

    promises: Both
    results: Both


class Headline(NamedTuple):
    """The state of the targets, and that of work promised without a number (empty where there is none)."""

    targets: Both
    work: Both


def headline(fulfilments: Sequence[Fulfilment], pairs: Sequence[Pair]) -> Headline:
    """What became of the promises of ``pairs``."""
    measured = [fulfilment for fulfilment in fulfilments if kind_of(fulfilment.promise) != "qualitative"]
    work = [fulfilment for fulfilment in fulfilments if kind_of(fulfilment.promise) == "qualitative"]
    if len(pairs) == 1:
        promises, results = pairs[0]
        lead = Both(
            f"{promises.zh}的{len(measured)}项量化目标，对照{results.zh}",
            f"{len(measured)} quantified targets of {promises.en}, held against {results.en}",
        )
    else:
        lead = Both(
            f"{len(measured)}项量化目标，对照{len(pairs)}组前后文件",
            f"{len(measured)} quantified targets, held against later documents in {len(pairs)} pairs",
        )
    more = Both(f"另有{len(work)}项工作承诺", f"{len(work)} promises of work besides")
    return Headline(_counted(lead, measured), _counted(more, work) if work else NOTHING)


def nothing_compared(documents: int, statements: int) -> Headline:
    """The state where no two documents could be held against each other."""
    state = Both(
        f"读入{documents}份文件，提取{statements}条量化表述；没有可以前后对照的文件。",
        f"{documents} documents read, {statements} quantified statements found; no two documents to compare.",
    )
    return Headline(state, NOTHING)


def _counted(lead: Both, fulfilments: Sequence[Fulfilment]) -> Both:
    counts = Counter(fulfilment.verdict for fulfilment in fulfilments)
    named = [(word, counts[verdict]) for verdict, word in VERDICTS.items() if counts[verdict]]
    if not named:
        return Both(f"{lead.zh}。", f"{lead.en}.")
    zh = "，".join(f"{word.zh}{count}项" for word, count in named)
    en = ", ".join(f"{count} {word.en}" for word, count in named)
    return Both(f"{lead.zh}：{zh}。", f"{lead.en}: {en}.")
