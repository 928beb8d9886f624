"""Addresses of monitoring."""

from django.urls import path

from planweb.monitoring.views import (
    comparing,
    figures,
    indicators,
    queue,
    reporting,
    rounds,
    standing,
    stating,
)

app_name = "monitoring"
urlpatterns = [
    path("indicators/", indicators.listing, name="indicators"),
    path("indicators/<int:pk>/", indicators.detail, name="indicator"),
    path("indicators/<int:pk>/overrule/", indicators.overrule, name="overrule"),
    path("indicators/<int:pk>/lift/", indicators.lift, name="lift"),
    path("series/<int:pk>/", indicators.series, name="series"),
    path("compare/", comparing.compare, name="compare"),
    path("bodies/<int:pk>/standing/", standing.body, name="body-standing"),
    path("figures/", figures.listing, name="figures"),
    path("figures/new/", figures.new, name="figure-new"),
    path("figures/accept/", queue.accept_plain, name="figures-accept"),
    path("figures/undo/", queue.undo_plain, name="figures-undo"),
    path("figures/<int:pk>/", figures.detail, name="figure"),
    path("figures/<int:pk>/revise/", figures.revise, name="figure-revise"),
    path("figures/<int:pk>/contest/", figures.contest, name="figure-contest"),
    path("figures/<int:pk>/accept/", queue.decide_figure, {"action": "accept"}, name="figure-accept"),
    path("figures/<int:pk>/return/", queue.decide_figure, {"action": "return"}, name="figure-return"),
    path("figures/<int:pk>/undo/", queue.decide_figure, {"action": "undo"}, name="figure-undo"),
    path("contests/<int:pk>/resolve/", figures.resolve, name="contest-resolve"),
    path("documents/<int:pk>/figures/", stating.document_figures, name="document-figures"),
    path("rounds/", rounds.listing, name="rounds"),
    path("rounds/new/", rounds.new, name="round-new"),
    path("rounds/<int:pk>/", rounds.detail, name="round"),
    path("rounds/<int:pk>/edit/", rounds.edit, name="round-edit"),
    path("rounds/<int:pk>/close/", rounds.close, name="round-close"),
    path("rounds/<int:pk>/reopen/", rounds.reopen, name="round-reopen"),
    path("reports/", reporting.home, name="reports"),
    path("reports/queue/", queue.queue, name="queue"),
    path("reports/overdue/", rounds.overdue, name="overdue"),
    path("reports/<int:pk>/<int:body_pk>/", reporting.report, name="report"),
    path("reports/<int:pk>/<int:body_pk>/template/", reporting.template, name="report-template"),
    path("reports/<int:pk>/<int:body_pk>/upload/", reporting.upload, name="report-upload"),
    path("progress/<int:pk>/accept/", queue.decide_progress, {"action": "accept"}, name="progress-accept"),
    path("progress/<int:pk>/return/", queue.decide_progress, {"action": "return"}, name="progress-return"),
    path("progress/<int:pk>/undo/", queue.decide_progress, {"action": "undo"}, name="progress-undo"),
    path("progress/<int:pk>/evidence/", reporting.evidence, name="evidence"),
    path("reminders/", reporting.reminders, name="reminders"),
]
