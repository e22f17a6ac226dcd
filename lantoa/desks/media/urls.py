from django.urls import path

from lantoa.desks.media import views
from lantoa.desks.media.models import DRAWN

app_name = "media"
urlpatterns = [path(f"{DRAWN}/<path:path>", views.picture, name="picture")]
