"""Addresses of evidence."""

from django.urls import path

from planweb.evidence.views import comparisons, documents, reading, review, review_forms, statements, versions

app_name = "evidence"
urlpatterns = [
    path("documents/", documents.listing, name="documents"),
    path("documents/new/", documents.upload, name="upload"),
    path("documents/under-way/", documents.under_way, name="under-way"),
    path("documents/<int:pk>/", reading.document, name="document"),
    path("documents/<int:pk>/progress/", documents.progress, name="document-progress"),
    path("documents/<int:pk>/correct/", documents.correct, name="document-correct"),
    path("documents/<int:pk>/reread/", documents.reread, name="document-reread"),
    path("documents/<int:pk>/withdraw/", documents.withdraw, name="document-withdraw"),
    path("documents/<int:pk>/restore/", documents.restore, name="document-restore"),
    path("documents/<int:pk>/file/", documents.original, name="document-file"),
    path("documents/<int:pk>/reading/", reading.how_read, name="document-reading"),
    path("documents/<int:pk>/pages/<int:number>/", reading.page, name="page"),
    path("documents/<int:pk>/pages/<int:number>/picture/", reading.picture, name="picture"),
    path("documents/<int:pk>/versions/new/", versions.new, name="version-new"),
    path("documents/<int:pk>/changes/<int:earlier>/", versions.changes, name="changes"),
    path("statements/", statements.listing, name="statements"),
    path("statements/<int:pk>/", statements.statement, name="statement"),
    path("documents/<int:pk>/review/", review.page, name="review"),
    path("documents/<int:pk>/review/undo/", review.undo, name="review-undo"),
    path("documents/<int:pk>/review/bulk/", review_forms.bulk, name="review-bulk"),
    path("documents/<int:pk>/review/add/", review_forms.add, name="review-add"),
    path("documents/<int:pk>/review/<slug:key>/confirm/", review.confirm, name="review-confirm"),
    path("documents/<int:pk>/review/<slug:key>/reject/", review.reject, name="review-reject"),
    path("documents/<int:pk>/review/<slug:key>/reopen/", review.reopen, name="review-reopen"),
    path("documents/<int:pk>/review/<slug:key>/correct/", review_forms.correct, name="review-correct"),
    path("documents/<int:pk>/review/<slug:key>/picture/", review.sight, name="review-picture"),
    path("documents/<int:pk>/review/<slug:key>/merge/", review_forms.merge, name="review-merge"),
    path("indicators/names/", review_forms.indicator_names, name="indicator-names"),
    path("comparisons/", comparisons.listing, name="comparisons"),
    path("comparisons/new/", comparisons.new, name="comparison-new"),
    path("comparisons/<int:pk>/", comparisons.detail, name="comparison"),
    path("comparisons/<int:pk>/redo/", comparisons.redo, name="comparison-redo"),
    path("documents/<int:pk>/contradictions/", comparisons.contradictions, name="contradictions"),
]
