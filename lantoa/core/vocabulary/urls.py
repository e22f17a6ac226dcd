from django.urls import path

from lantoa.core.vocabulary.views import headings, indicators, kinds, pages, sharing, words

app_name = "vocabulary"
urlpatterns = [
    path("", kinds.kinds, name="kinds"),
    path("<slug:table>/<int:pk>/move/", pages.move, name="move"),
    path("<slug:table>/<int:pk>/end/", pages.end, name="end"),
    path("kinds/new/", kinds.kind_new, name="kind_new"),
    path("kinds/<slug:code>/", kinds.kind, name="kind"),
    path("kinds/<slug:code>/edit/", kinds.kind_edit, name="kind_edit"),
    path("kinds/<slug:code>/sorting/", kinds.kind_sorting, name="kind_sorting"),
    path("kinds/<slug:code>/measures/", kinds.kind_ask, name="kind_ask"),
    path("kinds/<slug:code>/measures/<int:pk>/", kinds.kind_measure, name="kind_measure"),
    path("headings/", headings.headings, name="headings"),
    path("headings/new/", headings.heading_new, name="heading_new"),
    path("headings/<slug:code>/", headings.heading, name="heading"),
    path("headings/<slug:code>/edit/", headings.heading_edit, name="heading_edit"),
    path("measures/", words.measures, name="measures"),
    path("measures/new/", words.measure_new, name="measure_new"),
    path("measures/<slug:code>/", words.measure, name="measure"),
    path("measures/<slug:code>/edit/", words.measure_edit, name="measure_edit"),
    path("words/<slug:dimension>/", words.words, name="words"),
    path("words/<slug:dimension>/new/", words.word_new, name="word_new"),
    path("words/<slug:dimension>/<slug:code>/", words.word, name="word"),
    path("words/<slug:dimension>/<slug:code>/edit/", words.word_edit, name="word_edit"),
    path("indicators/", indicators.indicators, name="indicators"),
    path("indicators/new/", indicators.indicator_new, name="indicator_new"),
    path("indicators/<slug:code>/", indicators.indicator, name="indicator"),
    path("indicators/<slug:code>/define/", indicators.indicator_define, name="indicator_define"),
    path("indicators/<slug:code>/mend/", indicators.indicator_mend, name="indicator_mend"),
    path("indicators/<slug:code>/visitors/", indicators.indicator_visitors, name="indicator_visitors"),
    path("export/", sharing.export, name="export"),
    path("versions/", sharing.versions, name="versions"),
    path("import/", sharing.take_over, name="take_over"),
]
