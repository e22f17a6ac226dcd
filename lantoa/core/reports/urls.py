from django.urls import path

from lantoa.core.reports.views import comments, files, frozen, reviews, sections, traces

app_name = "reports"
urlpatterns = [
    path("", reviews.reviews, name="list"),
    path("new/", reviews.new, name="new"),
    path("new/<slug:form_code>/", reviews.begin, name="begin"),
    path("returned/", files.returned, name="returned"),
    path("figures/", traces.find, name="find"),
    path("figures/<str:public_id>/", traces.trace, name="trace"),
    path("<int:pk>/", reviews.report, name="report"),
    path("<int:pk>/edit/", reviews.edit, name="edit"),
    path("<int:pk>/discard/", reviews.discard, name="discard"),
    path("<int:pk>/freeze/", frozen.freeze, name="freeze"),
    path("<int:pk>/new-version/", frozen.new_version, name="new_version"),
    path("<int:pk>/download/<slug:suffix>/", files.download, name="download"),
    path("<int:pk>/issue/", files.issue, name="issue"),
    path("<int:pk>/comments/", comments.comments, name="comments"),
    path("<int:pk>/comments/table/", comments.printed, name="comments_print"),
    path("<int:pk>/comments/table.<slug:form>", comments.export, name="comments_export"),
    path("<int:pk>/comments/at/<int:section_pk>/<int:position>/", comments.paragraph, name="comment"),
    path("<int:pk>/comments/<int:comment_pk>/answer/", comments.answer, name="comment_answer"),
    path("<int:pk>/comments/<int:comment_pk>/take-back/", comments.take_back, name="comment_take_back"),
    path("<int:pk>/readers/", comments.readers, name="readers"),
    path("<int:pk>/readers/<int:reader_pk>/end/", comments.end_reader, name="reader_end"),
    path("<int:pk>/sections/add/", sections.add, name="section_add"),
    path("<int:pk>/sections/<int:section_pk>/", sections.section, name="section"),
    path("<int:pk>/sections/<int:section_pk>/preview/", sections.preview, name="section_preview"),
    path("<int:pk>/sections/<int:section_pk>/move/", sections.move, name="section_move"),
    path("<int:pk>/sections/<int:section_pk>/remove/", sections.remove, name="section_remove"),
]
