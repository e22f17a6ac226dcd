from django.urls import path

from lantoa.core.programme.views import programmes, targets, tasks

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
]
