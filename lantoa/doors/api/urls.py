from django.urls import path, re_path

from lantoa.doors.api import views

app_name = "api"
urlpatterns = [
    path("v1/items", views.items, name="items"),
    path("v1/items/<int:pk>", views.item, name="item"),
    path("v1/search", views.search, name="search"),
    path("v1/channels", views.channels, name="channels"),
    path("v1/openapi.json", views.description, name="openapi"),
    re_path(r"^.*$", views.nothing, name="nothing"),
]
