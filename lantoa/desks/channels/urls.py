from django.urls import path

from lantoa.desks.channels import views

app_name = "channels"
urlpatterns = [
    path("", views.views, name="views"),
    path("views.csv", views.views_file, name="views_file"),
]
