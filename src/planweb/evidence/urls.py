"""Addresses of evidence."""

from django.urls import path

from planweb.evidence.views import review, review_forms

app_name = "evidence"
urlpatterns = [
    path("documents/<int:pk>/review/", review.page, name="review"),
    path("documents/<int:pk>/review/undo/", review.undo, name="review-undo"),
    path("documents/<int:pk>/review/bulk/", review_forms.bulk, name="review-bulk"),
    path("documents/<int:pk>/review/add/", review_forms.add, name="review-add"),
    path("documents/<int:pk>/review/<slug:key>/confirm/", review.confirm, name="review-confirm"),
    path("documents/<int:pk>/review/<slug:key>/reject/", review.reject, name="review-reject"),
    path("documents/<int:pk>/review/<slug:key>/reopen/", review.reopen, name="review-reopen"),
    path("documents/<int:pk>/review/<slug:key>/correct/", review_forms.correct, name="review-correct"),
    path("documents/<int:pk>/review/<slug:key>/merge/", review_forms.merge, name="review-merge"),
    path("indicators/names/", review_forms.indicator_names, name="indicator-names"),
]
