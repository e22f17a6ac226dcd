"""Two doors: the office's, and `public` under each language."""

from django.urls import path

from lantoa.desks.channels import views

app_name = "channels"
urlpatterns = [
    path("", views.views, name="views"),
    path("views.csv", views.views_file, name="views_file"),
    path("official/", views.official, name="official"),
    path("official/new/", views.official_edit, name="official_new"),
    path("official/<int:pk>/", views.official_edit, name="official_edit"),
]
public = (
    [
        path("channels/", views.official_public, name="official"),
        path("channels.json", views.official_json, name="json"),
    ],
    "official",
)
