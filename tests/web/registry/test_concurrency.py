"""Two people at once."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from planweb.accounts.models import User
from planweb.evidence.models import Document
from planweb.registry.actions.adopting import adopt_targets
from planweb.registry.actions.targets import save_target
from planweb.registry.models import Adoption, Plan, PlanIndicator, Target

Filled = tuple[Plan, Document]


def at_once(*works: Callable[[], object]) -> list[Exception]:
    """What went wrong while all ran at the same time."""
    failures: list[Exception] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait(10)
            work()
        except Exception as error:  # noqa: BLE001
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


@pytest.mark.django_db(transaction=True)
def test_two_who_adopt_the_same_document_make_each_target_once(
    transactional_db: None, filled: Filled, planner: User
) -> None:
    plan, document = filled

    def adopt() -> object:
        return adopt_targets(plan, document, chosen=["grain_output", "new_urban_jobs"], by=planner)

    assert at_once(adopt, adopt, adopt) == []
    assert plan.indicators.count() == 2
    assert Target.objects.filter(of__plan=plan).count() == 3
    assert Adoption.objects.filter(kind="target").count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_the_same_annual_target_one_is_told(
    transactional_db: None, row: PlanIndicator, planner: User
) -> None:
    def add() -> object:
        return save_target(Target(of=row, kind="annual", year=2023, low=92), by=planner)

    [failure] = at_once(add, add)
    assert isinstance(failure, ValidationError)
    assert row.targets.filter(year=2023).count() == 1
