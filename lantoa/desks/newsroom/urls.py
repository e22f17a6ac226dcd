from django.urls import path

from lantoa.desks.newsroom.views import items, links, times

app_name = "newsroom"
urlpatterns = [
    path("", items.items, name="items"),
    path("links/", links.broken, name="links"),
    path("times/", times.times, name="times"),
    path("<int:pk>/", items.item, name="item"),
    path("<int:pk>/check/", items.check, name="check"),
    path("<int:pk>/correct/", items.correct, name="correct"),
    path("<int:pk>/drop-correction/", items.drop_correction, name="drop_correction"),
    path("<int:pk>/withdraw/", items.withdraw, name="withdraw"),
    path("<int:pk>/restore/", items.restore, name="restore"),
]
