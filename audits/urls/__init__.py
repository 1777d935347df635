"""Addresses of the audits app, one module an aggregate."""

from audits.urls import actions, findings, internal, notes, review

app_name = "audits"
# the step addresses of internal audits take any word, so they stand after the others
urlpatterns = [
    *notes.urlpatterns,
    *findings.urlpatterns,
    *actions.urlpatterns,
    *review.urlpatterns,
    *internal.urlpatterns,
]
