from django.urls import path

from lantoa.desks.newsroom.views import experts, items, links, times

app_name = "newsroom"
urlpatterns = [
    path("", items.items, name="items"),
    path("links/", links.broken, name="links"),
    path("times/", times.times, name="times"),
    path("<int:pk>/", items.item, name="item"),
    path("<int:pk>/check/", items.check, name="check"),
    path("<int:pk>/experts/", experts.experts, name="experts"),
    path("<int:pk>/experts/new/", experts.expert_new, name="expert_new"),
    path("<int:pk>/experts/<int:link>/revoke/", experts.expert_revoke, name="expert_revoke"),
    path("<int:pk>/experts/comments/<int:comment>/", experts.expert_settle, name="expert_settle"),
    path("<int:pk>/correct/", items.correct, name="correct"),
    path("<int:pk>/drop-correction/", items.drop_correction, name="drop_correction"),
    path("<int:pk>/withdraw/", items.withdraw, name="withdraw"),
    path("<int:pk>/restore/", items.restore, name="restore"),
]
