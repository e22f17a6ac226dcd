"""The whole address book on one page."""

from django.urls import include, path
from wagtail.admin import urls as wagtail_admin
from wagtail.documents import urls as wagtail_documents

urlpatterns = [
    path("", include("lantoa.doors.office.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", include(wagtail_admin)),
    path("documents/", include(wagtail_documents)),
]
