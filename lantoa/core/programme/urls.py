from django.urls import path

from lantoa.core.programme.views import board, calendar, periods, programmes, targets, tasks

app_name = "programme"
urlpatterns = [
    path("", programmes.programmes, name="programmes"),
    path("plans/new/", programmes.new, name="programme_new"),
    path("plans/<slug:code>/edit/", programmes.edit, name="programme_edit"),
    path("plans/<slug:code>/sign/", programmes.sign, name="programme_sign"),
    path("plans/<slug:code>/end/", programmes.end, name="programme_end"),
    path("plans/<slug:code>/copy/", programmes.copy, name="programme_copy"),
    path("plans/<slug:code>/delete/", programmes.delete, name="programme_delete"),
    path("plans/<slug:code>/tasks/new/", tasks.new, name="task_new"),
    path("plans/<slug:code>/targets/new/", targets.new, name="target_new"),
    path("tasks/<slug:code>/edit/", tasks.edit, name="task_edit"),
    path("tasks/<slug:code>/done/", tasks.done, name="task_done"),
    path("tasks/<slug:code>/reopen/", tasks.reopen, name="task_reopen"),
    path("tasks/<slug:code>/delete/", tasks.delete, name="task_delete"),
    path("targets/<int:pk>/", targets.target, name="target"),
    path("targets/<int:pk>/withdraw/", targets.withdraw, name="target_withdraw"),
    path("periods/", periods.periods, name="periods"),
    path("periods/new/", periods.new, name="period_new"),
    path("periods/regimes/", calendar.regimes, name="period_regimes"),
    path("periods/calendar/", calendar.calendar, name="period_calendar"),
    path("periods/calendar/<int:pk>/forget/", calendar.forget, name="period_calendar_forget"),
    path("periods/<int:pk>/", board.period, name="period"),
    path("periods/<int:pk>/act/", board.act, name="period_act"),
    path("periods/<int:pk>/nudge/", board.nudge, name="period_nudge"),
    path("periods/<int:pk>/print/", board.printed, name="period_print"),
    path("periods/<int:pk>/edit/", periods.edit, name="period_edit"),
    path("periods/<int:pk>/open/", periods.open_, name="period_open"),
    path("periods/<int:pk>/reopen/", periods.reopen, name="period_reopen"),
    path("periods/<int:pk>/discard/", periods.discard, name="period_discard"),
    path("periods/<int:pk>/add/", periods.add, name="period_add"),
    path("periods/<int:pk>/history/", periods.history, name="period_history"),
]
