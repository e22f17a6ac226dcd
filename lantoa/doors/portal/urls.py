"""Addresses under a language: /vi/, /en/ ... A page of the tree is found by its own address."""

from django.urls import include, path, re_path
from wagtail.urls import serve_pattern
from wagtail.views import serve

from lantoa.doors.portal.counters import counters

urlpatterns = [
    path("counters.json", counters, name="counters"),
    path("", include("lantoa.doors.portal.machines.urls")),
    # Wagtail asks for this name; its other views (passwords for single pages, Draftail's) stay closed.
    re_path(serve_pattern, serve, name="wagtail_serve"),
]
