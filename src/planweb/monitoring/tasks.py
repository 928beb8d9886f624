"""Lights are judged again when figures or targets change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django_tasks import task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from planweb.monitoring.actions.standings import refresh_standings
from planweb.monitoring.signals import figures_changed
from planweb.registry.models import PlanIndicator
from planweb.registry.signals import targets_changed


@task()
def refresh_lights(indicators: list[int], regions: list[str]) -> int:
    """How many lights changed, of the plans of ``regions`` that have ``indicators``."""
    found = PlanIndicator.objects.filter(indicator__in=indicators, plan__region__in=regions)
    return refresh_standings(found.order_by("plan__region", "pk").values_list("pk", flat=True))


@task()
def refresh_lights_of(plan_indicators: list[int]) -> int:
    """How many of these lights changed."""
    return refresh_standings(PlanIndicator.objects.filter(pk__in=plan_indicators).values_list("pk", flat=True))


def connect() -> None:
    """Listen for figures and targets that change."""
    figures_changed.connect(_after_figures, dispatch_uid="monitoring.refresh_lights")
    targets_changed.connect(_after_targets, dispatch_uid="monitoring.refresh_lights_of")


def _after_figures(*, indicators: Iterable[int], regions: Iterable[str], **_kwargs: Any) -> None:
    _enqueue_once(refresh_lights, indicators=sorted(set(indicators)), regions=sorted(set(regions)))


def _after_targets(*, plan_indicators: Iterable[int], **_kwargs: Any) -> None:
    _enqueue_once(refresh_lights_of, plan_indicators=sorted(set(plan_indicators)))


def _enqueue_once(task_: Task[Any, int], **said: Any) -> None:
    """Leave it to the same task where one waits, so that many small writes do not make a queue of equal work.

    Both signals come after the write is done, so a task that has not begun will see it.
    """
    waiting = DBTaskResult.objects.filter(task_path=task_.module_path, status="READY")
    if not waiting.filter(args_kwargs={"args": [], "kwargs": said}).exists():
        task_.enqueue(**said)
