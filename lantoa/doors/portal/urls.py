"""Addresses under a language: /vi/, /en/ ... A page of the tree is found by its own address."""

from django.urls import include, path, re_path
from wagtail.urls import serve_pattern

from lantoa.doors.portal import figures, search, views
from lantoa.doors.portal.counters import counters

urlpatterns = [
    path("counters.json", counters, name="counters"),
    path("", include("lantoa.doors.portal.machines.urls")),
    path("search/", search.search, name="portal_search"),
    path("search/suggest/", search.suggest, name="portal_suggest"),
    path("figures/", figures.figures, name="portal_figures"),
    path("figures/<slug:code>/<str:period>/", figures.figure, name="portal_figure"),
    path("figures/<slug:code>/<str:period>/<int:pk>/", figures.figure_of_item, name="portal_figure_of_item"),
    re_path(rf"^(?P<code>{'|'.join(views.FIXED)})/$", views.fixed, name="portal_fixed"),
    # Wagtail asks for this name; its other views (passwords for single pages, Draftail's) stay closed.
    re_path(serve_pattern, views.page, name="wagtail_serve"),
]
