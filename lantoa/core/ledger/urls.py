from django.urls import path

from lantoa.core.ledger.views import figures, imports, keeping, merging, plans, register, writing

app_name = "ledger"
urlpatterns = [
    path("activities/", register.register, name="register"),
    path("activities/new/", writing.new, name="new"),
    path("activities/new/<slug:kind>/", writing.record, name="record"),
    path("activities/new/<slug:kind>/keep/", keeping.keep_new, name="keep_new"),
    path("activities/<int:pk>/", register.activity, name="activity"),
    path("activities/<int:pk>/edit/", writing.edit, name="edit"),
    path("activities/<int:pk>/keep/", keeping.keep, name="keep"),
    path("activities/<int:pk>/merge/", merging.merge, name="merge"),
    path("activities/<int:pk>/separate/", merging.separate, name="separate"),
    path("activities/<int:pk>/different/", merging.different, name="different"),
    path("activities/<int:pk>/submit/", register.submit, name="submit"),
    path("activities/<int:pk>/withdraw/", register.withdraw, name="withdraw"),
    path("activities/<int:pk>/delete/", register.delete, name="delete"),
    path("activities/<int:pk>/accept/", register.accept, name="accept"),
    path("activities/<int:pk>/return/", register.return_for_repair, name="return"),
    path("activities/<int:pk>/correct/", writing.correct, name="correct"),
    path("activities/<int:pk>/reverse/", register.reverse, name="reverse"),
    path("activities/<int:pk>/evidence/", register.attach, name="attach"),
    path("evidence/<int:pk>/", register.evidence, name="evidence"),
    path("imports/", imports.imports, name="imports"),
    path("imports/template/<slug:kind>/", imports.template, name="template"),
    path("imports/preview/<str:token>/", imports.import_preview, name="import_preview"),
    path("imports/<int:pk>/", imports.import_batch, name="import_batch"),
    path("imports/<int:pk>/accept/", imports.import_accept, name="import_accept"),
    path("imports/<int:pk>/undo/", imports.import_undo, name="import_undo"),
    path("figures/", figures.figures, name="figures"),
    path("figures/<slug:code>/", figures.figure, name="figure"),
    path("plans/<slug:code>/", plans.plan, name="plan"),
    path("tasks/", plans.tasks, name="tasks"),
    path("tasks/<slug:code>/", plans.task, name="task"),
    path("entries/<int:seq>/", figures.entry, name="entry"),
    path("ledger/", figures.head, name="head"),
]
