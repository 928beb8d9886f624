"""What became of a promise in all the documents that report on it, where several do."""

from __future__ import annotations

from collections.abc import Iterable

from planledger.model import Fulfilment, Verdict

_WEIGHT: dict[Verdict, int] = {
    "met": 3,
    "partly": 3,
    "missed": 3,
    "progress": 2,
    "not_comparable": 1,
    "not_reported": 0,
}


def standing(fulfilments: Iterable[Fulfilment]) -> tuple[Fulfilment, ...]:
    """Of each promise the fulfilment that stands, in the order of the promises.

    A verdict that decides stands over 推进中, that over 不可比, and that over 未报告; of equal weight the last stands.
    So a target of a five-year plan that two annual reports pass over and one reports counts once, as reported.

    Args:
        fulfilments: As ``reconcile`` gives them for the pairs of ``find_pairs``: earlier reports first.
    """
    found: dict[str, Fulfilment] = {}
    for fulfilment in fulfilments:
        held = found.get(fulfilment.promise.id)
        if held is None or _WEIGHT[fulfilment.verdict] >= _WEIGHT[held.verdict]:
            found[fulfilment.promise.id] = fulfilment
    return tuple(found.values())
