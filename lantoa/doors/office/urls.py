from django.urls import path

from lantoa.doors.office import views

app_name = "office"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("office/", views.front, name="home"),
    path("office/language/", views.language, name="language"),
    path("office/design/", views.design_page, name="design"),
]
