"""Addresses of registry."""

from django.urls import path

from planweb.registry.views import adopting, bodies, correcting, indicators, owners, plans, targets, versions

app_name = "registry"
urlpatterns = [
    path("plans/", plans.listing, name="plans"),
    path("plans/new/", plans.new, name="plan-new"),
    path("plans/<int:pk>/", plans.detail, name="plan"),
    path("plans/<int:pk>/edit/", plans.edit, name="plan-edit"),
    path("plans/<int:pk>/status/", plans.status, name="plan-status"),
    path("plans/<int:pk>/delete/", plans.delete, name="plan-delete"),
    path("plans/<int:pk>/versions/", versions.listing, name="versions"),
    path("plans/<int:pk>/versions/new/", versions.new, name="version-new"),
    path("plans/<int:pk>/versions/<int:number>/approve/", versions.approve, name="version-approve"),
    path("plans/<int:pk>/versions/<int:number>/attach/", versions.attach, name="attach"),
    path("plans/<int:pk>/versions/<int:number>/detach/<int:document>/", versions.detach, name="detach"),
    path("plans/<int:pk>/versions/<int:number>/chapters/<int:document>/", versions.chapters, name="chapters"),
    path("plans/<int:pk>/differences/", versions.differences, name="differences"),
    path("plans/<int:pk>/corrections/", correcting.corrections, name="corrections"),
    path("plans/<int:pk>/adopt/undo/", adopting.undo, name="adopt-undo"),
    path("plans/<int:pk>/adopt/<int:document>/", adopting.adopt, name="adopt"),
    path("plans/<int:pk>/doubts/<int:document>/", adopting.doubts, name="doubts"),
    path("plans/<int:pk>/indicators/new/", targets.new, name="row-new"),
    path("plans/<int:pk>/owners/", owners.assign, name="owners"),
    path("plans/<int:pk>/owners/sheet/", owners.sheet, name="owners-sheet"),
    path("plans/<int:pk>/owners/upload/", owners.upload, name="owners-upload"),
    path("plans/<int:pk>/owners/apply/", owners.apply, name="owners-apply"),
    path("plans/<int:pk>/duties/", owners.duties, name="duties"),
    path("plan-indicators/<int:pk>/", targets.detail, name="plan-indicator"),
    path("plan-indicators/<int:pk>/edit/", targets.edit, name="row-edit"),
    path("plan-indicators/<int:pk>/remove/", targets.remove, name="row-remove"),
    path("plan-indicators/<int:pk>/targets/new/", targets.new_target, name="target-new"),
    path("targets/<int:pk>/edit/", targets.edit_target, name="target-edit"),
    path("targets/<int:pk>/remove/", targets.remove_target, name="target-remove"),
    path("catalogue/", indicators.listing, name="catalogue"),
    path("catalogue/new/", indicators.new, name="indicator-new"),
    path("catalogue/<int:pk>/edit/", indicators.edit, name="indicator-edit"),
    path("bodies/<int:pk>/targets/", bodies.targets, name="body-targets"),
]
