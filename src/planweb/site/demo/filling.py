"""Filling the data folder of a demonstration, all or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from planweb.accounts.models import User
from planweb.evidence.models import Document
from planweb.evidence.signals import document_read
from planweb.monitoring.actions.standings import refresh_standings
from planweb.registry.models import PlanIndicator
from planweb.site.demo.city import calendar_on, load_city
from planweb.site.demo.documents import bring_in, link_targets, read_samples, review
from planweb.site.demo.figures import Reporter
from planweb.site.demo.folder import password_of
from planweb.site.demo.outline import bring_outline_in
from planweb.site.demo.people import make_administrator, make_bodies, make_people, make_regions
from planweb.site.demo.plans import Planner


def is_filled() -> bool:
    """Whether the demonstration is there; it comes in one transaction, so a part of it never is."""
    return User.objects.exists()


def fill(*, today: dt.date | None = None, tell: Callable[[str], None] = lambda _said: None) -> bool:
    """Whether the demonstration was made now; False when it was there.

    Args:
        today: Day around which its plans and reports lie.
        tell: Told what is being done.
    """
    if is_filled():
        return False
    tell("documents")
    ledger = read_samples()
    tell("people")
    city, calendar = load_city(), calendar_on(today or timezone.localdate())
    with transaction.atomic():
        make_regions(city["regions"])
        password = password_of(settings.DATA)
        by = make_administrator(city["people"]["admin"][0], password)
        bodies = make_bodies(city["bodies"], by)
        people = make_people(city["people"], bodies, password, by)
        tell("plans")
        planner = Planner(city, bodies, calendar, people["planner"])
        earlier, kept = planner.earlier_plan()
        plan, wanted = planner.plan_in_force()
        planner.plans_below(plan)
        if ledger:
            documents = bring_in(ledger, city=city["city"], by=people["planner"])
            review(documents, people["planner"])
            for document in documents.values():
                document_read.send(Document, document=document)  # promises are held against results, as for others
            link_targets(earlier, documents)
        outline = bring_outline_in(plan, city, calendar, people["planner"])
        document_read.send(Document, document=outline)
        tell("figures")
        reporter = Reporter(city, people, calendar)
        reporter.years_of(kept)
        reporter.periods_of(wanted)
        reporter.counties_of(wanted, city["counties"], bodies)
        reporter.contested(wanted)
        reporter.progress_of(wanted)
        reporter.rounds()
        refresh_standings(PlanIndicator.objects.values_list("pk", flat=True))
    call_command("rebuild_search", stdout=StringIO())
    return True
