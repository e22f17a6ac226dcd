from django.urls import path

from lantoa.desks.newsroom.views import experts, facts, items, judging, links, many, ruling, times, writing

app_name = "newsroom"
urlpatterns = [
    path("", items.items, name="items"),
    path("write/", writing.write, name="write"),
    path("facts/", facts.facts, name="facts"),
    path("facts/checked/", facts.checked, name="facts_checked"),
    path("facts/back/<int:pk>/", facts.back, name="facts_back"),
    path("links/", links.broken, name="links"),
    path("many/", many.many, name="many"),
    path("many/look/", many.many_look, name="many_look"),
    path("many/done/", many.many_done, name="many_done"),
    path("times/", times.times, name="times"),
    path("rules/", ruling.rules, name="rules"),
    path("rules/limits/new/", ruling.limit_new, name="limit_new"),
    path("rules/limits/<int:pk>/", ruling.limit_edit, name="limit_edit"),
    path("rules/points/new/", ruling.point_new, name="point_new"),
    path("rules/points/<int:pk>/", ruling.point_edit, name="point_edit"),
    path("<int:pk>/", items.item, name="item"),
    path("<int:pk>/check/", items.check, name="check"),
    path("<int:pk>/experts/", experts.experts, name="experts"),
    path("<int:pk>/experts/new/", experts.expert_new, name="expert_new"),
    path("<int:pk>/experts/<int:link>/revoke/", experts.expert_revoke, name="expert_revoke"),
    path("<int:pk>/experts/comments/<int:comment>/", experts.expert_settle, name="expert_settle"),
    path("<int:pk>/recall/", judging.recall, name="recall"),
    path("<int:pk>/versions/", writing.begin_version, name="begin_version"),
    path("<int:pk>/correct/", items.correct, name="correct"),
    path("<int:pk>/drop-correction/", items.drop_correction, name="drop_correction"),
    path("<int:pk>/follow/", items.follow, name="follow"),
    path("<int:pk>/withdraw/", items.withdraw, name="withdraw"),
    path("<int:pk>/reason/", items.reason, name="reason"),
    path("<int:pk>/restore/", items.restore, name="restore"),
]
