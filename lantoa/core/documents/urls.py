from django.urls import path

from lantoa.core.documents.views import checking, layouts, letterheads, outlines, templates

app_name = "documents"
urlpatterns = [
    path("", checking.check, name="check"),
    path("letterheads/", letterheads.letterheads, name="letterheads"),
    path("letterheads/<slug:code>/", letterheads.letterhead, name="letterhead"),
    path("letterheads/<slug:code>/edit/", letterheads.edit, name="letterhead_edit"),
    path("letterheads/<slug:code>/sheet/", letterheads.sheet, name="letterhead_sheet"),
    path("templates/", templates.templates, name="templates"),
    path("templates/begin/", templates.beginning, name="template_begin"),
    path("templates/<int:pk>/", templates.file, name="template"),
    path("templates/<int:pk>/try/", templates.trial, name="template_try"),
    path("templates/<int:pk>/retire/", templates.retire, name="template_retire"),
    path("outlines/", outlines.outlines, name="outlines"),
    path("outlines/use/", outlines.use, name="outlines_use"),
    path("outlines/drop/", outlines.drop, name="outlines_drop"),
    path("outlines/remove/", outlines.remove, name="outlines_remove"),
    path("layouts/", layouts.layouts, name="layouts"),
    path("layouts/<int:pk>/", layouts.layout, name="layout"),
    path("layouts/<int:pk>/page.css", layouts.stylesheet, name="layout_css"),
    path("layouts/<int:pk>/change/", layouts.change, name="layout_change"),
]
