"""``planledger explain``: why a statement was read as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planledger.cli.language import Both, Language
from planledger.cli.options import encoding_option, language_of, limit_option, spoken_command
from planledger.cli.show import statement_text
from planledger.cli.sources import find_statements, load_ledger
from planledger.cli.terminal import message_of, reason_of
from planledger.model import Document, Extraction, Guess, Ledger, Statement
from planledger.model.document import Kind

if TYPE_CHECKING:
    from planledger.reading import Limits


@spoken_command(
    "explain",
    Both(
        "说明 SOURCE 中的一条表述为何这样读出：修复、规则、依据、所在文献的判断、对照时的候选。WHERE 同 show。",
        "Say why a statement of SOURCE was read so: repairs, rule, notes, what is thought of its document, candidates"
        " when it was compared. WHERE is as in show.",
    ),
)
@click.argument("source", type=click.Path(readable=False, path_type=Path))
@click.argument("where")
@limit_option
@encoding_option
@click.pass_context
def command(context: click.Context, source: Path, where: str, limits: Limits | None, encoding: str) -> int:
    """Print the reasons."""
    language = language_of(context)
    ledger = load_ledger(source, language, encoding=encoding, limits=limits)
    texts = []
    for document, extraction, statement in find_statements(ledger, where, language):
        reasons = "\n".join(_reasons(ledger, document, extraction, statement, language))
        texts.append(f"{statement_text(document, statement, language)}\n{reasons}")
    click.echo("\n\n".join(texts))
    return 0


def _reasons(
    ledger: Ledger, document: Document, extraction: Extraction, statement: Statement, language: Language
) -> Iterator[str]:
    def line(head: Both, fact: str) -> str:
        return f"{head.of(language)}  {fact}"

    yield line(Both("规则", "rule"), f"{statement.rule}  {statement.confidence:.2f}")
    for note in statement.notes:
        yield line(Both("依据", "note"), note)
    if statement.base_unit:
        low, high = statement.base_low, statement.base_high
        yield line(Both("换算", "in base units"), f"[{low}, {high}] {statement.base_unit}")
    start, end = statement.sentence_start, statement.sentence_end
    for repair in document.repairs:
        if repair.start < end and repair.end > start:
            yield line(
                Both("修复", "repair"),
                f"{repair.step} [{repair.start}, {repair.end}) {repair.before!r} → {repair.after!r}",
            )
    for problem in (*document.problems, *extraction.problems):
        if problem.start < end and problem.end > start:
            yield line(
                Both("存疑", "doubt"),
                f"{problem.code} [{problem.start}, {problem.end}) {message_of(problem, language)}",
            )
    guesses: dict[Both, Guess[str] | Guess[Kind] | Guess[int]] = {
        Both("编码", "encoding"): document.encoding,
        Both("类型", "type"): document.kind,
        Both("地区", "region"): document.region,
        Both("报告年", "report year"): document.year,
    }
    for head, guess in guesses.items():
        if guess is not document.encoding or document.format in {"txt", "html", "csv"}:
            value = guess.value or (document.region_name if guess is document.region else "") or "—"
            yield line(head, f"{value}  {guess.confidence:.2f}  {guess.reason}")
    yield from _comparisons(ledger, statement, language)


def _comparisons(ledger: Ledger, statement: Statement, language: Language) -> Iterator[str]:
    for fulfilment in ledger.fulfilments:
        reason, pair = reason_of(fulfilment, language), fulfilment.pair
        if fulfilment.promise.id == statement.id:
            answer = fulfilment.result.id if fulfilment.result else "—"
            yield f"{Both('对照', 'held against').of(language)}  {pair}: {fulfilment.verdict} {answer}  {reason}"
            for miss in fulfilment.near_misses:
                head = Both("候选", "candidate").of(language)
                yield f"{head}  {miss.result.id} {miss.result.text!r}: {reason_of(miss, language)}"
        elif fulfilment.result is not None and fulfilment.result.id == statement.id:
            yield f"{Both('兑现', 'answers').of(language)}  {fulfilment.promise.id}: {fulfilment.verdict}  {reason}"
