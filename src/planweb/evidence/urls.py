"""Addresses of evidence."""

from django.urls import path

from planweb.evidence.views import documents, reading, statements, versions

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
]
