"""Two doors: `public` under each language, `office` for those who answer."""

from django.urls import path

from lantoa.desks.answers.views import office as desk
from lantoa.desks.answers.views import public as readers

public = (
    [
        path("remark/", readers.remark, name="remark"),
        path("remarks/", readers.log, name="log"),
        path("remarks/<slug:number>/", readers.received, name="received"),
        path("satisfaction/", readers.press, name="press"),
        path("satisfaction/thanks/", readers.thanks, name="thanks"),
    ],
    "answers",
)
office = (
    [
        path("", desk.remarks, name="list"),
        path("times/", desk.times, name="times"),
        path("<int:pk>/", desk.remark, name="remark"),
    ],
    "remarks",
)
